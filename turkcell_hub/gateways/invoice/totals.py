"""What a bill is worth, when its fields do not agree.

The rule is ordered; each bill says by ``Totals.rule`` which step decided. A field that equals the
equation exactly wins over one that is only within two kuruş of it, and nothing is ever made to fit:
what cannot be explained waits for a person.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from turkcell_hub.gateways.invoice.bill import KDV, OIV, ZERO, Carried, Review, Tax, Totals
from turkcell_hub.lib.money import to_kurus

NEAR = Decimal("0.02")
_BALANCE_FROM = Decimal(5)  # lira: a smaller difference is carried kuruş (B4 b)
_HUNDRED = Decimal(100)
_HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Printed:
    """The fields of a bill as printed; None where they are missing. ``numbers`` is the sum of the
    per-number amounts, None where there are none."""

    lines: Decimal
    taxes: tuple[Tax, ...]
    tax_exclusive: Decimal | None = None
    tax_inclusive: Decimal | None = None
    payable: Decimal | None = None
    rounding: Decimal = ZERO
    withheld: Decimal = ZERO
    numbers: Decimal | None = None
    is_telecom: bool = False
    mentions_balance: bool = False


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to understand the amounts before tax."""

    net: Decimal
    third_party: Decimal = ZERO
    rounding: Decimal = ZERO

    @property
    def sum(self) -> Decimal:
        return self.net + self.third_party + self.rounding


def settle(printed: Printed) -> Totals:
    """The bill's amount and its parts. Never raises: what disagrees is in ``review``."""
    taxes = merged(printed.taxes)
    tax = sum((one.amount for one in taxes), ZERO)
    readings = _readings(printed, taxes, tax)
    for tolerance in (ZERO, NEAR):
        for reading in readings:
            equation = reading.sum + tax - printed.withheld
            found = _explained(printed, equation, tolerance)
            if found is not None:
                rule, printed_amount = found
                # Kuruş between the parts and the printed amount stay visible as rounding.
                kept = replace(reading, rounding=reading.rounding + printed_amount - equation)
                return _by_numbers(printed, _totals(printed, kept, taxes, printed_amount, rule))
    return _unexplained(printed, readings[0], taxes, tax)


def merged(taxes: Iterable[Tax]) -> tuple[Tax, ...]:
    """One row for each code and rate, in the order of the bill."""
    rows: dict[tuple[str, Decimal], Tax] = {}
    for tax in taxes:
        key = (tax.code, tax.rate.normalize())
        known = rows.get(key)
        if known is not None:
            tax = known._replace(base=known.base + tax.base, amount=known.amount + tax.amount)
        rows[key] = tax
    return tuple(rows.values())


def completed(
    code: str, name: str, rate: Decimal | None, base: Decimal | None, amount: Decimal
) -> Tax:
    """A tax row whose missing rate or base is worked out from the rest (B4 g)."""
    if base is None:
        base = to_kurus(amount * _HUNDRED / rate) if rate else ZERO
    if rate is None:
        rate = _to_half(amount * _HUNDRED / base) if base else ZERO
    return Tax(code, name, rate, base, amount)


def _to_half(rate: Decimal) -> Decimal:
    return (rate / _HALF).quantize(Decimal(1)) * _HALF


def _readings(printed: Printed, taxes: tuple[Tax, ...], tax: Decimal) -> list[_Reading]:
    net = printed.lines if printed.tax_exclusive is None else printed.tax_exclusive
    taxed = sum((one.base for one in taxes if one.code == KDV), ZERO)
    if printed.tax_exclusive is not None and printed.tax_exclusive == printed.tax_inclusive and tax:
        net = taxed or net  # f: the net field repeats the gross
    readings = [_Reading(net)]
    extra = printed.lines - net
    # Sums for others and rounding bear no KDV, so its base never reaches beyond the net.
    if extra and taxed <= net + NEAR:
        rounding = _rounding_of(printed)
        if rounding and extra in (rounding, -rounding):
            readings.append(_Reading(net, ZERO, extra))
        elif rounding:
            readings.append(_Reading(net, extra - rounding, rounding))
            readings.append(_Reading(net, extra + rounding, -rounding))
        readings.append(_Reading(net, extra, ZERO))
    return readings


