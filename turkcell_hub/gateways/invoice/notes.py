"""The little grammar of a bulk bill's notes: one row a number (B3).

``F2-5321234567?Tarife#123.4$123.4+17.5!8.75`` is a number, its tariff, its gross amount, what is to
pay, KDV and ÖİV. ``C2-5321234567?Kampanya#01.01.2026$31.12.2026+4`` is one of its campaigns.
``F1-`` and ``C1-`` are headings. Amounts have a dot, trailing zeros are dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from turkcell_hub.gateways.invoice.bill import NumberCharge

_SUM = r"(-?\d{1,12}(?:\.\d{1,6})?|-?\.\d{1,6})"
_CHARGE = re.compile(
    rf"F2-\s?(\d{{10}})\?(.*)#{_SUM}\${_SUM}\+{_SUM}!{_SUM}\s*\Z", re.ASCII | re.DOTALL
)
_CAMPAIGN = re.compile(r"C2-\s?(\d{10})\?(.*)#([^#$+]*)\$([^#$+]*)\+([^#$+]*)\Z", re.DOTALL)
_LONGEST = 2_000


@dataclass(slots=True)
class Notes:
    """``unreadable``: rows that begin as the grammar's and are not of it."""

    charges: dict[str, NumberCharge] = field(default_factory=dict)
    campaigns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)
    unreadable: int = 0


def read(rows: Iterable[str]) -> Notes:
    """All notes of a bill. A number that comes twice has the sum of its rows."""
    found = Notes()
    charges = found.charges
    for row in rows:
        text = row.strip()
        if text.startswith("F2-"):
            matched = _CHARGE.match(text) if len(text) <= _LONGEST else None
            if matched is None:
                found.unreadable += 1
                continue
            number, tariff, *sums = matched.groups()
            amount, payable, kdv, oiv = map(Decimal, sums)
            charge = NumberCharge(number, tariff.strip(), amount, payable, kdv, oiv)
            known = charges.get(number)
            charges[number] = charge if known is None else _added(known, charge)
        elif text.startswith("C2-"):
            _take_campaign(found, text)
        elif not text.startswith(("F1-", "C1-")) and text:
            found.others.append(text)
    return found


def _take_campaign(found: Notes, text: str) -> None:
    matched = _CAMPAIGN.match(text) if len(text) <= _LONGEST else None
    if matched is None:
        found.unreadable += 1
        return
    number, name, begins, ends, month = (part.strip() for part in matched.groups())
    told = f"{name} ({begins}–{ends}, {month}. ay)"
    found.campaigns[number] = (*found.campaigns.get(number, ()), told)


def _added(one: NumberCharge, other: NumberCharge) -> NumberCharge:
    return one._replace(
        amount=one.amount + other.amount,
        payable=one.payable + other.payable,
        kdv=one.kdv + other.kdv,
        oiv=one.oiv + other.oiv,
    )
