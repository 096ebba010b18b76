"""The control API of bills, under /__control__/accounts/<username>/bills."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from turkcell_hub.fake_operator.bills.book import Kept
from turkcell_hub.fake_operator.bills.shapes import SHAPES
from turkcell_hub.fake_operator.control import BASE, body_object, door
from turkcell_hub.fake_operator.engine.world import World


class BillControl:
    """Makes bills, and shows what was made and what was taken."""

    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[web.RouteDef]:
        bills = f"{BASE}/accounts/{{username}}/bills"
        return [
            web.get(f"{BASE}/bill-shapes", door(self._shapes)),
            web.get(bills, door(self._list)),
            web.post(bills, door(self._make)),
        ]

    async def _shapes(self, request: web.Request) -> Any:
        return sorted(SHAPES)

    async def _list(self, request: web.Request) -> Any:
        kept = self._world.bills.of(self._username(request)).values()
        return {"bills": [_shown(one) for one in kept]}

    async def _make(self, request: web.Request) -> Any:
        username = self._username(request)
        return _shown(await self._world.bills.make(username, await body_object(request)))

    def _username(self, request: web.Request) -> str:
        username = request.match_info["username"]
        if username not in self._world.desks:
            raise web.HTTPNotFound(reason="no such account")
        return username


def _shown(kept: Kept) -> dict[str, Any]:
    return {"id": kept.id, "is_new": kept.is_new, **kept.facts}
