"""Taking batches out of the queue, one statement each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import BooleanField, Case, Q, QuerySet, Value, When
from django.db.models.functions import Greatest

from turkcell_hub.outbox import checkpoints, lanes, options
from turkcell_hub.outbox.clock import NOW
from turkcell_hub.outbox.models import Batch
from turkcell_hub.outbox.states import State

_LATE = Case(
    When(expires_at__lte=NOW, then=Value(True)), default=Value(False), output_field=BooleanField()
)


def due(account_id: int, below: int | None = None) -> QuerySet[Batch]:
    """What may be handed over now, the next first; ``below``: only higher priorities."""
    rows = Batch.objects.filter(account_id=account_id, state=State.READY, due_at__lte=NOW)
    if below is not None:
        rows = rows.filter(priority__lt=below)
    return rows.annotate(late=_LATE).order_by("priority", "turn", "id")


def claim(
    upcoming: Batch, holder: UUID, pace: tuple[list[list[float]], float] | None = None
) -> Batch | None:
    """The due batch (as ``due`` has just given it) as CLAIMED under a token of its own,
    committed.

    None when it is no longer due, or when the lane is paused or no longer ``holder``'s: a
    process that slept through its lease cannot claim. ``pace`` (``Pacer.state``) is noted
    on the lane.
    """
    checkpoints.at("claim.before")
    with transaction.atomic():
        mine = lanes.usable(upcoming.account_id).filter(holder=holder, lease_until__gt=NOW)
        # Locks the lane's row and notes the pace at once; taken back when no batch follows.
        if not mine.update(turn=Greatest("turn", Value(upcoming.turn)), **_noted(pace)):
            return None
        token, attempt = uuid4(), upcoming.attempt + 1
        rows = due(upcoming.account_id).filter(pk=upcoming.pk, attempt=upcoming.attempt)
        claimed = Batch.objects.filter(
            pk__in=rows.order_by().select_for_update(skip_locked=True).values("pk")
        ).update(
            state=State.CLAIMED,
            claim_token=token,
            attempt=attempt,
            lease_until=NOW + options.get("OUTBOX_LEASE"),
        )
        if not claimed:
            transaction.set_rollback(True)
            return None
        upcoming.state, upcoming.claim_token, upcoming.attempt = State.CLAIMED, token, attempt
        checkpoints.at("claim.inside")
    checkpoints.at("claim.committed")
    return upcoming


def _noted(pace: tuple[list[list[float]], float] | None) -> dict[str, Any]:
    if pace is None:
        return {}
    window, next_slot = pace
    return {"window": window, "next_slot_at": datetime.fromtimestamp(next_slot, tz=UTC)}


def renew(batches: Sequence[Batch]) -> None:
    """Keeps the leases of batches that are being worked on."""
    mine = Q()
    for batch in batches:
        mine |= Q(pk=batch.pk, claim_token=batch.claim_token)
    if mine:
        Batch.objects.filter(mine, state__in=(State.CLAIMED, State.HANDING_OVER)).update(
            lease_until=NOW + options.get("OUTBOX_LEASE")
        )
