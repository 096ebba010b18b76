"""Quick search over subscribers: Turkish letters in any case, numbers in any spelling."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import QuerySet

from turkcell_hub.lib import turkish

_NOT_DIGIT = re.compile(r"\D")


def search_subscribers(queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
    """``ışık`` finds ``IŞIK``; ``0532 12`` finds ``+9053212…`` (K-012). All words must match."""
    for word in _words(text):
        queryset = queryset.filter(search_key__contains=word)
    return queryset


def search_folded(queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
    """The same over any model with a folded ``search_key``."""
    for word in turkish.fold(text).split():
        queryset = queryset.filter(search_key__contains=word)
    return queryset


def phone_digits(text: str) -> str | None:
    """The digits to look for when ``text`` is (a part of) a number, else None."""
    if not re.fullmatch(r"[\d\s()+./-]+", text.strip()):
        return None
    digits = _NOT_DIGIT.sub("", text)
    if digits.startswith("0090"):
        return digits[2:]
    return digits.removeprefix("0") if len(digits) > 1 else digits


def digits_of(number: str) -> str:
    """The digits of a short or long number without country and trunk prefix, for comparing."""
    digits = _NOT_DIGIT.sub("", number)
    return digits[2:] if len(digits) == 12 and digits.startswith("90") else digits.lstrip("0")


def _words(text: str) -> list[str]:
    digits = phone_digits(text) if text.strip() else None
    return [digits] if digits else turkish.fold(text).split()
