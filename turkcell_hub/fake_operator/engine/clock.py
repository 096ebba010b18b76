"""The simulated clock and the things that wait for it."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta, timezone
from functools import lru_cache

_log = logging.getLogger(__name__)

#: Turkey has had one offset and no daylight saving since 2016.
TURKEY = timezone(timedelta(hours=3), "TRT")


class SimulatedClock:
    """Runs with the real clock, ``offset`` seconds away from it. Times are epoch seconds."""

    def __init__(self, offset: float = 0.0) -> None:
        self.offset = offset

    def now(self) -> float:
        return time.time() + self.offset

    def jump_to(self, moment: float) -> None:
        self.offset = moment - time.time()


def local(moment: float) -> datetime:
    """The moment as Turkish local time, to the second."""
    return datetime.fromtimestamp(int(moment), TURKEY)


def iso(moment: float) -> str:
    return _iso(int(moment))


# The reports of a large batch share a few seconds: writing them out is most of a report's cost.
@lru_cache(4096)
def _iso(second: int) -> str:
    return local(second).isoformat()


class Timeline:
    """Callbacks at simulated moments.

    ``settled`` is awaited between the events of an advance, so that the pushes of one moment
    have their answers before the next moment comes.
    """

    def __init__(self, clock: SimulatedClock, settled: Callable[[], Awaitable[None]]) -> None:
        self._clock = clock
        self._settled = settled
        self._heap: list[tuple[float, int, Callable[[], None]]] = []
        self._order = itertools.count()
        self._wake = asyncio.Event()
        self._lock = asyncio.Lock()

    def at(self, due: float, callback: Callable[[], None]) -> None:
        heapq.heappush(self._heap, (due, next(self._order), callback))
        if self._heap[0][0] == due:
            self._wake.set()

    async def run(self) -> None:
        """Fires what is due, for ever."""
        while True:
            self._wake.clear()
            async with self._lock:
                self._fire_due()
            delay = self._heap[0][0] - self._clock.now() if self._heap else None
            try:
                await asyncio.wait_for(self._wake.wait(), None if delay is None else max(delay, 0))
            except TimeoutError:
                continue

    def _fire_due(self) -> None:
        while self._heap and self._heap[0][0] <= self._clock.now():
            callback = heapq.heappop(self._heap)[2]
            try:
                callback()
            except Exception:
                # One broken event must not stop the operator's time.
                _log.exception("an event of the timeline failed")

    async def advance_to(self, target: float) -> None:
        """Jumps to ``target``, stopping at every event on the way. A jump back fires nothing."""
        async with self._lock:
            await self._settled()
            while self._heap and self._heap[0][0] <= target:
                due = self._heap[0][0]
                if due > self._clock.now():
                    self._clock.jump_to(due)
                self._fire_due()
                await self._settled()
            self._clock.jump_to(target)
        self._wake.set()
