"""Rights of the field teams (L-025, L-036, L-044)."""

from django.utils.translation import gettext_lazy as _

from turkcell_hub.tenancy.permissions import ADMINS, MANAGERS, STAFF, Right, declare

VIEW, ADD = "fieldteams.phone.view", "fieldteams.phone.add"
CHANGE, DELETE = "fieldteams.phone.change", "fieldteams.phone.delete"
REQUEST_VIEW, REQUEST_SEND = "fieldteams.request.view", "fieldteams.request.send"
LOCATE, INTAKE = "fieldteams.position.view", "fieldteams.position.add"
ERASE = "fieldteams.position.delete"
ZONE_VIEW, ZONE_ADD = "fieldteams.zone.view", "fieldteams.zone.add"
ZONE_CHANGE, ZONE_DELETE = "fieldteams.zone.change", "fieldteams.zone.delete"
VISIT_VIEW = "fieldteams.visit.view"
THEFT_VIEW, THEFT_ADD = "fieldteams.theft.view", "fieldteams.theft.add"
THEFT_AGREE = "fieldteams.theft.agree"
JOB_VIEW, JOB_ADD = "fieldteams.job.view", "fieldteams.job.add"
RULES_VIEW, RULES_ADD = "fieldteams.rules.view", "fieldteams.rules.add"

declare(
    [
        Right(VIEW, _("Ekip mobil numaralarını görme"), STAFF),
        Right(ADD, _("Ekip mobil numarası ekleme"), MANAGERS),
        Right(CHANGE, _("Ekip mobil numarası değiştirme"), MANAGERS),
        Right(DELETE, _("Ekip mobil numarası silme"), MANAGERS),
        Right(REQUEST_VIEW, _("İzleme taleplerini görme"), STAFF),
        Right(REQUEST_SEND, _("İzleme talebi gönderme ve durum sorgulama"), MANAGERS),
        Right(LOCATE, _("Konum görme: harita, adres, en yakın, raporlar"), STAFF),
        Right(INTAKE, _("Konum bildirme (cihaz ve programlar)"), ADMINS),
        Right(ERASE, _("Kişinin konum geçmişini silme"), ADMINS, for_keys=False),
        Right(ZONE_VIEW, _("Bölgeleri görme"), STAFF),
        Right(ZONE_ADD, _("Bölge ekleme"), MANAGERS),
        Right(ZONE_CHANGE, _("Bölge değiştirme"), MANAGERS),
        Right(ZONE_DELETE, _("Bölge silme"), MANAGERS),
        Right(VISIT_VIEW, _("Bölge giriş/çıkışlarını görme"), STAFF),
        Right(THEFT_VIEW, _("Çalıntı modunu görme"), MANAGERS),
        Right(THEFT_ADD, _("Çalıntı modu isteme ve bitirme"), MANAGERS, for_keys=False),
        Right(THEFT_AGREE, _("Çalıntı modunu kodla onaylama"), MANAGERS, for_keys=False),
        Right(JOB_VIEW, _("Saha işlerini görme"), STAFF),
        Right(JOB_ADD, _("Saha işini en yakınlara sorma ve kapatma"), STAFF),
        Right(RULES_VIEW, _("Takip kurallarını görme"), MANAGERS),
        Right(RULES_ADD, _("Takip kuralı ekleme"), ADMINS),
    ]
)
