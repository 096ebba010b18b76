"""A geocoder's paths, as Nominatim's manual describes them, over a few streets of İzmir.

Words in the address that make it stumble: "mesgul" is answered 429, "bozuk" with half a JSON,
"kapali" with 403, "yavas" after ten seconds.
"""

from __future__ import annotations

import asyncio
import re
from typing import Any

import orjson
from aiohttp import web

from turkcell_hub.lib import turkish

BASE = "/nominatim"
_LICENCE = "Data © OpenStreetMap contributors, ODbL 1.0. http://osm.org/copyright"
_SLOW = 10.0
# Invented house numbers on streets that exist, near enough for a map.
_STREETS = (
    ("Cumhuriyet Bulvarı, Alsancak, Konak, İzmir, 35220, Türkiye", 38.4330, 27.1370),
    ("Kıbrıs Şehitleri Caddesi, Alsancak, Konak, İzmir, 35220, Türkiye", 38.4385, 27.1430),
    ("Şair Eşref Bulvarı, Alsancak, Konak, İzmir, 35230, Türkiye", 38.4260, 27.1400),
    ("Gazi Bulvarı, Çankaya, Konak, İzmir, 35210, Türkiye", 38.4225, 27.1360),
    ("Mustafa Kemal Caddesi, Erzene, Bornova, İzmir, 35040, Türkiye", 38.4620, 27.2190),
    ("Ankara Caddesi, Kazımdirik, Bornova, İzmir, 35100, Türkiye", 38.4570, 27.2060),
    ("Cemal Gürsel Caddesi, Bostanlı, Karşıyaka, İzmir, 35590, Türkiye", 38.4560, 27.1010),
    ("Girne Bulvarı, Nergiz, Karşıyaka, İzmir, 35580, Türkiye", 38.4700, 27.1200),
    ("İnönü Caddesi, Hatay, Karabağlar, İzmir, 35280, Türkiye", 38.4020, 27.1060),
    ("Akçay Caddesi, Gaziemir, İzmir, 35410, Türkiye", 38.3240, 27.1350),
)
_NO_NAMES = {"no", "sokak", "sok", "sk", "cad", "cd", "blv", "mah", "mahallesi", "turkiye"}


class Nominatim:
    def routes(self) -> list[web.RouteDef]:
        return [web.get(f"{BASE}/search", self._search)]

    async def _search(self, request: web.Request) -> web.Response:
        query = request.query
        if query.get("format") != "jsonv2" or not query.get("q"):
            return _json({"error": {"code": 400, "message": "Nothing to search for."}}, 400)
        if not request.headers.get("User-Agent"):
            return _json({"error": "say who you are"}, 403)
        words = re.findall(r"\w+", turkish.fold(query["q"]))
        if "mesgul" in words:
            return _json({"error": "Bandwidth limit exceeded"}, 429)
        if "kapali" in words:
            return _json({"error": "Access blocked"}, 403)
        if "bozuk" in words:
            return web.Response(body=b'[{"lat": "38.', content_type="application/json")
        if "yavas" in words:
            await asyncio.sleep(_SLOW)
        try:
            most = min(max(int(query.get("limit", "10")), 1), 40)
        except ValueError:
            return _json({"error": {"code": 400, "message": "limit"}}, 400)
        return _json(_found(words)[:most])


def _found(words: list[str]) -> list[dict[str, Any]]:
    """Streets whose address holds every word that names something."""
    named = [one for one in words if one not in _NO_NAMES and not one[0].isdigit()]
    return [
        {"place_id": place, "licence": _LICENCE, "lat": f"{lat:.7f}", "lon": f"{lon:.7f}",
         "display_name": name, "category": "highway", "type": "secondary", "importance": 0.1}
        for place, (name, lat, lon) in enumerate(_STREETS, start=1)
        if named and all(one in turkish.fold(name) for one in named)
    ]  # fmt: skip


def _json(body: object, status: int = 200) -> web.Response:
    return web.Response(body=orjson.dumps(body), status=status, content_type="application/json")
