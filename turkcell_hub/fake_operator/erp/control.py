"""The control side of the sandbox's ERPs."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from aiohttp import web

from turkcell_hub.fake_operator.control import BASE, body_object, door
from turkcell_hub.fake_operator.erp.firms import ErpBook


class ErpControl:
    """``PUT …/erp/firms/{code}`` opens or changes a firm (its login, cards, closed period and the
    stumbles that its next writes meet); ``GET`` shows it with every slip that it booked."""

    def __init__(self, book: ErpBook) -> None:
        self._book = book

    def routes(self) -> list[web.RouteDef]:
        one = f"{BASE}/erp/firms/{{code}}"
        return [web.put(one, door(self._put)), web.get(one, door(self._show))]

    async def _put(self, request: web.Request) -> Any:
        code = request.match_info["code"]
        try:
            self._book.put(code, await body_object(request))
        except ValueError as error:
            raise web.HTTPBadRequest(reason=str(error)) from None
        return {"open": True}

    async def _show(self, request: web.Request) -> Any:
        firm = self._book.firms.get(request.match_info["code"])
        if firm is None:
            raise web.HTTPNotFound(reason="no such firm")
        shown = asdict(firm)
        del shown["password"], shown["client_secret"]
        return shown
