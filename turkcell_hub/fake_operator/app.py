"""Puts the operator, its protocols and its helpers into one HTTP server."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import orjson
from aiohttp import web

from turkcell_hub.fake_operator.bill_control import BillControl
from turkcell_hub.fake_operator.citizen_pages import CitizenPages
from turkcell_hub.fake_operator.control import Control
from turkcell_hub.fake_operator.engine.world import World
from turkcell_hub.fake_operator.erp.control import ErpControl
from turkcell_hub.fake_operator.erp.erpnext import ErpNext
from turkcell_hub.fake_operator.erp.firms import ErpBook
from turkcell_hub.fake_operator.erp.logo import Logo
from turkcell_hub.fake_operator.erp.receiver import Receiver
from turkcell_hub.fake_operator.location.camara import Camara
from turkcell_hub.fake_operator.location.control import LocationControl
from turkcell_hub.fake_operator.location.fleet import Fleet
from turkcell_hub.fake_operator.location.nominatim import Nominatim
from turkcell_hub.fake_operator.location.traccar import Traccar
from turkcell_hub.fake_operator.orders.desk import OrderDesk
from turkcell_hub.fake_operator.pages import Pages
from turkcell_hub.fake_operator.payments.desk import PaymentDesk
from turkcell_hub.fake_operator.protocols import SPEAKERS
from turkcell_hub.fake_operator.protocols.camara.endpoints import CamaraOtp
from turkcell_hub.fake_operator.protocols.esirket.endpoints import Esirket
from turkcell_hub.fake_operator.protocols.iys.endpoints import Iys
from turkcell_hub.fake_operator.protocols.mesajussu.endpoints import MesajUssu
from turkcell_hub.fake_operator.protocols.netgsm.endpoints import Netgsm
from turkcell_hub.fake_operator.protocols.smpp.endpoint import Smsc
from turkcell_hub.fake_operator.protocols.verimor.consents import ConsentDoor
from turkcell_hub.fake_operator.protocols.verimor.endpoints import Verimor
from turkcell_hub.fake_operator.registry_control import RegistryControl

MAX_BODY = 10 * 1024 * 1024
_CORRELATION = ("X-Correlation-Id", "x-correlator")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def build(world: World, portal_url: str, smsc: Smsc | None = None) -> web.Application:
    app = web.Application(middlewares=[_surround], client_max_size=MAX_BODY)
    handsets = Fleet(world.seed)
    camara = Camara(world, handsets)
    ledgers = ErpBook(world.folder)
    parts = (
        MesajUssu(world),
        Verimor(world),
        ConsentDoor(world),
        Netgsm(world),
        CamaraOtp(world),
        smsc or Smsc(world),
        Iys(world),
        Esirket(world),
        camara,
        Traccar(world, handsets),
        LocationControl(camara),
        Nominatim(),
        PaymentDesk(world, world.folder),
        OrderDesk(world),
        Logo(world, ledgers),
        ErpNext(world, ledgers),
        ErpControl(ledgers),
        Receiver(world),
        Control(world),
        RegistryControl(world),
        BillControl(world),
        Pages(world, portal_url),
        CitizenPages(world),
    )
    for part in parts:
        app.add_routes(part.routes())

    async def life(_: web.Application) -> AsyncIterator[None]:
        await world.start()
        camara.start()
        yield
        await world.stop()

    app.cleanup_ctx.append(life)
    return app


@web.middleware
async def _surround(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Correlation ids come back; what no protocol answers is answered in JSON."""
    try:
        answer = await handler(request)
    except web.HTTPException as error:
        if error.status < web.HTTPBadRequest.status_code:
            raise
        headers = {name: error.headers[name] for name in ("Allow",) if name in error.headers}
        answer = _problem(error.status, error.reason, headers)
    except OSError:
        # The truth file cannot be written: nothing was promised, and the caller is told so.
        answer = _problem(503, "Service Unavailable", {"Retry-After": "60"})
    for name in _CORRELATION:
        if name in request.headers:
            answer.headers[name] = request.headers[name]
    return answer


def _problem(status: int, reason: str, headers: dict[str, str]) -> web.Response:
    body = orjson.dumps({"error": reason, "status": status})
    return web.Response(body=body, status=status, headers=headers, content_type="application/json")


def open_world(folder: Path, seed: int, portal_url: str = "") -> World:
    return World(folder, seed, SPEAKERS, portal_url)
