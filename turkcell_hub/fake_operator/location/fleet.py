"""Where the handsets are: each number drives its own round, the same for the same seed.

By day (08–18) a phone goes from stop to stop around its city, at night it stands at home. What a
number's last two digits mean: 62 cannot be located, 63 the answer is a polygon, 64 is no
subscriber, 65 refuses to be watched.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from random import Random

from turkcell_hub.fake_operator.engine.clock import local

CITY = (38.4237, 27.1428)  # İzmir
_DAY_BEGINS, _DAY_ENDS = 8 * 3600, 18 * 3600
_STOPS, _STAY = 9, 0.45  # of each leg's time the phone stands at its end
_METRES_A_DEGREE = 111_195.0

UNLOCATABLE, POLYGON, UNKNOWN, REFUSING = "62", "63", "64", "65"


@dataclass(frozen=True)
class Spot:
    at: float
    latitude: float
    longitude: float
    accuracy: float
    speed: float  # km/h
    heading: float


class Fleet:
    """``placed``: numbers that a test has put somewhere; they stand there."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self.placed: dict[str, tuple[float, float]] = {}

    def spot(self, phone: str, at: float) -> Spot | None:
        """None for a phone that cannot be located."""
        if phone in self.placed:
            return Spot(at, *self.placed[phone], accuracy=25.0, speed=0.0, heading=0.0)
        if phone.endswith(UNLOCATABLE):
            return None
        moment = local(at)
        second = moment.hour * 3600 + moment.minute * 60 + moment.second
        stops = self._stops(phone, moment.toordinal())
        if not _DAY_BEGINS <= second < _DAY_ENDS:
            return self._standing(phone, at, stops[0])
        leg = (_DAY_ENDS - _DAY_BEGINS) / (len(stops) - 1)
        place, inside = divmod(second - _DAY_BEGINS, leg)
        start, end = list(pairwise(stops))[int(place)]
        driven = min(inside / (leg * (1 - _STAY)), 1.0)
        if driven >= 1:
            return self._standing(phone, at, end)
        where = (
            start[0] + (end[0] - start[0]) * driven,
            start[1] + (end[1] - start[1]) * driven,
        )
        north = (end[0] - start[0]) * _METRES_A_DEGREE
        east = (end[1] - start[1]) * _METRES_A_DEGREE * math.cos(math.radians(where[0]))
        speed = math.hypot(north, east) / (leg * (1 - _STAY)) * 3.6
        heading = math.degrees(math.atan2(east, north)) % 360
        return self._shaken(phone, at, where, speed, heading)

    def way(self, phone: str, since: float, until: float, step: float) -> Iterator[Spot]:
        """Every ``step`` seconds on the whole steps of the clock, both ends included."""
        at = math.ceil(since / step) * step
        while at <= until:
            spot = self.spot(phone, at)
            if spot is not None:
                yield spot
            at += step

    @lru_cache(maxsize=4096)  # noqa: B019 - one fleet lives as long as its operator
    def _stops(self, phone: str, day: int) -> list[tuple[float, float]]:
        home = self._random(phone, "home")
        here = (CITY[0] + home.uniform(-0.06, 0.06), CITY[1] + home.uniform(-0.06, 0.12))
        today = self._random(phone, str(day))
        visited = [
            (CITY[0] + today.uniform(-0.05, 0.05), CITY[1] + today.uniform(-0.05, 0.10))
            for _stop in range(_STOPS)
        ]
        return [here, *visited, here]

    def _standing(self, phone: str, at: float, where: tuple[float, float]) -> Spot:
        return self._shaken(phone, at, where, 0.0, 0.0)

    def _shaken(
        self, phone: str, at: float, where: tuple[float, float], speed: float, heading: float
    ) -> Spot:
        """A few metres off, as every fix is."""
        chance = self._random(phone, f"fix{int(at)}")
        accuracy = chance.choice((8.0, 12.0, 20.0, 35.0, 60.0))
        off = accuracy / 4 / _METRES_A_DEGREE
        return Spot(
            at,
            round(where[0] + chance.uniform(-off, off), 6),
            round(where[1] + chance.uniform(-off, off), 6),
            accuracy,
            round(speed, 1),
            round(heading, 1),
        )

    def _random(self, phone: str, what: str) -> Random:
        digest = hashlib.sha256(f"{self._seed}:{phone}:{what}".encode()).digest()
        return Random(int.from_bytes(digest[:8], "big"))
