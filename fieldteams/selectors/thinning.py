"""A long way drawn with fewer points: its shape holds, and so do its stops and its clock."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

import shapely

from fieldteams.selectors.spots import Spot

_METRES = 111_195.0  # of one degree of latitude
_FINEST, _COARSEST = 2.0, 20_000.0  # metres by which the drawn line may miss a point
_SLOT = 600.0  # seconds: playback tells a speed where points are not farther apart than 15 minutes


def drawn(found: Sequence[Spot], edges: Iterable[dt.datetime], most: int) -> Sequence[Spot]:
    """``found`` itself where it is short enough; else about ``most`` of its points (Douglas and
    Peucker), with the first, the last, those at the moments ``edges`` and one every ten minutes
    kept, or every longer slot where even those would be too many."""
    if len(found) <= most:
        return found
    located = [one for one in found if one.is_located]
    if len(located) <= max(most, 2):
        return located
    kept = _kept(located, set(edges), most)
    lines = _lines(located, kept)
    tolerance = _FINEST
    thinned = shapely.simplify(lines, tolerance, preserve_topology=False)
    # Each line ends where the next begins.
    while shapely.get_num_coordinates(thinned).sum() - len(lines) + 1 > most:
        if tolerance > _COARSEST:
            break
        tolerance *= 2
        thinned = shapely.simplify(lines, tolerance, preserve_topology=False)
    places = shapely.get_coordinates(thinned, include_z=True)[:, 2]
    return [located[place] for place in sorted({round(one) for one in places})]


def _kept(located: Sequence[Spot], edges: set[dt.datetime], most: int) -> list[int]:
    """Places of the points that stay whatever the shape is."""
    whole = (located[-1].at - located[0].at).total_seconds()
    slot = dt.timedelta(seconds=max(_SLOT, 1.5 * whole / max(most, 1)))
    kept, last = [0], located[0].at
    for place, one in enumerate(located[1:-1], start=1):
        if one.at in edges or one.at - last >= slot:
            kept.append(place)
            last = one.at
    return [*kept, len(located) - 1]


def _lines(located: Sequence[Spot], kept: Sequence[int]) -> list[shapely.LineString]:
    """From each kept point to the next, in metres; the third number is the point's place."""
    narrow = math.cos(math.radians(located[0].latitude or 0)) * _METRES
    return [
        shapely.LineString(
            [
                ((one.longitude or 0) * narrow, (one.latitude or 0) * _METRES, place)
                for place, one in enumerate(located[first : last + 1], start=first)
            ]
        )
        for first, last in pairwise(kept)
    ]
