"""Quick search over consents: Turkish letters in any case, numbers in any spelling (K-012)."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import QuerySet

from turkcell_hub.lib import turkish

_NUMBER = re.compile(r"[\d\s()+./-]+")
_NOT_DIGIT = re.compile(r"\D")


def search_addresses(queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
    """``ışık`` finds ``IŞIK``; ``0532 12`` and ``+90 532 12`` find ``+9053212…``. All words of
    a name must match."""
    for word in _words(text.strip()):
        queryset = queryset.filter(search_key__contains=word)
    return queryset


def _words(text: str) -> list[str]:
    if not _NUMBER.fullmatch(text):
        return turkish.fold(text).split()
    digits = _NOT_DIGIT.sub("", text)
    if digits.startswith("0090"):
        return [digits[2:]]
    return [digits.removeprefix("0") if len(digits) > 1 else digits]
