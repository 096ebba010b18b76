"""A tracking server's paths."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime
from typing import Any

import orjson
from aiohttp import web

from turkcell_hub.fake_operator.engine.clock import iso
from turkcell_hub.fake_operator.engine.desks import Desk
from turkcell_hub.fake_operator.engine.world import World
from turkcell_hub.fake_operator.location.fleet import Fleet, Spot

BASE = "/traccar"
_STEP = 60.0
_LONGEST = 31 * 86400.0
_KNOT = 1.852


class Traccar:
    """``senders`` of an account are its devices' unique ids (a number's digits)."""

    def __init__(self, world: World, fleet: Fleet) -> None:
        self._world, self._fleet = world, fleet

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get(f"{BASE}/api/devices", self._devices),
            web.get(f"{BASE}/api/positions", self._positions),
        ]

    async def _devices(self, request: web.Request) -> web.Response:
        desk = self._enter(request)
        rows = [
            {"id": place, "name": f"Cihaz {place}", "uniqueId": one, "phone": "",
             "status": "online", "disabled": False}
            for place, one in enumerate(desk.account.senders, start=1)
        ]  # fmt: skip
        return _json(rows)

    async def _positions(self, request: web.Request) -> web.Response:
        desk = self._enter(request)
        now, query = self._world.clock.now(), request.query
        if "deviceId" not in query:
            newest = [
                (place, self._fleet.spot(_phone(one), now // _STEP * _STEP))
                for place, one in enumerate(desk.account.senders, start=1)
            ]
            return _json([_row(place, spot) for place, spot in newest if spot is not None])
        try:
            device = int(query["deviceId"])
            since, until = (datetime.fromisoformat(query[n]).timestamp() for n in ("from", "to"))
            phone = _phone(desk.account.senders[device - 1])
        except (KeyError, ValueError, IndexError):
            raise web.HTTPBadRequest from None
        since = max(since, until - _LONGEST)
        spots = self._fleet.way(phone, since, min(until, now), _STEP)
        return _json([_row(device, spot) for spot in spots])

    def _enter(self, request: web.Request) -> Desk:
        scheme, _, told = request.headers.get("Authorization", "").partition(" ")
        try:
            name, _, password = base64.b64decode(told, validate=True).decode().partition(":")
        except (binascii.Error, ValueError):
            name = password = ""
        desk = self._world.desks.get(name) if scheme == "Basic" else None
        known = desk is not None and desk.account.protocol == "traccar"
        if not known or desk is None or desk.account.password != password:
            raise web.HTTPUnauthorized
        return desk


def _phone(unique_id: str) -> str:
    return "+90" + unique_id[-10:]


def _row(device: int, spot: Spot) -> dict[str, Any]:
    moment = iso(spot.at)
    return {
        "id": int(spot.at) * 1000 + device, "deviceId": device, "protocol": "osmand",
        "serverTime": moment, "deviceTime": moment, "fixTime": moment, "valid": True,
        "latitude": spot.latitude, "longitude": spot.longitude, "altitude": 0.0,
        "speed": spot.speed / _KNOT, "course": spot.heading, "accuracy": spot.accuracy,
        "address": None, "attributes": {}, "geofenceIds": None,
    }  # fmt: skip


def _json(body: object) -> web.Response:
    return web.Response(body=orjson.dumps(body), content_type="application/json")
