"""Days and months as they are billed: by the clock of Türkiye (A-003)."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

ISTANBUL = ZoneInfo("Europe/Istanbul")


def today(now: dt.datetime | None = None) -> dt.date:
    """The date in Istanbul at ``now`` (aware), by default at this moment."""
    return (now or dt.datetime.now(dt.UTC)).astimezone(ISTANBUL).date()


def day_start(day: dt.date) -> dt.datetime:
    """The first moment of ``day`` in Istanbul."""
    return dt.datetime.combine(day, dt.time.min, ISTANBUL)


def month_of(moment: dt.datetime | dt.date) -> dt.date:
    """The first day of the month that ``moment`` is billed in: 31 March 23:59 is March."""
    day = moment.astimezone(ISTANBUL).date() if isinstance(moment, dt.datetime) else moment
    return day.replace(day=1)


def next_month(month: dt.date) -> dt.date:
    return (month.replace(day=1) + dt.timedelta(days=32)).replace(day=1)


def previous_month(month: dt.date) -> dt.date:
    return (month.replace(day=1) - dt.timedelta(days=1)).replace(day=1)


def bounds(month: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """From the month's first moment to the next one's: the end does not belong to it."""
    return day_start(month.replace(day=1)), day_start(next_month(month))
