"""Hat denetçisi: a month's numbers against the months before and the staff list. Pure."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from turkcell_hub.lib.turkish import fold

_ZERO = Decimal(0)
_HUNDRED = Decimal(100)
# Taxes are rounded for each number: less than this is rounding, not another rate.
_TAX_SLACK = Decimal("0.06")
_ABROAD = ("roaming", "yurt disi", "yurtdisi")
_SURE = 2  # months that a number must have been on, before its absence or newness means something


class Kind(enum.StrEnum):
    NEW = "NEW"
    VANISHED = "VANISHED"
    ZERO = "ZERO"
    JUMP = "JUMP"
    ROAMING = "ROAMING"
    TAX_RATE = "TAX_RATE"
    LEFT = "LEFT"  # whoever had it is on no list any more
    NOBODY = "NOBODY"  # on no staff list


class Charge(NamedTuple):
    """A number in one month; ``kdv_rate`` and ``oiv_rate`` are the bill's own, in per cent."""

    number: str
    amount: Decimal
    kdv: Decimal = _ZERO
    oiv: Decimal = _ZERO
    tariff: str = ""
    campaigns: tuple[str, ...] = ()
    kdv_rate: Decimal = _ZERO
    oiv_rate: Decimal = _ZERO


class Finding(NamedTuple):
    """``before`` is what is usual for the number, ``amount`` what was charged this month."""

    kind: Kind
    number: str
    amount: Decimal
    before: Decimal
    detail: str = ""


Month = Mapping[str, Charge]
Staff = Mapping[str, tuple[str, bool]]  # number -> (whose, whether he is still there)


def findings(
    month: Month,
    before: Sequence[Month],
    *,
    jump_percent: int,
    jump_least: Decimal,
    staff: Staff | None = None,
) -> list[Finding]:
    """What is odd about ``month``. ``before``: the months before it, the nearest first; months
    without any bill are left out. ``staff``: the staff list; without one nothing is said of who
    uses a number. A number that is usual in every way gives nothing."""
    found: list[Finding] = []
    for number, charge in month.items():
        past = [one[number].amount for one in before if number in one]
        usual = sum(past, _ZERO) / len(past) if past else _ZERO
        found += _of_number(charge, past, usual, before, jump_percent, jump_least)
        found += _of_staff(charge, usual, staff)
    if before:
        for number, charge in before[0].items():
            known = sum(number in one for one in before[:_SURE])
            if number not in month and known >= min(_SURE, len(before)):
                found.append(Finding(Kind.VANISHED, number, _ZERO, charge.amount))
    order = list(Kind)
    return sorted(found, key=lambda one: (order.index(one.kind), -one.amount, one.number))


def _of_number(
    charge: Charge,
    past: Sequence[Decimal],
    usual: Decimal,
    before: Sequence[Month],
    jump_percent: int,
    jump_least: Decimal,
) -> list[Finding]:
    found = []
    if before and not past:
        found.append(Finding(Kind.NEW, charge.number, charge.amount, _ZERO, charge.tariff))
    if not charge.amount:
        found.append(Finding(Kind.ZERO, charge.number, _ZERO, usual, charge.tariff))
    more = charge.amount - usual
    if past and more >= jump_least and more * _HUNDRED > usual * jump_percent:
        share = more * _HUNDRED / usual if usual else _HUNDRED
        found.append(
            Finding(Kind.JUMP, charge.number, charge.amount, usual, f"%{share.quantize(1)}")
        )
    told = fold(" ".join((charge.tariff, *charge.campaigns)))
    if any(word in told for word in _ABROAD):
        found.append(Finding(Kind.ROAMING, charge.number, charge.amount, usual, charge.tariff))
    odd = _odd_rate(charge)
    if odd:
        found.append(Finding(Kind.TAX_RATE, charge.number, charge.amount, usual, odd))
    return found


def _of_staff(charge: Charge, usual: Decimal, staff: Staff | None) -> list[Finding]:
    """A mobile number that nobody of the firm has, or only somebody who has left. Land lines and
    subscriber numbers are no person's."""
    if not staff or not charge.number.startswith("5"):
        return []
    name, is_there = staff.get(charge.number, ("", False))
    if is_there:
        return []
    kind = Kind.LEFT if charge.number in staff else Kind.NOBODY
    return [Finding(kind, charge.number, charge.amount, usual, name or charge.tariff)]


def _odd_rate(charge: Charge) -> str:
    """Both taxes are taken of the same base, so each tells what the other should be."""
    if not charge.kdv_rate or not charge.oiv_rate or not charge.kdv:
        return ""
    expected = charge.kdv * charge.oiv_rate / charge.kdv_rate
    if abs(expected - charge.oiv) <= _TAX_SLACK:
        return ""
    rate = charge.oiv * charge.kdv_rate / charge.kdv
    return f"ÖİV %{rate.quantize(Decimal('0.1'))}".replace(".", ",")
