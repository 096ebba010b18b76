"""L-031: inside or not, border and hole; stays against a plain loop (P11's promise)."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldteams.crossings import Area, Stay, flags, stays
from fieldteams.services.stays import _with_shifts as with_shifts
from fieldteams.shifts import Shift
from turkcell_hub.lib import geo

ZONE = ZoneInfo("Europe/Istanbul")
START = dt.datetime(2026, 11, 23, 9, tzinfo=ZONE)
SQUARE = [[27.0, 38.0], [27.4, 38.0], [27.4, 38.4], [27.0, 38.4], [27.0, 38.0]]
HOLE = [[27.1, 38.1], [27.3, 38.1], [27.3, 38.3], [27.1, 38.3], [27.1, 38.1]]


def holds(area: Area, lat: float, lon: float) -> bool:
    return bool(area.holds(np.array([lat]), np.array([lon]))[0])


@pytest.mark.requirement("L-031")
@pytest.mark.parametrize(
    ("lat", "lon", "inside"),
    [
        (38.05, 27.05, True),
        (38.0, 27.2, True),  # on the border
        (38.4, 27.4, True),  # a corner
        (38.2, 27.2, False),  # in the hole
        (38.1, 27.2, True),  # on the hole's border
        (38.5, 27.2, False),
    ],
)
def test_a_polygon_with_a_hole_holds_its_border_and_not_its_hole(lat, lon, inside):
    assert holds(Area(38.2, 27.2, None, [SQUARE, HOLE]), lat, lon) is inside


@pytest.mark.requirement("L-031")
def test_a_circle_holds_its_edge():
    centre, edge = (38.0, 27.0), (38.0, 27.01)
    metres = geo.distance(centre, edge)
    assert holds(Area(*centre, metres + 0.01, []), *edge)
    assert not holds(Area(*centre, metres - 0.01, []), *edge)


def slow_stays(inside, ats, before):
    found, current = [], before
    for is_in, at in zip(inside, ats, strict=True):
        if is_in:
            current = Stay(current.entered_at if current else at, at, None)
        elif current is not None:
            found.append(Stay(current.entered_at, current.last_at, at))
            current = None
    return [*found, current] if current else found


@settings(max_examples=50, deadline=None)
@given(st.lists(st.booleans(), min_size=1, max_size=40), st.booleans())
def test_stays_are_those_of_a_loop_over_the_points(inside, was_inside):
    ats = [START + dt.timedelta(minutes=place) for place in range(len(inside))]
    earlier = START - dt.timedelta(minutes=5)
    before = Stay(earlier, earlier, None) if was_inside else None
    assert stays(np.array(inside), ats, before) == slow_stays(inside, ats, before)


@settings(max_examples=50, deadline=None)
@given(st.floats(37.9, 38.5), st.floats(26.9, 27.5), st.floats(1, 40_000))
def test_circles_agree_with_the_distance(lat, lon, radius):
    metres = geo.distance((38.2, 27.2), (lat, lon))
    if abs(metres - radius) > 0.01:
        assert holds(Area(38.2, 27.2, radius, []), lat, lon) is (metres <= radius)


def test_outside_of_its_hours_nobody_is_inside():
    ats = [START, START + dt.timedelta(hours=10)]
    hours = Shift(since=dt.time(9), until=dt.time(18))
    lats, lons = np.array([38.2, 38.2]), np.array([27.2, 27.2])
    found = flags(Area(38.2, 27.2, 500, []), hours, ats, lats, lons, ZONE)
    assert found.tolist() == [True, False]


@pytest.mark.parametrize("last_seen", [None, dt.datetime(2026, 3, 1, 17, 50, tzinfo=ZONE)])
@pytest.mark.parametrize(
    ("shift", "ends"),
    [
        (Shift((1, 2, 3), dt.time(8), dt.time(18)), ["02 18:00", "03 18:00", "04 18:00"]),
        (Shift((1, 2, 3), dt.time(22), dt.time(6)), ["03 06:00", "04 06:00", "05 06:00"]),
        (Shift((1, 2, 3)), ["05 00:00"]),
        (Shift(), []),
    ],
)
def test_each_end_of_a_shift_between_two_points_is_an_outside(
    shift: Shift, ends: list[str], last_seen: dt.datetime | None
) -> None:
    first = dt.datetime(2026, 3, 2, 0, 10, tzinfo=ZONE)  # a Monday, and on to Thursday
    ats = [first + dt.timedelta(minutes=40 * n) for n in range(4 * 36)]
    before = last_seen and Stay(last_seen, last_seen, None)
    inside = np.ones(len(ats), dtype=np.bool_)
    verdicts, moments = with_shifts(shift, ZONE, ats, inside, before, [])
    outside = [at for at, is_in in zip(moments, verdicts, strict=True) if not is_in]
    assert [f"{at.astimezone(ZONE):%d %H:%M}" for at in outside] == ends
    assert sorted(set(moments) - set(outside)) == [at for at in ats if at not in outside]
