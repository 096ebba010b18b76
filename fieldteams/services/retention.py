"""How long positions live, and the erasure of one person's (L-029; I11)."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from fieldteams import permissions
from fieldteams.models import (
    DroppedPositions,
    FieldPhone,
    LatestPosition,
    Position,
    ViewLog,
    ZoneCursor,
    ZoneVisit,
)
from fieldteams.services import rules
from turkcell_hub.audit.services import trail
from turkcell_hub.tenancy.actor import Actor

AT_ONCE = 20_000


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
    ZoneVisit.objects.filter(left_at__lt=end).delete()
    DroppedPositions.objects.filter(day__lt=end.date()).delete()
    ViewLog.objects.filter(day__lt=end.date()).delete()
    return gone


def erase(actor: Actor, phone: FieldPhone) -> int:
    """Deletes every place of one person at once; the number and its requests stay. Returns how
    many positions there were."""
    actor.require(permissions.ERASE)
    with transaction.atomic():
        row = FieldPhone.objects.select_for_update(of=("self",)).get(pk=phone.pk)
        gone, _kinds = Position.objects.filter(phone=row).delete()
        for model in (LatestPosition, ZoneVisit, ZoneCursor, DroppedPositions):
            model.objects.filter(phone=row).delete()
        trail.record(actor, "field_phone.erased", row, {"positions": [gone, 0]})
    return gone
