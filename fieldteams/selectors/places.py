"""The place list that comes with the portal: provinces, districts and towns of Türkiye.

Names and coordinates are GeoNames' (CC BY 4.0); it needs no internet. An address that is not in
it is found by its coordinates or on the map.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from fieldteams import wording
from turkcell_hub.lib import geo, turkish

_FILE = Path(__file__).resolve().parents[1] / "data" / "places.csv"
_NUMBERS = re.compile(r"\s*(-?\d{1,2}[.,]\d+)\s*[,; ]\s*(-?\d{1,3}[.,]\d+)\s*")
NEAR, HERE = 30_000.0, 2_500.0  # metres


@dataclass(frozen=True)
class Place:
    name: str
    province: str
    latitude: float
    longitude: float
    people: int
    key: str

    @property
    def point(self) -> geo.Point:
        return self.latitude, self.longitude

    def __str__(self) -> str:
        return self.name if self.name == self.province else f"{self.name}, {self.province}"


@cache
def everything() -> tuple[Place, ...]:
    """Largest first."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Place(name, province, float(lat), float(lon), int(people),
                  turkish.fold(f"{name} {province}"))
            for name, province, lat, lon, people in csv.reader(file)
        )  # fmt: skip


@cache
def _directions() -> np.ndarray:
    """A row for each place: where it lies as seen from the middle of the earth."""
    return np.array([geo.direction(place.point) for place in everything()])


def find(text: str, limit: int = 8) -> list[Place]:
    """Places whose name and province hold every word ("bornova", "merkez izmir"), those that
    begin with it first, larger ones before smaller."""
    words = turkish.fold(text).split()
    if not words:
        return []
    found = [one for one in everything() if all(word in one.key for word in words)]
    found.sort(key=lambda one: (not one.key.startswith(words[0]), -one.people))
    return found[:limit]


def exactly(name: str, province: str) -> Place | None:
    """The place of that very name in the province; the largest one where no province is told.
    "MERKEZ" is the province's own centre."""
    wanted, within = turkish.fold(name).strip(), turkish.fold(province).strip()
    if wanted == "merkez":
        wanted = within
    return _by_name().get((wanted, within)) if wanted else None


@cache
def _by_name() -> dict[tuple[str, str], Place]:
    found: dict[tuple[str, str], Place] = {}
    for one in everything():  # largest first
        key = turkish.fold(one.name)
        found.setdefault((key, turkish.fold(one.province)), one)
        found.setdefault((key, ""), one)
    return found


def read_point(text: str) -> geo.Point | None:
    """ "38,42 27,14" or "38.42, 27.14"; None for anything else or off the earth."""
    match = _NUMBERS.fullmatch(text)
    if match is None:
        return None
    latitude, longitude = (float(part.replace(",", ".")) for part in match.groups())
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return None
    return latitude, longitude


def nearest(point: geo.Point) -> tuple[Place, float]:
    """The place whose centre is nearest, and how far it is in metres."""
    # The smallest angle has the largest cosine: one product, asked for each person of a map.
    place = everything()[int((_directions() @ geo.direction(point)).argmax())]
    return place, geo.distance(point, place.point)


def describe(point: geo.Point) -> str:
    """The address as far as the list knows it: "Bornova, İzmir (merkeze 1,2 km)"."""
    place, metres = nearest(point)
    if metres > NEAR:
        return f"{point[0]:.4f}, {point[1]:.4f}"
    if metres <= HERE:
        return str(place)
    return f"{place} (merkeze {wording.distance(metres)})"
