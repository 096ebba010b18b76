"""Taking batches out of the queue, one statement each."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid4

import orjson
from django.db import transaction
from django.db.models import Q

from turkcell_hub.outbox import checkpoints, options, statements
from turkcell_hub.outbox.clock import NOW
from turkcell_hub.outbox.models import Batch
from turkcell_hub.outbox.states import State

ANY_PRIORITY = 1 << 15


def upcoming(account_id: int, below: int = ANY_PRIORITY) -> Batch | None:
    """What may be handed over now, the next first, with ``late``: its validity is over.

    ``below``: only what is more urgent than that. Nothing is taken yet.
    """
    return statements.upcoming(account_id, below)


def claim(
    upcoming: Batch, holder: UUID, pace: tuple[list[list[float]], float] | None = None
) -> Batch | None:
    """The due batch (as ``upcoming`` has just given it) as CLAIMED under a token of its own,
    committed.

    None when it is no longer due, or when the lane is paused or no longer ``holder``'s: a
    process that slept through its lease cannot claim. ``pace`` (``Pacer.state``) is noted
    on the lane; a claim that fails takes the note back.
    """
    checkpoints.at("claim.before")
    window, next_slot = pace or (None, None)
    mine = {
        "account": upcoming.account_id,
        "holder": holder,
        "turn": upcoming.turn,
        "window": None if window is None else orjson.dumps(window).decode(),
        "next_slot": next_slot,
    }
    wanted = {
        "id": upcoming.pk,
        "attempt": upcoming.attempt,
        "token": uuid4(),
        "lease": options.get("OUTBOX_LEASE"),
    }
    with transaction.atomic():
        if not statements.touched(statements.NOTE_PACE, mine):
            return None
        if not statements.touched(statements.CLAIM, wanted):
            transaction.set_rollback(True)
            return None
        upcoming.state, upcoming.claim_token = State.CLAIMED, wanted["token"]
        upcoming.attempt += 1
        checkpoints.at("claim.inside")
    checkpoints.at("claim.committed")
    return upcoming


def renew(batches: Sequence[Batch]) -> None:
    """Keeps the leases of batches that are being worked on."""
    mine = Q()
    for batch in batches:
        mine |= Q(pk=batch.pk, claim_token=batch.claim_token)
    if mine:
        Batch.objects.filter(mine, state__in=(State.CLAIMED, State.HANDING_OVER)).update(
            lease_until=NOW + options.get("OUTBOX_LEASE")
        )
