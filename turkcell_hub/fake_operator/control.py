"""The control API under /__control__/ (docs/fake-operator.md)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import orjson
from aiohttp import web

from turkcell_hub.fake_operator import ledger
from turkcell_hub.fake_operator.engine.accounts import BadSetting
from turkcell_hub.fake_operator.engine.clock import iso
from turkcell_hub.fake_operator.engine.desks import Desk
from turkcell_hub.fake_operator.engine.scripts import BadScript, read_step
from turkcell_hub.fake_operator.engine.world import World

BASE = "/__control__"
_MOST_ROWS = 100_000
Work = Callable[[web.Request], Awaitable[Any]]


class Control:
    """Every answer is JSON; a wrong request is 400 with the reason in ``error``."""

    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[web.RouteDef]:
        one = f"{BASE}/accounts/{{username}}"
        return [
            web.get(f"{BASE}/health", door(self._health)),
            web.get(f"{BASE}/accounts", door(self._list)),
            web.post(f"{BASE}/accounts", door(self._create)),
            web.get(one, door(self._show)),
            web.patch(one, door(self._change)),
            web.post(f"{one}/scripts", door(self._script)),
            web.delete(f"{one}/scripts", door(self._forget)),
            web.put(f"{one}/chaos", door(self._chaos)),
            web.post(f"{one}/inbound", door(self._inbound)),
            web.get(f"{BASE}/clock", door(self._time)),
            web.post(f"{BASE}/clock", door(self._travel)),
            web.post(f"{BASE}/settle", door(self._settle)),
            web.get(f"{BASE}/truth", door(self._truth)),
            web.get(f"{BASE}/requests", door(self._requests)),
        ]

    def _desk(self, request: web.Request) -> Desk:
        desk = self._world.desks.get(request.match_info["username"])
        if desk is None:
            raise web.HTTPNotFound(reason="no such account")
        return desk

    def _shown(self, desk: Desk) -> dict[str, Any]:
        facts = desk.account.to_record()
        del facts["password"]
        facts["password_set_at"] = iso(desk.account.password_set_at)
        return {
            **facts,
            "balance": desk.balance(self._world.clock.now(), self._world.seed),
            "batches": len(desk.batches),
            "blacklist": len(desk.blacklist),
            "scripts": [f"{step.on}:{step.do}×{step.left}" for step in desk.director.queue],
        }

    async def _health(self, request: web.Request) -> Any:
        return {"ready": True, "accounts": len(self._world.desks), "seed": self._world.seed}

    async def _list(self, request: web.Request) -> Any:
        return [self._shown(desk) for desk in self._world.desks.values()]

    async def _create(self, request: web.Request) -> Any:
        return self._shown(await self._world.create_account(await body_object(request)))

    async def _show(self, request: web.Request) -> Any:
        return self._shown(self._desk(request))

    async def _change(self, request: web.Request) -> Any:
        desk = self._desk(request)
        await self._world.change_account(desk, await body_object(request))
        return self._shown(desk)

    async def _script(self, request: web.Request) -> Any:
        steps = (await body_object(request)).get("steps")
        if not isinstance(steps, list):
            raise BadScript("steps must be a list")
        queue = self._desk(request).director.queue
        queue.extend([read_step(step) for step in steps])
        return {"waiting": len(queue)}

    async def _forget(self, request: web.Request) -> Any:
        director = self._desk(request).director
        director.queue.clear()
        director.set_chaos([], 0)
        return {"waiting": 0}

    async def _chaos(self, request: web.Request) -> Any:
        body = await body_object(request)
        rules = [read_step(rule) for rule in body.get("rules", [])]
        seed = int(body.get("seed", self._world.seed))
        self._desk(request).director.set_chaos(rules, seed)
        return {"rules": len(rules), "seed": seed}

    async def _inbound(self, request: web.Request) -> Any:
        desk, body = self._desk(request), await body_object(request)
        source, content = body.get("from"), body.get("content")
        if not isinstance(source, str) or not source.isdecimal() or not isinstance(content, str):
            raise BadSetting("from (digits, 905…) and content are required")
        destination = str(body.get("to") or desk.account.inbound_number)
        keyword = str(body.get("keyword", ""))
        message = await self._world.receive(desk, source, content, destination, keyword)
        await self._world.pusher.settled()
        return {"message_id": message.number}

    async def _time(self, request: web.Request) -> Any:
        now = self._world.clock.now()
        return {"now": iso(now), "epoch": now, "offset_seconds": self._world.clock.offset}

    async def _travel(self, request: web.Request) -> Any:
        body = await body_object(request)
        if "advance_seconds" in body:
            target = self._world.clock.now() + float(body["advance_seconds"])
        else:
            target = datetime.fromisoformat(body["set"]).timestamp()
        await self._world.advance(target)
        return await self._time(request)

    async def _settle(self, request: web.Request) -> Any:
        """Fires what is due now and waits for the pushes that are on their way."""
        await self._world.timeline.advance_to(self._world.clock.now())
        return await self._time(request)

    async def _truth(self, request: web.Request) -> Any:
        query = request.query
        rows = ledger.Query(
            self._world, query.get("account"), int(query.get("after", 0)),
            min(int(query.get("limit", 1000)), _MOST_ROWS),
        )  # fmt: skip
        summary = {} if query.get("summary") == "0" else {"summary": rows.summary()}
        return {**rows.page(), **summary}

    async def _requests(self, request: web.Request) -> Any:
        query = request.query
        rows = self._world.journal.rows(
            account=query.get("account"), kind=query.get("kind"),
            after=int(query.get("after", 0)),
            limit=min(int(query.get("limit", 1000)), _MOST_ROWS),
        )  # fmt: skip
        return {"requests": rows, "last": rows[-1]["number"] if rows else None}


def door(work: Work) -> Callable[[web.Request], Awaitable[web.Response]]:
    """JSON out; what was wrong with the request is 400."""

    async def handler(request: web.Request) -> web.Response:
        try:
            body, status = await work(request), 200
        except web.HTTPException:
            raise
        except (BadSetting, BadScript, KeyError, TypeError, ValueError) as error:
            body, status = {"error": str(error) or type(error).__name__}, 400
        raw = orjson.dumps(body, option=orjson.OPT_NON_STR_KEYS)
        return web.Response(body=raw, status=status, content_type="application/json")

    return handler


async def body_object(request: web.Request) -> dict[str, Any]:
    """Raises BadSetting for anything but a JSON object."""
    body = orjson.loads(await request.read())
    if not isinstance(body, dict):
        raise BadSetting("the body must be an object")
    return body
