"""Turkish names of what timed tasks and workflow cards write into the audit trail."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "task.scheduled": _("Zamanlanmış görev eklendi"),
    "task.changed": _("Zamanlanmış görev değiştirildi"),
    "task.cancelled": _("Zamanlanmış görev iptal edildi"),
    "task.skipped": _("Görevin bir zamanı atlandı"),
    "task.unskipped": _("Görevin atlanan zamanı geri alındı"),
    "task.told": _("Görev uyarısı"),
    "task.rules_added": _("Görev kuralları eklendi"),
    "task.rules_changed": _("Görev kuralları değiştirildi"),
    "task.rules_deleted": _("Görev kuralları silindi"),
}
