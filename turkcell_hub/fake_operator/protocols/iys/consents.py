"""Adding consents: one, and up to a thousand at once."""

from __future__ import annotations

import uuid
from typing import Any

from aiohttp import web

from turkcell_hub.fake_operator.engine.registry.book import Request
from turkcell_hub.fake_operator.engine.registry.registry import Denied
from turkcell_hub.fake_operator.engine.registry.values import Key, Movement, Wanted, written
from turkcell_hub.fake_operator.protocols.iys.answers import json
from turkcell_hub.fake_operator.protocols.iys.codes import Refused, fault, refuse
from turkcell_hub.fake_operator.protocols.iys.doors import Call, Doors, Work
from turkcell_hub.fake_operator.protocols.iys.reading import Faults, Reader

BRAND = "/sps/{iysCode}/brands/{brandCode}"
MOST_ROWS = 1000
_LONGEST_ID = 36
_OLDEST_DAYS = 60


class Consents:
    """``/v2`` is the same, but idempotent."""

    def __init__(self, doors: Doors) -> None:
        self._doors = doors

    def routes(self) -> list[web.RouteDef]:
        guard = self._doors.guard
        found = []
        for prefix, v2 in (("", False), ("/v2", True)):
            base = f"{prefix}{BRAND}/consents"
            found += [
                web.post(base, guard("send", self._one(v2))),
                web.post(f"{base}/request", guard("send", self._many(v2))),
                web.get(f"{base}/request/{{requestId}}", guard("query", self._results(v2))),
            ]
        return found

    # --- one --------------------------------------------------------------------------------

    def _one(self, v2: bool) -> Work:
        async def work(call: Call) -> web.Response:
            body = await call.json()
            if not isinstance(body, dict):
                raise refuse("H085")
            wanted, faults = Reader(call.registry.settings, call.now).consent(body)
            if faults:
                raise Refused(*faults, status=_status(call, faults))
            call.check_right(wanted.key.type)
            check_retailers(call, wanted)
            try:
                movement = await call.registry.store(call.own.brand, wanted, idempotent=v2)
            except Denied as error:
                raise Refused(*[fault(code) for code in error.codes]) from error
            call.request["facts"] = {"messages": 1}
            return json(_stored(movement))

        return work

    # --- many -------------------------------------------------------------------------------

    def _many(self, v2: bool) -> Work:
        async def work(call: Call) -> web.Response:
            body = await call.json()
            if not isinstance(body, list) or not body:
                raise refuse("H092")
            if len(body) > MOST_ROWS:
                raise refuse("H091")
            rows, faults = _read_all(call, body)
            partial = call.registry.settings.batch_errors == "partial"
            if faults and (not partial or any(one["code"] == "H353" for one in faults)):
                raise Refused(*faults, status=_status(call, faults))
            request = await self._take(call, rows, faults, v2)
            call.request["facts"] = {"messages": len(rows), "packet_id": request.request_id}
            return json(_accepted(call, request), 202)

        return work

    async def _take(self, call: Call, rows: list[Wanted], faults: Faults, v2: bool) -> Request:
        codes: dict[int, str] = {}
        for one in faults:
            codes.setdefault(one["index"], one["code"])
        request_id, registry = str(uuid.uuid4()), call.registry
        await registry.keep({
            "k": "batch",
            "request_id": request_id,
            "brand": call.own.brand,
            "rows": [row.to_record() for row in rows],
            "sub_ids": [f"{request_id[:24]}{index:012x}" for index in range(len(rows))],
            "accepted_at": call.now,
            "due": call.now + registry.settings.processing_delay,
            "v2": v2,
            "codes": list(codes.items()),
        })  # fmt: skip
        request = call.own.requests[request_id]
        registry.watch(request)
        return request

    # --- what became of it ------------------------------------------------------------------

    def _results(self, v2: bool) -> Work:
        async def work(call: Call) -> web.Response:
            wanted = call.request.match_info["requestId"]
            _check_id(wanted)
            request = call.own.requests.get(wanted)
            await call.registry.settled()
            oldest = call.now - _OLDEST_DAYS * 86400
            if request is None or request.accepted_at < oldest:
                return json([])
            return json(_told(call, request, v2))

        return work


