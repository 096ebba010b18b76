"""Asking for consents: one, many, their history, and what has moved."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from turkcell_hub.fake_operator.engine.registry import values
from turkcell_hub.fake_operator.engine.registry.values import Key, Movement, Record
from turkcell_hub.fake_operator.protocols.iys.answers import json, nothing
from turkcell_hub.fake_operator.protocols.iys.codes import Refused, fault, refuse
from turkcell_hub.fake_operator.protocols.iys.consents import BRAND, MOST_ROWS
from turkcell_hub.fake_operator.protocols.iys.doors import ANYBODY, Call, Doors, right
from turkcell_hub.fake_operator.protocols.iys.reading import address_codes, key_of

_NEEDED = (("recipient", "H114"), ("recipientType", "H170"), ("type", "H111"))
_PAGE = 100
_MOST_CHANGES = 1000
_DAY = 86400.0


class Queries:
    """The brand's records as others may see them."""

    def __init__(self, doors: Doors) -> None:
        self._doors = doors

    def routes(self) -> list[web.RouteDef]:
        guard = self._doors.guard
        return [
            web.post(f"{BRAND}/consents/status", guard("query", self._status, roles=ANYBODY)),
            web.post(
                f"{BRAND}/consents/{{recipientType}}/status/{{type}}", guard("query", self._bulk)
            ),
            web.post(f"{BRAND}/consents/history", guard("query", self._history)),
            web.get(f"{BRAND}/consents/changes", guard("query", self._changes)),
        ]

    async def _status(self, call: Call) -> web.Response:
        _spend(call, "status", call.registry.settings.status_per_hour, "H086")
        key = await read_key(call)
        if right(call, key.type) is None:
            raise refuse("H353", "type", key.type)
        record = call.own.records.get(key)
        await call.registry.settled()
        if record is not None:
            return json(_state(call, record))
        how = call.registry.settings.unknown_address
        if how == "not_found":
            raise Refused(fault("H097", "recipient", key.recipient), status=404)
        facts = {
            "recipient": key.recipient, "recipientType": key.recipient_type, "type": key.type,
            "retailerAccessCount": 0,
        }  # fmt: skip
        return json({} if how == "empty" else facts)

    async def _bulk(self, call: Call) -> web.Response:
        kind, type_ = (call.request.match_info[name] for name in ("recipientType", "type"))
        if kind not in values.RECIPIENT_TYPES:
            raise refuse("H116", "recipientType", kind)
        if type_ not in values.TYPES:
            raise refuse("H117", "type", type_)
        recipients = _recipients(await call.json(), type_)
        await call.registry.settled()
        book = call.own
        approved = [
            one for one in recipients
            if book.is_approved(Key(kind, type_, one.lower() if type_ == values.EMAIL else one))
        ]  # fmt: skip
        return json({"requestId": str(uuid.uuid4()), "list": approved})

    async def _history(self, call: Call) -> web.Response:
        _spend(call, "history", call.registry.settings.history_per_hour, "H089")
        key = await read_key(call)
        offset, limit = page_of(call.request.query)
        record = call.own.records.get(key)
        await call.registry.settled()
        found = record.movements if record else []
        newest = sorted(found, key=lambda one: (one.consent_date, one.number), reverse=True)
        rows = [one.told() for one in newest[offset : offset + limit]]
        return json({"list": rows, "pagination": pagination(offset, limit, len(found))})

    async def _changes(self, call: Call) -> web.Response:
        query, switches = call.request.query, call.registry.settings
        source = query.get("source", "IYS")
        if source not in ("IYS", "HS"):
            raise refuse("H506", "source", source)
        limit = _limit(query.get("limit"))
        oldest = call.now - switches.changes_days * _DAY
        newest = call.now - switches.changes_lag
        start = _start(call, query.get("after"), oldest)
        await call.registry.settled()
        found: list[Movement] = []
        for position in range(start, len(call.own.log)):
            one = call.own.log[position]
            if one.created_at > newest or len(found) > limit:
                break
            fits = one.created_at >= oldest and one.by_registry == (source == "IYS")
            if fits and right(call, one.wanted.key.type) is not None:
                found.append(one)
        found = _whole_seconds(found, limit)
        if not found:
            return nothing()
        return json({"after": found[-1].cursor, "list": [one.told() for one in found]})


