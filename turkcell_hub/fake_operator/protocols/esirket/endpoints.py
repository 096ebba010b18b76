"""The paths of e-Şirket under ``/esirket``, and of TM Forum 678 under ``/tmf-api``."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import orjson
from aiohttp import web

from turkcell_hub.fake_operator.bills.book import Kept
from turkcell_hub.fake_operator.engine.desks import Desk
from turkcell_hub.fake_operator.engine.exchange import play, record
from turkcell_hub.fake_operator.engine.submissions import Submission
from turkcell_hub.fake_operator.engine.world import World
from turkcell_hub.fake_operator.protocols.esirket.access import Access, BadFirm
from turkcell_hub.fake_operator.protocols.mesajussu.codes import Refused, answer, refusal

BASE = "/esirket"
TMF = "/tmf-api/customerBillManagement/v4"
_MOST_ROWS = 500
_MOST_RATES = 1_000
Work = Callable[[web.Request, Desk], Awaitable[web.Response]]


class Esirket:
    """One server's inbox of bills."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._access = Access(world)

    def routes(self) -> list[web.RouteDef]:
        invoices = f"{BASE}/v1/inboxinvoice"
        return [
            web.post(f"{BASE}/v1/token", self._token),
            web.get(f"{invoices}/list", self._door("query", self._list)),
            web.get(f"{BASE}/v2/inboxinvoice/{{id}}/ubl", self._door("query", self._ubl)),
            web.put(f"{invoices}/updateisnew", self._door("query", self._update)),
            web.post(f"{BASE}/v1/password-requests", self._new_password),
            web.get(f"{TMF}/customerBill", self._keyed(self._customer_bills)),
            web.get(f"{TMF}/appliedCustomerBillingRate", self._keyed(self._rates)),
        ]

    # --- the login --------------------------------------------------------------------------

    async def _token(self, request: web.Request) -> web.Response:
        received_at = self._world.clock.now()
        form = await request.post()
        username, password = str(form.get("username", "")), str(form.get("password", ""))
        desk = self._world.desks.get(username)

        async def work(_: dict[str, Any]) -> web.Response:
            try:
                firm = request.headers.get("X-Firm-Code", "")
                token = await self._access.log_in(username, password, firm, request.remote or "")
            except Refused as error:
                request["facts"] = {"code": error.code}
                return refusal(error.code)
            except BadFirm:
                return refusal(913)
            return answer({"access_token": token, "token_type": "Bearer", "expires_in": 43_200})

        if desk is None or form.get("client_id") != "serviceApi":
            result = await work({})
        else:
            result = await play(self._world, desk, "login", work, lambda code: refusal(int(code)))
        return record(self._world, request, "login", username, result, received_at)

    async def _new_password(self, request: web.Request) -> web.Response:
        """202: the old password is dead at once, the new one goes to the officer by SMS."""
        received_at = self._world.clock.now()
        try:
            body = orjson.loads(await request.read())
            desk = self._access.known(str(body["userCode"]), str(body["firmCode"]))
        except (orjson.JSONDecodeError, KeyError, TypeError, BadFirm):
            return record(self._world, request, "password", "", refusal(404), received_at)

        async def work(_: dict[str, Any]) -> web.Response:
            if not desk.account.officer_phone:
                return answer({"officerPhone": ["Turkcell yetkilisi tanimli degil"]}, 422)
            await self._renew(desk)
            return answer({"status": "accepted"}, 202)

        result = await play(self._world, desk, "send", work, lambda code: refusal(int(code)))
        name = desk.account.username
        return record(self._world, request, "password", name, result, received_at)

    async def _renew(self, desk: Desk) -> None:
        new = "".join(secrets.choice("ABCDEFGHJKLMNPQRSTUVWXYZ23456789") for _ in range(10))
        await self._world.change_account(desk, {"password": new, "unlock": True})
        self._access.forget(desk)
        text = f"Fatura aktarim sifreniz: {new}"
        if desk.account.firm_code and desk.account.firm_code != desk.account.username:
            text += f" Firma kodu: {desk.account.firm_code}"
        wanted = Submission("TURKCELL", text, [desk.account.officer_phone], fate="unconfirmed",
                            silent=True)  # fmt: skip
        await self._world.keep(self._world.admit(desk, wanted, None))

    def _door(self, kind: str, work: Work) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handler(request: web.Request) -> web.Response:
            received_at = self._world.clock.now()
            try:
                desk = self._access.desk_of(request.headers.get("Authorization", ""))
            except Refused:
                denied = web.Response(status=401, text="Unauthorized")
                return record(self._world, request, kind, "", denied, received_at)

            async def run(_: dict[str, Any]) -> web.Response:
                return await work(request, desk)

            result = await play(self._world, desk, kind, run, lambda code: refusal(int(code)))
            return record(self._world, request, kind, desk.account.username, result, received_at)

        return handler

    # --- the inbox --------------------------------------------------------------------------

    async def _list(self, request: web.Request, desk: Desk) -> web.Response:
        query = request.query
        try:
            page, size = int(query.get("PageIndex", 1)), int(query.get("PageSize", 10))
            first, last = (_day(query.get(name)) for name in ("startDate", "endDate"))
        except ValueError:
            return answer({"PageIndex": ["Gecersiz deger"]}, 422)
        if page < 1 or not 1 <= size <= _MOST_ROWS:
            return answer({"PageSize": ["1 ile 500 arasinda olmali"]}, 422)
        rows = [
            one
            for one in self._world.bills.of(desk.account.username).values()
            if (query.get("isNew") != "true" or one.is_new)
            and (first is None or one.issue_date >= first)
            and (last is None or one.issue_date <= last)
        ]
        rows.sort(key=lambda one: (one.issue_date, one.number))
        pages = -(-len(rows) // size)
        shown = rows[(page - 1) * size : page * size]
        return answer(
            {
                "pageIndex": page, "pageSize": size, "totalCount": len(rows), "totalPages": pages,
                "hasNextPage": page < pages, "hasPreviousPage": page > 1,
                "items": [_row(one) for one in shown],
            }
        )  # fmt: skip

    async def _ubl(self, request: web.Request, desk: Desk) -> web.Response:
        kept = self._world.bills.of(desk.account.username).get(request.match_info["id"])
        if kept is None:
            return web.Response(status=404, text="Not Found")
        return web.Response(body=kept.ubl, content_type="application/xml")

    async def _update(self, request: web.Request, desk: Desk) -> web.Response:
        try:
            rows = orjson.loads(await request.read())
            marks = {str(row["invoiceId"]): bool(row["isNew"]) for row in rows}
        except (orjson.JSONDecodeError, KeyError, TypeError):
            return answer({"invoiceId": ["Gecersiz istek"]}, 422)
        return answer(await self._world.bills.mark(desk.account.username, marks))

    # --- TM Forum 678 -----------------------------------------------------------------------

    def _keyed(self, work: Work) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handler(request: web.Request) -> web.Response:
            received_at = self._world.clock.now()
            desk = self._access.by_key(request.headers.get("x-api-key", ""))
            if desk is None:
                denied = answer({"code": "40", "reason": "Invalid credentials"}, 401)
                return record(self._world, request, "query", "", denied, received_at)

            async def run(_: dict[str, Any]) -> web.Response:
                return await work(request, desk)

            result = await play(self._world, desk, "query", run, lambda code: refusal(int(code)))
            return record(self._world, request, "query", desk.account.username, result, received_at)

        return handler

    async def _customer_bills(self, request: web.Request, desk: Desk) -> web.Response:
        query = request.query
        if query.get("billingAccount.id") != desk.account.username:
            return answer([])
        found = [one.tmf678["bill"] for one in self._bills(desk)]
        first, last = query.get("billDate.gte", ""), query.get("billDate.lte", "9999")
        found = [row for row in found if first <= row["billDate"][:10] <= last]
        if "id" in query:
            found = [row for row in found if row["id"] == query["id"]]
        return answer(_slice(found, query))

    async def _rates(self, request: web.Request, desk: Desk) -> web.Response:
        wanted = request.query.get("bill.id")
        for one in self._bills(desk):
            if one.tmf678["bill"]["id"] == wanted:
                return answer(_slice(one.tmf678["rates"], request.query))
        return answer([])

    def _bills(self, desk: Desk) -> list[Kept]:
        kept = self._world.bills.of(desk.account.username).values()
        return sorted((one for one in kept if one.tmf678), key=lambda one: one.issue_date)


def _slice(rows: list[Any], query: Any) -> list[Any]:
    offset = int(query.get("offset", 0))
    return rows[offset : offset + min(int(query.get("limit", 100)), _MOST_RATES)]


def _row(kept: Kept) -> dict[str, Any]:
    facts = kept.facts
    return {
        "id": kept.id,
        "invoiceNumber": kept.number,
        "executionDate": f"{kept.issue_date.isoformat()}T00:00:00",
        "status": 60,
        "type": 1,
        "tipType": 1,
        "payableAmount": float(str(facts.get("payable", 0))),
        "currency": "TRY",
        "isNew": kept.is_new,
    }


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text[:10])
