"""Wall-clock times of a place and the instants they mean, also a year ahead and over DST.

A local time that does not exist (the clock jumps over it) means the same span after the jump:
02.30 becomes 03.30. One that comes twice (the clock is set back) means the first of the two.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo


class Fit(StrEnum):
    PLAIN = "plain"
    MOVED = "moved"  # did not exist; ``local`` is where it went
    FIRST_OF_TWO = "first_of_two"


@dataclass(frozen=True)
class LocalMoment:
    """``local`` is naive: what the clock on the wall shows at ``instant`` (UTC)."""

    instant: datetime
    local: datetime
    fit: Fit


def resolve(local: datetime, zone: str) -> LocalMoment:
    """The instant of a naive wall-clock time. Raises ValueError for an aware one."""
    if local.tzinfo is not None:
        raise ValueError("a naive local time is needed")
    place = ZoneInfo(zone)
    first = local.replace(tzinfo=place, fold=0)
    instant = first.astimezone(UTC)
    shown = at(instant, zone)
    if shown != local:
        return LocalMoment(instant, shown, Fit.MOVED)
    twice = first.utcoffset() != local.replace(tzinfo=place, fold=1).utcoffset()
    return LocalMoment(instant, shown, Fit.FIRST_OF_TWO if twice else Fit.PLAIN)


def is_on_clocks(moment: datetime) -> bool:
    """Whether it can be told in every zone: at the ends of the calendar it cannot."""
    return MINYEAR < moment.year < MAXYEAR


def at(instant: datetime, zone: str) -> datetime:
    """What the clock on the wall of ``zone`` shows, naive."""
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def add_months(day: date, months: int) -> date:
    """The same day ``months`` later; the month's last day where it is shorter (31 January + 1 is
    28 or 29 February). Count from the first day each time, so that the 31st comes back."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
