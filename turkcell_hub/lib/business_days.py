"""The Turkish business-day calendar (decisions.md "Business days"; K-027, S-040, T3).

Saturdays, Sundays and public holidays are no business days. A half day (the eve of a bayram,
28 October) is one, until 13.00. Religious days of coming years are estimates and administrative
leave is in no library, so every function takes the firm's dated overrides.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

ISTANBUL = ZoneInfo("Europe/Istanbul")
HALF_DAY_END = time(13, 0)
_SATURDAY = 5


class DayKind(StrEnum):
    BUSINESS = "business"
    HALF = "half"
    HOLIDAY = "holiday"


Overrides = Mapping[date, DayKind]
_NO_OVERRIDES: Overrides = {}


def day_kind(day: date, overrides: Overrides = _NO_OVERRIDES) -> DayKind:
    """What `day` is in Türkiye; an override beats the library and the weekend."""
    if day in overrides:
        return DayKind(overrides[day])
    if day.weekday() >= _SATURDAY:
        return DayKind.HOLIDAY
    return _special_days(day.year).get(day, DayKind.BUSINESS)


def is_business_day(day: date, overrides: Overrides = _NO_OVERRIDES) -> bool:
    """Whether `day` counts as a business day; a half day does."""
    return day_kind(day, overrides) is not DayKind.HOLIDAY


def public_holiday(day: date) -> DayKind | None:
    """HOLIDAY or HALF on a public holiday, also where it falls on a weekend; else None."""
    return _special_days(day.year).get(day)


def holiday_name(day: date) -> str | None:
    """Turkish name of a public holiday or half day; estimates say "(tahmini)"."""
    name = _calendar(day.year, (holidays.PUBLIC, holidays.HALF_DAY)).get(day)
    return str(name) if name else None


def add_business_days(start: datetime, days: int, overrides: Overrides = _NO_OVERRIDES) -> datetime:
    """The last moment that is still within `days` business days after `start`.

    The day of `start` itself does not count, whatever its hour (Friday 17.00 + 3 → the end of
    Wednesday). The answer is in Istanbul's time: the last microsecond of the day, or 13.00 if it
    is a half day. Raises ValueError for a naive `start` or `days` below 1.
    """
    if days < 1:
        raise ValueError("days must be at least 1")
    for day in _days_after(_local_date(start)):
        days -= is_business_day(day, overrides)
        if days == 0:
            half = day_kind(day, overrides) is DayKind.HALF
            return datetime.combine(day, HALF_DAY_END if half else time.max, ISTANBUL)
    raise AssertionError("the calendar has no end")


def business_days_between(
    start: datetime, end: datetime, overrides: Overrides = _NO_OVERRIDES
) -> int:
    """How many business days lie after the day of `start`, up to and with the day of `end`.

    0 if `end` is on the day of `start` or before it. Raises ValueError for naive times.
    """
    last = _local_date(end)
    count = 0
    for day in _days_after(_local_date(start)):
        if day > last:
            return count
        count += is_business_day(day, overrides)
    return count


def _local_date(moment: datetime) -> date:
    if moment.tzinfo is None:
        raise ValueError("an aware datetime is needed")
    return moment.astimezone(ISTANBUL).date()


def _days_after(day: date) -> Iterator[date]:
    while True:
        day += timedelta(days=1)
        yield day


@lru_cache(maxsize=64)
def _special_days(year: int) -> dict[date, DayKind]:
    half = dict.fromkeys(_calendar(year, (holidays.HALF_DAY,)), DayKind.HALF)
    full = dict.fromkeys(_calendar(year, (holidays.PUBLIC,)), DayKind.HOLIDAY)
    return half | full


@lru_cache(maxsize=128)
def _calendar(year: int, categories: tuple[str, ...]) -> dict[date, str]:
    found = holidays.country_holidays("TR", years=year, categories=categories, language="tr")
    return dict(found.items())
