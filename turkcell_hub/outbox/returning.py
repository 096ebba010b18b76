"""A batch that the operator did not take comes back to the queue."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Greatest

from turkcell_hub.outbox import handlers
from turkcell_hub.outbox.clock import NOW
from turkcell_hub.outbox.models import Batch
from turkcell_hub.outbox.states import Halt, State

_TARGETS = {Halt.NONE: State.READY, Halt.HOLD: State.HELD, Halt.CANCEL: State.CANCELLED}


def locked(batch_id: int, state: State | tuple[State, ...], token: UUID | None) -> Batch | None:
    """The batch, locked, if it is still in ``state`` under ``token``; else None."""
    states = (state,) if isinstance(state, State) else state
    rows = Batch.objects.select_for_update().filter(pk=batch_id, state__in=states)
    return (rows if token is None else rows.filter(claim_token=token)).first()


def send_back(
    batch: Batch, *, after: timedelta = timedelta(0), taken_perhaps: bool = False, **fields: Any
) -> State:
    """Moves a locked batch to READY, or to where a person has sent it meanwhile.

    ``taken_perhaps`` keeps ``handed_over_at`` (class A: the repeat must be the same).
    """
    target = _TARGETS[Halt(batch.halt)]
    if target == State.CANCELLED and taken_perhaps:
        # An idempotency key cannot un-send: what may be with the operator is not refunded.
        target = State.NEEDS_PERSON
    changes: dict[str, Any] = {
        "state": target,
        "claim_token": None,
        "lease_until": None,
        "next_check_at": None,
        "not_found_count": 0,
        "halt": Halt.NONE,
        "due_at": Greatest("due_at", NOW + after),
    }
    if not taken_perhaps:
        changes["handed_over_at"] = None
    with transaction.atomic():
        Batch.objects.filter(pk=batch.pk).update(**changes | fields)
        if target == State.CANCELLED:
            batch.refresh_from_db()
            handlers.get(batch.kind).cancelled(batch)
    return target
