"""Turkish names of what the field teams' room writes into the audit trail."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "field_phone.added": _("Ekip mobil numarası eklendi"),
    "field_phone.changed": _("Ekip mobil numarası değiştirildi"),
    "field_phone.deleted": _("Ekip mobil numarası konumlarıyla silindi"),
    "field_phone.erased": _("Konum geçmişi silindi"),
    "tracking_request.sent": _("İzleme talebi gönderildi"),
    "tracking_request.cancelled": _("İzleme talebinden vazgeçildi"),
    "tracking_request.accepted": _("İzleme onaylandı"),
    "tracking_request.refused": _("İzleme reddedildi"),
    "tracking_request.withdrawn": _("İzleme onayı geri alındı"),
    "tracking_request.expired": _("İzleme onayının süresi doldu"),
    "tracking_request.failed": _("İzleme talebi gönderilemedi"),
    "zone.added": _("Bölge eklendi"),
    "zone.changed": _("Bölge değiştirildi"),
    "zone.deleted": _("Bölge silindi"),
    "theft_watch.asked": _("Çalıntı modu istendi"),
    "theft_watch.agreed": _("Çalıntı modu kodla onaylandı"),
    "theft_watch.opened": _("Çalıntı modu açıldı"),
    "theft_watch.ended": _("Çalıntı modu sona erdi"),
    "theft_watch.cancelled": _("Çalıntı modundan vazgeçildi"),
    "theft_watch.lapsed": _("Çalıntı modu onaylanmadan düştü"),
    "field_job.asked": _("Saha işi soruldu"),
    "field_job.taken": _("Saha işi alındı"),
    "field_job.done": _("Saha işi tamamlandı"),
    "field_job.nobody": _("Saha işini kimse almadı"),
    "field_job.cancelled": _("Saha işi iptal edildi"),
    "tracking_rules.added": _("Takip kuralı eklendi"),
}
