"""ERPNext over Frappe's REST."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import quote

import orjson

from turkcell_hub.gateways.erp import erpnext_addresses, erpnext_cards, erpnext_slips
from turkcell_hub.gateways.erp.contract import (
    Booked,
    CannotSay,
    CardKind,
    CardPage,
    Sighting,
    Slip,
    SlipRefused,
)
from turkcell_hub.gateways.errors import (
    BadCredentials,
    Broken,
    GatewayError,
    Refused,
    Unreachable,
)
from turkcell_hub.gateways.http import HttpClient, OnExchange, Reply, fail_by_status
from turkcell_hub.gateways.sms.contract import AccountConfig
from turkcell_hub.lib.wording import said

PAGE = 100
_SUBMITTED, _CANCELLED = 1, 2
_GOOD = (200, 201, 202)


class ErpNext:
    """``username`` is the API key, ``password`` its secret. A document is written as a draft and
    then submitted; a draft that an attempt left behind is thrown away and written anew."""

    def __init__(self, config: AccountConfig, on_exchange: OnExchange | None = None) -> None:
        self._config = config
        self._http = HttpClient(
            config.base_url,
            read_timeout=config.timeout,
            on_exchange=on_exchange,
            only_outside=config.only_outside,
        )

    def kinds(self) -> Sequence[CardKind]:
        return tuple(erpnext_cards.SOURCES)

    def check(self) -> None:
        filters = [["name", "=", self._extra("company")]]
        if not self._list("Company", filters, ("name",), 1):
            raise Refused("COMPANY_UNKNOWN")

    def tells_changes(self) -> bool:
        return True

    def cards(
        self, kind: CardKind, cursor: str | None = None, changed_from: date | None = None
    ) -> CardPage:
        """Pages go by the record's name, so that a record added meanwhile moves none."""
        place, _, last = (cursor or "0:").partition(":")
        source = erpnext_cards.SOURCES[kind][int(place)]
        filters = [*source.filters, *([["name", ">", last]] if last else [])]
        if changed_from is not None:
            filters.append(["modified", ">=", f"{changed_from} 00:00:00"])
        found = self._list(source.doctype, filters, source.fields, PAGE)
        rates = self._rates(kind) if found else {}
        addresses = self._addresses(source, found) if found and source.main_address else {}
        rows: list[Mapping[str, Any]] = []
        try:
            for row in found:
                whole = self._one(source.doctype, row["name"]) if source.whole else row
                rows += [
                    {**card, **addresses.get(str(row["name"]), {})}
                    for card in source.read(whole, rates)
                ]
            last_name = str(found[-1]["name"]) if found else ""
        except (KeyError, TypeError):
            raise Broken("UNREADABLE") from None
        if len(found) == PAGE:
            return CardPage(tuple(rows), f"{place}:{last_name}")
        goes_on = int(place) + 1 < len(erpnext_cards.SOURCES[kind])
        return CardPage(tuple(rows), f"{int(place) + 1}:" if goes_on else None)

    def gone(self, kind: CardKind, since: date) -> Sequence[str]:
        """Out of Frappe's own list of deleted records, which a key without the right to it does not
        see. What was made anew under its name, or stands on the other side, is not gone."""
        doctypes = [source.doctype for source in erpnext_cards.SOURCES[kind]]
        told: dict[str, None] = {}
        last = ""
        while True:
            filters = [["deleted_doctype", "in", doctypes], ["restored", "=", 0],
                       ["creation", ">=", f"{since} 00:00:00"],
                       *([["name", ">", last]] if last else [])]  # fmt: skip
            try:
                rows = self._list("Deleted Document", filters, ("name", "deleted_name"), PAGE)
            except BadCredentials as refused:
                if refused.reason == "NOT_ENTITLED":
                    return ()
                raise
            told |= dict.fromkeys(str(row.get("deleted_name") or "") for row in rows)
            if len(rows) < PAGE:
                break
            last = str(rows[-1].get("name") or "")
        told.pop("", None)
        codes = list(told)
        there = {
            str(row.get("name"))
            for doctype in doctypes
            for start in range(0, len(codes), PAGE)
            for row in self._list(
                doctype, [["name", "in", codes[start : start + PAGE]]], ("name",), PAGE
            )
        }
        return [code for code in codes if code not in there]

    def find(self, slip: Slip) -> Sighting:
        for row in self._seen(slip):
            if row.get("docstatus") == _SUBMITTED and _amount(row) == slip.total:
                return Sighting("YES", str(row["name"]))
        return Sighting("NO")

    def post(self, slip: Slip) -> Booked:
        doctype = erpnext_slips.doctype(slip.kind)
        try:
            body = erpnext_slips.fields(slip, self._config.extra)
        except CannotSay as problem:
            raise SlipRefused("CANNOT_SAY", [problem.text]) from None
        for row in self._seen(slip):
            if row.get("docstatus") != _SUBMITTED:
                self._drop(doctype, str(row["name"]))
            elif _amount(row) != slip.total:
                raise SlipRefused("NUMBER_TAKEN", [_taken(slip)])
            else:
                return Booked(str(row["name"]))
        reply = self._call("post", "POST", _path(doctype), submit=True, json=body)
        made = self._data(reply, submit=True)
        name = made.get("name")
        if not isinstance(name, str) or not name:
            raise Broken("UNREADABLE", reply.answer())
        if _amount(made) != slip.total:
            self._drop(doctype, name)
            raise SlipRefused("TOTAL_DIFFERS", [_differs(slip, made)])
        self._submit(doctype, name)
        return Booked(name)

    def close(self) -> None:
        self._http.close()

    def _submit(self, doctype: str, name: str) -> None:
        reply = self._call("submit", "PUT", _path(doctype, name), submit=True,
                           json={"docstatus": _SUBMITTED})  # fmt: skip
        try:
            self._data(reply, submit=True)
        except SlipRefused:
            # Refused for good: what a person releases again is written anew.
            with contextlib.suppress(GatewayError):
                self._drop(doctype, name)
            raise

    def _drop(self, doctype: str, name: str) -> None:
        reply = self._call("drop", "DELETE", _path(doctype, name))
        if reply.status != 404:
            _fail(reply, submit=False)

    def _seen(self, slip: Slip) -> list[dict[str, Any]]:
        filters = [*erpnext_slips.search(slip), ["docstatus", "!=", _CANCELLED]]
        fields = ("name", "docstatus", "grand_total")
        rows = self._list(erpnext_slips.doctype(slip.kind), filters, fields, 5)
        if any(not row.get("name") for row in rows):
            raise Broken("UNREADABLE")
        return rows

    def _addresses(
        self, source: erpnext_cards.Source, found: Sequence[Mapping[str, Any]]
    ) -> dict[str, dict[str, str]]:
        """By the party's name. An older version without the field, or a key without the right to
        addresses, says nothing of them; the parties are read all the same."""
        names = [str(row.get("name")) for row in found]
        try:
            return erpnext_addresses.of_parties(self._list, self._one, source, names)
        except (BadCredentials, KeyError, Refused):
            return {}

    def _rates(self, kind: CardKind) -> Mapping[str, str]:
        """VAT rate by tax template, and "" for items that have none."""
        if kind is not CardKind.SERVICE_CARD:
            return {}
        rates = {"": self._extra("vat_rate")}
        for row in self._list("Item Tax Template", [], ("name",), 0):
            whole = self._one("Item Tax Template", row["name"])
            taxes = whole.get("taxes") or [{}]
            rates[str(row["name"])] = str(taxes[0].get("tax_rate", 0))
        return rates

    def _list(
        self, doctype: str, filters: Sequence[Any], fields: Sequence[str], limit: int
    ) -> list[dict[str, Any]]:
        params = {
            "filters": orjson.dumps(filters).decode(),
            "fields": orjson.dumps(fields).decode(),
            "order_by": "name asc",
            "limit_page_length": str(limit),
        }
        reply = self._call("list", "GET", _path(doctype), params=params)
        _fail(reply, submit=False)
        rows = reply.json_object().get("data")
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise Broken("UNREADABLE", reply.answer())
        return rows

    def _one(self, doctype: str, name: str) -> dict[str, Any]:
        return self._data(self._call("get", "GET", _path(doctype, name)), submit=False)

    def _data(self, reply: Reply, *, submit: bool) -> dict[str, Any]:
        _fail(reply, submit=submit)
        data = reply.json_object().get("data")
        if not isinstance(data, dict):
            raise Broken("UNREADABLE", reply.answer())
        return data

    def _call(self, operation: str, method: str, path: str, **options: Any) -> Reply:
        told = f"token {self._config.username}:{self._config.password}"
        return self._http.request(
            operation, method, path, headers={"Authorization": told}, **options
        )

    def _extra(self, name: str) -> str:
        return str(self._config.extra.get(name) or "")


