"""Ways as files: GPX 1.1, GeoJSON and Excel."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import IO
from xml.sax.saxutils import escape as xml_text
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from fieldteams.models import FieldPhone
from fieldteams.selectors import places
from fieldteams.selectors.tracks import Way
from turkcell_hub.sheets import write_xlsx

Routes = Iterable[tuple[FieldPhone, Way]]
TYPES = {
    "gpx": "application/gpx+xml",
    "geojson": "application/geo+json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_GPX = "http://www.topografix.com/GPX/1/1"


def write(kind: str, routes: Routes, target: IO[bytes], zone: ZoneInfo) -> None:
    """``kind``: one of ``TYPES``."""
    if kind == "gpx":
        _write_gpx(routes, target)
    elif kind == "geojson":
        _write_geojson(routes, target)
    else:
        write_xlsx(target, heads(), rows(routes, zone), sheet_name=_("Konumlar"))  # type: ignore[arg-type]


def _write_gpx(routes: Routes, target: IO[bytes]) -> None:
    target.write(
        f'<?xml version="1.0" encoding="utf-8"?>\n<gpx version="1.1" creator="Turkcell Hub"'
        f' xmlns="{_GPX}">'.encode()
    )
    for phone, way in routes:
        target.write(f"<trk><name>{xml_text(str(phone))}</name><trkseg>".encode())
        for one in way.points:
            if one.is_located:
                target.write(
                    f'<trkpt lat="{one.latitude:.6f}" lon="{one.longitude:.6f}">'
                    f"<time>{one.at:%Y-%m-%dT%H:%M:%SZ}</time></trkpt>".encode()
                )
        target.write(b"</trkseg></trk>")
    target.write(b"</gpx>")


def _write_geojson(routes: Routes, target: IO[bytes]) -> None:
    """A line wants two places: of one alone a point is written, of none nothing."""
    target.write(b'{"type": "FeatureCollection", "features": [')
    separator = b""
    for phone, way in routes:
        found = [one for one in way.points if one.is_located]
        if not found:
            continue
        line = [[one.longitude, one.latitude] for one in found]
        shape = {"type": "LineString", "coordinates": line}
        if len(line) == 1:
            shape = {"type": "Point", "coordinates": line[0]}
        feature = {
            "type": "Feature",
            "properties": {
                "name": str(phone),
                "times": [one.at.isoformat() for one in found],
                "speeds": [one.speed for one in found],
            },
            "geometry": shape,
        }
        target.write(separator + json.dumps(feature, ensure_ascii=False).encode())
        separator = b", "
    target.write(b"]}")


def heads() -> list[str]:
    return [
        _("Kişi"), _("Zaman"), _("Enlem"), _("Boylam"), _("Yer"), _("Yanılma (m)"),
        _("Hız (km/sa)"), _("Kaynak"),
    ]  # fmt: skip


def rows(routes: Routes, zone: ZoneInfo) -> Iterable[list[object]]:
    for phone, way in routes:
        for one in way.points:
            point = (one.latitude, one.longitude)
            where = places.describe(point) if one.is_located else _("Bulunamadı")  # type: ignore[arg-type]
            yield [
                str(phone), one.at.astimezone(zone), one.latitude, one.longitude, where,
                one.accuracy, one.speed, one.source_text,
            ]  # fmt: skip
