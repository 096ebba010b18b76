"""Who is inside a zone, and from when to when: points in, stays out. No database.

Vectorised with numpy and shapely (performance P11); ``tests/fieldteams/test_crossings.py`` holds
it against a plain loop.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import shapely

from fieldteams.shifts import Shift
from turkcell_hub.lib.geo import RADIUS

Floats = np.ndarray[Any, np.dtype[np.float64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]


@dataclass(frozen=True)
class Area:
    """``radius`` None: the polygon of ``rings`` ([longitude, latitude], border first)."""

    latitude: float
    longitude: float
    radius: float | None
    rings: Sequence[Sequence[Sequence[float]]]

    def holds(self, lats: Floats, lons: Floats) -> Flags:
        """For each point whether it lies inside; the border counts as inside."""
        if self.radius is None:
            shape = shapely.Polygon(self.rings[0], self.rings[1:])
            shapely.prepare(shape)
            inside: Flags = shapely.intersects_xy(shape, lons, lats)
            return inside
        lat, lon = np.radians(self.latitude), np.radians(self.longitude)
        half = np.sin((np.radians(lats) - lat) / 2) ** 2
        half += np.cos(lat) * np.cos(np.radians(lats)) * np.sin((np.radians(lons) - lon) / 2) ** 2
        metres = 2 * RADIUS * np.arcsin(np.sqrt(np.minimum(half, 1.0)))
        near: Flags = metres <= self.radius
        return near


@dataclass(frozen=True)
class Stay:
    """From the first point inside to the first one outside; ``left_at`` None while it lasts."""

    entered_at: dt.datetime
    last_at: dt.datetime
    left_at: dt.datetime | None


def flags(
    area: Area, hours: Shift, ats: Sequence[dt.datetime], lats: Floats, lons: Floats, zone: ZoneInfo
) -> Flags:
    """Inside the area and inside its hours."""
    inside = area.holds(lats, lons)
    if not hours.is_round_the_clock:
        for place in np.flatnonzero(inside):
            inside[place] = hours.covers(ats[place], zone)
    return inside


def stays(inside: Flags, ats: Sequence[dt.datetime], before: Stay | None = None) -> list[Stay]:
    """The stays that the points make, in time order. ``before``: the stay that lasted when the
    first point came."""
    changes = np.flatnonzero(np.diff(inside.astype(np.int8))) + 1
    edges = [0, *changes.tolist(), len(inside)]
    found: list[Stay] = []
    open_stay = before
    for start, end in zip(edges, edges[1:], strict=False):
        if start == end:
            continue
        if inside[start]:
            entered = open_stay.entered_at if open_stay else ats[start]
            open_stay = Stay(entered, ats[end - 1], None)
        elif open_stay is not None:
            found.append(Stay(open_stay.entered_at, open_stay.last_at, ats[start]))
            open_stay = None
    if open_stay is not None:
        found.append(open_stay)
    return found
