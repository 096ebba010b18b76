"""What a tracked person may know of himself: who looked, what was dropped, how long it is kept."""

from __future__ import annotations

from django.db.models import QuerySet, Sum
from django.utils import timezone

from fieldteams.models import DroppedPositions, TheftWatch, TrackingRequest, ViewLog
from fieldteams.services import rules

_SHOWN = 50
State = TrackingRequest.State


def can_answer(asked: TrackingRequest) -> bool:
    is_open = asked.state == State.OPEN and asked.answered_at is None
    return is_open and asked.expires_at > timezone.now()


def waits_for_operator(asked: TrackingRequest) -> bool:
    """The person has said yes here; the operator has still to hear it."""
    return asked.state == State.OPEN and asked.answered_at is not None


def views(asked: TrackingRequest) -> QuerySet[ViewLog]:
    """Who looked at this phone's places, the newest day first."""
    rows = ViewLog.objects.filter(phone_id=asked.phone_id)
    return rows.order_by("-last_at")[:_SHOWN]


def thefts(asked: TrackingRequest) -> QuerySet[TheftWatch]:
    """When the shift was lifted, why, and who agreed to it, the newest first."""
    rows = TheftWatch.objects.filter(phone_id=asked.phone_id, opened_at__isnull=False)
    return rows.prefetch_related("agreements").order_by("-pk")[:_SHOWN]


def dropped(asked: TrackingRequest) -> int:
    """Positions that came outside of the allowed hours and were not kept."""
    rows = DroppedPositions.objects.filter(phone_id=asked.phone_id)
    return int(rows.aggregate(n=Sum("count"))["n"] or 0)


def retention_days(asked: TrackingRequest) -> int:
    return int(rules.in_force(asked.firm_id).retention_days)
