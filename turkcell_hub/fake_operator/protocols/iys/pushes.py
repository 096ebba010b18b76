"""Registering addresses that hear of citizens' movements."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from aiohttp import web

from turkcell_hub.fake_operator.engine.registry.book import Connection
from turkcell_hub.fake_operator.engine.registry.values import written
from turkcell_hub.fake_operator.protocols.iys.answers import json
from turkcell_hub.fake_operator.protocols.iys.codes import Refused, fault, refuse
from turkcell_hub.fake_operator.protocols.iys.consents import BRAND
from turkcell_hub.fake_operator.protocols.iys.doors import Call, Doors

_MOST_OF_A_TYPE = 2
_FIELDS = ("url", "type", "username", "password")


class Pushes:
    """At most two addresses of each type; each must answer a test record at once."""

    def __init__(self, doors: Doors) -> None:
        self._guard = doors.guard

    def routes(self) -> list[web.RouteDef]:
        path = f"{BRAND}/push"
        return [
            web.post(f"{path}/registration", self._guard("send", self._register)),
            web.get(f"{path}/registration", self._guard("query", self._list)),
            web.post(f"{path}/unregistration", self._guard("send", self._unregister)),
        ]

    async def _register(self, call: Call) -> web.Response:
        body = await call.json()
        rows = body.get("connection") if isinstance(body, dict) else None
        if not isinstance(rows, list) or not rows:
            raise refuse("H097", "connection")
        brand = call.registry.brand(call.own.brand)
        if brand is None or not brand.push_enabled:
            raise refuse("H355")
        for index, row in enumerate(rows):
            await self._add(call, row, index)
        return json({"message": "Push adresi kaydedildi."})

    async def _add(self, call: Call, row: Any, index: int) -> None:
        facts = _facts(row, index)
        switches = call.registry.settings
        if switches.push_https_only and not facts["url"].startswith("https://"):
            raise Refused(fault("H531", "url", facts["url"], index))
        same = [one for one in call.own.connections if one.type == facts["type"]]
        known = any(one.url == facts["url"] for one in same)
        if len(same) >= _MOST_OF_A_TYPE and not known:
            raise Refused(fault("H532", "type", facts["type"], index))
        connection = Connection(**facts, register_time=written(call.now))
        result = await call.registry.deliveries.try_out(connection, call.firm.code, call.own.brand)
        if result == "TimeoutError":
            raise Refused(fault("H191", "url", facts["url"], index))
        if not isinstance(result, int) or not 200 <= result < 300:
            raise Refused(fault("H530", "url", facts["url"], index))
        if known:
            await _remove(call, facts)
        record = {"k": "connection", "brand": call.own.brand, "facts": asdict(connection)}
        await call.registry.keep(record)

    async def _list(self, call: Call) -> web.Response:
        return json([
            {
                "url": one.url, "type": one.type, "status": one.status,
                "registerTime": one.register_time,
            }
            for one in call.own.connections
        ])  # fmt: skip

    async def _unregister(self, call: Call) -> web.Response:
        facts = _facts(await call.json(), None)
        known = any(
            (one.url, one.type, one.username, one.password) == tuple(facts[n] for n in _FIELDS)
            for one in call.own.connections
        )
        if not known:
            raise refuse("H530", "url", facts["url"])
        await _remove(call, facts)
        return json({"message": "Push adresi silindi."})


async def _remove(call: Call, facts: dict[str, str]) -> None:
    record = {"k": "connection_gone", "brand": call.own.brand}
    await call.registry.keep({**record, "url": facts["url"], "type": facts["type"]})


def _facts(row: Any, index: int | None) -> dict[str, str]:
    """Raises Refused H093 for what is missing or no text."""
    found = row if isinstance(row, dict) else {}
    wrong = [name for name in _FIELDS if not isinstance(found.get(name), str) or not found[name]]
    if wrong:
        raise Refused(*[fault("H093", name, index=index) for name in wrong])
    return {name: found[name] for name in _FIELDS}
