"""When sending is allowed: days and hours on the wall clock, with the public holidays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from turkcell_hub.lib.business_days import HALF_DAY_END, DayKind, public_holiday

EVERY_DAY = frozenset(range(1, 8))
_FAR = 400  # days; nothing that opens at all stays closed for so long


@dataclass(frozen=True)
class Window:
    """Open on ``days`` (ISO, Monday is 1) from ``start`` up to ``end``; equal times mean the
    whole day. Without ``on_holidays`` closed on public holidays and from 13.00 on half days."""

    days: frozenset[int] = EVERY_DAY
    start: time = time.min
    end: time = time.min
    on_holidays: bool = True

    @property
    def is_always(self) -> bool:
        return self.days == EVERY_DAY and self.start == self.end and self.on_holidays

    def hours_of(self, day: date) -> tuple[datetime, datetime] | None:
        """Opening and closing (not included) of a day, naive; None when it stays closed."""
        holiday = None if self.on_holidays else public_holiday(day)
        if day.isoweekday() not in self.days or holiday is DayKind.HOLIDAY:
            return None
        opens = datetime.combine(day, self.start)
        closes = datetime.combine(day, self.end)
        if self.start == self.end:
            opens = datetime.combine(day, time.min)
            closes = opens + timedelta(days=1)
        if holiday is DayKind.HALF:
            closes = min(closes, datetime.combine(day, HALF_DAY_END))
        return (opens, closes) if opens < closes else None

    def next_open(self, local: datetime) -> datetime | None:
        """``local`` itself while open, else the next opening; None when it never opens."""
        for days in range(_FAR):
            hours = self.hours_of(local.date() + timedelta(days=days))
            if hours is not None and local < hours[1]:
                return max(local, hours[0])
        return None

    def closes_after(self, local: datetime) -> datetime | None:
        """When an open window closes next; None for one that is always open, or is closed."""
        if self.is_always or self.next_open(local) != local:
            return None
        closes = local
        for _day in range(_FAR):
            hours = self.hours_of(closes.date())
            if hours is None or not hours[0] <= closes < hours[1]:
                return closes
            closes = hours[1]
        return None
