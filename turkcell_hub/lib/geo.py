"""Distances and directions on the earth, taken as a ball."""

from __future__ import annotations

import math

RADIUS = 6_371_008.8  # metres, the mean radius of the WGS 84 ellipsoid
Point = tuple[float, float]  # latitude, longitude in degrees


def distance(a: Point, b: Point) -> float:
    """Metres along the great circle (haversine; good to 0.5 %)."""
    lat_a, lat_b = math.radians(a[0]), math.radians(b[0])
    half_lat = math.sin((lat_b - lat_a) / 2) ** 2
    half_lon = math.sin(math.radians(b[1] - a[1]) / 2) ** 2
    h = half_lat + math.cos(lat_a) * math.cos(lat_b) * half_lon
    return 2 * RADIUS * math.asin(min(1.0, math.sqrt(h)))


def direction(point: Point) -> tuple[float, float, float]:
    """The vector of length 1 from the middle of the earth to the point."""
    lat, lon = math.radians(point[0]), math.radians(point[1])
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


def box(centre: Point, metres: float) -> tuple[float, float, float, float]:
    """(south, west, north, east) around everything within ``metres``; never too small. Reaches
    round the world where the circle holds a pole or crosses the date line."""
    reach = math.degrees(metres / RADIUS)
    south, north = centre[0] - reach, centre[0] + reach
    if south <= -90 or north >= 90:
        return max(south, -90.0), -180.0, min(north, 90.0), 180.0
    ratio = math.sin(math.radians(reach)) / math.cos(math.radians(centre[0]))
    wide = 180.0 if ratio >= 1 else math.degrees(math.asin(ratio))
    west, east = centre[1] - wide, centre[1] + wide
    if west < -180 or east > 180:
        return south, -180.0, north, 180.0
    return south, west, north, east
