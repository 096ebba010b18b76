"""The citizen's screen: what the registry has of an address, and the choices a person has."""

from __future__ import annotations

from typing import Any

import orjson
from aiohttp import web

from turkcell_hub.fake_operator import phones
from turkcell_hub.fake_operator.control import body_object
from turkcell_hub.fake_operator.engine.accounts import BadSetting
from turkcell_hub.fake_operator.engine.clock import iso
from turkcell_hub.fake_operator.engine.registry import citizens, via
from turkcell_hub.fake_operator.engine.registry.registry import Denied
from turkcell_hub.fake_operator.engine.world import World
from turkcell_hub.fake_operator.pages import page, page_json
from turkcell_hub.fake_operator.protocols.iys.codes import status_of


class CitizenPages:
    """Static pages; their script asks the JSON paths beside them."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._registry = world.registry

    def routes(self) -> list[web.AbstractRouteDef]:
        return [
            web.get("/iys/", self._start),
            web.get("/iys/{recipient}", self._start),
            web.get("/iys/{recipient}/state", self._state),
            web.post("/iys/{recipient}/choices", self._choose),
            web.post("/iys/{recipient}/closed-line", self._close),
            web.post("/iys/{recipient}/via/{requestId}", self._answer),
        ]

    async def _start(self, request: web.Request) -> web.StreamResponse:
        return page("citizen.html")

    async def _state(self, request: web.Request) -> web.Response:
        recipient = _recipient(request)
        brands = [
            {"code": brand.code, "name": brand.name}
            for provider in self._registry.providers.values()
            for brand in provider.brands.values()
        ]
        asked = [
            {
                "requestId": one.request_id, "code": one.code, "until": iso(one.expires_at),
                "link": one.verification in via.LINKS,
            }
            for one in via.processes(self._registry)
            if one.recipient == recipient and one.state == via.WAITING
            and one.expires_at >= self._world.clock.now()
        ]  # fmt: skip
        return page_json({
            "recipient": recipient, "brands": brands, "asked": asked,
            "records": citizens.records_of(self._registry, recipient),
        })  # fmt: skip

    async def _choose(self, request: web.Request) -> web.Response:
        try:
            wanted = await body_object(request)
            made = await citizens.choose(
                self._registry, {**wanted, "recipient": _recipient(request)}
            )
        except (BadSetting, orjson.JSONDecodeError, KeyError, TypeError):
            return _wrong("Bu seçim bu adrese uymuyor.")
        return page_json({"movements": len(made)})

    async def _close(self, request: web.Request) -> web.Response:
        made = await citizens.close_line(self._registry, _recipient(request))
        return page_json({"movements": len(made)})

    async def _answer(self, request: web.Request) -> web.Response:
        process = via.find(self._registry, request.match_info["requestId"])
        try:
            status = via.STATUS_OF[(await body_object(request))["answer"]]
        except (BadSetting, orjson.JSONDecodeError, KeyError, TypeError):
            return _wrong("Yanıt onay veya ret olmalıdır.")
        if process is None or process.recipient != _recipient(request):
            return _wrong("Böyle bir onay isteği yok.")
        try:
            made: list[Any] = await via.answer(self._registry, process, status)
        except Denied as error:
            code = error.codes[0]
            told = {"error": "Bu isteğin süresi doldu veya yanıtı verildi.", "code": code}
            return page_json(told, status_of(code))
        return page_json({"movements": len(made)})


def _recipient(request: web.Request) -> str:
    text = request.match_info["recipient"].strip()
    return text.lower() if "@" in text else f"+{phones.normalized(text)}"


def _wrong(reason: str) -> web.Response:
    return page_json({"error": reason}, 400)
