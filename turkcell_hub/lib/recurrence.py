"""Days that come again: each day, week, month or year from a first day on."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from turkcell_hub.lib import local_time


class Every(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


def day(first: date, every: Every, number: int) -> date:
    """The day of run ``number`` (0: ``first``). Counted from the first day each time, so that a
    31st is the last day of a shorter month and the 31st again after it; 29 February likewise."""
    if every is Every.DAY:
        return first + timedelta(days=number)
    if every is Every.WEEK:
        return first + timedelta(days=7 * number)
    return local_time.add_months(first, number * (12 if every is Every.YEAR else 1))
