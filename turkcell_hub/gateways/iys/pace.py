"""The registry takes ten requests a second from one IP address.

A process can only hold back itself: the limit is shared by all its threads and accounts that
call the same address. Several processes behind one IP share the ten by their setting
``max_requests_per_second``; what is too much all the same is answered 429 and comes again.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable

SECOND = 1.0

_paces: dict[tuple[str, int], Pace] = {}
_paces_lock = threading.Lock()


class Pace:
    """At most ``limit`` calls in any second. Thread-safe."""

    def __init__(
        self,
        limit: int,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._starts: deque[float] = deque(maxlen=max(1, limit))
        self._clock, self._sleep = clock, sleep
        self._lock = threading.Lock()

    def wait(self) -> None:
        """Returns when one more call may be made."""
        with self._lock:
            now = start = self._clock()
            if len(self._starts) == self._starts.maxlen:
                start = max(now, self._starts[0] + SECOND)
            self._starts.append(start)
        if start > now:
            self._sleep(start - now)


def shared_pace(base_url: str, limit: int) -> Pace:
    """The one pace of this process towards an address."""
    with _paces_lock:
        return _paces.setdefault((base_url, limit), Pace(limit))
