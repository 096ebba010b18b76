"""Mesai: at which moments a phone may be watched (mission/ideas.md 11, reliability G19)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

DAYS = (1, 2, 3, 4, 5, 6, 7)


@dataclass(frozen=True)
class Shift:
    """``days``: 1 Monday … 7 Sunday, the days on which a shift begins. Without hours the whole
    day counts. ``until`` not after ``since`` lies on the next day. A day in ``off`` begins none."""

    days: tuple[int, ...] = DAYS
    since: dt.time | None = None
    until: dt.time | None = None
    off: frozenset[dt.date] = frozenset()

    def covers(self, at: dt.datetime, zone: ZoneInfo) -> bool:
        """Whether the moment lies inside: the first minute does, the last one's end does not.
        Compared on the wall clock of ``zone``, as the person reads it."""
        local = at.astimezone(zone)
        day, clock = local.date(), local.time()
        if self.since is None or self.until is None:
            return self._begins(day)
        if self.since < self.until:
            return self._begins(day) and self.since <= clock < self.until
        return (self._begins(day) and clock >= self.since) or (
            self._begins(day - dt.timedelta(days=1)) and clock < self.until
        )

    def _begins(self, day: dt.date) -> bool:
        return day.isoweekday() in self.days and day not in self.off

    @property
    def is_round_the_clock(self) -> bool:
        return self.since is None and set(self.days) == set(DAYS) and not self.off
