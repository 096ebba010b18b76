"""From whatever stands in a cell to bare ASCII digits."""

import math
import re
import unicodedata
from decimal import Decimal

_LABEL = re.compile(
    r"(?:tel|telefon|phone|gsm|cep|mobil|mobile|t|m)\s*[.:]?\s*(?=[+(\d])", re.IGNORECASE
)
_FLOAT_TEXT = re.compile(r"(\d{7,15})[.,]0{1,2}")
_SCIENTIFIC = re.compile(r"(\d)(?:[.,](\d+))?[eE]\+?0?(\d{1,2})")
_SEPARATORS = re.compile(r"[\s().\-/_,;:|'\"’`´·•\u2010-\u2015\u2212]+")
_SEVERAL = re.compile(r"[/,;|&\n]|\bve\b")


class Unreadable(Exception):
    """No number can be read; `code` is a key of MESSAGES."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_digits(raw: object, corrections: list[str]) -> tuple[str, bool]:
    """The digits of `raw` and whether they begin with a country code ("+" or "00").

    Appends to `corrections` what was repaired; raises Unreadable.
    """
    text = _as_text(raw, corrections)
    if not text.isascii():
        text = _to_ascii(text, corrections)
    text = text.strip()
    if not text:
        raise Unreadable("empty")
    text = _without_label(text, corrections)
    text = _expand_float_text(text, corrections)
    bare = _SEPARATORS.sub("", text)
    if bare != text:
        corrections.append("separators")
    return _split_prefix(bare, text, corrections)


def _split_prefix(bare: str, text: str, corrections: list[str]) -> tuple[str, bool]:
    plus = bare.startswith("+")
    digits = bare.removeprefix("+")
    if not (digits.isascii() and digits.isdigit()):
        several = _SEVERAL.search(text) and sum(map(str.isdigit, digits)) > 14
        raise Unreadable("several_numbers" if several else "letters")
    if len(digits) > 14 and _SEVERAL.search(text):
        raise Unreadable("several_numbers")
    if digits.startswith("00"):
        corrections.append("0090")
        return digits[2:], True
    if plus and digits.startswith("0"):
        corrections.append("stray_plus")
        return digits, False
    return digits, plus


def _as_text(raw: object, corrections: list[str]) -> str:
    if raw is None:
        raise Unreadable("empty")
    if isinstance(raw, str):
        return raw
    if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal):
        raise Unreadable("not_a_number")
    if isinstance(raw, int):
        return _whole(raw)
    if not math.isfinite(raw) or raw != int(raw):
        raise Unreadable("not_a_number")
    corrections.append("float")
    return _whole(int(raw))


def _whole(number: int) -> str:
    if not 0 <= number < 10**15:
        raise Unreadable("impossible")
    return str(number)


def _to_ascii(text: str, corrections: list[str]) -> str:
    """Full-width and Arabic digits to ASCII, invisible characters out."""
    kept = []
    for char in text:
        digit = unicodedata.decimal(char, None)
        if digit is not None:
            if not char.isascii():
                corrections.append("digits")
            kept.append(str(digit))
        elif unicodedata.category(char) == "Cf":
            corrections.append("invisible")
        else:
            kept.append("+" if char == "＋" else char)
    return "".join(kept)


def _without_label(text: str, corrections: list[str]) -> str:
    if text[0] in "+0123456789(":
        return text
    bare = _LABEL.sub("", text, count=1) if _LABEL.match(text) else text
    if bare != text:
        corrections.append("label")
    return bare


def _expand_float_text(text: str, corrections: list[str]) -> str:
    if match := _FLOAT_TEXT.fullmatch(text):
        corrections.append("float")
        return match[1]
    if match := _SCIENTIFIC.fullmatch(text):
        mantissa = match[1] + (match[2] or "").rstrip("0")
        length = int(match[3]) + 1
        if len(match[1] + (match[2] or "")) < length or len(mantissa) > length:
            raise Unreadable("digits_lost")
        corrections.append("float")
        return mantissa.ljust(length, "0")
    return text
