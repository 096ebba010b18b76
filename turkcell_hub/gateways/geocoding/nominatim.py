"""Nominatim's search (contracts/nominatim.yaml): one's own server, or a service that speaks it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from turkcell_hub.gateways.errors import BadCredentials, Broken, Refused
from turkcell_hub.gateways.geocoding.contract import GeocoderAccount, Spot
from turkcell_hub.gateways.http import HttpClient, OnExchange, fail_by_status

LONGEST = 200  # characters of an address
STREET = 26  # place_rank
_MOST_BYTES = 512 * 1024


class Nominatim:
    def __init__(self, account: GeocoderAccount, on_exchange: OnExchange | None = None) -> None:
        self._account = account
        self._http = HttpClient(
            account.base_url,
            read_timeout=account.timeout,
            connect_timeout=2.0,
            max_bytes=_MOST_BYTES,
            on_exchange=on_exchange,
        )

    def find(self, text: str, limit: int = 5) -> Sequence[Spot]:
        params = {
            "q": text[:LONGEST],
            "format": "jsonv2",
            "countrycodes": "tr",
            "accept-language": "tr",
            "limit": str(limit),
        }
        if self._account.key:
            params["key"] = self._account.key
        # The service's rule: whoever asks says who he is.
        headers = {"User-Agent": self._account.agent, "Accept": "application/json"}
        reply = self._http.request(
            "geocoder.find", "GET", "/search", params=params, headers=headers
        )
        fail_by_status(reply, submit=False)
        if reply.status in (401, 403):
            raise BadCredentials("BAD_CREDENTIALS", reply.answer())
        if reply.status != 200:
            raise Refused("GEOCODER_REFUSED", reply.answer())
        rows = reply.json()
        if not isinstance(rows, list):
            raise Broken("UNREADABLE", reply.answer())
        return [_spot(row) for row in rows[:limit]]

    def close(self) -> None:
        self._http.close()


def _spot(row: Mapping[str, Any]) -> Spot:
    try:
        latitude, longitude = float(row["lat"]), float(row["lon"])
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            raise ValueError("not on earth")
        # Nominatim ranks streets 26 and 27, houses 28 to 30; a service without ranks says no more.
        is_street = int(row.get("place_rank") or 0) >= STREET
        return Spot(str(row["display_name"])[:200], latitude, longitude, is_street)
    except (KeyError, TypeError, ValueError):
        raise Broken("UNREADABLE") from None
