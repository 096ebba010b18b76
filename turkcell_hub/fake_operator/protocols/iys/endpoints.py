"""All paths of the registry."""

from __future__ import annotations

from aiohttp import web

from turkcell_hub.fake_operator.engine.world import World
from turkcell_hub.fake_operator.protocols.iys.consents import Consents
from turkcell_hub.fake_operator.protocols.iys.doors import Doors
from turkcell_hub.fake_operator.protocols.iys.login import Login
from turkcell_hub.fake_operator.protocols.iys.queries import Queries


class Iys:
    """One server's registry; its paths begin at the server's root."""

    def __init__(self, world: World) -> None:
        doors = Doors(world)
        self._parts = (Login(world), Consents(doors), Queries(doors))

    def routes(self) -> list[web.RouteDef]:
        return [route for part in self._parts for route in part.routes()]
