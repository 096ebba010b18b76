"""The printed map of a report: folium, without anything from outside and under the strict CSP.

folium names its libraries at foreign hosts and writes its scripts into the page: here it gets the
portal's own Leaflet, its scripts and styles carry the answer's nonce, and what people typed stands
in no script as it is.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, ClassVar

import folium
from branca.element import MacroElement
from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from folium.template import Template

from fieldteams.models import FieldPhone
from fieldteams.selectors.tracks import Way
from fieldteams.wording import span

COLOURS = ("#14509e", "#b3261e", "#1a7f4b", "#7b3fb5", "#b35900", "#00727a")
_TAG = re.compile(r"<(script|style)\b")
SCRIPTS = (
    "vendor/leaflet/leaflet.js",
    "vendor/leaflet.markercluster/leaflet.markercluster.js",
    "fieldteams/base.js",
    "fieldteams/clusters.js",
)
STYLES = ("vendor/leaflet/leaflet.css", "fieldteams/field.css")
_ESCAPED = {ord(one): f"\\u{ord(one):04x}" for one in "<>&'`$"}
TURKIYE = (39.0, 35.0)
_SOURCE = (
    ".map-source{position:absolute;right:0;bottom:0;z-index:1000;margin:0;padding:0 6px;"
    "font:11px sans-serif;color:#333;background:rgba(255,255,255,.8)}"
    ".map-note{top:0;bottom:auto;left:48px;padding:6px;font-size:13px}"
)


class OwnMap(folium.Map):
    """Leaflet from this server alone; no jQuery, no Bootstrap, no icon fonts."""

    default_js: ClassVar[Any] = []
    default_css: ClassVar[Any] = []


class Stops(MacroElement):
    """Where people stood; many near each other are one circle with their number (clusters.js)."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "window.fieldClusters.stops({{ this.words }}, {{ this.rows }})"
        ".addTo({{ this._parent.get_name() }});"
        "{% endmacro %}"
    )

    def __init__(self, words: dict[str, str], rows: list[dict[str, Any]]) -> None:
        super().__init__()
        self._name, self.words, self.rows = "Stops", literal(words), literal(rows)


def render(
    routes: Sequence[tuple[FieldPhone, Way]],
    nonce: str,
    words: dict[str, Any],
    lang: str,
    note: str = "",
) -> str:
    """The whole page of the frame. ``words``: ``views.base.map_words``; ``lang``: the reader's;
    ``note``: what is said above the map."""
    # Without tiles folium keeps max_zoom to itself; the circles need to know where nearness ends.
    made = OwnMap(location=TURKIYE, zoom_start=6, tiles=None, max_zoom=18, maxZoom=18,
                  attributionControl=False)  # fmt: skip
    _base(made)
    if note:
        said = f'<p class="map-source map-note">{safe(note)}</p>'
        made.get_root().html.add_child(folium.Element(said))
    points, stops = [], []
    for place, (phone, way) in enumerate(routes):
        line = [(one.latitude, one.longitude) for one in way.points if one.is_located]
        if not line:
            continue
        colour = COLOURS[place % len(COLOURS)]
        folium.PolyLine(line, color=colour, weight=3, tooltip=safe(str(phone))).add_to(made)
        stops += [
            {"at": stop.point, "said": f"{phone}: {span(stop.seconds)}", "name": str(phone),
             "rank": place, "colour": colour}
            for stop in way.stops
        ]  # fmt: skip
        points += line
    if stops:
        made.add_child(Stops(words["stops"], stops))
    if points:
        south, west = min(p[0] for p in points), min(p[1] for p in points)
        north, east = max(p[0] for p in points), max(p[1] for p in points)
        made.fit_bounds([(south, west), (north, east)])
    page: str = made.get_root().render()
    own = "".join(f'<script src="{static(one)}"></script>' for one in SCRIPTS)
    own += "".join(f'<link rel="stylesheet" href="{static(one)}">' for one in STYLES)
    page = page.replace("<html>", f'<html lang="{lang}">', 1).replace("<head>", f"<head>{own}", 1)
    return _TAG.sub(rf'<\1 nonce="{nonce}"', page)


def safe(text: str) -> str:
    """For a tooltip: no tag, and nothing that ends or opens a JavaScript template string."""
    plain = html.escape(text)
    return plain.replace("\\", "&#92;").replace("`", "&#96;").replace("${", "&#36;{")


def literal(value: Any) -> str:
    """As JavaScript, with nothing in it that could end a script or open a template string."""
    return json.dumps(value).translate(_ESCAPED)


def _base(made: folium.Map) -> None:
    whose = safe(settings.MAP_ATTRIBUTION)
    page = made.get_root()
    page.header.add_child(folium.Element(f"<style>{_SOURCE}</style>"))
    page.html.add_child(folium.Element(f'<p class="map-source">{whose}</p>'))
    if settings.MAP_TILE_URL:
        folium.TileLayer(settings.MAP_TILE_URL, attr=" ", max_zoom=18).add_to(made)
        return
    look = {"color": "#a9b6c8", "weight": 1, "fillColor": "#f3f6fa", "fillOpacity": 0.85}
    folium.GeoJson(_provinces(), style_function=lambda _one: look, interactive=False).add_to(made)


@lru_cache(maxsize=1)
def _provinces() -> Any:
    found = finders.find("fieldteams/provinces.geojson")
    with open(str(found), encoding="utf-8") as file:
        return json.load(file)
