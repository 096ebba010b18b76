"""Running a lane: claim, load, hand over, settle.

One thread (the caller's) does all database work; the gateway is called in others, with no
transaction open. ``checkpoints`` name every line at which the process may die.
"""

from __future__ import annotations

import time
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any

import structlog

from turkcell_hub.gateways.errors import BadCredentials, GatewayError, OutOfFunds
from turkcell_hub.outbox import (
    checkpoints,
    claims,
    handlers,
    handover,
    lanes,
    lines,
    nudges,
    options,
    settling,
)
from turkcell_hub.outbox.handlers import Handler
from turkcell_hub.outbox.models import URGENT, Batch, PauseReason
from turkcell_hub.outbox.outcomes import Outcome, stop
from turkcell_hub.outbox.pace import AHEAD, Clock, Pacer, Slot
from turkcell_hub.tenancy.models import GatewayAccount
from turkcell_hub.tenancy.scope import every_firm, firm_scope

log = structlog.get_logger(__name__)
_STEP = 0.05  # how soon an urgent message is seen while the lane waits for its pace


@dataclass
class Flight:
    """A batch that is with the gateway now."""

    batch: Batch
    slot: Slot | None


def run_lane(account_id: int, budget_seconds: float = 20.0, line: lines.Line | None = None) -> int:
    """Hands over what is due on the account for about that long; returns the batches taken.

    Returns at once when another process holds the lane, or the account's line, or the lane is
    paused or resting. ``line``: the caller's own, who keeps it. At the end the lane is nudged
    again if work is left.
    """
    with every_firm():
        account = GatewayAccount.objects.filter(pk=account_id, is_active=True).first()
    if account is None:
        return 0
    with firm_scope(account.firm_id):
        if line is not None:
            return _held(account, budget_seconds, line) or 0
        with lines.borrowed(account) as (is_free, borrowed):
            handed_over = _held(account, budget_seconds, borrowed) if is_free else None
        # What arrived between the last look and the release has had its nudge already.
        if handed_over is not None and has_work(account_id):
            nudges.lane(account_id)
        return handed_over or 0


def _held(account: GatewayAccount, budget_seconds: float, line: lines.Line | None) -> int | None:
    """None when the lane is not ours to use."""
    lease = lanes.take(account.pk)
    if lease is None:
        return None
    checkpoints.at("lane.taken")
    run = _Run(account, lease, budget_seconds, line)
    try:
        run.work()
    finally:
        run.end()
    return run.handed_over


def has_work(account_id: int) -> bool:
    """Whether something is due on the lane and may be handed over now."""
    return claims.upcoming(account_id) is not None and lanes.usable(account_id).exists()


