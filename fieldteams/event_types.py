"""What webhooks are told of the field teams: ids and states alone."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from turkcell_hub.events.event_types import EventType

JOB_TAKEN, JOB_ENDED = "field.job.taken", "field.job.ended"
ZONE_ENTERED, ZONE_LEFT = "field.zone.entered", "field.zone.left"
REQUEST_ACCEPTED, REQUEST_REFUSED = "field.request.accepted", "field.request.refused"
REQUEST_WITHDRAWN, REQUEST_EXPIRED = "field.request.withdrawn", "field.request.expired"
THEFT_OPENED, THEFT_ENDED = "field.theft.opened", "field.theft.ended"

TYPES = (
    EventType(JOB_TAKEN, _("Saha işi alındı")),
    EventType(JOB_ENDED, _("Saha işi kapandı")),
    EventType(ZONE_ENTERED, _("Bölgeye girildi")),
    EventType(ZONE_LEFT, _("Bölgeden çıkıldı")),
    EventType(REQUEST_ACCEPTED, _("İzleme talebi onaylandı")),
    EventType(REQUEST_REFUSED, _("İzleme talebi reddedildi")),
    EventType(REQUEST_WITHDRAWN, _("İzleme onayı geri alındı")),
    EventType(REQUEST_EXPIRED, _("İzleme talebinin ya da onayının süresi doldu")),
    EventType(THEFT_OPENED, _("Çalıntı modu açıldı")),
    EventType(THEFT_ENDED, _("Çalıntı modu bitti")),
)
