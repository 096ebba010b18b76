"""Which retailers may use which consents."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from turkcell_hub.fake_operator.engine.registry.book import transaction_id
from turkcell_hub.fake_operator.engine.registry.values import Key, written
from turkcell_hub.fake_operator.protocols.iys.answers import json
from turkcell_hub.fake_operator.protocols.iys.codes import Refused, fault, refuse
from turkcell_hub.fake_operator.protocols.iys.consents import BRAND
from turkcell_hub.fake_operator.protocols.iys.doors import Call, Doors
from turkcell_hub.fake_operator.protocols.iys.queries import (
    checked_key,
    page_of,
    pagination,
    read_key,
)

_MOST = 100


class Access:
    """One recipient is given with ``recipient``, many with ``recipients``."""

    def __init__(self, doors: Doors) -> None:
        self._guard = doors.guard

    def routes(self) -> list[web.RouteDef]:
        path = f"{BRAND}/consents/retailers/access"
        return [
            web.post(path, self._guard("send", self._add)),
            web.put(path, self._guard("send", self._replace)),
            web.post(f"{path}/remove", self._guard("send", self._remove)),
            web.post(f"{path}/remove/all", self._guard("send", self._remove_all)),
            web.post(f"{BRAND}/consent/retailers/access/list", self._guard("query", self._list)),
        ]

    async def _add(self, call: Call) -> web.Response:
        body = await _body(call)
        key = checked_key(body, [])
        codes = _codes(call, body)
        await self._keep(call, "add", [key], codes)
        found = transaction_id(call.registry.seed, call.own.brand, key, call.now)
        return json({"transactionId": found, "creationDate": written(call.now)})

    async def _replace(self, call: Call) -> web.Response:
        body = await _body(call)
        most = call.registry.settings.replaced_of_a_call
        await self._keep(call, "replace", keys_of(body), _codes(call, body), most)
        return web.Response(status=202)

    async def _remove(self, call: Call) -> web.Response:
        body = await _body(call)
        await self._keep(call, "remove", keys_of(body), _codes(call, body))
        return web.Response(status=202)

    async def _remove_all(self, call: Call) -> web.Response:
        await self._keep(call, "remove", keys_of(await _body(call)), [])
        return web.Response(status=202)

    async def _list(self, call: Call) -> web.Response:
        key = await read_key(call)
        offset, limit = page_of(call.request.query)
        record = call.own.records.get(key)
        codes = sorted(record.access) if record else []
        page = pagination(offset, limit, len(codes))
        return json({"pagination": page, "list": codes[offset : offset + limit]})

    async def _keep(
        self, call: Call, how: str, keys: list[Key], codes: list[int], most: int | None = None
    ) -> None:
        """``most``: what is taken is not all done; the last so many recipients are (a switch)."""
        done = keys if most is None else keys[max(0, len(keys) - most) :]
        missing = [key.recipient for key in keys if key not in call.own.records]
        if missing:
            raise Refused(*[fault("H401", "recipient", one) for one in missing])
        call.check_right(keys[0].type)
        await call.registry.keep({
            "k": "access", "brand": call.own.brand, "how": how, "codes": codes,
            "recipient_type": keys[0].recipient_type, "type": keys[0].type,
            "recipients": [key.recipient for key in done],
        })  # fmt: skip


async def _body(call: Call) -> dict[str, Any]:
    body = await call.json()
    if not isinstance(body, dict):
        raise refuse("H090")
    return body


def keys_of(body: dict[str, Any]) -> list[Key]:
    """Of a call about many recipients. Raises Refused."""
    if "recipients" not in body:
        raise refuse("H168", "recipients")
    rows = body["recipients"]
    if not isinstance(rows, list):
        raise refuse("H478", "recipients", rows)
    if not rows:
        raise refuse("H164", "recipients", rows)
    if len(rows) > _MOST:
        raise refuse("H127", "recipients", len(rows))
    return [checked_key({**body, "recipient": one}, []) for one in rows]


def _codes(call: Call, body: dict[str, Any]) -> list[int]:
    if "retailerAccess" not in body:
        raise refuse("H169", "retailerAccess")
    codes = body["retailerAccess"]
    if not isinstance(codes, list) or not codes:
        raise refuse("H163", "retailerAccess", codes)
    if len(codes) > _MOST:
        raise refuse("H126", "retailerAccess", len(codes))
    strangers = [code for code in codes if type(code) is not int or code not in call.own.retailers]
    if strangers:
        raise Refused(*[fault("H180", "retailerAccess", one) for one in strangers])
    return codes
