"""Logo Objects REST."""

from __future__ import annotations

import base64
import contextlib
import time
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from turkcell_hub.gateways.erp import logo_slips
from turkcell_hub.gateways.erp.contract import (
    Booked,
    CannotSay,
    CardKind,
    CardPage,
    Sighting,
    Slip,
    SlipRefused,
)
from turkcell_hub.gateways.erp.logo_cards import REF, SOURCES
from turkcell_hub.gateways.errors import (
    BadCredentials,
    Broken,
    Busy,
    GatewayError,
    Refused,
    Unreachable,
)
from turkcell_hub.gateways.http import HttpClient, OnExchange, Reply, fail_by_status
from turkcell_hub.gateways.logins import SharedLogin
from turkcell_hub.gateways.sms.contract import AccountConfig
from turkcell_hub.lib.wording import said

PREFIX = "/api/v1"
PAGE = 25  # the server takes no more
_DAY = 86_400.0
_TOKEN_LIMIT = 8_000
_GOOD = (200, 201)


class LogoObjects:
    """One firm of one Logo. Its token takes a user's seat there, so it is given back on ``close``
    and belongs to this adapter alone."""

    def __init__(self, config: AccountConfig, on_exchange: OnExchange | None = None) -> None:
        self._config = config
        self._http = HttpClient(
            config.base_url,
            read_timeout=config.timeout,
            on_exchange=on_exchange,
            only_outside=config.only_outside,
        )
        self._born = time.monotonic()
        self._login = SharedLogin(_DAY, _DAY)
        self._held = ""

    def kinds(self) -> Sequence[CardKind]:
        more = (CardKind.WORKPLACE,) if self._config.extra.get("workplaces") else ()
        return (*SOURCES, *more)

    def check(self) -> None:
        self._rows("check", "Arps", {"limit": "1", "fields": "CODE"})

    def tells_changes(self) -> bool:
        return True

    def cards(
        self, kind: CardKind, cursor: str | None = None, changed_from: date | None = None
    ) -> CardPage:
        """Pages go by Logo's own reference, so that a row added meanwhile moves none."""
        if kind is CardKind.WORKPLACE:
            return self._workplaces()
        place, _, last = (cursor or "0:0").partition(":")
        source = SOURCES[kind][int(place)]
        params = {
            "q": _asked(int(last), changed_from),
            "sort": REF,
            "limit": str(PAGE),
            "fields": ",".join((REF, *source.fields)),
        }
        rows = self._rows("cards", source.path, params)
        try:
            read = tuple(source.read(row) for row in rows)
            last_ref = int(rows[-1][REF]) if rows else 0
        except (KeyError, TypeError, ValueError):
            raise Broken("UNREADABLE") from None
        if len(rows) == PAGE:
            return CardPage(read, f"{place}:{last_ref}")
        goes_on = int(place) + 1 < len(SOURCES[kind])
        return CardPage(read, f"{int(place) + 1}:0" if goes_on else None)

    def gone(self, kind: CardKind, since: date) -> Sequence[str]:
        """Logo keeps no note of what was deleted."""
        return ()

    def find(self, slip: Slip) -> Sighting:
        row = self._seen(slip)
        if row is None or _amount(row.get("TOTAL_NET")) != slip.total:
            return Sighting("NO")
        return Sighting("YES", str(row[REF]))

    def post(self, slip: Slip) -> Booked:
        try:
            body = _as_json(logo_slips.fields(slip))
        except CannotSay as problem:
            raise SlipRefused("CANNOT_SAY", [problem.text]) from None
        row = self._seen(slip)
        if row is not None:
            if _amount(row.get("TOTAL_NET")) != slip.total:
                raise SlipRefused("NUMBER_TAKEN", [_taken(slip)])
            return Booked(str(row[REF]))
        body["DataObjectParameter"] = {
            "Validation": True,
            "CheckParams": True,
            "CheckRight": True,
            "FillAccCodesOnPreSave": True,
        }
        path = logo_slips.path_of(slip.kind)
        reply = self._call("post", "POST", f"/{path}", submit=True, json=body)
        if reply.status == 400:
            texts = _texts(reply)
            raise SlipRefused("ERP_REFUSED", texts, reply.answer(text=texts[0][:200]))
        _fail(reply, submit=True)
        ref = reply.json_object().get(REF)
        if not isinstance(ref, int) or isinstance(ref, bool):
            raise Broken("UNREADABLE", reply.answer())
        return Booked(str(ref))

    def close(self) -> None:
        if self._held:
            headers = {"Authorization": f"Bearer {self._held}"}
            with contextlib.suppress(GatewayError):
                self._http.request("revoke", "GET", f"{PREFIX}/revoke", headers=headers)
        self._http.close()

    def _seen(self, slip: Slip) -> Mapping[str, Any] | None:
        kind = logo_slips.type_of(slip.kind)
        q = (f"NUMBER eq {_quoted(slip.number)} and ARP_CODE eq {_quoted(slip.account)}"
             f" and TYPE eq {kind}")  # fmt: skip
        params = {"q": q, "limit": "1", "fields": f"{REF},NUMBER,ARP_CODE,TYPE,TOTAL_NET"}
        rows = self._rows("find", logo_slips.path_of(slip.kind), params)
        if rows and not isinstance(rows[0].get(REF), int):
            raise Broken("UNREADABLE")
        return rows[0] if rows else None

    def _workplaces(self) -> CardPage:
        """There is no object of workplaces: they stand in a table of the system."""
        firm = int(self._firm())
        sql = f"SELECT NR, NAME FROM L_CAPIDIV WHERE FIRMNR = {firm} ORDER BY NR"  # noqa: S608
        rows = self._rows("workplaces", "Queries/unsafe", {"tsql": sql})
        try:
            read = [{"code": str(row["NR"]), "erp_ref": "", "name": str(row["NAME"])}
                    for row in rows]  # fmt: skip
        except KeyError:
            raise Broken("UNREADABLE") from None
        return CardPage(tuple(read))

    def _rows(self, operation: str, path: str, params: Mapping[str, str]) -> list[dict[str, Any]]:
        reply = self._call(operation, "GET", f"/{path}", params=params)
        if reply.status == 400:
            text = _texts(reply)[0][:200]
            raise Refused("OPERATOR_REFUSED", reply.answer(text=text))
        _fail(reply, submit=False)
        items = reply.json_object().get("items")
        if not isinstance(items, list) or not all(isinstance(row, dict) for row in items):
            raise Broken("UNREADABLE", reply.answer())
        return items

    def _call(self, operation: str, method: str, path: str, **options: Any) -> Reply:
        """A dead token took nothing: one new login, one more try."""
        for _ in range(2):
            token = self._login.token(self._log_in, self._born)
            headers = {"Authorization": f"Bearer {token}"}
            reply = self._http.request(operation, method, PREFIX + path, headers=headers, **options)
            if reply.status != 401:
                return reply
            self._login.drop(token)
        raise Busy("TOKEN_REFUSED", reply.answer())

    def _log_in(self) -> str:
        extra = self._config.extra
        client = f"{extra.get('client_id') or ''}:{extra.get('client_secret') or ''}"
        basic = base64.b64encode(client.encode()).decode()
        form = {
            "grant_type": "password",
            "username": self._config.username,
            "password": self._config.password,
            "Firmno": self._firm(),
        }
        reply = self._http.request(
            "login", "POST", f"{PREFIX}/token", data=form,
            headers={"Authorization": f"Basic {basic}"},
        )  # fmt: skip
        if reply.status in (400, 401, 403):
            told = str(reply.json_object().get("error_description") or "")[:200]
            raise BadCredentials("AUTH_FAILED", reply.answer(text=told))
        _fail(reply, submit=False)
        token = reply.json_object().get("access_token")
        if not isinstance(token, str) or not 0 < len(token) <= _TOKEN_LIMIT or not token.isascii():
            raise Unreachable("LOGIN_UNREADABLE", reply.answer())
        self._held = token
        return token

    def _firm(self) -> str:
        told = str(self._config.extra.get("firm_no") or "").strip()
        if not (told.isascii() and told.isdecimal()):
            raise BadCredentials("FIRM_NUMBER_MISSING")
        return told


