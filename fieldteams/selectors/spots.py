"""A stored point as maps, ways and reports read it."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from fieldteams.models import Source


class Spot(NamedTuple):
    """A stored point; a tuple, because a month of one phone is ten thousand of them (P8)."""

    phone_id: int
    at: dt.datetime
    latitude: float | None
    longitude: float | None
    accuracy: float | None
    speed: float | None
    heading: float | None
    source: str

    @property
    def is_located(self) -> bool:
        return self.latitude is not None

    @property
    def source_text(self) -> str:
        return str(Source(self.source).label)
