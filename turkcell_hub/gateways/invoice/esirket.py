"""e-Şirket, the operator's inbox of e-invoices."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from turkcell_hub.gateways.errors import BadCredentials, Broken, Busy, Refused, Unreachable
from turkcell_hub.gateways.http import HttpClient, OnExchange, Reply, fail_by_status
from turkcell_hub.gateways.invoice.contract import (
    UBL,
    BillPage,
    BillQuery,
    BillRef,
    Document,
    InvoiceCapabilities,
)
from turkcell_hub.gateways.invoice.limits import FILE_BYTES
from turkcell_hub.gateways.logins import shared_login
from turkcell_hub.gateways.sms.contract import AccountConfig

BASE_URL = "https://efaturaservice.turkcellesirket.com"
PAGE = 100
_TOKEN_LIFE = 11.5 * 3600  # the owner's own client keeps one for 12 hours
_TOKEN_LIMIT = 8_000
_OK = 200
_MOST_PAGES = 10_000
_LOGIN_REASONS = {900: "PASSWORD_EXPIRED", 902: "AUTH_FAILED", 907: "ACCOUNT_LOCKED",
                  913: "AUTH_FAILED", 823: "IP_NOT_ALLOWED"}  # fmt: skip


class Esirket:
    """Thread-safe. One login for all who use it; a refused one is never tried again by the
    adapters that were open then."""

    def __init__(self, config: AccountConfig, on_exchange: OnExchange | None = None) -> None:
        self._config = config
        self._firm_code = str(config.extra.get("firm_code") or config.username)
        base = config.base_url or BASE_URL
        self._http = HttpClient(
            base,
            read_timeout=config.timeout,
            max_bytes=FILE_BYTES + 1024,
            on_exchange=on_exchange,
            only_outside=config.only_outside,
        )
        self._born = time.monotonic()
        self._login = shared_login(
            base, f"{config.username}\0{self._firm_code}", config.password,
            idle=_TOKEN_LIFE, life=_TOKEN_LIFE,
        )  # fmt: skip

    def capabilities(self) -> InvoiceCapabilities:
        return InvoiceCapabilities(
            only_new=True,
            by_period=True,
            marks_taken=True,
            password_request=True,
            password_days=True,
        )

    def check(self) -> None:
        self._call("list", "GET", "/v1/inboxinvoice/list", params=_list_query(BillQuery(), 1, 1))

    def bills(self, query: BillQuery, cursor: str | None = None) -> BillPage:
        page = int(cursor) if cursor and cursor.isdecimal() else 1
        params = _list_query(query, page, PAGE)
        reply = self._call("list", "GET", "/v1/inboxinvoice/list", params=params)
        told = reply.json_object()
        items = told.get("items")
        if not isinstance(items, list):
            raise Broken("UNREADABLE", reply.answer())
        refs = [_ref(item, reply) for item in items]
        goes_on = bool(told.get("hasNextPage")) and bool(refs) and page < _MOST_PAGES
        return BillPage(refs, str(page + 1) if goes_on else None)

    def document(self, ref: BillRef) -> Document:
        path = f"/v2/inboxinvoice/{quote(ref.id, safe='')}/ubl"
        reply = self._call("ubl", "GET", path)
        return Document(reply.body, UBL, f"{ref.number or ref.id}.xml")

    def mark_taken(self, refs: Sequence[BillRef]) -> None:
        for start in range(0, len(refs), PAGE):
            rows = [{"invoiceId": one.id, "isNew": False} for one in refs[start : start + PAGE]]
            self._call("updateIsNew", "PUT", "/v1/inboxinvoice/updateisnew", json=rows)

    def request_password(self) -> None:
        body = {"userCode": self._config.username, "firmCode": self._firm_code}
        reply = self._http.request(
            "passwordRequest", "POST", "/v1/password-requests", submit=True, json=body,
            headers={"X-Firm-Code": self._firm_code},
        )  # fmt: skip
        _fail(reply, submit=True)

    def close(self) -> None:
        self._http.close()

    def _call(self, operation: str, method: str, path: str, **options: Any) -> Reply:
        """A dead token took nothing: one new login, one more try."""
        for _ in range(2):
            token = self._login.token(self._log_in, self._born)
            headers = {"Authorization": f"Bearer {token}", "X-Firm-Code": self._firm_code}
            reply = self._http.request(operation, method, path, headers=headers, **options)
            if reply.status != 401 or _code_of(reply) in _LOGIN_REASONS:
                break
            self._login.drop(token)
        else:
            raise Busy("TOKEN_REFUSED", reply.answer())
        try:
            _fail(reply)
        except BadCredentials as refusal:
            self._login.refuse(refusal)
            raise
        return reply

    def _log_in(self) -> str:
        form = {
            "username": self._config.username,
            "password": self._config.password,
            "client_id": "serviceApi",
        }
        reply = self._http.request(
            "login", "POST", "/v1/token", data=form, headers={"X-Firm-Code": self._firm_code}
        )
        if reply.status in (400, 401, 403) and _code_of(reply) not in _LOGIN_REASONS:
            raise BadCredentials("AUTH_FAILED", reply.answer())
        _fail(reply)
        token = reply.json_object().get("access_token")
        if not isinstance(token, str) or not 0 < len(token) <= _TOKEN_LIMIT or not token.isascii():
            raise Unreachable("LOGIN_UNREADABLE", reply.answer())
        return token


def _fail(reply: Reply, *, submit: bool = False) -> None:
    """Returns for a success alone. The vendor's code is read from the body first."""
    code = _code_of(reply)
    if code in _LOGIN_REASONS:
        raise BadCredentials(_LOGIN_REASONS[code], reply.answer(str(code)))
    if reply.status in (_OK, 201, 202):
        return
    fail_by_status(reply, submit=submit)
    if reply.status == 404:
        raise Refused("NOT_FOUND", reply.answer())
    if reply.status in (401, 403):
        raise BadCredentials("NOT_ENTITLED", reply.answer())
    raise Refused("OPERATOR_REFUSED", reply.answer(text=_first_text(reply)))


def _code_of(reply: Reply) -> int | None:
    if reply.status in (_OK, 201, 202):
        return None
    code = reply.json_object().get("resultCode")
    return code if type(code) is int else None


def _first_text(reply: Reply) -> str:
    """422 answers a dictionary of field → messages."""
    for messages in reply.json_object().values():
        if isinstance(messages, list) and messages and isinstance(messages[0], str):
            return messages[0][:200]
    return ""


def _list_query(query: BillQuery, page: int, size: int) -> dict[str, str]:
    params = {"PageIndex": str(page), "PageSize": str(size), "SortedColumn": "executionDate",
              "IsDesc": "false"}  # fmt: skip
    if query.only_new:
        params["isNew"] = "true"
    if query.first is not None:
        params["startDate"] = f"{query.first.isoformat()} 00:00:00"
    if query.last is not None:
        params["endDate"] = f"{query.last.isoformat()} 23:59:59"
    return params


def _ref(item: Any, reply: Reply) -> BillRef:
    if not isinstance(item, Mapping) or not isinstance(item.get("id"), str) or not item["id"]:
        raise Broken("UNREADABLE", reply.answer())
    return BillRef(item["id"][:64], str(item.get("invoiceNumber") or "")[:20], _day(item))


def _day(item: Mapping[str, Any]) -> date | None:
    try:
        return datetime.fromisoformat(str(item.get("executionDate"))).date()
    except ValueError:
        return None
