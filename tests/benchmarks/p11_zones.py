"""P11: entries and exits of a million points in 50 zones, against a loop over the points that
finds the very same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from random import Random

import numpy as np
import shapely

from fieldteams.crossings import Area, Stay, stays
from tests.benchmarks.support.measure import (
    Side,
    at_least,
    clock,
    exit_code,
    in_turn,
    options,
)
from turkcell_hub.lib import geo

ZONES, LOOPED = 50, 20_000
_START = dt.datetime(2026, 11, 2, tzinfo=dt.UTC)


def main(argv: Sequence[str] = ()) -> int:
    chosen = options(argv, __doc__, rows=1_000_000)
    random = Random(11)
    areas = [_area(random, place) for place in range(ZONES)]
    walk = np.cumsum(np.random.default_rng(11).normal(0, 0.0004, (chosen.rows, 2)), axis=0)
    lats, lons = 38.4 + 0.2 * np.sin(walk[:, 0]), 27.2 + 0.3 * np.sin(walk[:, 1])
    ats = [_START + dt.timedelta(seconds=30 * place) for place in range(chosen.rows)]
    part = slice(0, min(LOOPED, chosen.rows))
    same = _vectors(areas, ats[part], lats[part], lons[part])
    assert same == _loop(areas, ats[part], lats[part], lons[part])

    def ours() -> float:
        with clock() as seconds:
            _vectors(areas, ats, lats, lons)
        return chosen.rows / seconds()

    def loop() -> float:
        with clock() as seconds:
            _loop(areas, ats[part], lats[part], lons[part])
        return len(ats[part]) / seconds()

    rates = in_turn("P11", chosen.rounds, Side("vectors", ours), Side("loop", loop), unit="points")
    ratio = rates.median("vectors") / rates.median("loop")
    return exit_code(at_least("P11", "against a loop, the same events", ratio, 20))


def _area(random: Random, place: int) -> Area:
    lat, lon = 38.2 + random.random() * 0.4, 26.9 + random.random() * 0.6
    if place % 2:
        return Area(lat, lon, 500 + random.random() * 3000, [])
    corners = [
        [lon + 0.02 * np.cos(turn), lat + 0.015 * np.sin(turn)]
        for turn in np.linspace(0, 2 * np.pi, 12, endpoint=False)
    ]
    return Area(lat, lon, None, [[*corners, corners[0]]])


def _vectors(areas: Sequence[Area], ats: Sequence[dt.datetime], lats, lons) -> list[list[Stay]]:  # type: ignore[no-untyped-def]
    return [stays(area.holds(lats, lons), ats) for area in areas]


def _loop(areas: Sequence[Area], ats: Sequence[dt.datetime], lats, lons) -> list[list[Stay]]:  # type: ignore[no-untyped-def]
    return [_loop_one(area, ats, lats, lons) for area in areas]


def _loop_one(area: Area, ats: Sequence[dt.datetime], lats, lons) -> list[Stay]:  # type: ignore[no-untyped-def]
    shape = None if area.radius else shapely.Polygon(area.rings[0])
    found: list[Stay] = []
    current: Stay | None = None
    for at, lat, lon in zip(ats, lats, lons, strict=True):
        if shape is not None:
            inside = shape.intersects(shapely.Point(lon, lat))
        else:
            inside = geo.distance((area.latitude, area.longitude), (lat, lon)) <= (area.radius or 0)
        if inside:
            current = Stay(current.entered_at if current else at, at, None)
        elif current is not None:
            found.append(Stay(current.entered_at, current.last_at, at))
            current = None
    return [*found, current] if current else found
