"""The pace of one account: never more than allowed in any second, and the average held.

One dispatcher holds the lane, so no limiter is shared. Times are epoch seconds of the
database's clock (``Clock``), so a successor goes on where the last one stopped.
"""

from __future__ import annotations

import math
import threading
import time
from dataclasses import dataclass

# A second at the operator is not a second here: the line is a little quicker or slower each time,
# and how much slower is told by the answers (``Pacer.answered``), up to so many seconds.
SECOND = 1.005
LATENESS = 0.03
# Batches are prepared this much ahead of their slot, so that the slot itself is met also on a
# busy machine. What is prepared keeps its turn: an urgent message waits for it that long.
AHEAD = 0.1
# What a second may stay below the pace because whole batches do not fill it: a hundredth.
_UNFILLED = 100
_CATCH_UP = 0.5


def batch_size(per_second: int | None, max_batch: int, per_minute: int | None = None) -> int:
    """The size that keeps a lane at its pace: a whole number of batches a second.

    ``per_second`` None means no pace. About five batches a second where the operator's
    limit of calls allows it, so that an urgent message waits 0.2 seconds at most; more and
    smaller ones where five would leave more than a hundredth of each second unused.
    """
    if not per_second:
        return max_batch
    per_call = max(1, math.ceil(per_second / max_batch))
    calls = max(per_call, min(5, per_second))
    if per_minute:
        calls = max(1, min(calls, int(per_minute / 60 / SECOND)))
        return max(1, min(max_batch, per_second // calls))
    largest = max(1, min(max_batch, per_second // calls))
    sizes = range(largest, max(1, largest // 4) - 1, -1)
    filling = (size for size in sizes if per_second % size * _UNFILLED <= per_second)
    return next(filling, min(sizes, key=lambda size: per_second % size))


@dataclass
class Slot:
    """When a batch may go (planned), and then when it went."""

    at: float
    size: int
    started: bool = False


class Clock:
    """The database's time, carried by this machine's monotonic clock."""

    def __init__(self, database_now: float) -> None:
        self._offset = database_now - time.monotonic()

    def now(self) -> float:
        return time.monotonic() + self._offset

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


class Pacer:
    """Thread-safe. ``per_second`` messages and ``per_minute`` calls; None: no limit.

    A batch larger than ``per_second`` goes alone and the lane then waits until the average
    holds again.
    """

    def __init__(
        self,
        clock: Clock,
        per_second: int | None,
        per_minute: int | None,
        window: list[list[float]] | None = None,
        next_at: float = 0.0,
    ) -> None:
        self._clock, self._per_second = clock, per_second
        self._gap = 60 / per_minute * SECOND if per_minute else 0.0
        self._slots = [Slot(at, int(size), started=True) for at, size in window or []]
        self._next_at = next_at
        self._quickest: dict[int, float] = {}  # seconds to an answer, by a batch's size
        self._lock = threading.Lock()

    @property
    def limited(self) -> bool:
        return bool(self._per_second or self._gap)

    def delay(self, size: int) -> float:
        """Seconds until a batch of ``size`` may be handed over; 0 when it may go now."""
        with self._lock:
            return max(0.0, self._planned(size) - self._clock.now())

    def reserve(self, size: int) -> Slot:
        """Takes the next slot; ``enter`` waits for it."""
        with self._lock:
            slot = Slot(max(self._planned(size), self._clock.now()), size)
            self._slots.append(slot)
            if self._per_second:
                # A little lateness is made up for, so that the average holds.
                base = self._next_at if slot.at - self._next_at <= _CATCH_UP else slot.at
                self._next_at = base + size / self._per_second
            return slot

    def enter(self, slot: Slot) -> None:
        """Waits, in the thread that calls the gateway, until the slot has really come. Entered
        once more (a refused login before a repeat), the slot is where it was entered last."""
        while self.limited:
            with self._lock:
                started = [other for other in self._slots if other.started and other is not slot]
                wait = max(slot.at, self._allowed(started, slot.size)) - self._clock.now()
                if wait <= 0:
                    slot.at, slot.started = self._clock.now(), True
                    return
            self._clock.sleep(wait)

    def answered(self, slot: Slot) -> None:
        """The answer is there. What it took longer than the quickest of its size may have passed
        before the batch reached the operator: then it counts from when it can have arrived at the
        latest, or the operator's second would hold one batch too many."""
        with self._lock:
            took = self._clock.now() - slot.at
            # Of the first nothing is known, and it had to connect.
            quickest = self._quickest.get(slot.size, 0.0)
            self._quickest[slot.size] = min(took, quickest or took)
            slot.at += min(took - quickest, LATENESS) if quickest else took

    def drop(self, slot: Slot) -> None:
        """Nothing was handed over in the slot."""
        with self._lock:
            self._slots = [other for other in self._slots if other is not slot]

    def state(self) -> tuple[list[list[float]], float]:
        """(window, next slot) for the lane's row."""
        with self._lock:
            self._forget()
            return [[slot.at, slot.size] for slot in self._slots], self._next_at

    def _planned(self, size: int) -> float:
        self._forget()
        return max(self._next_at, self._allowed(self._slots, size))

    def _allowed(self, slots: list[Slot], size: int) -> float:
        """The earliest time at which no second holds more than the pace."""
        newest = max((slot.at for slot in slots), default=0.0)
        earliest = newest + self._gap
        if not self._per_second:
            return earliest
        room = self._per_second - size
        for slot in sorted(slots, key=lambda slot: slot.at, reverse=True):
            if room < slot.size:
                return max(earliest, slot.at + SECOND)
            room -= slot.size
        return earliest

    def _forget(self) -> None:
        horizon = self._clock.now() - max(SECOND, self._gap)
        self._slots = [s for s in self._slots if not s.started or s.at > horizon]
