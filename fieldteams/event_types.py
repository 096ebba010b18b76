"""What webhooks are told of the field teams: ids and states alone."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from turkcell_hub.events.event_types import EventType

JOB_TAKEN, JOB_ENDED = "field.job.taken", "field.job.ended"
THEFT_OPENED, THEFT_ENDED = "field.theft.opened", "field.theft.ended"

TYPES = (
    EventType(JOB_TAKEN, _("Saha işi alındı")),
    EventType(JOB_ENDED, _("Saha işi kapandı")),
    EventType(THEFT_OPENED, _("Çalıntı modu açıldı")),
    EventType(THEFT_ENDED, _("Çalıntı modu bitti")),
)
