"""Mesaj Üssü's codes and answers, in one table.

Codes travel in the body (``resultCode``) or as the HTTP status itself: both are read, the body
first. A fault of the account pauses it, since no message of it could succeed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from turkcell_hub.gateways.errors import Broken
from turkcell_hub.gateways.http import Reply, fail_by_status
from turkcell_hub.gateways.sms.common import ACCOUNT, FUNDS, REQUEST, UNCLEAR, Code

TOKEN_DEAD = frozenset({908, 918})
VERSION = "mesajussu-clients-2026-11"

CODES: dict[int, Code] = {
    823: Code(ACCOUNT, "AUTH_IP"),
    869: Code(REQUEST, "SCHEDULE_WINDOW"),
    883: Code(REQUEST, "IYS_BRAND_MISSING"),
    900: Code(ACCOUNT, "PASSWORD_EXPIRED"),
    902: Code(ACCOUNT, "AUTH_FAILED"),
    903: Code(ACCOUNT, "ACCOUNT_INACTIVE"),
    907: Code(ACCOUNT, "ACCOUNT_LOCKED"),
    913: Code(ACCOUNT, "AUTH_FAILED"),
    920: Code(UNCLEAR, "TEMPORARY"),
    931: Code(ACCOUNT, "NOT_ENTITLED"),
    932: Code(REQUEST, "BATCH_LIMIT"),
    938: Code(REQUEST, "SCHEDULE_WINDOW"),
    971: Code(REQUEST, "SENDER_INVALID"),
    **{code: Code(ACCOUNT, "ACCOUNT_BLOCKED") for code in (982, 983, 984, 985, 987, 996)},
    400: Code(REQUEST, "BAD_REQUEST"),
    401: Code(ACCOUNT, "AUTH_FAILED"),
    402: Code(FUNDS, "NO_CREDIT"),
    403: Code(ACCOUNT, "AUTH_FAILED"),
    404: Code(REQUEST, "NOT_FOUND"),
    409: Code(REQUEST, "TOO_LATE"),
    413: Code(REQUEST, "BATCH_LIMIT"),
    422: Code(REQUEST, "KEY_REUSED"),
}


def code_of(reply: Reply) -> int:
    """The vendor code: of the body, else of the status line; 0 for success."""
    told = _told(reply)
    if told is not None:
        return told
    return 0 if reply.status == 200 else reply.status


def read(reply: Reply, *, submit: bool = False) -> Any:
    """The JSON of a success (HTTP 200, and resultCode 0 where there is one). Raises the
    family for everything else; ``Broken`` when it is neither a clear yes nor a clear no."""
    told = _told(reply)
    if reply.status == 200 and not told:
        return reply.json()
    code = told or reply.status
    if code < 600:
        fail_by_status(replace(reply, status=code), submit=submit)
    elif code not in CODES:
        fail_by_status(reply, submit=submit)
    row = CODES.get(code, Code(REQUEST, "OPERATOR_REFUSED"))
    # A 404 without the operator's own words comes from some other web server on the way.
    stranger = told is None and code in (404, 405)
    if told == 0 or stranger or (code not in CODES and reply.status == 200):
        row = Code(Broken, "UNEXPECTED_STATUS")
    raise row.error_for(reply, str(code), _description(reply), submit=submit)


def _told(reply: Reply) -> int | None:
    code = reply.json_object().get("resultCode")
    if isinstance(code, str) and code.isascii() and code.isdigit():
        return int(code)
    return code if isinstance(code, int) and not isinstance(code, bool) else None


def _description(reply: Reply) -> str:
    return str(reply.json_object().get("resultDescription", ""))
