"""The registry's own verification, ViA; errors are one code, no list."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from turkcell_hub.fake_operator.engine.registry import via
from turkcell_hub.fake_operator.engine.registry.book import transaction_id
from turkcell_hub.fake_operator.engine.registry.registry import Denied
from turkcell_hub.fake_operator.engine.registry.values import (
    APPROVED,
    EMAIL,
    PERSON,
    RECIPIENT_TYPES,
    TYPES,
    Key,
    written,
)
from turkcell_hub.fake_operator.protocols.iys.access import keys_of
from turkcell_hub.fake_operator.protocols.iys.answers import json
from turkcell_hub.fake_operator.protocols.iys.codes import Refused, fault, refuse
from turkcell_hub.fake_operator.protocols.iys.consents import BRAND
from turkcell_hub.fake_operator.protocols.iys.doors import Call, Doors
from turkcell_hub.fake_operator.protocols.iys.reading import address_codes

_BASE = "/via/sps/{iysCode}"
#: What the other calls name differently.
_OWN_CODES = {"H351": "H1038", "H353": "H1040", "H014": "H1010", "H001": "H1040"}
Part = tuple[int, str, str]


def bare_refusal(error: Refused, *, misspelt: bool = False) -> web.Response:
    code = error.faults[0]["code"]
    own = refuse(_OWN_CODES.get(code, code))
    told = own.faults[0]
    return json({"code": told["code"], "message": told["message"]}, own.status)


class Via:
    """Consents by code and by link; information texts (KVK) are not kept here."""

    def __init__(self, doors: Doors) -> None:
        self._guard = doors.guard

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post(f"{_BASE}/consent", self._guard("send", self._start, word=bare_refusal)),
            web.post(
                f"{_BASE}/confirmation", self._guard("send", self._confirm, word=bare_refusal)
            ),
            web.get(
                f"{_BASE}/consent/request/{{requestId}}",
                self._guard("query", self._stages, word=bare_refusal),
            ),
            web.post(f"{BRAND}/via-hash-links", self._guard("send", self._links)),
        ]

    async def _start(self, call: Call) -> web.Response:
        body = await _object(call)
        for name in ("formId", "recipient", "verificationType"):
            if not isinstance(body.get(name), str) or not body[name].strip():
                raise refuse("H1057", name)
        verification = body["verificationType"]
        if verification not in (*via.CODES, *via.LINKS):
            raise refuse("H1012", "verificationType", verification)
        parts = _parts(call, body, verification)
        recipient = body["recipient"].strip()
        if any(address_codes(type_, recipient) for _, _, type_ in parts):
            raise refuse("H1010", "recipient")
        if parts[0][2] == EMAIL:
            recipient = recipient.lower()
        try:
            process = await via.start(
                call.registry, call.firm.code, body["formId"], recipient, verification, parts
            )
        except Denied as error:
            raise refuse(error.codes[0]) from error
        return json({"code": "OK", "message": {"requestId": process.request_id}})

    async def _confirm(self, call: Call) -> web.Response:
        body = await _object(call)
        process = _mine(call, body.get("requestId"))
        if body.get("verificationType") != process.verification:
            raise refuse("H1064", "verificationType")
        rows = body.get("consentTypes")
        if not isinstance(rows, list) or not rows or not isinstance(rows[0], dict):
            raise refuse("H1010", "consentTypes")
        code = str(rows[0].get("otpCode") or "")
        if not code:
            raise refuse("H1057", "otpCode")
        try:
            made = await via.confirm(call.registry, process, code)
        except Denied as error:
            raise refuse(error.codes[0]) from error
        return json({
            "code": "OK",
            "message": [
                {
                    "transactionId": one.transaction_id,
                    "creationDate": written(one.created_at),
                    "type": one.wanted.key.type,
                    "brandCode": one.brand,
                }
                for one in made
            ],
        })  # fmt: skip

    async def _stages(self, call: Call) -> web.Response:
        process = _mine(call, call.request.match_info["requestId"])
        stages = [
            {"stage": stage, "status": status, "date": written(at)}
            for stage, status, at in via.told_stages(call.registry, process)
        ]
        return json({"code": "OK", "message": {"requestId": process.request_id, "stages": stages}})

    async def _links(self, call: Call) -> web.Response:
        """Links by which a person refuses e-mails. The document gives the path, what it is for
        and H568; the fields are ours."""
        body = await _object(call)
        rows = []
        for key in keys_of({"recipientType": PERSON, **body, "type": EMAIL}):
            record = call.own.records.get(key)
            is_approved = record is not None and record.last.status == APPROVED
            told = {"link": _link(call, key)} if is_approved else {"warning": fault("H568")}
            rows.append({"recipient": key.recipient, **told})
        return json({"list": rows})


def _link(call: Call, key: Key) -> str:
    found = transaction_id(call.registry.seed, call.own.brand, key, call.now)
    return f"https://ret.iys.example/{found[:16]}"


async def _object(call: Call) -> dict[str, Any]:
    body = await call.json()
    if not isinstance(body, dict):
        raise refuse("H1010")
    return body


def _mine(call: Call, request_id: Any) -> via.Process:
    process = via.find(call.registry, request_id) if isinstance(request_id, str) else None
    if process is None:
        raise refuse("H1030", "requestId")
    if process.iys_code != call.firm.code:
        raise refuse("H1040")
    return process


def _parts(call: Call, body: dict[str, Any], verification: str) -> list[Part]:
    rows = body.get("consentTypes")
    if not isinstance(rows, list) or not rows:
        raise refuse("H1010", "consentTypes")
    parts: list[Part] = []
    for row in rows:
        if not isinstance(row, dict) or row.get("title") != "ETK":
            raise refuse("H1010", "title")
        kind = row.get("recipientType", "BIREYSEL")
        brands, types = row.get("brandCodes"), row.get("types")
        if kind not in RECIPIENT_TYPES:
            raise refuse("H1063", "recipientType", kind)
        if not isinstance(brands, list) or not brands or not isinstance(types, list) or not types:
            raise refuse("H1057")
        if any(type(one) is not int or one not in call.firm.brands for one in brands):
            raise refuse("H1014", "brandCodes")
        if any(type_ not in TYPES or not via.fits(verification, type_) for type_ in types):
            raise refuse("H1010", "types")
        parts += [(brand, kind, type_) for brand in brands for type_ in types]
    return parts
