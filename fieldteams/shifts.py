"""Mesai: at which moments a phone may be watched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
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

    def ends_after(self, at: dt.datetime, zone: ZoneInfo) -> dt.datetime | None:
        """Where the shift that holds the moment ends; None where none does, or where it goes on
        for more than a week."""
        local = at.astimezone(zone)
        for back in (0, 1):
            day = local.date() - dt.timedelta(days=back)
            start, end = self._edges(day, zone)
            if self._begins(day) and start <= at < end:
                break
        else:
            return None
        for _more in range(7):
            day += dt.timedelta(days=1)
            start, next_end = self._edges(day, zone)
            if not self._begins(day) or start > end:
                return end
            end = next_end
        return None

    def minutes(self) -> frozenset[int]:
        """The minutes of a week that it holds, off days aside: what a person agrees to."""
        day, found = 24 * 60, set()
        begins = 0 if self.since is None else self.since.hour * 60 + self.since.minute
        ends = day if self.until is None else self.until.hour * 60 + self.until.minute
        length = ends - begins if ends > begins else ends - begins + day
        for one in self.days:
            first = (one - 1) * day + begins
            found.update(minute % (7 * day) for minute in range(first, first + length))
        return frozenset(found)

    def _edges(self, day: dt.date, zone: ZoneInfo) -> tuple[dt.datetime, dt.datetime]:
        since, until = self.since or dt.time(), self.until or dt.time()
        last = day if since < until else day + dt.timedelta(days=1)
        start = dt.datetime.combine(day, since, zone)
        end = dt.datetime.combine(last, until, zone)
        return start.astimezone(dt.UTC), end.astimezone(dt.UTC)

    def to_record(self) -> dict[str, object]:
        hours = [f"{one:%H:%M}" if one else "" for one in (self.since, self.until)]
        return {"days": sorted(self.days), "hours": hours}

    @classmethod
    def of_record(cls, told: Mapping[str, Any]) -> Shift:
        since, until = (dt.time.fromisoformat(one) if one else None for one in told["hours"])
        return cls(tuple(told["days"]), since, until)

    @property
    def is_round_the_clock(self) -> bool:
        return self.since is None and set(self.days) == set(DAYS) and not self.off
