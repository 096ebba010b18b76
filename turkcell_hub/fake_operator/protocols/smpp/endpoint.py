"""The SMSC's side of the door, and what the control API can do with its connections."""

from __future__ import annotations

from aiohttp import web

from turkcell_hub.fake_operator.control import BASE, door
from turkcell_hub.fake_operator.engine.world import World
from turkcell_hub.fake_operator.protocols.smpp.courier import Courier
from turkcell_hub.fake_operator.protocols.smpp.sessions import Session


class Smsc:
    """One server's SMSC."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._courier = Courier(world)
        world.pusher.couriers["smpp"] = self._courier

    def connection(self) -> Session:
        """A new connection's protocol."""
        return Session(self._world, self._courier)

    def routes(self) -> list[web.RouteDef]:
        one = f"{BASE}/accounts/{{username}}/binds"
        return [web.get(one, door(self._binds)), web.delete(one, door(self._cut))]

    async def _binds(self, request: web.Request) -> dict[str, int]:
        return {"binds": len(self._courier.sessions(request.match_info["username"]))}

    async def _cut(self, request: web.Request) -> dict[str, int]:
        """Every connection of the account ends without a word."""
        sessions = list(self._courier.sessions(request.match_info["username"]))
        for session in sessions:
            session.cut()
        return {"cut": len(sessions)}
