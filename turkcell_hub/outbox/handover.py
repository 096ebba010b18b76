"""One batch's way over the edge: the last transaction before the call, the call itself in
its own thread, and the settling of its answer."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from django.db import close_old_connections, connections, transaction

from turkcell_hub.gateways import departure
from turkcell_hub.outbox import checkpoints, settling, statements
from turkcell_hub.outbox.handlers import Handler, Later, Taken
from turkcell_hub.outbox.models import Batch
from turkcell_hub.outbox.outcomes import NotSent, Outcome, apply
from turkcell_hub.outbox.pace import Pacer, Slot
from turkcell_hub.outbox.services import queue
from turkcell_hub.outbox.states import State
from turkcell_hub.tenancy.models import GatewayAccount

_SETTLE_FOR = 60.0  # seconds to wait for a database that is being restarted


def hand_over(batch: Batch, handler: Handler) -> Any | None:
    """Asks the room for the request and commits HANDING_OVER; None: nothing to hand over.

    The room's last decisions and the state are one transaction: after a crash either both
    stand or neither. None also when the batch was taken from us meanwhile, or has to wait
    (``Later``).
    """
    try:
        handler.prepare(batch)
        return _hand_over(batch, handler)
    except Later as later:
        # What was written is undone: the batch is only claimed again, and comes back with the
        # others of its subject (after a crash in between, by its lease).
        queue.postpone(batch.kind, batch.subject_id, later.until)
        return None


def _hand_over(batch: Batch, handler: Handler) -> Any | None:
    mine = {"id": batch.pk, "token": batch.claim_token}
    with transaction.atomic():
        # First the state, which locks the row: what the room decides then is decided after
        # ``handed_over_at``. Nobody sees either before the commit.
        if not statements.touched(statements.HAND_OVER, mine):
            return None
        request = handler.load(batch)
        checkpoints.at("load.inside")
        if request is None:
            Batch.objects.filter(pk=batch.pk).update(
                state=State.CANCELLED,
                lease_until=None,
                handed_over_at=batch.handed_over_at,
                error_code="NOTHING_LEFT",
            )
            return None
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
    turn = _Turn(pacer, slot, deadline)
    try:
        turn.require_time()
        checkpoints.at("call.before")
        with departure.after(turn.take):
            answer = handler.submit(gateway, request)
        turn.answered()
        checkpoints.at("call.after")
        return Taken(str(answer.packet_id), tuple(answer.operator_ids))
    except Exception as error:
        return error
    finally:
        turn.close()


@dataclass
class _Turn:
    """A batch's turn in the account's pace, taken when all but its sending is done."""

    pacer: Pacer | None
    slot: Slot | None
    deadline: float
    taken: bool = False

    def take(self) -> None:
        self._enter()
        self.require_time()

    def require_time(self) -> None:
        if time.monotonic() >= self.deadline:
            raise NotSent

    def answered(self) -> None:
        if self.taken and self.pacer is not None and self.slot is not None:
            self.pacer.answered(self.slot)

    def close(self) -> None:
        """A gateway that did not ask before it sent waits afterwards: the pace holds on average."""
        if not self.taken:
            self._enter()

    def _enter(self) -> None:
        if self.pacer is not None and self.slot is not None:
            self.pacer.enter(self.slot)
        self.taken = True


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
