"""Sending hours on the wall clock."""

from __future__ import annotations

from datetime import datetime, time

import pytest

from turkcell_hub.lib.windows import Window

OFFICE = Window(frozenset({1, 2, 3, 4, 5}), time(9, 0), time(18, 0), on_holidays=False)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-11-23T10:15", "2026-11-23T10:15"),  # Monday, open
        ("2026-11-23T09:00", "2026-11-23T09:00"),
        ("2026-11-23T08:59", "2026-11-23T09:00"),
        ("2026-11-23T18:00", "2026-11-24T09:00"),  # the end is not included
        ("2026-11-20T18:00", "2026-11-23T09:00"),  # Friday evening
        ("2026-10-28T13:30", "2026-10-30T09:00"),  # half day, then 29 October
        ("2026-10-28T12:59", "2026-10-28T12:59"),
    ],
)
def test_a_closed_window_opens_at_the_next_working_hour(now: str, opens: str) -> None:
    assert OFFICE.next_open(at(now)) == at(opens)


def test_it_says_when_it_closes_and_a_closed_one_says_nothing() -> None:
    assert OFFICE.closes_after(at("2026-11-23T10:00")) == at("2026-11-23T18:00")
    assert OFFICE.closes_after(at("2026-10-28T10:00")) == at("2026-10-28T13:00")
    assert OFFICE.closes_after(at("2026-11-22T10:00")) is None


def test_one_that_is_open_day_and_night_never_closes() -> None:
    assert Window().is_always
    assert Window().closes_after(at("2026-11-22T23:59")) is None
    weekdays = Window(frozenset({1, 2, 3, 4, 5}))
    assert weekdays.closes_after(at("2026-11-23T12:00")) == at("2026-11-28T00:00")
    assert Window(frozenset()).next_open(at("2026-11-22T12:00")) is None
