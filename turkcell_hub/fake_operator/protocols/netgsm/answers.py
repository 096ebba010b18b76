"""Netgsm's answers: code 00 with HTTP 200, every refusal with HTTP 406 and its code."""

from __future__ import annotations

from typing import Any

import orjson
from aiohttp import web

TEXT, LOGIN, TITLE, NO_MESSAGES = "20", "30", "40", "40"
IYS_NOT_ALLOWED, IYS_NO_BRAND = "50", "51"
OTP_TITLE, OTP_NUMBER = "41", "50"
NOTHING, PARAMETER, RATE, SAME_NUMBER = "60", "70", "80", "85"
SYSTEM = "100"

_WORDS = {
    "00": "success",
    TEXT: "messageTextError",
    LOGIN: "invalidAuth",
    TITLE: "invalidHeader",
    IYS_NOT_ALLOWED: "iysControlledNotAllowed",
    IYS_NO_BRAND: "iysBrandNotFound",
    NOTHING: "noRecord",
    PARAMETER: "parameterError",
    RATE: "rateLimitExceeded",
    SAME_NUMBER: "duplicateRateLimitExceeded",
    SYSTEM: "systemError",
    "101": "systemError",
    "110": "systemError",
}
_EMPTY = {"report": {"jobs": None}, "headers": {"msgheaders": None}}


class Refused(Exception):
    """A refusal on its way out."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def done(**facts: Any) -> web.Response:
    return json({"code": "00", "description": _WORDS["00"], **facts})


def refusal(code: str, kind: str = "") -> web.Response:
    """``kind``: which operation, for the fields that it empties."""
    status = 413 if code == "413" else 406
    body = {"code": code, "description": _WORDS.get(code, "error"), **_EMPTY.get(kind, {})}
    return json(body, status)


def json(body: Any, status: int = 200) -> web.Response:
    return web.Response(body=orjson.dumps(body), status=status, content_type="application/json")
