"""TM Forum 622 as the sandbox's service centre speaks it."""

from __future__ import annotations

from typing import Any

import orjson
from aiohttp import web

from turkcell_hub.fake_operator.control import BASE, body_object, door
from turkcell_hub.fake_operator.engine.world import World
from turkcell_hub.fake_operator.orders.book import ENDS, BadOrder, Kept, OrderBook
from turkcell_hub.fake_operator.orders.listeners import Herald

PATH = "/tmf-api/productOrderingManagement/v4"
_STUMBLES = ("lose", "busy", "down")


class OrderDesk:
    """The control side opens keys, decides about items and lets the next orders stumble: ``lose``
    takes one and cuts the answer, ``busy`` is 429, ``down`` 503 without a word."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._book = OrderBook(world.folder)
        self._herald = Herald(world, self._book)
        self._stumbles: list[str] = []

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post(f"{PATH}/productOrder", self._place),
            web.get(f"{PATH}/productOrder", self._list),
            web.get(f"{PATH}/productOrder/{{id}}", self._one),
            web.post(f"{PATH}/cancelProductOrder", self._cancel),
            web.post(f"{PATH}/hub", self._listen),
            web.delete(f"{PATH}/hub/{{id}}", self._forget),
            web.put(f"{BASE}/order-keys/{{key}}", door(self._open)),
            web.get(f"{BASE}/order-events", door(self._events)),
            web.get(f"{BASE}/orders", door(self._all)),
            web.post(f"{BASE}/orders/{{id}}", door(self._say)),
            web.post(f"{BASE}/order-stumbles", door(self._stumble)),
        ]

    async def _place(self, request: web.Request) -> web.Response:
        key = self._key(request)
        if key is None:
            return _error(401, "Unauthorized")
        stumble = self._stumbles.pop(0) if self._stumbles else ""
        if stumble == "busy":
            return _error(429, "Too Many Requests", {"Retry-After": "1"})
        if stumble == "down":
            return _error(503, "Service Unavailable")
        try:
            body = orjson.loads(await request.read())
            order = self._book.take(key, body if isinstance(body, dict) else {}, self._now())
        except orjson.JSONDecodeError:
            return _error(400, "Bad Request", reason="body is no JSON")
        except BadOrder as error:
            return _error(400, "Bad Request", reason=str(error))
        self._herald.follow(order)
        if stumble == "lose" and request.transport is not None:
            request.transport.close()
        return _json(self._book.shown(order, self._now()), 201)

    async def _list(self, request: web.Request) -> web.Response:
        key = self._key(request)
        if key is None:
            return _error(401, "Unauthorized")
        wanted = request.query.get("externalId")
        found = [
            self._book.shown(order, self._now())
            for order in self._book.orders.values()
            if order.key == key and wanted in (None, order.body.get("externalId"))
        ]
        return _json(found)

    async def _one(self, request: web.Request) -> web.Response:
        order = self._order(request, request.match_info["id"])
        if order is None:
            return _error(404, "Not Found")
        return _json(self._book.shown(order, self._now()))

    async def _cancel(self, request: web.Request) -> web.Response:
        body = await request.json()
        asked = body.get("productOrder") if isinstance(body, dict) else None
        order = self._order(request, str((asked or {}).get("id", "")))
        if order is None:
            return _error(404, "Not Found")
        open_items = {
            str(row["id"]): "cancelled"
            for row in order.body["productOrderItem"]
            if self._book.state_of(order, str(row["id"]), self._now()) not in ENDS
        }
        if not open_items:
            return _error(409, "Conflict", reason="nothing left to cancel")
        self._book.say(order, open_items, str(body.get("cancellationReason") or ""), self._now())
        self._herald.cancelled(order)
        self._herald.state(order)
        return _json({"id": f"c-{order.id}", "state": "done", "productOrder": asked}, 201)

    async def _listen(self, request: web.Request) -> web.Response:
        key = self._key(request)
        if key is None:
            return _error(401, "Unauthorized")
        body = await request.json()
        callback = str(body.get("callback", "")) if isinstance(body, dict) else ""
        try:
            listener = self._book.listen(key, callback)
        except BadOrder as error:
            return _error(400, "Bad Request", reason=str(error))
        if listener is None:
            return _error(409, "Conflict", reason="this callback listens already")
        return _json({"id": listener, "callback": callback, "query": body.get("query", "")}, 201)

    async def _forget(self, request: web.Request) -> web.Response:
        key = self._key(request)
        if key is None or not self._book.forget(key, request.match_info["id"]):
            return _error(404, "Not Found")
        return web.Response(status=204)

    async def _events(self, request: web.Request) -> Any:
        return self._herald.told

    async def _open(self, request: web.Request) -> Any:
        body = await body_object(request)
        self._book.open_key(request.match_info["key"], float(body.get("step", 0)))
        return {"open": True}

    async def _all(self, request: web.Request) -> Any:
        return [self._book.shown(order, self._now()) for order in self._book.orders.values()]

    async def _say(self, request: web.Request) -> Any:
        order = self._book.orders.get(request.match_info["id"])
        if order is None:
            raise web.HTTPNotFound(reason="no such order")
        body = await body_object(request)
        try:
            self._book.say(order, body.get("states", {}), str(body.get("note", "")), self._now())
        except BadOrder as error:
            raise web.HTTPBadRequest(reason=str(error)) from None
        self._herald.state(order)
        return self._book.shown(order, self._now())

    async def _stumble(self, request: web.Request) -> Any:
        steps = (await body_object(request)).get("steps", [])
        if not isinstance(steps, list) or any(step not in _STUMBLES for step in steps):
            raise web.HTTPBadRequest(reason=f"steps are {_STUMBLES}")
        self._stumbles = list(steps)
        return {"steps": self._stumbles}

    def _order(self, request: web.Request, order_id: str) -> Kept | None:
        order = self._book.orders.get(order_id)
        return order if order is not None and order.key == self._key(request) else None

    def _key(self, request: web.Request) -> str | None:
        key = request.headers.get("x-api-key", "")
        return key if key in self._book.keys else None

    def _now(self) -> float:
        return self._world.clock.now()


def _json(told: Any, status: int = 200) -> web.Response:
    return web.Response(body=orjson.dumps(told), status=status, content_type="application/json")


def _error(
    status: int, code: str, headers: dict[str, str] | None = None, *, reason: str = ""
) -> web.Response:
    body = orjson.dumps({"code": str(status), "reason": reason or code, "message": code})
    return web.Response(body=body, status=status, headers=headers, content_type="application/json")
