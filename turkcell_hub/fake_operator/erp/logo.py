"""Logo Objects REST as the contract has it: a token bound to one
firm that ends, 25 rows a page, dd.mm.yyyy, errors as ModelState."""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Iterable
from typing import Any

import orjson
from aiohttp import web

from turkcell_hub.fake_operator.engine.world import World
from turkcell_hub.fake_operator.erp import logo_rules, stumbling
from turkcell_hub.fake_operator.erp.firms import ErpBook, ErpFirm, Row

BASE = "/erp/logo/api/v1"
_MOST = 25
_PARAMETERS = frozenset({"limit", "offset", "q", "sort", "fields", "expand", "expandLevel",
                         "withCount", "count"})  # fmt: skip
_TERM = re.compile(
    r"(\w+) (eq|neq|gt|gte|lt|lte|like) (?:'((?:[^']|'')*)'|(-?\d+))(?: (and|or) |$)"
)
_WORKPLACES = re.compile(r"SELECT NR, NAME FROM L_CAPIDIV WHERE FIRMNR = (\d+)( ORDER BY NR)?")
_READABLE = ("Arps", "contacts", "employees", "purchasedServices", "soldServices", "projects")


class Logo:
    def __init__(self, world: World, book: ErpBook) -> None:
        self._world, self._book = world, book
        self._tokens: dict[str, tuple[str, float]] = {}

    def routes(self) -> list[web.RouteDef]:
        slips = "{kind:purchaseInvoices|salesInvoices}"
        cards = "{kind:" + "|".join(_READABLE) + "}"
        return [
            web.post(f"{BASE}/token", self._token),
            web.get(f"{BASE}/revoke", self._revoke),
            web.get(f"{BASE}/Queries/unsafe", self._query),
            web.get(f"{BASE}/{cards}", self._cards),
            web.get(f"{BASE}/{slips}", self._slips),
            web.post(f"{BASE}/{slips}", self._book_slip),
        ]

    async def _token(self, request: web.Request) -> web.Response:
        form = await request.post()
        firm = self._book.firms.get(str(form.get("Firmno", "")))
        if form.get("grant_type") != "password" or firm is None:
            return _said(400, {"error": "invalid_grant", "error_description": "Firma bulunamadı"})
        client = base64.b64encode(f"{firm.client_id}:{firm.client_secret}".encode()).decode()
        if request.headers.get("Authorization") != f"Basic {client}":
            return _said(400, {"error": "invalid_client", "error_description": "İstemci tanımsız"})
        if (form.get("username"), form.get("password")) != (firm.username, firm.password):
            self._note(request, firm, "login", 400)
            return _said(
                400, {"error": "invalid_grant", "error_description": "Kullanıcı adı/şifre hatalı"}
            )
        token = secrets.token_urlsafe(24)
        self._tokens[token] = (firm.code, self._now() + firm.token_seconds)
        self._note(request, firm, "login", 200)
        return _said(200, {"access_token": token, "token_type": "bearer",
                           "expires_in": int(firm.token_seconds)})  # fmt: skip

    async def _revoke(self, request: web.Request) -> web.Response:
        self._firm(request)
        del self._tokens[_bearer(request)]
        return _said(200, True)

    async def _cards(self, request: web.Request) -> web.Response:
        firm = self._firm(request)
        return _listed(request, firm.cards.get(request.match_info["kind"], []))

    async def _slips(self, request: web.Request) -> web.Response:
        firm = self._firm(request)
        self._note(request, firm, "query", 200)
        return _listed(request, firm.slips.get(request.match_info["kind"], []))

    async def _book_slip(self, request: web.Request) -> web.Response:
        firm, kind = self._firm(request), request.match_info["kind"]
        try:
            body = orjson.loads(await request.read())
        except orjson.JSONDecodeError:
            return _refused(["Gövde JSON değil (1)"])

        def write() -> web.Response:
            wrong = logo_rules.errors(firm, kind, body)
            if wrong:
                return _refused(wrong)
            ref = firm.next_ref
            kept = {key: value for key, value in body.items() if key != "DataObjectParameter"}
            self._book.save(firm, kind, {**kept, "INTERNAL_REFERENCE": ref, "name": str(ref)})
            return _said(200, {"INTERNAL_REFERENCE": ref, "NUMBER": body["NUMBER"]})

        answer = await stumbling.meet(firm, write)
        self._note(request, firm, "send", answer.status)
        return answer

    async def _query(self, request: web.Request) -> web.Response:
        firm = self._firm(request)
        asked = _WORKPLACES.fullmatch(request.query.get("tsql", ""))
        if asked is None or asked.group(1) != firm.code:
            return _refused(["Sorgu çalıştırılamadı (3)"])
        return _said(200, {"items": firm.cards.get("L_CAPIDIV", [])})

    def _firm(self, request: web.Request) -> ErpFirm:
        code, ends = self._tokens.get(_bearer(request), ("", 0.0))
        if not code or self._now() >= ends:
            raise web.HTTPUnauthorized
        return self._book.firms[code]

    def _note(self, request: web.Request, firm: ErpFirm, kind: str, status: int) -> None:
        self._world.journal.add(kind, f"erp-{firm.code}", at=self._now(), path=request.path,
                                size=request.content_length or 0, status=status)  # fmt: skip

    def _now(self) -> float:
        return self._world.clock.now()