def _path(doctype: str, name: str = "") -> str:
    path = f"/api/resource/{quote(doctype, safe='')}"
    return f"{path}/{quote(name, safe='')}" if name else path


def _fail(reply: Reply, *, submit: bool) -> None:
    fail_by_status(reply, submit=submit)
    if reply.status in _GOOD:
        return
    if reply.status in (401, 403):
        raise BadCredentials("AUTH_FAILED" if reply.status == 401 else "NOT_ENTITLED",
                             reply.answer())  # fmt: skip
    if not reply.json_object():
        raise Unreachable("BAD_ADDRESS", reply.answer())
    texts = _texts(reply)
    if submit:
        raise SlipRefused("ERP_REFUSED", texts, reply.answer(text=texts[0][:200]))
    raise Refused("OPERATOR_REFUSED", reply.answer(text=texts[0][:200]))


def _texts(reply: Reply) -> list[str]:
    """The messages for people, which Frappe nests as JSON in JSON; else the exception."""
    told = reply.json_object()
    found: list[str] = []
    try:
        for one in orjson.loads(str(told.get("_server_messages") or "[]")):
            found.append(str(orjson.loads(one).get("message") or ""))
    except (orjson.JSONDecodeError, AttributeError, TypeError):
        found = []
    said = [text.strip()[:1000] for text in found if text.strip()]
    return said[:50] or [str(told.get("exception") or told.get("exc_type") or "?")[:1000]]


def _amount(row: Mapping[str, Any]) -> Decimal | None:
    try:
        return Decimal(str(row.get("grand_total"))).quantize(Decimal("0.01"))
    except InvalidOperation:
        return None


def _taken(slip: Slip) -> str:
    return said(
        "ERPNext'te bu carinin %(number)s numaralı, tutarı farklı bir faturası var; belge"
        " yazılmadı. O faturayı inceleyin.",
        number=slip.number,
    )


def _differs(slip: Slip, made: Mapping[str, Any]) -> str:
    return said(
        "ERPNext toplamı %(made)s hesapladı, belgeninki %(total)s."
        " Yuvarlama ve vergi ayarlarını inceleyin; belge yazılmadı.",
        made=made.get("grand_total"),
        total=slip.total,
    )
