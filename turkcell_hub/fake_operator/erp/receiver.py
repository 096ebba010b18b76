"""The customer's own program that hears of the portal's webhooks (Standard Webhooks)."""

from __future__ import annotations

from aiohttp import web

from turkcell_hub.fake_operator.engine.world import World

PATH = "/erp/hook/"
_LARGEST = 256 * 1024
_TOLD = ("webhook-id", "webhook-timestamp", "webhook-signature")


class Receiver:
    """Takes what carries the standard's three headers, and answers 204; 400 to anything else. It
    knows no secret, so it checks no signature."""

    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[web.RouteDef]:
        return [web.post(PATH, self._hear)]

    async def _hear(self, request: web.Request) -> web.Response:
        body = await request.content.read(_LARGEST)
        status = 204 if body and all(request.headers.get(name) for name in _TOLD) else 400
        self._world.journal.add("hook", "erp", at=self._world.clock.now(), path=request.path,
                                size=len(body), status=status)  # fmt: skip
        return web.Response(status=status)
