"""G19: inside a shift or not, on the person's own clock."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from fieldteams import wording
from fieldteams.shifts import Shift

ZONE = ZoneInfo("Europe/Istanbul")
DAY = Shift((1, 2, 3, 4, 5), dt.time(9), dt.time(18))
NIGHT = Shift((1, 2, 3, 4, 5), dt.time(22), dt.time(6))


def at(text: str) -> dt.datetime:
    return dt.datetime.strptime(text, "%d.%m.%Y %H:%M").replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("shift", "moment", "inside"),
    [
        (DAY, "23.11.2026 09:00", True),  # a Monday; the first minute counts
        (DAY, "23.11.2026 08:59", False),
        (DAY, "23.11.2026 17:59", True),
        (DAY, "23.11.2026 18:00", False),
        (DAY, "22.11.2026 12:00", False),  # Sunday
        (NIGHT, "23.11.2026 23:00", True),
        (NIGHT, "24.11.2026 05:59", True),
        (NIGHT, "24.11.2026 06:00", False),
        (NIGHT, "28.11.2026 03:00", True),  # Friday's shift ends on Saturday
        (NIGHT, "23.11.2026 03:00", False),  # Sunday begins none
        (Shift(), "22.11.2026 03:00", True),
        (Shift((1,)), "24.11.2026 00:00", False),
        (Shift(off=frozenset({dt.date(2026, 11, 23)})), "23.11.2026 12:00", False),
        (Shift((1, 2), dt.time(22), dt.time(6), frozenset({dt.date(2026, 11, 23)})),
         "24.11.2026 05:00", False),
    ],
)  # fmt: skip
def test_a_shift_covers_its_hours_and_no_others(shift, moment, inside):
    assert shift.covers(at(moment), ZONE) is inside
    assert shift.covers(at(moment).astimezone(dt.UTC), ZONE) is inside


def test_the_clock_of_the_firms_own_place_counts():
    baku = ZoneInfo("Asia/Baku")  # an hour ahead of Istanbul
    assert DAY.covers(at("23.11.2026 08:30"), baku)
    assert not DAY.covers(at("23.11.2026 17:30"), baku)


def test_hours_are_worded_for_people():
    assert wording.hours(Shift()) == "her gün 7/24"
    assert wording.hours(DAY) == "Pzt–Cum 09.00–18.00"
    assert wording.hours(Shift((1, 3, 6, 7), dt.time(8), dt.time(12))) == (
        "Pzt, Çar, Cmt, Paz 08.00–12.00"
    )
