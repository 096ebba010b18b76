"""ERPNext's REST as the contract has it: drafts that are
submitted, links that must exist, errors with messages inside JSON inside JSON."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import orjson
from aiohttp import web

from turkcell_hub.fake_operator.engine.world import World
from turkcell_hub.fake_operator.erp import stumbling
from turkcell_hub.fake_operator.erp.firms import ErpBook, ErpFirm, Row

BASE = "/erp/next/api/resource"
_PARTY = {"Purchase Invoice": ("supplier", "Supplier", "bill_no"),
          "Sales Invoice": ("customer", "Customer", "po_no")}  # fmt: skip
_CHILDREN = {"Dynamic Link": "links"}  # the child tables that are asked by, and their field
_KURUS = Decimal("0.01")


class ErpNext:
    def __init__(self, world: World, book: ErpBook) -> None:
        self._world, self._book = world, book

    def routes(self) -> list[web.RouteDef]:
        one = f"{BASE}/{{doctype}}/{{name}}"
        return [
            web.get(f"{BASE}/{{doctype}}", self._list),
            web.post(f"{BASE}/{{doctype}}", self._make),
            web.get(one, self._one),
            web.put(one, self._submit),
            web.delete(one, self._drop),
        ]

    async def _list(self, request: web.Request) -> web.Response:
        firm = self._firm(request)
        query, doctype = request.query, request.match_info["doctype"]
        if doctype in firm.hidden:
            return _wrong("PermissionError", "Not permitted", status=403)
        try:
            filters = orjson.loads(query.get("filters", "[]"))
            names = orjson.loads(query.get("fields", '["name"]'))
            length = int(query.get("limit_page_length", 20))
            rows = [row for row in self._rows(firm, doctype) if _fits_all(row, filters)]
        except (orjson.JSONDecodeError, KeyError, TypeError, ValueError):
            return _wrong("ValidationError", "Invalid filter")
        rows.sort(key=lambda row: row["name"])
        start = int(query.get("limit_start", 0))
        page = rows[start : start + length] if length else rows
        self._note(request, firm, "query", 200)
        return _said({"data": [{name: row.get(name) for name in names} for row in page]})

    async def _one(self, request: web.Request) -> web.Response:
        row = self._row(request, self._firm(request))
        return _missing(request) if row is None else _said({"data": row})

    async def _make(self, request: web.Request) -> web.Response:
        firm, doctype = self._firm(request), request.match_info["doctype"]
        body = await request.json()

        def write() -> web.Response:
            wrong = list(_errors(firm, doctype, body))
            if wrong:
                return _wrong("LinkValidationError", *wrong)
            prefix = "ACC-PINV" if doctype == "Purchase Invoice" else "ACC-SINV"
            row = {**body, "name": f"{prefix}-2026-{firm.next_ref:05d}",
                   "grand_total": float(_total(body))}  # fmt: skip
            return _said({"data": self._book.save(firm, doctype, row)})

        answer = await stumbling.meet(firm, write)
        self._note(request, firm, "send", answer.status)
        return answer

    async def _submit(self, request: web.Request) -> web.Response:
        firm, doctype = self._firm(request), request.match_info["doctype"]
        row, told = self._row(request, firm), await request.json()
        if row is None:
            return _missing(request)
        if row["docstatus"] != 0 or told != {"docstatus": 1}:
            return _wrong("UpdateAfterSubmitError", "Not allowed to change after submission")

        def write() -> web.Response:
            if firm.closed_until and row["posting_date"] <= firm.closed_until:
                return _wrong("ClosedAccountingPeriod", "Dönem kapalı: bu tarihe kayıt yapılamaz")
            taken = [one for one in self._rows(firm, doctype) if _same(doctype, one, row)]
            if taken:
                return _wrong("ValidationError", f"{taken[0]['name']} aynı numarayı taşıyor")
            return _said({"data": self._book.save(firm, doctype, {**row, "docstatus": 1})})

        answer = await stumbling.meet(firm, write)
        self._note(request, firm, "send", answer.status)
        return answer

    async def _drop(self, request: web.Request) -> web.Response:
        firm = self._firm(request)
        row = self._row(request, firm)
        if row is None:
            return _missing(request)
        if row["docstatus"] == 1:
            return _wrong("ValidationError", "Submitted Record cannot be deleted")
        self._book.drop(firm, request.match_info["doctype"], row["name"])
        return web.Response(
            body=orjson.dumps({"message": "ok"}), status=202, content_type="application/json"
        )

    def _rows(self, firm: ErpFirm, doctype: str) -> list[Row]:
        if doctype == "Company":
            return [{"name": firm.code}]
        return [*firm.cards.get(doctype, ()), *firm.slips.get(doctype, ())]

    def _row(self, request: web.Request, firm: ErpFirm) -> Row | None:
        rows = self._rows(firm, request.match_info["doctype"])
        return next((row for row in rows if row["name"] == request.match_info["name"]), None)

    def _firm(self, request: web.Request) -> ErpFirm:
        told = request.headers.get("Authorization", "")
        for firm in self._book.firms.values():
            if told == f"token {firm.username}:{firm.password}":
                return firm
        raise web.HTTPUnauthorized

    def _note(self, request: web.Request, firm: ErpFirm, kind: str, status: int) -> None:
        self._world.journal.add(kind, f"erp-{firm.code}", at=self._world.clock.now(),
                                path=request.path, size=request.content_length or 0,
                                status=status)  # fmt: skip


def _fits_all(row: Row, filters: list[list[Any]]) -> bool:
    """Filters of four name a child table; together they are met by one of its rows."""
    children: dict[str, list[list[Any]]] = {}
    for one in filters:
        if len(one) == 4:
            children.setdefault(one[0], []).append(one[1:])
    return all(_fits(row, *one) for one in filters if len(one) == 3) and all(
        any(all(_fits(child, *one) for one in asked) for child in row.get(_CHILDREN[table]) or ())
        for table, asked in children.items()
    )


def _fits(row: Row, name: str, relation: str, value: Any) -> bool:
    mine = row.get(name)
    if relation == "=" and value == 0:
        return not mine  # Frappe's check fields are 0 where nothing was said
    if relation == "=":
        return bool(mine == value)
    if relation == "!=":
        return bool(mine != value)
    if relation == ">":
        return bool(mine is not None and mine > value)
    if relation == ">=":
        return bool(mine is not None and mine >= value)
    if relation == "in":
        return mine in value
    raise ValueError(relation)


def _same(doctype: str, one: Row, row: Row) -> bool:
    party, _, number = _PARTY[doctype]
    return bool(one.get("docstatus") == 1 and one.get(party) == row[party]
                and one.get(number) == row[number])  # fmt: skip


def _errors(firm: ErpFirm, doctype: str, body: Row) -> Iterator[str]:
    if doctype not in _PARTY:
        yield f"DocType {doctype} not found"
        return
    party, parties, number = _PARTY[doctype]
    if body.get("docstatus") != 0:
        yield "docstatus 0 olmalı"
    if body.get("company") != firm.code:
        yield f"Company bulunamadı: {body.get('company')}"
    if not _known(firm, parties, body.get(party)):
        yield f"{parties} bulunamadı: {body.get(party)}"
    if not body.get(number):
        yield f"{number} zorunlu"
    for place, row in enumerate(body.get("items") or [{}], start=1):
        if not _known(firm, "Item", row.get("item_code")):
            yield f"Satır {place}: Item bulunamadı: {row.get('item_code')}"
        for link, kind in (("project", "Project"), ("branch", "Branch")):
            if row.get(link) and not _known(firm, kind, row[link]):
                yield f"Satır {place}: {kind} bulunamadı: {row[link]}"
    for tax in body.get("taxes") or ():
        if tax.get("charge_type") != "Actual" or not tax.get("account_head"):
            yield "Vergi satırında hesap yok"


def _known(firm: ErpFirm, kind: str, name: Any) -> bool:
    return any(row["name"] == name and not row.get("disabled") for row in firm.cards.get(kind, ()))


def _total(body: Row) -> Decimal:
    amounts = [Decimal(str(row["qty"])) * Decimal(str(row["rate"])) for row in body["items"]]
    amounts += [Decimal(str(row["tax_amount"])) for row in body.get("taxes") or ()]
    return sum((one.quantize(_KURUS, ROUND_HALF_UP) for one in amounts), Decimal(0))


def _said(told: Any) -> web.Response:
    return web.Response(body=orjson.dumps(told), content_type="application/json")


def _wrong(kind: str, *texts: str, status: int = 417) -> web.Response:
    messages = orjson.dumps([orjson.dumps({"message": text}).decode() for text in texts]).decode()
    body = orjson.dumps({"exc_type": kind, "_server_messages": messages})
    return web.Response(body=body, status=status, content_type="application/json")


def _missing(request: web.Request) -> web.Response:
    body = orjson.dumps({"exc_type": "DoesNotExistError", "exception": request.match_info["name"]})
    return web.Response(body=body, status=404, content_type="application/json")
