"""The page where one pays, and the merchant's question about it."""

from __future__ import annotations

import html
import uuid
from datetime import UTC, datetime
from pathlib import Path
from string import Template
from urllib.parse import urlsplit

import orjson
from aiohttp import web

from turkcell_hub.fake_operator.control import BASE
from turkcell_hub.fake_operator.engine.world import World
from turkcell_hub.fake_operator.payments.callbacks import HABITS, Teller
from turkcell_hub.fake_operator.payments.till import FAILURES, Payment, Till

PATH = "/pay"
_PAGE = Path(__file__).parent.parent / "static" / "checkout.html"
_POLICY = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; base-uri 'none'",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
}
_NEEDED = ("order", "amount", "currency", "return_url", "callback_url", "expires")


class PaymentDesk:
    def __init__(self, world: World, folder: Path) -> None:
        self._world = world
        self._till = Till(folder)
        self._teller = Teller(world, self._till)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get(f"{PATH}/checkout", self._page),
            web.post(f"{PATH}/checkout", self._pay),
            web.get(f"{PATH}/payments", self._payments),
            web.put(f"{BASE}/merchants/{{merchant}}", self._open),
            web.get(f"{BASE}/payments", self._all),
        ]

    async def _page(self, request: web.Request) -> web.Response:
        refusal = self._refusal(request)
        if refusal is not None:
            return refusal
        query = request.query
        shown = {
            name: html.escape(query.get(name, ""))
            for name in ("merchant", "order", "amount", "description")
        }
        shown["action"] = html.escape(f"{PATH}/checkout?{request.query_string}")
        page = Template(_PAGE.read_text(encoding="utf-8")).substitute(shown)
        return web.Response(text=page, content_type="text/html", headers=_POLICY)

    async def _pay(self, request: web.Request) -> web.Response:
        """The buttons of the page. ``habit``: how the merchant hears of it; with ``close`` the
        browser never comes back."""
        refusal = self._refusal(request)
        if refusal is not None:
            return refusal
        form = await request.post()
        status, reason = str(form.get("status", "paid")), str(form.get("reason", ""))
        habit = str(form.get("habit", "once"))
        if status not in ("paid", "failed") or habit not in HABITS:
            return _json({"error": "status or habit is wrong"}, 400)
        query = request.query
        payment = self._till.take(
            Payment(
                merchant=query["merchant"],
                order=query["order"],
                payment_id=uuid.uuid4().hex[:16],
                status=status,
                amount=str(form.get("amount") or query["amount"]),
                currency=query["currency"],
                at=datetime.fromtimestamp(self._world.clock.now(), UTC).isoformat(),
                callback_url=query["callback_url"],
                reason=reason if reason in FAILURES else ("declined" if status == "failed" else ""),
            )
        )
        await self._teller.tell(payment, habit)
        if form.get("close"):
            return web.Response(
                text="Ödeme alındı. Bu pencereyi kapatabilirsiniz.", headers=_POLICY
            )
        raise web.HTTPSeeOther(query["return_url"])

    async def _payments(self, request: web.Request) -> web.Response:
        if not self._till.is_signed(request.query):
            return _json({"error": "unknown merchant or wrong signature"}, 401)
        found = self._till.of_order(request.query["merchant"], request.query.get("order", ""))
        return _json({"payments": [payment.told() for payment in found]})

    async def _open(self, request: web.Request) -> web.Response:
        body = orjson.loads(await request.read())
        self._till.open_merchant(request.match_info["merchant"], str(body["secret"]))
        return _json({"merchant": request.match_info["merchant"]})

    async def _all(self, request: web.Request) -> web.Response:
        return _json({"payments": [payment.told() for payment in self._till.payments]})

    def _refusal(self, request: web.Request) -> web.Response | None:
        query = request.query
        if not self._till.is_signed(query):
            return _json({"error": "unknown merchant or wrong signature"}, 401)
        if any(not query.get(name) for name in _NEEDED) or not query["expires"].isdecimal():
            return _json({"error": "a parameter is missing"}, 400)
        if any(urlsplit(query[name]).scheme not in ("http", "https") for name in _NEEDED[3:5]):
            return _json({"error": "return_url and callback_url must be http addresses"}, 400)
        if int(query["expires"]) < self._world.clock.now():
            return _json({"error": "the order has expired"}, 410)
        return None


def _json(body: object, status: int = 200) -> web.Response:
    return web.Response(
        body=orjson.dumps(body), status=status, headers=_POLICY, content_type="application/json"
    )
