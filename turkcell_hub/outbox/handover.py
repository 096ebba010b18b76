"""One batch's way over the edge: the last transaction before the call, the call itself in
its own thread, and the settling of its answer."""

from __future__ import annotations

import time
from typing import Any

from django.db import close_old_connections, connections, transaction

from turkcell_hub.outbox import checkpoints, settling
from turkcell_hub.outbox.clock import NOW
from turkcell_hub.outbox.handlers import Handler, Taken
from turkcell_hub.outbox.models import Batch
from turkcell_hub.outbox.outcomes import NotSent, Outcome, apply
from turkcell_hub.outbox.pace import Pacer, Slot
from turkcell_hub.outbox.states import State
from turkcell_hub.tenancy.models import GatewayAccount

_SETTLE_FOR = 60.0  # seconds to wait for a database that is being restarted


def hand_over(batch: Batch, handler: Handler) -> Any | None:
    """Asks the room for the request and commits HANDING_OVER; None: nothing to hand over.

    The room's last decisions and the state are one transaction: after a crash either both
    stand or neither. None also when the batch was taken from us meanwhile.
    """
    with transaction.atomic():
        mine = Batch.objects.select_for_update().filter(
            pk=batch.pk, state=State.CLAIMED, claim_token=batch.claim_token, lease_until__gt=NOW
        )
        if not mine.exists():
            return None
        request = handler.load(batch)
        checkpoints.at("load.inside")
        rows = Batch.objects.filter(pk=batch.pk)
        if request is None:
            rows.update(state=State.CANCELLED, lease_until=None, error_code="NOTHING_LEFT")
            return None
        rows.update(state=State.HANDING_OVER, handed_over_at=NOW)
        batch.state = State.HANDING_OVER
        return request


def call(
    handler: Handler,
    gateway: Any,
    request: Any,
    pacer: Pacer | None,
    slot: Slot | None,
    deadline: float,
) -> Outcome:
    """The network call, in its own thread. Never raises: the outcome is the answer."""
    try:
        if pacer is not None and slot is not None:
            pacer.enter(slot)
        if time.monotonic() >= deadline:
            return NotSent()
        checkpoints.at("call.before")
        answer = handler.submit(gateway, request)
        checkpoints.at("call.after")
        return Taken(str(answer.packet_id), tuple(answer.operator_ids))
    except Exception as error:
        return error


def call_in_thread(*call_args: Any) -> Outcome:
    """``call`` in a thread of the pool, which leaves no connection of its own behind."""
    try:
        return call(*call_args)
    finally:
        connections.close_all()


def settle_patiently(account: GatewayAccount, batch: Batch, outcome: Outcome, failures: int) -> int:
    """Settles, also across a restart of the database: an answer is worth waiting for."""
    ends = time.monotonic() + _SETTLE_FOR
    while True:
        try:
            return apply(account, batch, outcome, failures)
        except Exception as fault:
            if not settling.is_database_away(fault) or time.monotonic() >= ends:
                raise
            time.sleep(0.5)
            close_old_connections()
