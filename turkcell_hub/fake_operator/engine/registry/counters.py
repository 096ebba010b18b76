"""Calls by address, second and hour, and the success rate."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any

HOUR, DAY = 3600.0, 86400.0
_MINUTE = 60
FAILURES = {400, 401, 403, 404, 422}


@dataclass(slots=True)
class Window:
    """A sliding window of calls."""

    seconds: float
    times: deque[float] = field(default_factory=deque)

    def admits(self, now: float, limit: int | None) -> bool:
        """Counts the call when it is let in; a refused call is not counted."""
        times = self.times
        while times and not now - self.seconds < times[0] <= now:
            times.popleft()
        if limit is not None and len(times) >= limit:
            return False
        times.append(now)
        return True


class TokenGate:
    """A call while the hour lasts begins the hour anew."""

    def __init__(self) -> None:
        self._window = Window(HOUR)
        self.closed_until = 0.0

    def admits(self, now: float, limit: int | None) -> bool:
        if limit is None:
            return True
        if now < self.closed_until <= now + HOUR:
            self.closed_until = now + HOUR
            return False
        if self.closed_until:
            self._window.times.clear()
            self.closed_until = 0.0
        if self._window.admits(now, limit):
            return True
        self.closed_until = now + HOUR
        return False


@dataclass(slots=True)
class SuccessRate:
    """A day's calls of one account, by minute. ``warned_at``: since when it has been too low."""

    minutes: deque[tuple[int, int, int]] = field(default_factory=deque)
    calls: int = 0
    good: int = 0
    warned_at: float | None = None

    def add(self, now: float, good: bool) -> None:
        minute = int(now) // _MINUTE
        if self.minutes and self.minutes[-1][0] == minute:
            _, calls, fine = self.minutes.pop()
            self.minutes.append((minute, calls + 1, fine + good))
        else:
            self.minutes.append((minute, 1, int(good)))
        self.calls += 1
        self.good += good
        while self.minutes and self.minutes[0][0] <= minute - DAY / _MINUTE:
            _, calls, fine = self.minutes.popleft()
            self.calls -= calls
            self.good -= fine

    def is_too_low(self, share: float) -> bool:
        return self.good < share * self.calls


class Counters:
    """Everything that is counted; nothing of it survives a restart."""

    def __init__(self) -> None:
        self._seconds: dict[str, Window] = {}
        self._hours: dict[tuple[str, str], Window] = {}
        self._gates: dict[str, TokenGate] = {}
        self.rates: dict[str, SuccessRate] = {}
        self.removed: set[str] = set()
        self.seen: Counter[str] = Counter()

    def admits_second(self, address: str, now: float, limit: int | None) -> bool:
        return self._seconds.setdefault(address, Window(1.0)).admits(now, limit)

    def admits_hour(self, what: str, address: str, now: float, limit: int | None) -> bool:
        return self._hours.setdefault((what, address), Window(HOUR)).admits(now, limit)

    def gate(self, address: str) -> TokenGate:
        return self._gates.setdefault(address, TokenGate())

    def judge(
        self, username: str, address: str, status: int, now: float, *,
        calls: int | None, share: float, grace: float,
    ) -> None:  # fmt: skip
        """One more answer of the account; after the grace its address is off the allow list.

        Days with fewer calls than the rule asks for are neither good nor bad.
        """
        self.seen[f"{username} {status}"] += 1
        rate = self.rates.setdefault(username, SuccessRate())
        rate.add(now, status not in FAILURES)
        if calls is None or rate.calls < calls:
            return
        if not rate.is_too_low(share):
            rate.warned_at = None
        elif rate.warned_at is None:
            rate.warned_at = now
        elif now - rate.warned_at >= grace:
            self.removed.add(address)

    def told(self, now: float) -> dict[str, Any]:
        return {
            "answers": dict(self.seen),
            "removed_addresses": sorted(self.removed),
            "token_closed_for": {
                address: max(0.0, gate.closed_until - now) for address, gate in self._gates.items()
            },
            "success": {
                name: {"calls": rate.calls, "good": rate.good, "warned_at": rate.warned_at}
                for name, rate in self.rates.items()
            },
        }
