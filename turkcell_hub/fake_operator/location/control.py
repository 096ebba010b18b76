"""The control API of the location service, under /__control__/location/."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from turkcell_hub.fake_operator.control import BASE, body_object, door
from turkcell_hub.fake_operator.location.camara import Camara


class LocationControl:
    """Consents as a person gives them, and phones put where a test wants them."""

    def __init__(self, camara: Camara) -> None:
        self._camara = camara

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post(f"{BASE}/location/consents", door(self._consent)),
            web.post(f"{BASE}/location/places", door(self._place)),
        ]

    async def _consent(self, request: web.Request) -> Any:
        """``account``, ``phones``, ``status``: GRANTED, DENIED, OBJECTED, EXPIRED or PENDING."""
        body = await body_object(request)
        for phone in body["phones"]:
            found = self._camara.ledger.consent_of(body["account"], phone)
            self._camara.decide(found, body["status"])
        return {"changed": len(body["phones"])}

    async def _place(self, request: web.Request) -> Any:
        """``phone`` with ``latitude`` and ``longitude``; without them it drives on."""
        body = await body_object(request)
        if "latitude" in body:
            where = (float(body["latitude"]), float(body["longitude"]))
            self._camara.fleet.placed[body["phone"]] = where
        else:
            self._camara.fleet.placed.pop(body["phone"], None)
        return {"placed": len(self._camara.fleet.placed)}
