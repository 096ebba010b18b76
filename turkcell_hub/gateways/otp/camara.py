"""CAMARA one-time-password-sms 1.1 (contracts/camara_otp.yaml).

The operator makes and checks the code. There is no way to ask for a lost answer (class C): the
code of a lost ``send-code`` has no id here, so nobody can use it.
"""

from __future__ import annotations

import base64
import time
from collections.abc import Mapping, Sequence
from typing import Any

from turkcell_hub.gateways.errors import BadCredentials, Broken, Busy, GatewayError, Refused
from turkcell_hub.gateways.http import HttpClient, OnExchange, Reply, fail_by_status
from turkcell_hub.gateways.logins import shared_login
from turkcell_hub.gateways.otp.contract import (
    HOLE,
    LONGEST,
    Capabilities,
    Fate,
    Order,
    Prepared,
    Started,
    Verdict,
)
from turkcell_hub.gateways.sms.common import clip
from turkcell_hub.gateways.sms.contract import AccountConfig
from turkcell_hub.lib.phone import mask

BASE_URL = "https://opengateway.turkcell.com.tr"
PATH = "/one-time-password-sms/v1"
SCOPE = "one-time-password-sms:send-validate"
_OTP = "ONE_TIME_PASSWORD_SMS."
_TOKEN_LIFE = 240.0  # an access token lives 300 s; it is not used up to its last second
_REFUSED = {
    _OTP + "MAX_OTP_CODES_EXCEEDED": "TOO_MANY_CODES",
    _OTP + "PHONE_NUMBER_NOT_ALLOWED": "NUMBER_NOT_ALLOWED",
    _OTP + "PHONE_NUMBER_BLOCKED": "NUMBER_BLOCKED",
    "IDENTIFIER_NOT_FOUND": "NUMBER_UNKNOWN",
    "SERVICE_NOT_APPLICABLE": "NUMBER_UNKNOWN",
    "INVALID_ARGUMENT": "BAD_REQUEST",
    "OUT_OF_RANGE": "BAD_REQUEST",
}
_VERDICTS = {
    _OTP + "INVALID_OTP": Verdict.WRONG,
    _OTP + "VERIFICATION_EXPIRED": Verdict.EXPIRED,
    _OTP + "VERIFICATION_FAILED": Verdict.EXHAUSTED,
    "NOT_FOUND": Verdict.EXPIRED,
    "INVALID_ARGUMENT": Verdict.WRONG,
}


class CamaraOtp:
    """One account: user name and password are the client's id and secret."""

    def __init__(self, config: AccountConfig, on_exchange: OnExchange | None = None) -> None:
        self._base_url = config.base_url or BASE_URL
        pair = f"{config.username}:{config.password}".encode()
        self._basic = {"Authorization": "Basic " + base64.b64encode(pair).decode()}
        self._length = int(config.extra.get("code_length") or 6)
        self._http = HttpClient(
            self._base_url,
            read_timeout=config.timeout,
            correlation_header="x-correlator",
            on_exchange=on_exchange,
            only_outside=config.only_outside,
        )
        self._born = time.monotonic()
        self._login = shared_login(
            self._base_url, config.username, config.password, idle=_TOKEN_LIFE, life=_TOKEN_LIFE
        )

    def __repr__(self) -> str:
        return f"<CamaraOtp {self._base_url}>"

    def capabilities(self) -> Capabilities:
        return Capabilities(
            checks_itself=True, reports=False, needs_sender=False, code_length=self._length
        )

    def prepare(self, order: Order) -> Prepared:
        if HOLE not in order.template or len(order.template) > LONGEST:
            raise Refused("MESSAGE_TOO_LONG")
        return Prepared(order, "", order.template)

    def start(self, prepared: Prepared) -> Started:
        body = {"phoneNumber": prepared.order.to, "message": prepared.text}
        summary = f"to={mask(prepared.order.to)}"
        reply = self._call("send-code", "POST", f"{PATH}/send-code", True, body, summary)
        if reply.status == 200:
            ticket = reply.json_object().get("authenticationId")
            if isinstance(ticket, str) and 0 < len(ticket) <= 36:
                return Started(ticket)
            raise Broken("UNREADABLE", reply.answer())
        raise self._failure(reply, submit=True)

    def verify(self, ticket: str, code: str) -> Verdict:
        body = {"authenticationId": ticket, "code": code}
        reply = self._call("validate-code", "POST", f"{PATH}/validate-code", False, body)
        if reply.status == 204:
            return Verdict.RIGHT
        verdict = _VERDICTS.get(_code(reply)) if reply.status in (400, 404) else None
        if verdict is None:
            raise self._failure(reply, submit=False)
        return verdict

    def fates(self, packet_ids: Sequence[str]) -> Mapping[str, Fate]:
        return {}

    def balance(self) -> int | None:
        reply = self._call("balance", "GET", "/otp-account/balance", False)
        if reply.status == 404:
            return None  # the standard has no balance; a plain operator does not tell
        if reply.status != 200:
            raise self._failure(reply, submit=False)
        amount = reply.json_object().get("balance")
        if type(amount) is not int:
            raise Broken("UNREADABLE", reply.answer())
        return amount

    def close(self) -> None:
        self._http.close()

    def _call(
        self, name: str, method: str, path: str, submit: bool, body: Any = None, summary: str = ""
    ) -> Reply:
        """A token that the operator no longer takes is replaced once: with 401 nothing was done."""
        for is_second in (False, True):
            token = self._login.token(self._token, self._born)
            reply = self._http.request(
                name, method, path, submit=submit, json=body, summary=summary,
                headers={"Authorization": f"Bearer {token}"},
            )  # fmt: skip
            if reply.status != 401 or is_second:
                break
            self._login.drop(token)
        return reply

    def _token(self) -> str:
        reply = self._http.request(
            "token", "POST", "/oauth2/v1/token", headers=self._basic,
            data={"grant_type": "client_credentials", "scope": SCOPE},
        )  # fmt: skip
        if reply.status in (400, 401, 403):
            raise BadCredentials("AUTH_FAILED", reply.answer(*_said(reply)))
        fail_by_status(reply, submit=False)
        token = reply.json_object().get("access_token")
        if reply.status != 200 or not isinstance(token, str) or not token:
            raise Busy("UNREADABLE", reply.answer())
        return token

    def _failure(self, reply: Reply, *, submit: bool) -> GatewayError:
        code, text = _said(reply)
        answer = reply.answer(code, text)
        if reply.status in (401, 403) and code not in _REFUSED:
            refusal = BadCredentials("AUTH_FAILED", answer)
            self._login.refuse(refusal)
            return refusal
        if code in _REFUSED:
            return Refused(_REFUSED[code], answer)
        try:
            fail_by_status(reply, submit=submit)
        except GatewayError as failure:
            return failure
        if reply.status < 400:
            return Broken("UNEXPECTED_STATUS", answer)
        return Refused("OPERATOR_REFUSED", answer)


def _code(reply: Reply) -> str:
    return str(reply.json_object().get("code") or "")


def _said(reply: Reply) -> tuple[str, str]:
    return clip(_code(reply)), clip(str(reply.json_object().get("message") or ""))
