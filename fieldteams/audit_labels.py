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
    "tracking_rules.added": _("Takip kuralı eklendi"),
}
