"""Verimor's two forms of answers: plain text (the guide) and JSON (the docs site)."""

from __future__ import annotations

from typing import Any

import orjson
from aiohttp import web

AUTH = "Geçersiz kullanıcı adı/şifre"
NO_IPS = "Hesabınızda izinli IP ayarları yapılmamış"
WRONG_IP = "Bu IP adresine izin verilmemiş"
NOT_YOURS = "Bu kampanya size ait değil"
NOT_FOUND = "Bu idye sahip kampanya bulunamadı"
NO_CONSENT_CAMPAIGN = "Bu idye sahip İYS kampanyası bulunamadı"
TOO_MANY = "Too Many Requests"
TOO_LARGE = "Request Entity Too Large"

_STATUS = {
    AUTH: 401, NO_IPS: 401, WRONG_IP: 401, NOT_YOURS: 401, NOT_FOUND: 404, TOO_MANY: 429,
    NO_CONSENT_CAMPAIGN: 404, TOO_LARGE: 413, "KEY_USED_FOR_ANOTHER_BODY": 422,
}  # fmt: skip
#: Short names that a script's ``refuse`` may use for sentences.
_SHORT = {"AUTH": AUTH, "IP": WRONG_IP, "NOT_FOUND": NOT_FOUND, "TOO_MANY": TOO_MANY}


class Refused(Exception):
    """A refusal on its way out: a word of the send errors, or a sentence."""

    def __init__(self, word: str, retry_after: float = 0) -> None:
        super().__init__(word)
        self.word = word
        self.retry_after = retry_after


def refusal(word: str, style: str = "plain", retry_after: float = 0) -> web.Response:
    """Send errors are 400."""
    text = _SHORT.get(word, word)
    status = _STATUS.get(text, 400)
    answer = styled(text, {"error": text}, style, status)
    if retry_after:
        answer.headers["Retry-After"] = str(int(retry_after) + 1)
    return answer


def styled(text: str, body: Any, style: str, status: int = 200) -> web.Response:
    """The text or the JSON body, by the account's style."""
    return json(body, status) if style == "json" else web.Response(text=text, status=status)


def json(body: Any, status: int = 200) -> web.Response:
    return web.Response(body=orjson.dumps(body), status=status, content_type="application/json")
