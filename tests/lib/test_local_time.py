"""Local times and their instants, where clocks jump and months are short."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from turkcell_hub.lib.local_time import Fit, add_months, at, resolve

NICOSIA = "Asia/Nicosia"  # has summer time; Türkiye has had none since 2016


@pytest.mark.requirement("S-081")
def test_a_year_ahead_keeps_the_hour_on_the_wall_over_a_change_of_the_clock() -> None:
    found = resolve(datetime.fromisoformat("2027-07-01T09:00"), NICOSIA)
    assert found.instant == datetime(2027, 7, 1, 6, 0, tzinfo=UTC)
    winter = resolve(datetime.fromisoformat("2027-12-01T09:00"), NICOSIA)
    assert winter.instant == datetime(2027, 12, 1, 7, 0, tzinfo=UTC)
    assert {found.fit, winter.fit} == {Fit.PLAIN}


def test_an_hour_that_the_clock_jumps_over_moves_behind_the_jump() -> None:
    found = resolve(datetime.fromisoformat("2027-03-28T03:30"), NICOSIA)
    assert (found.local, found.fit) == (datetime.fromisoformat("2027-03-28T04:30"), Fit.MOVED)
    assert at(found.instant, NICOSIA) == found.local


def test_an_hour_that_comes_twice_is_the_first_one() -> None:
    found = resolve(datetime.fromisoformat("2027-10-31T03:30"), NICOSIA)
    assert (found.instant, found.fit) == (
        datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
        Fit.FIRST_OF_TWO,
    )


def test_an_aware_time_is_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        resolve(datetime(2027, 1, 1, tzinfo=UTC), NICOSIA)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 1, 31), 2, date(2026, 3, 31)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
    ],
)
def test_the_last_day_stands_for_a_day_that_the_month_lacks(
    day: date, months: int, expected: date
) -> None:
    assert add_months(day, months) == expected
