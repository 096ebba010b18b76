"""All paths of the registry."""

from __future__ import annotations

from aiohttp import web

from turkcell_hub.fake_operator.engine.world import World
from turkcell_hub.fake_operator.protocols.iys.access import Access
from turkcell_hub.fake_operator.protocols.iys.agreements import Agreements
from turkcell_hub.fake_operator.protocols.iys.consents import Consents
from turkcell_hub.fake_operator.protocols.iys.doors import Doors
from turkcell_hub.fake_operator.protocols.iys.login import Login
from turkcell_hub.fake_operator.protocols.iys.providers import Providers
from turkcell_hub.fake_operator.protocols.iys.pushes import Pushes
from turkcell_hub.fake_operator.protocols.iys.queries import Queries
from turkcell_hub.fake_operator.protocols.iys.retailers import Retailers
from turkcell_hub.fake_operator.protocols.iys.via import Via


class Iys:
    """One server's registry; its paths begin at the server's root."""

    def __init__(self, world: World) -> None:
        doors = Doors(world)
        self._parts = (
            Login(world), Consents(doors), Queries(doors), Pushes(doors), Providers(doors),
            Retailers(doors), Access(doors), Agreements(doors), Via(doors),
        )  # fmt: skip

    def routes(self) -> list[web.RouteDef]:
        return [route for part in self._parts for route in part.routes()]
