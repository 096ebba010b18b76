"""Per-number amounts where a bill has no notes: lines that name a number, or the customer's own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from turkcell_hub.gateways.invoice.bill import (
    KDV,
    OIV,
    ZERO,
    BillLine,
    NumberCharge,
    Tax,
    Totals,
)
from turkcell_hub.lib.money import to_kurus

_HUNDRED = Decimal(100)


def by_line(
    rows: Iterable[tuple[BillLine, Sequence[Tax]]], totals: Totals
) -> tuple[NumberCharge, ...]:
    """The sum of each number's lines. Taxes are the lines' own; where lines have none, those of
    the bill at their rates, as far as there is one rate of each."""
    kdv_rate, oiv_rate = _only_rate(totals, (KDV,)), _only_rate(totals, OIV)
    found: dict[str, NumberCharge] = {}
    for line, taxes in rows:
        kdv = sum((one.amount for one in taxes if one.code == KDV), ZERO)
        oiv = sum((one.amount for one in taxes if one.code in OIV), ZERO)
        if not taxes:
            kdv = to_kurus(line.amount * kdv_rate / _HUNDRED)
            oiv = to_kurus(line.amount * oiv_rate / _HUNDRED)
        gross = line.amount + kdv + oiv
        known = found.get(line.number)
        if known is None:
            found[line.number] = NumberCharge(
                line.number, line.name, gross, gross, kdv, oiv, line.amount
            )
        else:
            found[line.number] = known._replace(
                amount=known.amount + gross,
                payable=known.payable + gross,
                kdv=known.kdv + kdv,
                oiv=known.oiv + oiv,
                net=(known.net or ZERO) + line.amount,
            )
    return tuple(found.values())


def of_customer(number: str, lines: Sequence[BillLine], totals: Totals) -> NumberCharge:
    """The whole bill is one number's (a fixed line)."""
    tariff = lines[0].name if lines else ""
    kdv = sum((one.amount for one in totals.taxes if one.code == KDV), ZERO)
    oiv = sum((one.amount for one in totals.taxes if one.code in OIV), ZERO)
    return NumberCharge(number, tariff, totals.amount, totals.payable, kdv, oiv, totals.net)


def _only_rate(totals: Totals, codes: tuple[str, ...]) -> Decimal:
    rates = {one.rate for one in totals.taxes if one.code in codes}
    return rates.pop() if len(rates) == 1 else ZERO