def _whole_seconds(found: list[Movement], limit: int) -> list[Movement]:
    """A page never ends between two movements that share a cursor."""
    if len(found) <= limit:
        return found
    last = limit
    while last and found[last - 1].cursor == found[last].cursor:
        last -= 1
    return found[: last or limit]


def _start(call: Call, after: str | None, oldest: float) -> int:
    """The position in the log behind the cursor. Raises Refused."""
    if after is None:
        return 0
    position = call.own.at_cursor.get(after)
    strict = call.registry.settings.old_cursor == "error"
    if position is None:
        if strict or "_" not in after:
            raise refuse("H403", "after", after)
        return 0
    if strict and call.own.log[position].created_at < oldest:
        raise refuse("H403", "after", after)
    return position + 1


def _limit(text: str | None) -> int:
    if text is None:
        return _MOST_CHANGES
    if not text.isdecimal():
        raise refuse("H182", "limit", text)
    if int(text) == 0:
        raise refuse("H187", "limit", text)
    if int(text) > _MOST_CHANGES:
        raise refuse("H507", "limit", text)
    return int(text)


def page_of(query: Mapping[str, str]) -> tuple[int, int]:
    """Offset and limit. Raises Refused."""
    offset, limit = query.get("offset", "0"), query.get("limit", str(_PAGE))
    if not limit.isdecimal():
        raise refuse("H182", "limit", limit)
    if not offset.isdecimal():
        raise refuse("H183", "offset", offset)
    if int(limit) == 0:
        raise refuse("H187", "limit", limit)
    if int(limit) > _PAGE:
        raise refuse("H186", "limit", limit)
    return int(offset), int(limit)


def pagination(offset: int, limit: int, total: int) -> dict[str, int]:
    return {"offset": offset, "pageSize": limit, "totalCount": total}


async def read_key(call: Call) -> Key:
    """``{recipient, recipientType, type}``, all three required. Raises Refused."""
    body = await call.json()
    if not isinstance(body, dict):
        raise refuse("H097")
    faults = [fault("H118", name, body[name]) for name in body.keys() - dict(_NEEDED).keys()]
    faults += [fault(code, name) for name, code in _NEEDED if body.get(name) in (None, "")]
    return checked_key(body, faults)


def checked_key(body: dict[str, Any], faults: list[dict[str, Any]]) -> Key:
    """The key of one recipient; raises Refused with these faults and its own."""
    kind, type_ = body.get("recipientType"), body.get("type")
    if kind and kind not in values.RECIPIENT_TYPES:
        faults.append(fault("H116", "recipientType", kind))
    if type_ and type_ not in values.TYPES:
        faults.append(fault("H117", "type", type_))
    elif type_ and body.get("recipient"):
        codes = address_codes(type_, body["recipient"])
        faults += [fault(code, "recipient", body["recipient"]) for code in codes]
    if faults:
        raise Refused(*faults)
    return key_of(body)


def _recipients(body: Any, type_: str) -> list[str]:
    if not isinstance(body, dict):
        raise refuse("H097")
    if "recipients" not in body:
        raise refuse("H168", "recipients")
    rows = body["recipients"]
    if not isinstance(rows, list):
        raise refuse("H478", "recipients", rows)
    if not rows:
        raise refuse("H164", "recipients", rows)
    if len(rows) > MOST_ROWS:
        raise refuse("H127", "recipients", len(rows))
    faults, seen = [], set()
    for at, one in enumerate(rows):
        if address_codes(type_, one):
            faults.append(fault("H464", "recipients", one, at=at))
        elif one in seen:
            faults.append(fault("H193", "recipients", one, at=at))
        else:
            seen.add(one)
    if faults:
        raise Refused(*faults)
    return rows


def _state(call: Call, record: Record) -> dict[str, Any]:
    facts = record.last.told()
    facts.pop("citizenName", None)
    facts["retailerAccessCount"] = len(record.access)
    retailer = call.own.retailers.get(record.last.wanted.retailer or 0)
    if retailer is not None:
        title = retailer.facts.get("title", "")
        facts |= {"retailerCode": retailer.code, "retailerTitle": title}
    return facts


def _spend(call: Call, what: str, limit: int | None, code: str) -> None:
    address = call.request.remote or ""
    if not call.registry.counters.admits_hour(what, address, call.now, limit):
        raise refuse(code)