def _bearer(request: web.Request) -> str:
    return request.headers.get("Authorization", "").removeprefix("Bearer ")


def _listed(request: web.Request, rows: Iterable[Row]) -> web.Response:
    query = request.query
    try:
        if not set(query) <= _PARAMETERS:
            raise ValueError("unknown parameter")
        limit, offset = int(query.get("limit", _MOST)), int(query.get("offset", 0))
        if not 1 <= limit <= _MOST or offset < 0:
            raise ValueError("limit")
        found = [row for row in rows if _fits(row, query.get("q", ""))]
        for part in reversed(query.get("sort", "INTERNAL_REFERENCE").split(",")):
            name, _, direction = part.partition(" ")
            found.sort(key=lambda row: row.get(name), reverse=direction == "desc")
    except (ValueError, TypeError):
        return _refused(["Sorgu okunamadı; limit en çok 25 olabilir (2)"])
    wanted = query.get("fields", "")
    names = set(wanted.split(",")) if wanted else None
    page = [
        {name: value for name, value in row.items()
         if name != "name" and (names is None or name in names)}
        for row in found[offset : offset + limit]
    ]  # fmt: skip
    answer: dict[str, Any] = {"items": page, "Meta": {"href": str(request.rel_url)}}
    if query.get("withCount") == "true":
        answer["totalCount"] = len(found)
    return _said(200, answer)


def _fits(row: Row, q: str) -> bool:
    """Raises ``ValueError`` for what is no filter. ``and`` binds closer than ``or``."""
    if not q:
        return True
    place, verdict, group = 0, False, True
    while place < len(q):
        term = _TERM.match(q, place)
        if term is None:
            raise ValueError(q)
        name, relation, text, number, link = term.groups()
        value: Any = text.replace("''", "'") if text is not None else int(number)
        group = group and _holds(row.get(name), relation, value)
        if link != "and":
            verdict, group = verdict or group, True
        place = term.end()
    return verdict


def _holds(mine: Any, relation: str, value: Any) -> bool:
    if relation == "like":
        pattern = ".*".join(re.escape(part) for part in str(value).split("*"))
        return re.fullmatch(pattern, str(mine)) is not None
    if relation in ("eq", "neq"):
        return (mine == value) is (relation == "eq")
    if mine is None:
        return False
    first, second = (logo_rules.day_of(mine) or mine), (logo_rules.day_of(value) or value)
    return {"gt": first > second, "gte": first >= second,
            "lt": first < second, "lte": first <= second}[relation]  # fmt: skip


def _refused(texts: list[str]) -> web.Response:
    state = {f"ValError{place}": [text] for place, text in enumerate(texts)}
    return _said(400, {"Message": "The request is invalid.", "ModelState": state})


def _said(status: int, told: Any) -> web.Response:
    return web.Response(body=orjson.dumps(told), status=status, content_type="application/json")
