"""The registry asks the citizen itself and tells what citizens do
to an address of ours (push, 3.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from turkcell_hub.gateways.errors import Broken, Refused
from turkcell_hub.gateways.iys import offered, reading
from turkcell_hub.gateways.iys.contract import (
    PushAddress,
    PushRegistration,
    Record,
    Stored,
    ViaKind,
    ViaRequest,
    ViaStage,
)
from turkcell_hub.gateways.iys.line import IysLine, segment
from turkcell_hub.gateways.iys.values import Channel


class CitizenCalls:
    """``push_type``: the registry's word for our kind of connection. It is not published: its
    support tells it with the opening of pushes. Without it nothing can be registered."""

    _line: IysLine
    _push_type: str
    _asks_citizens: bool

    # --- ViA --------------------------------------------------------------------------------

    def start_via(self, request: ViaRequest) -> str:
        """Twice would send two codes: a lost answer is ``Unknown``."""
        self._check_via()
        part = {
            "title": "ETK",
            "brandCodes": [_number(code) for code in request.brand_codes],
            "types": [channel.value for channel in request.channels],
            "recipientType": request.recipient_type.value,
        }
        body = {
            "formId": request.form_id,
            "recipient": reading.address(request.recipient, request.channels[0]),
            "verificationType": request.kind.value,
            "consentTypes": [part],
        }
        path = f"/via/sps/{self._line.code}/consent"
        reply = self._line.call("startVerification", "POST", path, submit=True, json=body)
        return reading.read(reply, _request_id)

    def confirm_via(
        self, request_id: str, kind: ViaKind, code: str
    ) -> Mapping[tuple[str, Channel], Stored]:
        self._check_via()
        body = {
            "requestId": request_id,
            "verificationType": kind.value,
            "consentTypes": [{"title": "ETK", "otpCode": code}],
        }
        path = f"/via/sps/{self._line.code}/confirmation"
        reply = self._line.call("confirmVerification", "POST", path, json=body)
        return reading.read(reply, _made)

    def via_stage(self, request_id: str) -> ViaStage:
        self._check_via()
        path = f"/via/sps/{self._line.code}/consent/request/{segment(request_id)}"
        return reading.read(self._line.call("verificationStages", "GET", path), _last_stage)

    def _check_via(self) -> None:
        if not self._asks_citizens:
            offered.not_supported()

    # --- push -------------------------------------------------------------------------------

    def register_push(self, brand: str, address: PushAddress) -> None:
        """The registry tries the address with a test record before it answers."""
        body = {"connection": [self._connection(address)]}
        self._line.call("registerPush", "POST", self._push_path(brand, "registration"), json=body)

    def unregister_push(self, brand: str, address: PushAddress) -> None:
        body = self._connection(address)
        path = self._push_path(brand, "unregistration")
        self._line.call("unregisterPush", "POST", path, json=body)

    def push_registrations(self, brand: str) -> Sequence[PushRegistration]:
        self._check_push()
        path = self._push_path(brand, "registration")
        return reading.read(self._line.call("pushRegistrations", "GET", path), _registrations)

    def parse_push(self, body: bytes, headers: Mapping[str, str]) -> Sequence[Record]:
        try:
            return [reading.record(row) for row in orjson.loads(body)["list"]]
        except (KeyError, TypeError, ValueError, AttributeError):
            raise Broken("UNREADABLE") from None

    def _push_path(self, brand: str, call: str) -> str:
        return f"{self._line.brand(brand)}/push/{call}"

    def _connection(self, address: PushAddress) -> dict[str, str]:
        self._check_push()
        return {
            "url": address.url,
            "type": self._push_type,
            "username": address.username,
            "password": address.password,
        }

    def _check_push(self) -> None:
        if not self._push_type:
            offered.not_supported()


def _number(code: str) -> int:
    if not (code.isascii() and code.isdecimal()):
        raise Refused("BAD_REQUEST")
    return int(code)


def _request_id(body: Any) -> str:
    told = body["message"]["requestId"]
    if not isinstance(told, str) or not told:
        raise ValueError("no request id")
    return told


def _made(body: Any) -> dict[tuple[str, Channel], Stored]:
    return {
        (str(row["brandCode"]), Channel(row["type"])): reading.stored(row)
        for row in body["message"]
    }


def _last_stage(body: Any) -> ViaStage:
    stages = body["message"]["stages"]
    last = stages[-1]
    return ViaStage(str(last["stage"]), str(last["status"]))


def _registrations(body: Any) -> list[PushRegistration]:
    return [
        PushRegistration(
            str(row["url"]),
            str(row.get("status") or ""),
            reading.moment(row.get("registerTime")),
        )
        for row in body or ()
    ]