def _rounding_of(printed: Printed) -> Decimal:
    """d: a rounding field that repeats the gross is no rounding."""
    return ZERO if printed.rounding == printed.tax_inclusive else printed.rounding


def _explained(
    printed: Printed, equation: Decimal, tolerance: Decimal
) -> tuple[str, Decimal] | None:
    """Which step explains the equation, and the amount that it gives."""
    payable, inclusive = printed.payable, printed.tax_inclusive
    if payable is not None and abs(payable - equation) <= tolerance:
        return "a", payable
    gross = None if inclusive is None else inclusive - printed.withheld
    for amount in (inclusive, gross):
        if amount is not None and abs(amount - equation) <= tolerance:
            return "b", amount
    rounding = _rounding_of(printed)
    if payable is not None and rounding:
        for amount in (payable - rounding, payable + rounding):
            if abs(amount - equation) <= tolerance:
                return "c", amount
    return None


def _totals(
    printed: Printed, reading: _Reading, taxes: tuple[Tax, ...], amount: Decimal, rule: str
) -> Totals:
    payable = amount if printed.payable is None else printed.payable
    carried = payable - amount
    kind = Carried.NOTHING
    if carried:
        is_balance = abs(carried) > _BALANCE_FROM or printed.mentions_balance
        kind = Carried.BALANCE if is_balance else Carried.ROUNDING
    review = (Review.WITHHOLDING,) if printed.withheld else ()
    return Totals(
        reading.net,
        reading.third_party,
        reading.rounding,
        taxes,
        printed.withheld,
        amount,
        payable,
        carried,
        kind,
        rule,
        review,
    )


def _by_numbers(printed: Printed, totals: Totals) -> Totals:
    """The amount that equals the numbers' sum is the bill's (decisions: rounding in bulk bills)."""
    told = printed.numbers
    if told is None or told == totals.amount:
        return totals
    if told == totals.payable and totals.carried_kind == Carried.ROUNDING:
        return replace(
            totals,
            rounding=totals.rounding + totals.carried,
            amount=told,
            carried=ZERO,
            carried_kind=Carried.NOTHING,
        )
    return replace(totals, review=(*totals.review, Review.NUMBERS_DISAGREE))


def _unexplained(
    printed: Printed, reading: _Reading, taxes: tuple[Tax, ...], tax: Decimal
) -> Totals:
    equation = reading.sum + tax - printed.withheld
    payable = equation if printed.payable is None else printed.payable
    if printed.payable is None and printed.tax_inclusive is None:
        return _totals(printed, reading, taxes, equation, "net")
    totals = _totals(printed, reading, taxes, equation, "i")
    for amount in (printed.tax_inclusive, printed.payable):
        proposal = None if amount is None else _missing_oiv(printed, taxes, amount - equation)
        if proposal is not None:
            return replace(totals, rule="h", proposal=proposal, review=(Review.OIV_MISSING,))
    return replace(
        totals, payable=payable, review=(*totals.review, Review.TOTALS_DISAGREE), rule="i"
    )


def _missing_oiv(printed: Printed, taxes: tuple[Tax, ...], missing: Decimal) -> Tax | None:
    """h: a telecom seller's bill without the tax, where the gap is a plain part of the base."""
    base = sum((one.base for one in taxes if one.code == KDV), ZERO)
    has_one = any(one.code in OIV for one in taxes)
    if not printed.is_telecom or has_one or missing <= 0 or base <= 0:
        return None
    rate = _to_half(missing * _HUNDRED / base)
    if not rate or abs(base * rate / _HUNDRED - missing) > NEAR:
        return None
    return Tax(OIV[0], "", rate, base, missing)
