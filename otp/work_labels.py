"""Turkish names of what timed tasks and workflow cards write into the audit trail."""

from django.utils.translation import gettext_lazy as _

from otp.models import Decision, TaskAlert, TaskRun
from turkcell_hub import approvals

LABELS = {
    "task.scheduled": _("Zamanlanmış görev eklendi"),
    "task.changed": _("Zamanlanmış görev değiştirildi"),
    "task.cancelled": _("Zamanlanmış görev iptal edildi"),
    "task.skipped": _("Görevin bir zamanı atlandı"),
    "task.unskipped": _("Görevin atlanan zamanı geri alındı"),
    "task.told": _("Görev uyarısı"),
    "task.decided": _("Göreve karar verildi"),
    "task.escalated": _("Süresi dolan görev yükseltildi"),
    "task.stuck": _("Adımı yapabilecek yeterli kişi yok"),
    "task.people_lost": _("Adım, onaylayacak kişisini yitirdi"),
    "task.person_added": _("Takılan adıma kişi eklendi"),
    "approval.retried": _("Onayın uygulanması yeniden denendi"),
    "approval.asked": _("Onaya sunuldu"),
    "approval.approved": _("Onay tamamlandı"),
    "approval.rejected": _("Reddedildi"),
    "approval.withdrawn": _("Onay isteği geri çekildi"),
    "approval.void": _("Onay geçersiz oldu"),
    "approval.expired": _("Onayın süresi doldu"),
    "workflow.added": _("İş akışı kartı eklendi"),
    "workflow.changed": _("İş akışı kartı değiştirildi"),
    "workflow.version": _("İş akışının yeni sürümü kaydedildi"),
    "workflow.deleted": _("İş akışı kartı silindi"),
    "substitute.saved": _("Vekil tanımlandı"),
    "substitute.deleted": _("Vekil kaldırıldı"),
    "task.rules_added": _("Görev kuralları eklendi"),
    "task.rules_changed": _("Görev kuralları değiştirildi"),
    "task.rules_deleted": _("Görev kuralları silindi"),
}

# Names of what stands in an entry beside the record's own fields.
NAMES = {
    "card": _("İş akışı kartı"),
    "door": _("Nereden"),
    "edge": _("Uyarı"),
    "for_member": _("Kimin yerine"),
    "people": _("Kişi sayısı"),
    "result": _("Sonuç"),
    "start": _("Başlama"),
    "version": _("Sürüm"),
}
VALUES = {
    "kind": lambda: {str(code): label for code, label in approvals.choices()},
    "door": lambda: dict(Decision.Door.choices),
    "edge": lambda: dict(TaskAlert.Edge.choices),
    "result": lambda: dict(TaskRun.State.choices),
}
