"""The screens in the browser: start page, phones, and one phone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
from aiohttp import web

from turkcell_hub.fake_operator import phones
from turkcell_hub.fake_operator.engine.clock import iso
from turkcell_hub.fake_operator.engine.world import World

_STATIC = Path(__file__).parent / "static"
_POLICY = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'self'; base-uri 'none'",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
}
_LONGEST_REPLY = 1000


class Pages:
    """Static pages; their scripts ask the JSON paths beside them."""

    def __init__(self, world: World, portal_url: str) -> None:
        self._world = world
        self._portal_url = portal_url

    def routes(self) -> list[web.AbstractRouteDef]:
        return [
            web.get("/", self._start),
            web.get("/start.json", self._start_facts),
            web.get("/phone", self._to_phones),
            web.get("/phone/", self._phones),
            web.get("/phones.json", self._phone_list),
            web.get("/phone/{number}", self._phone),
            web.get("/phone/{number}/messages", self._messages),
            web.get("/phone-media/{id}", self._media),
            web.post("/phone/{number}/replies", self._reply),
            web.static("/__static__", _STATIC),
        ]

    async def _start(self, request: web.Request) -> web.StreamResponse:
        return page("start.html")

    async def _phones(self, request: web.Request) -> web.StreamResponse:
        return page("phones.html")

    async def _phone(self, request: web.Request) -> web.StreamResponse:
        return page("phone.html")

    async def _to_phones(self, request: web.Request) -> web.StreamResponse:
        raise web.HTTPFound("/phone/")

    async def _start_facts(self, request: web.Request) -> web.Response:
        now, seed = self._world.clock.now(), self._world.seed
        accounts = [
            {
                "username": desk.account.username,
                "name": desk.account.name,
                "protocol": desk.account.protocol,
                "senders": desk.account.senders,
                "balance": desk.balance(now, seed),
                "messages": sum(map(len, desk.batches)),
                "locked": desk.account.locked,
            }
            for desk in self._world.desks.values()
            if desk.account.protocol != "iys"
        ]
        return page_json({"now": iso(now), "portal_url": self._portal_url, "accounts": accounts})

    async def _phone_list(self, request: web.Request) -> web.Response:
        return page_json({"phones": phones.last_phones(self._world)})

    async def _messages(self, request: web.Request) -> web.Response:
        phone = phones.normalized(request.match_info["number"])
        return page_json({"phone": phone, "messages": phones.conversation(self._world, phone)})

    async def _media(self, request: web.Request) -> web.Response:
        found = self._world.media.get(request.match_info["id"])
        if found is None:
            raise web.HTTPNotFound
        return web.Response(body=found.content, content_type=found.content_type, headers=_POLICY)

    async def _reply(self, request: web.Request) -> web.Response:
        phone = phones.normalized(request.match_info["number"])
        try:
            text = orjson.loads(await request.read())["text"].strip()
        except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError):
            text = ""
        if not text or len(text) > _LONGEST_REPLY or not phone:
            return page_json({"error": "Boş veya çok uzun bir yanıt gönderilemez."}, 400)
        desk = phones.desk_for_reply(self._world, phone)
        if desk is None:
            return page_json(
                {"error": "Bu telefona henüz mesaj gelmedi; yanıtlanacak hesap yok."}, 409
            )
        await self._world.receive(desk, phone, text, desk.account.inbound_number)
        return page_json({"to": desk.account.inbound_number})


def page(name: str) -> web.FileResponse:
    return web.FileResponse(_STATIC / name, headers=_POLICY)


def page_json(body: Any, status: int = 200) -> web.Response:
    return web.Response(
        body=orjson.dumps(body), status=status, headers=_POLICY, content_type="application/json"
    )
