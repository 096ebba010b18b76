"""TM Forum 678 Customer Bill Management v4."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import orjson

from turkcell_hub.gateways.errors import BadCredentials, Broken, Refused
from turkcell_hub.gateways.http import HttpClient, OnExchange, Reply, fail_by_status
from turkcell_hub.gateways.invoice.contract import (
    TMF678,
    BillPage,
    BillQuery,
    BillRef,
    Document,
    InvoiceCapabilities,
)
from turkcell_hub.gateways.invoice.limits import FILE_BYTES, NOTES
from turkcell_hub.gateways.sms.contract import AccountConfig

_BASE = "/tmf-api/customerBillManagement/v4"
PAGE = 100
_RATE_PAGE = 1_000


class Tmf678:
    """Thread-safe; the key travels in the header ``x-api-key``, there is no login."""

    def __init__(self, config: AccountConfig, on_exchange: OnExchange | None = None) -> None:
        self._config = config
        self._http = HttpClient(
            config.base_url,
            read_timeout=config.timeout,
            max_bytes=FILE_BYTES,
            on_exchange=on_exchange,
            only_outside=config.only_outside,
        )

    def capabilities(self) -> InvoiceCapabilities:
        return InvoiceCapabilities(by_period=True)

    def check(self) -> None:
        self._get("customerBills", "/customerBill", {**self._account(), "limit": "1"})

    def bills(self, query: BillQuery, cursor: str | None = None) -> BillPage:
        offset = int(cursor) if cursor and cursor.isdecimal() else 0
        params = {**self._account(), "offset": str(offset), "limit": str(PAGE)}
        if query.first is not None:
            params["billDate.gte"] = query.first.isoformat()
        if query.last is not None:
            params["billDate.lte"] = query.last.isoformat()
        rows = self._rows("customerBills", "/customerBill", params)
        refs = [_ref(row) for row in rows]
        return BillPage(refs, str(offset + PAGE) if len(rows) == PAGE else None)

    def document(self, ref: BillRef) -> Document:
        """The bill with all its rates: one JSON object, as the reader of this format takes it."""
        bills = self._rows("customerBill", "/customerBill", {**self._account(), "id": ref.id})
        bill = next((row for row in bills if row.get("id") == ref.id), None)
        if bill is None:
            raise Refused("NOT_FOUND")
        rates: list[dict[str, Any]] = []
        while len(rates) <= NOTES:
            params = {"bill.id": ref.id, "offset": str(len(rates)), "limit": str(_RATE_PAGE)}
            page = self._rows("rates", "/appliedCustomerBillingRate", params)
            rates += page
            if len(page) < _RATE_PAGE:
                break
        body = orjson.dumps({"bill": bill, "rates": rates}, option=orjson.OPT_SORT_KEYS)
        return Document(body, TMF678, f"{ref.number or ref.id}.json")

    def mark_taken(self, refs: Sequence[BillRef]) -> None:
        raise Refused("NOT_SUPPORTED")

    def request_password(self) -> None:
        raise Refused("NOT_SUPPORTED")

    def close(self) -> None:
        self._http.close()

    def _account(self) -> dict[str, str]:
        return {"billingAccount.id": self._config.username}

    def _rows(self, operation: str, path: str, params: dict[str, str]) -> list[dict[str, Any]]:
        reply = self._get(operation, path, params)
        rows = reply.json()
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise Broken("UNREADABLE", reply.answer())
        return rows

    def _get(self, operation: str, path: str, params: dict[str, str]) -> Reply:
        headers = {"x-api-key": self._config.password}
        reply = self._http.request(operation, "GET", _BASE + path, params=params, headers=headers)
        if reply.status in (401, 403):
            raise BadCredentials("AUTH_FAILED", reply.answer())
        fail_by_status(reply, submit=False)
        if reply.status == 404:
            raise Refused("NOT_FOUND", reply.answer())
        if reply.status != 200:
            raise Refused("OPERATOR_REFUSED", reply.answer())
        return reply


def _ref(row: dict[str, Any]) -> BillRef:
    if not isinstance(row.get("id"), str) or not row["id"]:
        raise Broken("UNREADABLE")
    try:
        day = date.fromisoformat(str(row.get("billDate"))[:10])
    except ValueError:
        day = None
    return BillRef(row["id"][:64], str(row.get("billNo") or "")[:20], day)
