"""Retailers of a brand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from aiohttp import web

from turkcell_hub.fake_operator.engine.registry.book import Book
from turkcell_hub.fake_operator.protocols.iys.answers import json
from turkcell_hub.fake_operator.protocols.iys.codes import Refused, fault, refuse
from turkcell_hub.fake_operator.protocols.iys.consents import BRAND
from turkcell_hub.fake_operator.protocols.iys.doors import Call, Doors, Handler, Work
from turkcell_hub.fake_operator.protocols.iys.queries import page_of, pagination

_FIRST_CODE = 10_000_000
_LONGEST = 255
_FIELDS = {
    "title", "mersis", "alias", "name", "tckn", "mobile", "tin", "city", "town", "status",
}  # fmt: skip
_FORMS = (
    ("mersis", "H215", r"\d{16}"),
    ("tckn", "H216", r"\d{11}"),
    ("mobile", "H217", r"\+905\d{9}"),
    ("tin", "H218", r"\d{10,11}"),
    ("status", "H221", r"active|passive|suspended"),
)
_TEXTS = (("alias", "H222"), ("name", "H224"))
_PLACES = (("city", "H219"), ("town", "H220"))
_SHORT = ("retailerCode", "title", "status")


class Retailers:
    """Codes are made here; one that a consent is tied to stays."""

    def __init__(self, doors: Doors) -> None:
        self._guard = doors.guard

    def routes(self) -> list[web.RouteDef]:
        every, one = f"{BRAND}/retailers", f"{BRAND}/retailers/{{retailerCode}}"
        return [
            web.post(every, self._let("send", self._create)),
            web.get(every, self._let("query", self._list)),
            web.get(one, self._let("query", self._show)),
            web.delete(one, self._let("send", self._delete)),
        ]

    def _let(self, kind: str, work: Work) -> Handler:
        """These calls alone are documented with codes of their own for who may not in."""
        return self._guard(kind, work, unknown="H251", no_brand="H018")

    async def _create(self, call: Call) -> web.Response:
        body = await call.json()
        if not isinstance(body, dict):
            raise refuse("H016")
        faults = list(_faults(body))
        if faults:
            raise Refused(*faults)
        code = max(call.own.retailers, default=_FIRST_CODE + call.own.brand % 1_000_000) + 1
        facts = {"status": "active", **body}
        await call.registry.keep(
            {"k": "retailer", "brand": call.own.brand, "code": code, "facts": facts}
        )
        return json({"retailerCode": code}, 201)

    async def _list(self, call: Call) -> web.Response:
        query = call.request.query
        offset, limit = page_of(query)
        rows = [{"retailerCode": one.code, **one.facts} for one in call.own.retailers.values()]
        total = len(rows)
        if query.get("all") != "true":
            rows = rows[offset : offset + limit]
        if query.get("short") == "true":
            rows = [{name: row[name] for name in _SHORT} for row in rows]
        page = {**pagination(offset, limit, total), "currentPage": offset // limit + 1}
        return json({"pagination": page, "list": rows})

    async def _show(self, call: Call) -> web.Response:
        found = call.own.retailers.get(_code(call))
        return json({"retailerCode": found.code, **found.facts} if found else {})

    async def _delete(self, call: Call) -> web.Response:
        code = _code(call)
        if code not in call.own.retailers:
            raise refuse("H058", "retailerCode", code)
        if _is_tied(call.own, code):
            raise refuse("H061", "retailerCode", code)
        await call.registry.keep({"k": "retailer_gone", "brand": call.own.brand, "code": code})
        return json({})


def _code(call: Call) -> int:
    text = call.request.match_info["retailerCode"]
    if not re.fullmatch(r"[0-9]{8}", text):
        raise refuse("H201", "retailerCode", text)
    return int(text)


def _is_tied(book: Book, code: int) -> bool:
    return any(
        code in record.access or record.last.wanted.retailer == code
        for record in book.records.values()
    )


def _faults(body: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for name in body.keys() - _FIELDS:
        yield fault("H118", name, body[name])
    title = body.get("title")
    if title is None:
        yield fault("H016", "title")
    elif not isinstance(title, str) or not title.strip():
        yield fault("H214", "title", title)
    elif len(title) > _LONGEST:
        yield fault("H017", "title", title)
    for name, code, form in _FORMS:
        value = body.get(name, "")
        if name in body and not (isinstance(value, str) and re.fullmatch(form, value)):
            yield fault(code, name, value)
    for name, code in _TEXTS:
        value = body.get(name, "x")
        if not isinstance(value, str) or not 0 < len(value) <= _LONGEST:
            yield fault(code, name, value)
    for name, code in _PLACES:
        value = body.get(name, {"code": "", "name": ""})
        if not isinstance(value, dict) or not {"code", "name"} <= value.keys():
            yield fault(code, name, value)
