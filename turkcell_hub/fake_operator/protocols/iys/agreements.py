"""The daily reconciliation: counts, hash, file and agreement."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web

from turkcell_hub.fake_operator.engine.clock import local
from turkcell_hub.fake_operator.engine.registry.values import (
    APPROVED,
    RECIPIENT_TYPES,
    REFUSED,
    TYPES,
    Movement,
    written,
)
from turkcell_hub.fake_operator.protocols.iys.answers import json, nothing
from turkcell_hub.fake_operator.protocols.iys.codes import refuse
from turkcell_hub.fake_operator.protocols.iys.consents import BRAND
from turkcell_hub.fake_operator.protocols.iys.doors import Call, Doors

_COLUMNS = (
    "creationDate", "transactionId", "recipient", "recipientType", "type", "status",
    "consentDate", "source",
)  # fmt: skip
_DAYS_BACK = 7


class Agreements:
    """Finished days, at most seven back."""

    def __init__(self, doors: Doors) -> None:
        self._guard = doors.guard

    def routes(self) -> list[web.RouteDef]:
        ask = self._guard
        counts = f"{BRAND}/changes/{{reportDate}}/recipients/{{recipientType}}"
        day = f"{BRAND}/agreements/{{reportDate}}"
        return [
            web.get(counts, ask("query", self._counts)),
            web.get(day, ask("query", self._show)),
            web.put(day, ask("send", self._agree)),
            web.get(f"{day}/timestamp", ask("query", self._stamp)),
            web.get(f"{BRAND}/changes/{{reportDate}}/file", ask("query", self._file)),
        ]

    async def _counts(self, call: Call) -> web.Response:
        kind = call.request.match_info["recipientType"]
        if kind not in RECIPIENT_TYPES:
            raise refuse("H116", "recipientType", kind)
        rows = [one for one in _movements(call) if one.wanted.key.recipient_type == kind]
        stats = [{"type": type_, "consents": _stats(rows, type_)} for type_ in TYPES]
        return json({"changeStats": stats})

    async def _show(self, call: Call) -> web.Response:
        rows = _movements(call)
        if not rows:
            return nothing()
        return json({
            "processStatus": "completed",
            "hashValue": hashlib.sha384(_csv(call, rows)).hexdigest(),
            "hashMethod": "SHA-384",
            "agreementStatus": call.request.match_info["reportDate"] in call.own.agreements,
        })  # fmt: skip

    async def _agree(self, call: Call) -> web.Response:
        rows = _movements(call)
        body = await call.json()
        if not isinstance(body, dict) or body.get("agreementStatus") is not True:
            raise refuse("H512", "agreementStatus")
        if not rows:
            return nothing()
        day = call.request.match_info["reportDate"]
        record = {"k": "agreed", "brand": call.own.brand, "date": day, "at": call.now}
        await call.registry.keep(record)
        return json({"agreementCaptured": True})

    async def _stamp(self, call: Call) -> web.Response:
        """A stand-in for the time stamp: the hash and the moment of the agreement."""
        rows = _movements(call)
        agreed = call.own.agreements.get(call.request.match_info["reportDate"])
        if agreed is None or not rows:
            return nothing()
        text = f"{hashlib.sha384(_csv(call, rows)).hexdigest()} {written(agreed)}\n"
        return web.Response(body=text.encode(), content_type="application/timestamp-reply")

    async def _file(self, call: Call) -> web.Response:
        rows = _movements(call)
        if not rows:
            return nothing()
        return web.Response(body=_csv(call, rows), content_type="text/csv", charset="utf-8")


def _movements(call: Call) -> list[Movement]:
    """All of the day, the provider's and the citizens'. Raises Refused H501 or H502."""
    text = call.request.match_info["reportDate"]
    try:
        day = datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007
    except ValueError as error:
        raise refuse("H501", "reportDate", text) from error
    today = local(call.now).date()
    if not today - timedelta(days=_DAYS_BACK) <= day < today:
        raise refuse("H502", "reportDate", text)
    found = [one for one in call.own.log if written(one.created_at)[:10] == text]
    return sorted(found, key=lambda one: (written(one.created_at), one.transaction_id))


def _csv(call: Call, rows: list[Movement]) -> bytes:
    """With a newline at its end."""
    switches = call.registry.settings
    if switches.same_second_rows == 1:
        rows = list({one.transaction_id: one for one in rows}.values())
    lines = [",".join(_COLUMNS)] if switches.file_header else []
    lines += [",".join(str(one.told().get(name, "")) for name in _COLUMNS) for one in rows]
    return ("\n".join(lines) + "\n").encode()


def _stats(rows: list[Movement], type_: str) -> list[dict[str, Any]]:
    found = []
    for source in ("HS", "IYS"):
        mine = [
            one.status for one in rows
            if one.wanted.key.type == type_ and one.by_registry == (source == "IYS")
        ]  # fmt: skip
        counts = {"approval": mine.count(APPROVED), "rejection": mine.count(REFUSED)}
        found.append({"source": source, **counts, "pending": 0, "total": len(mine)})
    return found
