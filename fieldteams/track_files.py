"""Ways as files: GPX 1.1, GeoJSON and Excel."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import IO
from xml.etree import ElementTree as Xml
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from fieldteams.models import FieldPhone
from fieldteams.selectors import places
from fieldteams.selectors.tracks import Way
from turkcell_hub.sheets import write_xlsx

Routes = Sequence[tuple[FieldPhone, Way]]
TYPES = {
    "gpx": "application/gpx+xml",
    "geojson": "application/geo+json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_GPX = "http://www.topografix.com/GPX/1/1"


def write(kind: str, routes: Routes, target: IO[bytes], zone: ZoneInfo) -> None:
    """``kind``: one of ``TYPES``."""
    if kind == "gpx":
        target.write(gpx(routes))
    elif kind == "geojson":
        target.write(geojson(routes))
    else:
        write_xlsx(target, heads(), rows(routes, zone), sheet_name=_("Konumlar"))  # type: ignore[arg-type]


def gpx(routes: Routes) -> bytes:
    root = Xml.Element("gpx", {"version": "1.1", "creator": "Turkcell Hub", "xmlns": _GPX})
    for phone, way in routes:
        track = Xml.SubElement(root, "trk")
        Xml.SubElement(track, "name").text = str(phone)
        segment = Xml.SubElement(track, "trkseg")
        for one in way.points:
            if one.is_located:
                at = {"lat": f"{one.latitude:.6f}", "lon": f"{one.longitude:.6f}"}
                point = Xml.SubElement(segment, "trkpt", at)
                Xml.SubElement(point, "time").text = f"{one.at:%Y-%m-%dT%H:%M:%SZ}"
    return Xml.tostring(root, encoding="utf-8", xml_declaration=True)


def geojson(routes: Routes) -> bytes:
    features = [
        {
            "type": "Feature",
            "properties": {
                "name": str(phone),
                "times": [one.at.isoformat() for one in way.points if one.is_located],
            },
            "geometry": {
                "type": "LineString",
                "coordinates": [
                    [one.longitude, one.latitude] for one in way.points if one.is_located
                ],
            },
        }
        for phone, way in routes
    ]
    body = {"type": "FeatureCollection", "features": features}
    return json.dumps(body, ensure_ascii=False).encode()


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