def _fail(reply: Reply, *, submit: bool) -> None:
    fail_by_status(reply, submit=submit)
    if reply.status in _GOOD:
        return
    if reply.status == 403:
        raise BadCredentials("NOT_ENTITLED", reply.answer())
    # No such path: it is not Logo that answers there, and nothing was taken.
    raise Unreachable("BAD_ADDRESS", reply.answer())


def _texts(reply: Reply) -> list[str]:
    """Every text of a refusal: ModelState's, else the message."""
    told = reply.json_object()
    state = told.get("ModelState")
    found: list[str] = []
    for texts in state.values() if isinstance(state, dict) else ():
        found += [str(text) for text in (texts if isinstance(texts, list) else [texts])]
    said = found or [str(told.get("Message") or told.get("ExceptionMessage") or reply.text)]
    return [text.strip()[:1000] for text in said[:50] if text.strip()] or ["?"]


def _as_json(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Amounts travel as numbers: a text would be read by the server's own decimal sign."""
    found: dict[str, Any] = {}
    for name, value in fields.items():
        if isinstance(value, Mapping):
            found[name] = {"items": [_as_json(item) for item in value["items"]]}
        elif name in logo_slips.NUMBERS and isinstance(value, str):
            found[name] = float(value)
        elif name == "DIVISION" and str(value).isdecimal():
            found[name] = int(str(value))
        else:
            found[name] = value
    return found


def _asked(last: int, changed_from: date | None) -> str:
    """What comes behind a reference; a card that was never changed has its day of adding alone.
    ``and`` binds closer than ``or``, and there are no brackets."""
    behind = f"{REF} gt {last}"
    if changed_from is None:
        return behind
    day = f"'{changed_from:%d.%m.%Y}'"
    return f"{behind} and DATE_MODIFIED gte {day} or {behind} and DATE_CREATED gte {day}"


def _quoted(text: str) -> str:
    """A text inside a filter; a quote ends it, so it is doubled."""
    return "'" + text.replace("'", "''") + "'"


def _amount(value: Any) -> Decimal | None:
    try:
        return Decimal(str(value)).quantize(Decimal("0.01"))
    except InvalidOperation:
        return None


def _taken(slip: Slip) -> str:
    return said(
        "Logo'da bu carinin %(number)s numaralı, tutarı farklı bir faturası var; belge"
        " yazılmadı. O faturayı inceleyin.",
        number=slip.number,
    )
