"""CAMARA's errors: ``{status, code, message}``."""

from __future__ import annotations

from typing import Any

import orjson
from aiohttp import web

_OTP = "ONE_TIME_PASSWORD_SMS."
INVALID_OTP = _OTP + "INVALID_OTP"
EXPIRED, FAILED = _OTP + "VERIFICATION_EXPIRED", _OTP + "VERIFICATION_FAILED"
TOO_MANY = _OTP + "MAX_OTP_CODES_EXCEEDED"
NOT_ALLOWED, BLOCKED = _OTP + "PHONE_NUMBER_NOT_ALLOWED", _OTP + "PHONE_NUMBER_BLOCKED"
ARGUMENT, UNAUTHENTICATED, DENIED = "INVALID_ARGUMENT", "UNAUTHENTICATED", "PERMISSION_DENIED"
NOT_FOUND, QUOTA = "NOT_FOUND", "QUOTA_EXCEEDED"
STATUSES = {
    INVALID_OTP: 400,
    EXPIRED: 400,
    FAILED: 400,
    ARGUMENT: 400,
    "OUT_OF_RANGE": 400,
    UNAUTHENTICATED: 401,
    DENIED: 403,
    TOO_MANY: 403,
    NOT_ALLOWED: 403,
    BLOCKED: 403,
    NOT_FOUND: 404,
    "IDENTIFIER_NOT_FOUND": 404,
    "SERVICE_NOT_APPLICABLE": 422,
    QUOTA: 429,
    "TOO_MANY_REQUESTS": 429,
    "INTERNAL": 500,
    "UNAVAILABLE": 503,
    "TIMEOUT": 504,
}


class Refused(Exception):
    """A refusal on its way out."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def refusal(code: str) -> web.Response:
    status = STATUSES.get(code, 400)
    return json({"status": status, "code": code, "message": f"{code}: sandbox"}, status)


def json(body: Any, status: int = 200) -> web.Response:
    return web.Response(body=orjson.dumps(body), status=status, content_type="application/json")
