"""The page where one pays, and the merchant's question about it."""

from __future__ import annotations

import html
import re
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from string import Template
from urllib.parse import parse_qsl, urlsplit

import orjson
from aiohttp import web

from turkcell_hub.fake_operator.control import BASE
from turkcell_hub.fake_operator.engine.world import World
from turkcell_hub.fake_operator.payments import plans
from turkcell_hub.fake_operator.payments.callbacks import HABITS, Teller
from turkcell_hub.fake_operator.payments.cards import CardRefused, ThreeD
from turkcell_hub.fake_operator.payments.till import FAILURES, Payment, Till

PATH = "/pay"
_PAGE = Path(__file__).parent.parent / "static" / "checkout.html"
_CODE_PAGE = _PAGE.with_name("three_d.html")
_POLICY = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; base-uri 'none'",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
}
_AMOUNT = re.compile(r"\d{1,10}\.\d\d")
_NEEDED = ("order", "amount", "currency", "return_url", "callback_url", "expires")


class PaymentDesk:
    def __init__(self, world: World, folder: Path) -> None:
        self._world = world
        self._till = Till(folder)
        self._teller = Teller(world, self._till)
        self._three_d = ThreeD()

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get(f"{PATH}/checkout", self._page),
            web.post(f"{PATH}/checkout", self._pay),
            web.post(f"{PATH}/card", self._card),
            web.get(f"{PATH}/3d/{{key}}", self._ask_code),
            web.post(f"{PATH}/3d/{{key}}", self._take_code),
            web.get(f"{PATH}/payments", self._payments),
            web.get(f"{PATH}/installments", self._installments),
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
        shown["card_action"] = html.escape(f"{PATH}/card?{request.query_string}")
        shown["refusal"] = html.escape(request.get("refusal", ""))
        shown["options"] = _choices()
        return _page(_PAGE, shown)

    async def _card(self, request: web.Request) -> web.Response:
        """ "Öde": the card is looked at, and the bank's own step follows."""
        refusal = self._refusal(request)
        if refusal is not None:
            return refusal
        amount = Decimal(request.query["amount"])
        try:
            attempt = self._three_d.begin(await request.post(), amount, request.query_string)
        except CardRefused as refused:
            request["refusal"] = str(refused)
            return await self._page(request)
        raise web.HTTPSeeOther(f"{PATH}/3d/{attempt.key}")

    async def _ask_code(self, request: web.Request) -> web.Response:
        attempt = self._three_d.get(request.match_info["key"])
        if attempt is None:
            return _json({"error": "this step is over"}, 410)
        query = dict(parse_qsl(attempt.address))
        count = attempt.installments
        shown = {
            "action": html.escape(f"{PATH}/3d/{attempt.key}"),
            "merchant": html.escape(query["merchant"]),
            "total": html.escape(f"{attempt.payer_total:.2f}"),
            "way": "Peşin" if count == 1 else f"{count} taksit",
            "card": f"**** {attempt.last_four}",
            "refusal": html.escape(request.get("refusal", "")),
        }
        return _page(_CODE_PAGE, shown)

    async def _take_code(self, request: web.Request) -> web.Response:
        """ "Ödemeyi Tamamla": only here is anything paid."""
        attempt = self._three_d.get(request.match_info["key"])
        if attempt is None:
            return _json({"error": "this step is over"}, 410)
        query = dict(parse_qsl(attempt.address))
        verified = self._three_d.verify(attempt, str((await request.post()).get("code", "")))
        if verified is None:
            request["refusal"] = "Kod yanlış, yeniden deneyin."
            return await self._ask_code(request)
        payment = self._payment(
            query,
            status="paid" if verified else "failed",
            reason="" if verified else "three_d_failed",
            installments=attempt.installments,
            payer_total=f"{attempt.payer_total:.2f}",
        )
        await self._teller.tell(self._till.take(payment), "once")
        raise web.HTTPSeeOther(query["return_url"])

    async def _installments(self, request: web.Request) -> web.Response:
        if not self._till.is_signed(request.query):
            return _json({"error": "unknown merchant or wrong signature"}, 401)
        first_six = request.query.get("bin", "")
        if first_six and not (len(first_six) == 6 and first_six.isdecimal()):
            return _json({"error": "bin is the first six digits"}, 400)
        try:
            amount = Decimal(request.query.get("amount", ""))
        except InvalidOperation:
            return _json({"error": "amount is wrong"}, 400)
        return _json({"plans": plans.table(amount, first_six)})

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
        query = dict(request.query)
        query["amount"] = str(form.get("amount") or query["amount"])
        if status == "failed" and reason not in FAILURES:
            reason = "declined"
        payment = self._payment(query, status=status, reason=reason if reason in FAILURES else "")
        await self._teller.tell(self._till.take(payment), habit)
        if form.get("close"):
            return web.Response(
                text="Ödeme alındı. Bu pencereyi kapatabilirsiniz.", headers=_POLICY
            )
        raise web.HTTPSeeOther(query["return_url"])

    def _payment(
        self,
        query: Mapping[str, str],
        *,
        status: str,
        reason: str,
        installments: int = 1,
        payer_total: str = "",
    ) -> Payment:
        return Payment(
            merchant=query["merchant"],
            order=query["order"],
            payment_id=uuid.uuid4().hex[:16],
            status=status,
            amount=query["amount"],
            currency=query["currency"],
            at=datetime.fromtimestamp(self._world.clock.now(), UTC).isoformat(),
            callback_url=query["callback_url"],
            reason=reason,
            installments=installments,
            payer_total=payer_total,
        )

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
        if not _AMOUNT.fullmatch(query["amount"]):
            return _json({"error": "amount is wrong"}, 400)
        if int(query["expires"]) < self._world.clock.now():
            return _json({"error": "the order has expired"}, 410)
        return None


def _page(path: Path, shown: Mapping[str, str]) -> web.Response:
    text = Template(path.read_text(encoding="utf-8")).substitute(shown)
    return web.Response(text=text, content_type="text/html", headers=_POLICY)


def _choices() -> str:
    """The counts that any card takes; the card itself decides whether it takes this one."""
    counts = sorted({count for one in plans.PROGRAMMES for count in one.rates})
    return "".join(
        f'<option value="{n}">{"Peşin" if n == 1 else f"{n} taksit"}</option>' for n in counts
    )


def _json(body: object, status: int = 200) -> web.Response:
    return web.Response(
        body=orjson.dumps(body), status=status, headers=_POLICY, content_type="application/json"
    )