class _Run:
    """One holding of the lane. Lives in one thread; only ``_call`` runs in others."""

    def __init__(
        self, account: GatewayAccount, lease: lanes.Lease, budget: float, line: lines.Line | None
    ) -> None:
        self.account, self.lease, self._line = account, lease, line
        self.handed_over = 0
        self._ends = time.monotonic() + budget
        self._lease_seconds = options.get("OUTBOX_LEASE").total_seconds()
        self._renewed = time.monotonic()
        self._failures = lease.failures
        self._stopped = False
        self._trusted = False  # one call at a time until the operator has answered once
        self._connections = max(1, int(account.extra().get("connections", 4)))
        # One more than the bulk may use: an urgent message never waits behind slow calls.
        self._pool = ThreadPoolExecutor(self._connections + 1, thread_name_prefix="outbox")
        self._flights: dict[Future[Outcome], Flight] = {}
        self._gateways: dict[str, Any] = {line.kind: line.gateway} if line else {}
        self._pacer: Pacer | None = None
        self._listened = 0.0

    def work(self) -> None:
        """Until nothing is due, the budget is used up or the lane must stop."""
        while self._may_go_on():
            self._settle(timeout=0)
            self._listen()
            if self._stopped or not self._next():
                break
        while self._flights:
            self._renew()
            self._settle(timeout=1.0)
            self._listen()

    def end(self) -> None:
        """Gives the lane back. Threads that still call (only after a fault here) end alone."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        for kind, gateway in self._gateways.items():
            if not self._flights and not (self._line and kind == self._line.kind):
                handlers.get(kind).close(gateway)
        lanes.release(self.account.pk, self.lease.token)
        checkpoints.at("lane.released")

    def _listen(self) -> None:
        """Reports that come over the line do not wait until the campaign is handed over."""
        if self._line is None or time.monotonic() - self._listened < _STEP:
            return
        self._listened = time.monotonic()
        self._stopped = not self._line.listen(0) or self._stopped

    def _may_go_on(self) -> bool:
        if time.monotonic() >= self._ends or self._stopped:
            return False
        return self._renew()

    def _renew(self) -> bool:
        if time.monotonic() - self._renewed < self._lease_seconds / 3:
            return True
        started = time.monotonic()
        mine = lanes.renew(self.account.pk, self.lease.token)
        claims.renew([flight.batch for flight in self._flights.values()])
        self._renewed = started
        self._stopped = self._stopped or not mine
        return mine

    def _next(self) -> bool:
        """Takes one step; False when there is nothing to do and nothing under way."""
        below = self._room()
        if below is None:
            self._settle(timeout=_STEP)
            return True
        upcoming = claims.upcoming(self.account.pk, below)
        if upcoming is None:
            if not self._flights:
                return False
            self._settle(timeout=_STEP)
            return True
        handler = self._handler(upcoming)
        if handler is None:
            return not self._stopped
        delay = self._pacer.delay(upcoming.size) if self._pacer and not upcoming.late else 0
        if delay > AHEAD:
            self._pause(min(_STEP, delay - AHEAD))
            return True
        self._take(upcoming, handler)
        return True

    def _room(self) -> int | None:
        """Below which priority number a batch may go now: 1 = urgent only; None: no room."""
        bulk = self._connections if self._trusted else 1
        if self.lease.probing and self._failures:
            bulk = 1
            return None if self._flights else claims.ANY_PRIORITY
        if len(self._flights) < bulk:
            return claims.ANY_PRIORITY
        return URGENT + 1 if len(self._flights) <= bulk and self._trusted else None

    def _pause(self, seconds: float) -> None:
        if self._flights:
            self._settle(timeout=seconds)
        else:
            time.sleep(seconds)

    def _handler(self, batch: Batch) -> Handler | None:
        """The batch's handler with its gateway open; None when the lane has to stop."""
        try:
            handler = handlers.get(batch.kind)
            if batch.kind not in self._gateways:
                self._gateways[batch.kind] = handler.open(self.account)
            if self._pacer is None:
                self._pacer = self._make_pacer(handler, self._gateways[batch.kind])
            return handler
        except (BadCredentials, OutOfFunds) as error:
            stop(self.account, error)
        except Exception as fault:
            reason = fault.reason if isinstance(fault, GatewayError) else type(fault).__name__
            log.warning("outbox.cannot_open", account_id=self.account.pk, reason=reason)
            lanes.pause(self.account.pk, PauseReason.FAULT, reason)
        self._stopped = True
        return None

    def _make_pacer(self, handler: Handler, gateway: Any) -> Pacer:
        next_at = self.lease.next_slot_at.timestamp() if self.lease.next_slot_at else 0.0
        return Pacer(
            Clock(self.lease.now.timestamp() + time.monotonic() - self._renewed),
            self.account.pace_per_second,
            handler.requests_per_minute(gateway),
            self.lease.window,
            next_at,
        )

    def _take(self, upcoming: Batch, handler: Handler) -> None:
        slot = None
        if self._pacer is not None and self._pacer.limited and not upcoming.late:
            slot = self._pacer.reserve(upcoming.size)
        pace = self._pacer.state() if slot and self._pacer else None
        upcoming.account = self.account  # its secrets are unsealed once a run, not once a batch
        claimed_at = time.monotonic()
        batch = claims.claim(upcoming, self.lease.token, pace)
        if batch is None:
            # Cancelled since, or the lane is no longer ours to use (paused, taken over).
            self._stopped = not lanes.renew(self.account.pk, self.lease.token)
        started = batch is not None and self._load_and_start(batch, handler, slot, claimed_at)
        if not started and slot is not None and self._pacer is not None:
            self._pacer.drop(slot)

    def _load_and_start(
        self, batch: Batch, handler: Handler, slot: Slot | None, claimed_at: float
    ) -> bool:
        if batch.late:
            settling.expired(batch)
            return False
        try:
            request = handover.hand_over(batch, handler)
        except Exception as fault:
            if settling.is_database_away(fault):
                raise
            log.exception("outbox.load_failed", batch_id=batch.pk)
            settling.needs_person(batch, fault)
            return False
        if request is None:
            return False
        checkpoints.at("hand_over.committed")
        deadline = claimed_at + self._lease_seconds
        gateway = self._gateways[batch.kind]
        future = self._pool.submit(
            handover.call_in_thread,
            handler,
            gateway,
            request,
            self._pacer if slot else None,
            slot,
            deadline,
        )
        self._flights[future] = Flight(batch, slot)
        self.handed_over += 1
        return True

    def _settle(self, timeout: float) -> None:
        if not self._flights:
            return
        done, _ = wait(self._flights, timeout=timeout, return_when=FIRST_COMPLETED)
        for future in done:
            flight = self._flights[future]
            outcome = future.result()
            checkpoints.at("settle.before")
            self._apply(flight, outcome)
            del self._flights[future]

    def _apply(self, flight: Flight, outcome: Outcome) -> None:
        failures = handover.settle_patiently(self.account, flight.batch, outcome, self._failures)
        if failures < 0:
            self._stopped = True
        else:
            self._failures = failures
            self._trusted = self._trusted or failures == 0
