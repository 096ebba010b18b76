"""Masking of personal data and secrets on their way into logs (reliability.md, I10).

Masks phone numbers, T.C. identity numbers, passwords, keys, tokens and one-time codes. UUIDs,
amounts, dates, addresses of machines and ids of other lengths stay readable, because a log that
hides everything helps nobody.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from uuid import UUID

from turkcell_hub.lib.identity import is_tckn, mask_tckn

HIDDEN = "***"
_DEEPEST = 12

_HIDDEN_NAMES = (
    r"pass(?:word|wd|phrase)?|pwd|[sş]ifre(?:si)?|parola(?:s[ıi])?|secret|client[_-]?secret|"
    r"(?:access|refresh|auth|csrf|session)?[_-]?token|(?:x[_-])?api[_-]?key|anahtar[ıi]?|"
    r"session[_-]?id|csrftoken|otp(?:[_-]?code)?|pin"
)
# The scheme word may stay: it tells which login was tried.
_AUTHORIZATION = re.compile(
    r"(?i)(\b(?:proxy-)?authorization\b[\"']?\s*[:=]\s*[\"']?(?:(?:basic|bearer|token|digest|"
    r"apikey)\s+)?)[^\s\"',;}]+"
)
_COOKIE = re.compile(r"(?i)(\b(?:set-)?cookie[\"']?\s*[:=]\s*[\"']?)[^\r\n\"'}]+")
_BEARER = re.compile(r"(?i)\b(bearer|basic)\s+[A-Za-z0-9+/_=.~-]{8,}")
_JWT = re.compile(r"\beyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)?")
_QUOTED_SECRET = re.compile(
    rf"(?i)((?<![^\W_])(?:{_HIDDEN_NAMES})[\"']?\s*[:=]\s*)(\"[^\"]*\"|'[^']*')"
)
_BARE_SECRET = re.compile(rf"(?i)((?<![^\W_])(?:{_HIDDEN_NAMES})[\"']?\s*[:=]\s*)[^\s\"',;&}})]+")
_URL_PASSWORD = re.compile(r"(://[^/\s:@]*:)[^/\s@]+(?=@)")
_CODE_IN_WORDS = re.compile(r"(?i)\b((?:code|kod(?:u|unuz)?)\b\W{0,3})(\d{6,8})\b")

_SHORTEST_LOGIN = len("eyJ12345.1")  # shorter than any "basic" or "bearer" with its key
_DIGIT = re.compile(r"\d")

_OCTET = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_SEP = r"[\s.\-/()\u2010-\u2015]{0,3}"
_NUMBERS = re.compile(
    rf"""
    (?P<keep>
        \b[0-9a-f]{{8}}-(?:[0-9a-f]{{4}}-){{3}}[0-9a-f]{{12}}\b
      | (?<!\d)\d{{4}}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?
      | (?<![\d.])(?:{_OCTET}\.){{3}}{_OCTET}(?![\d.])
    )
  | (?<![0-9A-Za-z])(?<!\d[.,])(?!0[.,]\d{{5}})
    (?:
        (?P<phone>
            (?:(?:\+|%2B|00)?\(?90\)?{_SEP}\(?0?{_SEP}|\(?0{_SEP}) [2-58]\d\d (?:{_SEP}\d){{7}}
          | \(?5\d\d (?:{_SEP}\d){{7}}
          | (?:\+|%2B)(?:{_SEP}\d){{8,15}}
          | (?:00)?994(?:10|40|44|50|51|55|60|70|77|99)\d{{7}}
        )
      | (?P<tckn>[1-9]\d{{10}})
      | (?P<spaced>[1-9]\d{{2}}[ ]\d{{3}}[ ]\d{{3}}[ ]\d{{2}})
    )
    (?![0-9A-Za-z]|[.,]\d\d)
    """,
    re.VERBOSE | re.IGNORECASE,
)

_SECRET_KEY = re.compile(
    r"passw|passphrase|sifre|şifre|parola|secret|token|apikey|authorization|cookie|credential|"
    r"privatekey|sessionid|sessionkey"
)
_SECRET_KEYS = {"key", "pass", "pwd", "auth", "otp", "otpcode", "pin", "anahtar"}
_CODE_KEYS = {"code", "kod", "smscode", "verificationcode", "onaykodu", "dogrulamakodu"}
_CODE = re.compile(r"\d{4,8}")
_SAFE = (bool, type(None), datetime, date, time, timedelta, UUID, re.Pattern)


def redact_text(text: str) -> str:
    """`text` with every phone number, TCKN, password, key and one-time code masked.

    Most words of a log line hold no sign that any pattern needs; they are not searched.
    """
    names_something = ":" in text or "=" in text
    if names_something:
        text = _AUTHORIZATION.sub(rf"\g<1>{HIDDEN}", text)
        text = _COOKIE.sub(rf"\g<1>{HIDDEN}", text)
    if len(text) >= _SHORTEST_LOGIN:
        text = _BEARER.sub(rf"\g<1> {HIDDEN}", text)
        text = _JWT.sub(HIDDEN, text)
    if names_something:
        text = _QUOTED_SECRET.sub(rf'\g<1>"{HIDDEN}"', text)
        text = _BARE_SECRET.sub(rf"\g<1>{HIDDEN}", text)
        text = _URL_PASSWORD.sub(rf"\g<1>{HIDDEN}", text)
    if _DIGIT.search(text):
        text = _CODE_IN_WORDS.sub(rf"\g<1>{HIDDEN}", text)
        text = _NUMBERS.sub(_mask_number, text)
    return text


def redact(value: object) -> object:
    """`value` for a log: dicts and lists are walked, texts and numbers masked, secrets hidden.

    Never changes `value` itself. An object of another type whose repr holds something to mask is
    replaced by its masked repr.
    """
    return _redact(value, _DEEPEST)


def _redact(value: object, depth: int) -> object:
    if isinstance(value, str):
        return redact_text(value)
    if isinstance(value, _SAFE):
        return value
    if depth == 0:
        return "…"
    if isinstance(value, Mapping):
        return {
            redact_text(key) if isinstance(key, str) else _redact(key, 1): _redact_field(
                key, item, depth
            )
            for key, item in value.items()
        }
    if isinstance(value, list | tuple | set | frozenset):
        return [_redact(item, depth - 1) for item in value]
    if isinstance(value, int | float | Decimal):
        shown = str(value)
    elif isinstance(value, bytes | bytearray):
        shown = value.decode("utf-8", "replace")
    else:
        shown = repr(value)
    masked = redact_text(shown)
    return value if masked == shown else masked


def _redact_field(key: object, item: object, depth: int) -> object:
    if isinstance(key, str) and item is not None and not isinstance(item, bool):
        is_secret, is_code = _meaning(key)
        if is_secret or (is_code and _CODE.fullmatch(str(item))):
            return HIDDEN
    return _redact(item, depth - 1)


@lru_cache(maxsize=1024)
def _meaning(key: str) -> tuple[bool, bool]:
    """Whether a field of this name holds a secret, and whether it holds a code."""
    name = re.sub(r"[^a-zışğüöç]", "", key.replace("İ", "i").lower())
    return name in _SECRET_KEYS or bool(_SECRET_KEY.search(name)), name in _CODE_KEYS


def _mask_number(match: re.Match[str]) -> str:
    found = match[0]
    if match["keep"]:
        return found
    digits = re.sub(r"\D", "", found.replace("%2B", "").replace("%2b", ""))
    if match["tckn"]:
        return mask_tckn(digits)
    if match["spaced"]:
        return mask_tckn(digits) if is_tckn(digits) else found
    return _mask_phone(digits)


def _mask_phone(digits: str) -> str:
    digits = digits.removeprefix("00")
    country = "+994" if digits.startswith("994") else "+90"
    national = digits.removeprefix("994") if country == "+994" else digits[-10:]
    return f"{country} {national[:-7]} *** ** {national[-2:]}"
