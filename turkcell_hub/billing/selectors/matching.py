"""Whose is a transfer? By order code, title and amount (Y-020).

Pure: the rules alone. What does not fit in all three waits for a person; nothing is guessed.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from turkcell_hub.lib.turkish import fold

_CODE = re.compile(r"(?<![0-9A-F])[0-9A-F]{8}(?![0-9A-F])")
# Words that every firm's title may carry; they name nobody.
_COMMON = frozenset(
    {
        "a", "anonim", "as", "dis", "hiz", "hizmetleri", "ic", "ihracat", "insaat", "ithalat",
        "limited", "ltd", "paz", "pazarlama", "s", "san", "sanayi", "sirketi", "sti", "tic",
        "ticaret", "ve",
    }
)  # fmt: skip


class Problem(enum.StrEnum):
    """Why a person looks at a transfer."""

    NO_CODE = "KOD_YOK"
    UNKNOWN_CODE = "KOD_BILINMIYOR"
    SEVERAL = "BIRDEN_COK"
    AMOUNT = "TUTAR_FARKLI"
    CURRENCY = "PARA_BIRIMI"
    TITLE = "UNVAN_YOK"
    CLOSED = "SIPARIS_KAPALI"
    OWN_ORDER = "KENDI_SIPARISI"


@dataclass(frozen=True)
class Wanted:
    """An order by transfer: ``code`` is what the buyer was asked to write."""

    order_id: int
    code: str
    amount: Decimal
    is_open: bool


@dataclass(frozen=True)
class Line:
    amount: Decimal
    currency: str
    sender: str
    description: str


@dataclass(frozen=True)
class Match:
    """``problem`` None: all three fit. ``order_id``: the order that the code names, if any."""

    order_id: int | None
    problem: Problem | None


def codes_in(text: str) -> list[str]:
    """What could be an order code in a description, as banks print it: capitals, no marks."""
    return list(dict.fromkeys(_CODE.findall(text.upper().replace("İ", "I"))))


def match(line: Line, wanted: Collection[Wanted], titles: Sequence[str]) -> Match:
    """``titles``: how the firm may be named. First what names the order, then what must fit."""
    codes = codes_in(line.description)
    named = [one for one in wanted if one.code in codes]
    if not named:
        return Match(None, Problem.UNKNOWN_CODE if codes else Problem.NO_CODE)
    if len(named) > 1:
        return Match(None, Problem.SEVERAL)
    order = named[0]
    checks = (
        (order.is_open, Problem.CLOSED),
        (line.currency == "TRY", Problem.CURRENCY),
        (line.amount == order.amount, Problem.AMOUNT),
        (names_firm(f"{line.sender} {line.description}", titles), Problem.TITLE),
    )
    return Match(order.order_id, next((why for fits, why in checks if not fits), None))


def names_firm(text: str, titles: Sequence[str]) -> bool:
    """Whether the words that tell one of the titles from others stand in ``text``. Banks cut
    long texts and drop Turkish letters, so two such words are enough."""
    said = set(_words(text))
    for title in titles:
        own = [word for word in _words(title) if word not in _COMMON]
        needed = own or _words(title)
        if needed and sum(word in said for word in needed) >= min(2, len(needed)):
            return True
    return False


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", fold(text))
