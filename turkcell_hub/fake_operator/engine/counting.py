"""The operator's own count of parts.

Written apart from the portal's counter on purpose: where the two differ, the operator's figure
is what is billed.
"""

from __future__ import annotations

import re

GSM, TURKISH, UNICODE = 0, 1, 2

#: Characters in one part, and in each part of a longer message.
_SIZES = {GSM: (160, 153), TURKISH: (155, 149), UNICODE: (70, 67)}
_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_DOUBLE = "^{}\\[]~|€\f"
_TURKISH = "ŞşĞğçıİ"
_PLAIN = re.compile(f"[{re.escape(_BASIC)}]*")
_NEEDS_GSM = re.compile(f"[{re.escape(_BASIC + _DOUBLE)}]*")
_NEEDS_TURKISH = re.compile(f"[{re.escape(_BASIC + _DOUBLE + _TURKISH)}]*")
_DOUBLES = re.compile(f"[{re.escape(_DOUBLE)}]")
_TURKISH_LETTERS = re.compile(f"[{_TURKISH}]")


class DoesNotFit(ValueError):
    """The asked coding cannot carry the text."""


class TooLong(ValueError):
    """More parts than the operator takes."""


def coding_of(text: str) -> int:
    """The cheapest coding that carries the text."""
    if _NEEDS_GSM.fullmatch(text):
        return GSM
    return TURKISH if _NEEDS_TURKISH.fullmatch(text) else UNICODE


def parts(
    text: str, coding: int | None = None, *, turkish_weight: int = 1, max_parts: int = 7
) -> int:
    """Parts of the text. Raises DoesNotFit or TooLong."""
    if coding is None or coding == GSM:
        if _PLAIN.fullmatch(text):
            return _divide(len(text), GSM, max_parts)
        needed = coding_of(text)
        if coding is not None and needed != GSM:
            raise DoesNotFit
        coding = needed
    elif coding == TURKISH and not _NEEDS_TURKISH.fullmatch(text):
        raise DoesNotFit
    return _divide(_length(text, coding, turkish_weight), coding, max_parts)


def _length(text: str, coding: int, turkish_weight: int) -> int:
    if coding == UNICODE:
        return len(text.encode("utf-16-le", "surrogatepass")) // 2
    length = len(text) + len(_DOUBLES.findall(text))
    if coding == TURKISH and turkish_weight > 1:
        length += (turkish_weight - 1) * len(_TURKISH_LETTERS.findall(text))
    return length


def _divide(length: int, coding: int, max_parts: int) -> int:
    one, each = _SIZES[coding]
    count = 1 if length <= one else -(-length // each)
    if count > max_parts:
        raise TooLong
    return count
