"""The little grammar of a bulk bill's notes: one row a number (B3).

``F2-5321234567?Tarife#123.4$123.4+17.5!8.75`` is a number, its tariff, its gross amount, what is to
pay, KDV and ÖİV. ``C2-5321234567?Kampanya#01.01.2026$31.12.2026+4`` is one of its campaigns.
``F1-`` and ``C1-`` are headings. Amounts have a dot, trailing zeros are dropped.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from turkcell_hub.gateways.invoice.bill import Charges, NumberCharge

_SUM = r"(-?\d{1,12}(?:\.\d{1,6})?|-?\.\d{1,6})"
_CHARGE = re.compile(
    rf"F2-\s?(\d{{10}})\?(.*)#{_SUM}\${_SUM}\+{_SUM}!{_SUM}\s*\Z", re.ASCII | re.DOTALL
)
# All rows at once; what is no amount of whole kuruş among these is refused by ``_kurus``.
_USUAL = re.compile(
    r"^F2-([0-9]{10})\?(.*)#([-0-9.]+)\$([-0-9.]+)\+([-0-9.]+)!([-0-9.]+)$", re.MULTILINE
)
_LONGEST_SUM = 13
_USUAL_CAMPAIGN = re.compile(
    r"^C2-([0-9]{10})\?(.*)#([^#$+\n]*)\$([^#$+\n]*)\+([^#$+\n]*)$", re.MULTILINE
)
_CAMPAIGN = re.compile(r"C2-\s?(\d{10})\?(.*)#([^#$+]*)\$([^#$+]*)\+([^#$+]*)\Z", re.DOTALL)
_LONGEST = 2_000


@dataclass(slots=True)
class Notes:
    """``unreadable``: rows that begin as the grammar's and are not of it."""

    charges: Sequence[NumberCharge] = ()
    campaigns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)
    unreadable: int = 0


def read(rows: Sequence[str]) -> Notes:
    """All notes of a bill. A number that comes twice has the sum of its rows."""
    found = Notes()
    charges = [row for row in rows if row[:3] == "F2-"]
    others = [row for row in rows if row[:3] != "F2-"] if len(charges) < len(rows) else []
    campaigns = [row for row in others if row[:3] == "C2-"]
    if len(campaigns) < len(others):
        for row in others:
            if not row.startswith("C2-"):
                _take(found, row.strip(), charges, campaigns)
    _take_campaigns(found, campaigns)
    found.charges = _usual(charges, found.campaigns) or _one_by_one(found, charges)
    return found


def _take(found: Notes, text: str, charges: list[str], campaigns: list[str]) -> None:
    if text.startswith("F2-"):
        charges.append(text)
    elif text.startswith("C2-"):
        campaigns.append(text)
    elif not text.startswith(("F1-", "C1-")) and text:
        found.others.append(text)


def _usual(rows: list[str], campaigns: dict[str, tuple[str, ...]]) -> Charges | None:
    """All rows at once; None where one of them has to be looked at by itself."""
    text = "\n".join(rows)
    if not rows or text.count("\n") >= len(rows) or max(map(len, rows)) > _LONGEST:
        return None
    matched = _USUAL.findall(text)
    if len(matched) != len(rows):
        return None
    numbers, tariffs, amounts, payables, kdvs, oivs = zip(*matched, strict=True)
    if len(set(numbers)) != len(numbers):
        return None
    try:
        owed = _kurus(amounts)
        due = owed if payables == amounts else _kurus(payables)
        return Charges(numbers, tariffs, owed, due, _kurus(kdvs), _kurus(oivs), campaigns)
    except ValueError:
        return None


def _kurus(column: Sequence[str]) -> list[int]:
    """``123.45`` → 12345. Raises ``ValueError`` for what is no sum of whole kuruş."""
    if max(map(len, column)) > _LONGEST_SUM:
        raise ValueError
    text = "\n".join([one if one[-3:-2] == "." else _filled(one) for one in column])
    if text.count(".") != len(column):
        raise ValueError
    return list(map(int, text.replace(".", "").split("\n")))


def _filled(one: str) -> str:
    """A sum without or with one decimal place, as the operator drops zeros, with two."""
    whole, _dot, tenths = one.partition(".")
    if len(tenths) > 1 or (_dot and not tenths):
        raise ValueError
    return f"{whole}.{tenths:0<2}"


def _one_by_one(found: Notes, rows: Iterable[str]) -> tuple[NumberCharge, ...]:
    charges: dict[str, NumberCharge] = {}
    for row in rows:
        matched = _CHARGE.match(row.strip()) if len(row) <= _LONGEST else None
        if matched is None:
            found.unreadable += 1
            continue
        number, tariff, *sums = matched.groups()
        amount, payable, kdv, oiv = map(Decimal, sums)
        charge = NumberCharge(number, tariff.strip(), amount, payable, kdv, oiv)
        known = charges.get(number)
        charges[number] = charge if known is None else _added(known, charge)
    told = found.campaigns
    return tuple(
        one._replace(campaigns=told[one.number]) if one.number in told else one
        for one in charges.values()
    )


def _take_campaigns(found: Notes, rows: list[str]) -> None:
    campaigns: dict[str, list[str]] = defaultdict(list)
    text = "\n".join(rows)
    usual = _USUAL_CAMPAIGN.findall(text) if len(text) < _LONGEST * len(rows) else []
    if len(usual) != len(rows) or text.count("\n") >= len(rows):
        usual = []
        for row in rows:
            matched = _CAMPAIGN.match(row) if len(row) <= _LONGEST else None
            if matched is None:
                found.unreadable += 1
            else:
                usual.append(matched.groups())
    for number, name, begins, ends, month in usual:
        campaigns[number].append(f"{name.strip()} ({begins}–{ends}, {month}. ay)")
    found.campaigns = {number: tuple(texts) for number, texts in campaigns.items()}


def _added(one: NumberCharge, other: NumberCharge) -> NumberCharge:
    return one._replace(
        amount=one.amount + other.amount,
        payable=one.payable + other.payable,
        kdv=one.kdv + other.kdv,
        oiv=one.oiv + other.oiv,
    )
