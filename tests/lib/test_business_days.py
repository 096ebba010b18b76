from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turkcell_hub.lib.business_days import (
    ISTANBUL,
    DayKind,
    add_business_days,
    business_days_between,
    day_kind,
    holiday_name,
    is_business_day,
)


def at(text):
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=ISTANBUL)


@pytest.mark.requirement("K-027", "T3")
def test_a_friday_consent_is_in_time_on_wednesday_and_late_on_thursday():
    due = add_business_days(at("2026-11-13 10:00"), 3)

    assert at("2026-11-18 23:59") <= due
    assert at("2026-11-19 00:00") > due
    assert business_days_between(at("2026-11-13 10:00"), at("2026-11-18 09:00")) == 3
    assert business_days_between(at("2026-11-13 10:00"), at("2026-11-19 09:00")) == 4


@pytest.mark.requirement("S-040", "T3")
@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-11-13 17:00", "2026-11-18"),  # Friday: Wednesday
        ("2026-11-14 12:00", "2026-11-18"),  # Saturday counts from Monday
        ("2026-11-15 23:59", "2026-11-18"),  # Sunday as well
        ("2026-11-16 00:00", "2026-11-19"),  # Monday: Thursday
        ("2026-04-21 09:00", "2026-04-27"),  # 23 April is a Thursday
        ("2026-04-29 09:00", "2026-05-05"),  # 1 May is a Friday
        ("2026-05-15 09:00", "2026-05-21"),  # 19 May is a Tuesday
        ("2026-07-14 09:00", "2026-07-20"),  # 15 July is a Wednesday
        ("2025-12-30 09:00", "2026-01-05"),  # New Year's Day is a Thursday
        ("2026-03-18 09:00", "2026-03-24"),  # eve and Ramazan Bayramı 20-22 March
        ("2026-05-25 09:00", "2026-06-02"),  # eve and Kurban Bayramı 27-30 May
        ("2026-05-22 09:00", "2026-06-01"),
        ("2026-10-26 09:00", "2026-10-30"),  # half day 28th counts, 29 October does not
        ("2026-08-28 09:00", "2026-09-02"),  # 30 August is a Sunday
    ],
)
def test_three_business_days_end_with_the_right_day(start, due):
    assert add_business_days(at(start), 3) == datetime.combine(
        date.fromisoformat(due), time.max, ISTANBUL
    )


@pytest.mark.requirement("S-040")
@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-05-21 09:00", "2026-05-26 13:00"),  # eve of Kurban Bayramı
        ("2026-03-16 09:00", "2026-03-19 13:00"),  # eve of Ramazan Bayramı
        ("2026-10-23 09:00", "2026-10-28 13:00"),  # eve of 29 October
    ],
)
def test_a_half_day_is_a_business_day_until_one_o_clock(start, due):
    assert add_business_days(at(start), 3) == at(due)


def test_the_firms_overrides_beat_the_calendar():
    leave = {date(2026, 11, 16): DayKind.HOLIDAY, date(2026, 11, 19): DayKind.HALF}
    assert add_business_days(at("2026-11-13 10:00"), 3, leave) == at("2026-11-19 13:00")

    worked = {date(2026, 11, 14): DayKind.BUSINESS}
    assert add_business_days(at("2026-11-13 10:00"), 1, worked).date() == date(2026, 11, 14)
    assert is_business_day(date(2026, 11, 14), worked)


def test_the_day_is_the_one_of_istanbul():
    late_in_utc = datetime(2026, 11, 12, 22, 30, tzinfo=UTC)  # already Friday in Istanbul
    assert add_business_days(late_in_utc, 1).date() == date(2026, 11, 16)


def test_kinds_and_names_of_days():
    assert day_kind(date(2026, 10, 28)) is DayKind.HALF
    assert day_kind(date(2026, 10, 29)) is DayKind.HOLIDAY
    assert not is_business_day(date(2026, 11, 22))
    assert holiday_name(date(2026, 10, 29)) == "Cumhuriyet Bayramı"
    assert holiday_name(date(2026, 11, 20)) is None


def test_a_naive_time_and_a_count_below_one_are_refused():
    with pytest.raises(ValueError, match="aware"):
        add_business_days(datetime(2026, 11, 13, 10), 3)  # noqa: DTZ001
    with pytest.raises(ValueError, match="at least 1"):
        add_business_days(at("2026-11-13 10:00"), 0)


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2031, 1, 1)),  # noqa: DTZ001
    st.integers(1, 20),
)
def test_the_due_moment_is_exactly_so_many_business_days_away(naive, days):
    start = naive.replace(tzinfo=ISTANBUL)
    due = add_business_days(start, days)

    assert business_days_between(start, due) == days
    assert is_business_day(due.date())
    assert business_days_between(start, due - timedelta(days=1)) == days - 1
