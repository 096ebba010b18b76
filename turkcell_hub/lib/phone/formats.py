"""Showing a stored number: masked in logs and lists, grouped for people."""

import re

_SHAPES = (
    (re.compile(r"\+90(444)(\d)()(\d{3})"), "+90"),
    (re.compile(r"\+90(\d{3})(\d{3})(\d{2})(\d{2})"), "+90"),
    (re.compile(r"\+994(\d{2})(\d{3})(\d{2})(\d{2})"), "+994"),
)
_OTHER = re.compile(r"\+\d{7,15}")


def mask(e164: str) -> str:
    """ "+905321234567" → "+90 532 *** ** 67"; whatever is no number becomes "***"."""
    for shape, code in _SHAPES[1:]:
        if match := shape.fullmatch(e164):
            return f"{code} {match[1]} *** ** {match[4]}"
    if _OTHER.fullmatch(e164):
        return f"{e164[:3]} *** ** {e164[-2:]}"
    return "***"


def format_national(e164: str) -> str:
    """ "+905321234567" → "0532 123 45 67"; a foreign number stays as it is."""
    for shape, _ in _SHAPES:
        if match := shape.fullmatch(e164):
            trunk = "" if match[1] == "444" and not match[3] else "0"
            return trunk + _joined(match)
    return e164


def format_international(e164: str) -> str:
    """ "+905321234567" → "+90 532 123 45 67"; a foreign number stays as it is."""
    for shape, code in _SHAPES:
        if match := shape.fullmatch(e164):
            return f"{code} {_joined(match)}"
    return e164


def _joined(match: re.Match[str]) -> str:
    return " ".join(group for group in match.groups() if group)
