"""How long places are kept, and forgetting one person (G19; idea 24)."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from fieldteams import permissions
from fieldteams.models import (
    DroppedPositions,
    FenceEvent,
    FieldJob,
    FieldPhone,
    JobOffer,
    LatestPosition,
    OperatorFence,
    Position,
    ViewLog,
    ZoneCursor,
    ZoneVisit,
)
from fieldteams.services import rules
from turkcell_hub.audit.services import trail
from turkcell_hub.tenancy import firm_clock
from turkcell_hub.tenancy.actor import Actor

AT_ONCE = 20_000
# What says where somebody was. A job's question holds the distance to a place that is known.
PLACES: tuple[type[Model], ...] = (
    LatestPosition, ZoneVisit, ZoneCursor, DroppedPositions, FenceEvent, JobOffer,
)  # fmt: skip


def forget(firm_id: int) -> int:
    """Deletes what is older than the firm keeps, a part at a time. In the firm's scope."""
    end = timezone.now() - dt.timedelta(days=rules.in_force(firm_id).retention_days)
    gone = 0
    while True:
        old = Position.objects.filter(at__lt=end).values("pk")[:AT_ONCE]
        deleted, _kinds = Position.objects.filter(pk__in=old).delete()
        gone += deleted
        if deleted < AT_ONCE:
            break
    LatestPosition.objects.filter(at__lt=end).delete()
    ZoneVisit.objects.filter(last_at__lt=end).delete()
    FenceEvent.objects.filter(at__lt=end).delete()
    FieldJob.objects.filter(ended_at__lt=end).delete()
    first = firm_clock.day_of(firm_id, end)
    DroppedPositions.objects.filter(day__lt=first).delete()
    ViewLog.objects.filter(day__lt=first).delete()
    return gone


def erase(actor: Actor, phone: FieldPhone) -> int:
    """Deletes every place of one person at once; the number and its requests stay. Returns how
    many positions there were."""
    actor.require(permissions.ERASE)
    with transaction.atomic():
        row = FieldPhone.objects.select_for_update(of=("self",)).get(pk=phone.pk)
        gone, _kinds = Position.objects.filter(phone=row).delete()
        for model in PLACES:
            model.objects.filter(phone=row).delete()  # type: ignore[attr-defined]
        # The operator still watches; the next turn ends it there.
        OperatorFence.objects.filter(phone=row).update(phone=None)
        trail.record(actor, "field_phone.erased", row, {"positions": [gone, 0]})
    return gone
