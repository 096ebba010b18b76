"""Months by the clock of Istanbul."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from turkcell_hub.billing import calendar

# From before the last daylight saving of Türkiye (2016) on.
FIRST, LAST = dt.datetime(2014, 1, 1), dt.datetime(2040, 1, 1)  # noqa: DTZ001
moments = st.datetimes(FIRST, LAST, timezones=st.just(dt.UTC))


@pytest.mark.requirement("A-003")
def test_the_last_minute_of_march_in_istanbul_is_march() -> None:
    last = dt.datetime(2026, 3, 31, 20, 59, 59, tzinfo=dt.UTC)  # 23:59:59 in Istanbul
    assert calendar.month_of(last) == dt.date(2026, 3, 1)
    assert calendar.month_of(last + dt.timedelta(seconds=1)) == dt.date(2026, 4, 1)


@given(moments)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_every_moment_is_in_exactly_one_month(moment: dt.datetime) -> None:
    month = calendar.month_of(moment)
    start, end = calendar.bounds(month)
    assert start <= moment < end
    assert calendar.bounds(calendar.next_month(month))[0] == end
    assert calendar.bounds(calendar.previous_month(month))[1] == start
    assert calendar.day_start(calendar.today(moment)) <= moment