def _status(call: Call, faults: Faults) -> int | None:
    """H467 alone may come as 400 (an open question)."""
    late = all(one["code"] == "H467" for one in faults)
    return call.registry.settings.late_status if late else None


def _read_all(call: Call, body: list[Any]) -> tuple[list[Wanted], Faults]:
    reader, faults = Reader(call.registry.settings, call.now), []
    rows: list[Wanted] = []
    seen: set[Key] = set()
    for index, row in enumerate(body):
        if not isinstance(row, dict):
            raise refuse("H092")
        wanted, wrong = reader.consent(row, index)
        rows.append(wanted)
        if not wrong and wanted.key in seen:
            wrong = [fault("H194", "recipient", wanted.key.recipient, index)]
        if not wrong:
            seen.add(wanted.key)
            call.check_right(wanted.key.type, index)
            check_retailers(call, wanted, index)
        faults += wrong
    return rows, faults


def check_retailers(call: Call, wanted: Wanted, index: int | None = None) -> None:
    """Raises Refused H180 for a code that the brand does not have."""
    codes = wanted.access if wanted.retailer is None else (wanted.retailer, *wanted.access)
    for code in codes:
        if code not in call.own.retailers:
            raise Refused(fault("H180", "retailerCode", code, index))


def _stored(movement: Movement) -> dict[str, Any]:
    return {
        "transactionId": movement.transaction_id,
        "creationDate": written(movement.created_at),
    }


def _accepted(call: Call, request: Request) -> dict[str, Any]:
    name, at = call.registry.settings.sub_request_spelling, written(request.accepted_at)
    rows = []
    for index, (wanted, sub_id) in enumerate(zip(request.rows, request.sub_ids, strict=True)):
        if index in request.codes:
            continue
        echo = {
            "type": wanted.key.type,
            "source": wanted.source,
            "recipient": wanted.key.recipient,
            "status": wanted.status,
            "consentDate": wanted.consent_date,
            "recipientType": wanted.key.recipient_type,
            name: sub_id,
            "creationDate": at,
        }
        rows.append({key: value for key, value in echo.items() if value is not None})
    return {"requestId": request.request_id, "subRequests": rows}


def _check_id(wanted: str) -> None:
    if len(wanted) > _LONGEST_ID:
        raise refuse("H198", "requestId", wanted)
    if wanted.isalpha():
        raise refuse("H199", "requestId", wanted)
    if wanted.isdigit():
        raise refuse("H400", "requestId", wanted)


def _told(call: Call, request: Request, v2: bool) -> list[dict[str, Any]]:
    """Empty for the first half of the wait, then ``enqueue``, then the results."""
    if request.results is None:
        half = (request.accepted_at + request.due) / 2
        if call.now < half:
            return []
        return [_row(call, request, index, "enqueue") for index in range(len(request.rows))]
    rows = []
    for index, result in enumerate(request.results):
        if isinstance(result, Movement):
            row = {**_row(call, request, index, "success"), **_stored(result)}
        else:
            row = _row(call, request, index, "failure")
            row["error"] = {"code": result, "message": fault(result)["message"]}
        if v2:
            row |= _origin(call, request, index)
        rows.append(row)
    return rows


def _row(call: Call, request: Request, index: int, status: str) -> dict[str, Any]:
    name = call.registry.settings.sub_request_spelling
    return {
        "index": index,
        "status": status,
        name: request.sub_ids[index],
        "requestId": request.request_id,
    }


def _origin(call: Call, request: Request, index: int) -> dict[str, Any]:
    name = call.registry.settings.sub_request_spelling
    row: dict[str, Any] = {"isAddConsentV2Service": request.v2}
    if index in request.originals:
        first, sub = request.originals[index]
        row["originalRequestInformation"] = {"requestId": first, name: sub}
    return row
