"""Netgsm's codes, a table for each operation: 40 is a title that is
not known at a send and "no messages" at the inbox, 60 another thing at each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from turkcell_hub.gateways.errors import Broken, Busy
from turkcell_hub.gateways.http import Reply, fail_by_status
from turkcell_hub.gateways.sms.common import ACCOUNT, FUNDS, REQUEST, UNCLEAR, Answer, Code, clip

VERSION = "netgsm-sms-js-1.1.11"
DONE = "00"
#: Both limits are of a minute (3.2).
MINUTE = 60.0
_FULL = Code(Busy, "RATE_LIMIT")
_FOR_ALL: Mapping[str, Code] = {
    "30": Code(ACCOUNT, "AUTH_FAILED"),  # user, password, no right to the API, or the IP
    "70": Code(REQUEST, "BAD_REQUEST"),
    "100": Code(UNCLEAR, "TEMPORARY"),
    "101": Code(UNCLEAR, "TEMPORARY"),
}
SEND: Mapping[str, Code] = {
    **_FOR_ALL,
    "20": Code(REQUEST, "MESSAGE_REFUSED"),
    "40": Code(REQUEST, "SENDER_INVALID"),
    "50": Code(REQUEST, "IYS_NOT_ALLOWED"),
    "51": Code(REQUEST, "IYS_BRAND_MISSING"),
    "80": _FULL,
    "85": _FULL,  # more than 20 jobs for one number in a minute
}
OTP: Mapping[str, Code] = {
    **_FOR_ALL,
    "20": Code(REQUEST, "MESSAGE_REFUSED"),
    "40": Code(REQUEST, "SENDER_INVALID"),
    "41": Code(REQUEST, "SENDER_INVALID"),
    "50": Code(REQUEST, "NUMBER_UNKNOWN"),
    "51": Code(REQUEST, "NUMBER_UNKNOWN"),
    "52": Code(REQUEST, "NUMBER_NOT_ALLOWED"),
    "60": Code(FUNDS, "NO_OTP_CREDIT"),
    "80": _FULL,
    "85": _FULL,
}
# The portal cancels only what it has handed over: a job that cannot be found any more has begun.
CANCEL: Mapping[str, Code] = {**_FOR_ALL, "60": Code(REQUEST, "TOO_LATE")}
REPORT: Mapping[str, Code] = {
    **_FOR_ALL,
    "60": Code(REQUEST, "NOT_FOUND"),
    "80": _FULL,
    "110": Code(UNCLEAR, "TEMPORARY"),
}
INBOX: Mapping[str, Code] = {**_FOR_ALL, "40": Code(REQUEST, "NOT_FOUND")}
HEADERS: Mapping[str, Code] = _FOR_ALL
BALANCE: Mapping[str, Code] = {**_FOR_ALL, "60": Code(REQUEST, "NOT_FOUND")}
_BY_STATUS: Mapping[int, Code] = {
    401: Code(ACCOUNT, "AUTH_FAILED"),
    403: Code(ACCOUNT, "AUTH_FAILED"),
    413: Code(REQUEST, "BATCH_LIMIT"),
}


def read(reply: Reply, table: Mapping[str, Code], *, submit: bool = False) -> Answer:
    """The JSON of a clear yes (HTTP 200 and code 00, or 200 without a code where the operation
    has none). Raises the family for everything else."""
    body = _body(reply)
    code, text = _code(body), str(body.get("description") or "")
    if reply.status == 200 and code in (DONE, ""):
        return Answer(reply.json(), reply)
    if code in table:
        row = table[code]
        if row.error is Busy:
            raise Busy(row.reason, reply.answer(code, clip(text)), retry_after=MINUTE)
        raise row.error_for(reply, code, text, submit=submit)
    if not 400 <= reply.status < 500 or reply.status in (408, 429):
        fail_by_status(reply, submit=submit)
    row = _BY_STATUS.get(reply.status, Code(REQUEST, "OPERATOR_REFUSED"))
    # A 404, or a 406 without a code, comes from some other web server on the way.
    if reply.status < 400 or (not code and reply.status in (404, 405, 406)):
        row = Code(Broken, "UNEXPECTED_STATUS")
    raise row.error_for(reply, code or str(reply.status), text, submit=submit)


def _body(reply: Reply) -> dict[str, Any]:
    try:
        body = orjson.loads(reply.body)
    except orjson.JSONDecodeError:
        return {}
    return body if isinstance(body, dict) else {}


def _code(body: Mapping[str, Any]) -> str:
    code = body.get("code")
    return str(code) if isinstance(code, str | int) and not isinstance(code, bool) else ""
