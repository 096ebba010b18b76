"""A bill in its smallest parts: what each number owes, and what is nobody's own.

The parts of one bill always make its amount, to the kuruş, in whatever order they are booked: the
division is made once, over the whole bill. Whole kuruş (int) throughout.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from turkcell_hub.gateways.invoice.bill import KDV, OIV, Bill, NumberCharge, Tax
from turkcell_hub.lib.money import to_kurus

COMMON = ""
_NOTHING = Decimal(0)


class Piece(NamedTuple):
    """Services at one KDV rate."""

    rate: Decimal
    net: int
    vat: int


class TaxPiece(NamedTuple):
    code: str
    rate: Decimal
    amount: int


class Unit(NamedTuple):
    """What is booked together or not at all. ``number`` "" is the common part of a bulk bill:
    wireless fees, sums collected for others, rounding (decisions: not shared among numbers)."""

    number: str
    services: tuple[Piece, ...]
    taxes: tuple[TaxPiece, ...] = ()
    third_party: int = 0
    rounding: int = 0

    @property
    def total(self) -> int:
        services = sum(one.net + one.vat for one in self.services)
        return services + sum(one.amount for one in self.taxes) + self.third_party + self.rounding


def in_kurus(amount: Decimal) -> int:
    """Whole kuruş, halves away from zero."""
    scaled = amount.scaleb(2)
    whole = int(scaled)
    return whole if whole == scaled else int(to_kurus(amount).scaleb(2))


def units(bill: Bill) -> tuple[Unit, ...]:
    """The parts of a bill: one for each number and one for what is common, where there is any. A
    bill of one number, or of none, is one part. Σ ``total`` = the bill's amount, to the kuruş."""
    totals = bill.totals
    services = _services(totals.net, totals.taxes)
    others = tuple(
        TaxPiece(one.code, one.rate, in_kurus(one.amount))
        for one in totals.taxes
        if one.code != KDV
    )
    third, rounding = in_kurus(totals.third_party), in_kurus(totals.rounding)
    # Fractions of a kuruş in the bill's own fields end in the rounding: nothing is lost.
    known = Unit(COMMON, services, others, third, rounding)
    rest = in_kurus(totals.amount + totals.withheld) - known.total
    if len(bill.numbers) < 2:
        number = bill.numbers[0].number if bill.numbers else COMMON
        return (known._replace(number=number, rounding=rounding + rest),)
    shared = tuple(one for one in others if one.code not in OIV)
    of_numbers = tuple(one for one in others if one.code in OIV)
    free = tuple(one for one in services if not one.rate and not one.vat)
    taxed = tuple(one for one in services if one not in free) or free
    if taxed is free:
        free = ()
    is_shared = bool(shared or third or rounding or free)
    parts = _of_numbers(bill.numbers, taxed, of_numbers, is_shared=is_shared)
    common = Unit(COMMON, free, shared, third, rounding + rest)
    if not _bears(common):
        place = max(range(len(parts)), key=lambda one: parts[one].total)
        parts[place] = parts[place]._replace(rounding=common.rounding)
        common = common._replace(rounding=0)
    if common.services or common.taxes or common.third_party or common.rounding:
        parts.append(common)
    return tuple(parts)


def _bears(common: Unit) -> bool:
    """Whether what is common can be a document of its own: kuruş that are rounded off must come
    off something, and where there is nothing else they come off the largest number."""
    lines = [one.net for one in common.services] + [one.amount for one in common.taxes]
    return max([0, common.third_party, *lines]) >= -common.rounding


def settle(values: Sequence[int], target: int) -> list[int]:
    """``values`` moved so that they make ``target``. A small difference takes one kuruş from, or
    gives one to, the largest; a larger one is spread by size."""
    difference = target - sum(values)
    if not difference:
        return list(values)
    count = len(values)
    if abs(difference) <= count:
        moved = list(values)
        step = 1 if difference > 0 else -1
        order = sorted(range(count), key=lambda place: -abs(moved[place]))
        for place in order[: abs(difference)]:
            moved[place] += step
        return moved
    return _by_size(values, target)


def _by_size(weights: Sequence[int], target: int) -> list[int]:
    """Largest remainder: whole kuruş in proportion to ``weights``, their sum exactly ``target``."""
    sizes = [abs(one) for one in weights]
    whole = sum(sizes)
    if not whole:
        sizes, whole = [1] * len(weights), len(weights)
    shares = [target * one // whole for one in sizes]
    left = target - sum(shares)
    order = sorted(range(len(sizes)), key=lambda place: -(target * sizes[place] % whole))
    for place in order[:left]:
        shares[place] += 1
    return shares


def _services(net: Decimal, taxes: Iterable[Tax]) -> tuple[Piece, ...]:
    """The net by KDV rate: the bases of the KDV rows, and what is left as free of KDV."""
    pieces = [
        Piece(one.rate, in_kurus(one.base), in_kurus(one.amount))
        for one in taxes
        if one.code == KDV
    ]
    left = in_kurus(net) - sum(one.net for one in pieces)
    if not left:
        return tuple(pieces)
    if left > 0 or not pieces:
        return (*pieces, Piece(_NOTHING, left, 0))
    # Bases larger than the net: what is too much comes off the largest, its KDV stays.
    largest = max(range(len(pieces)), key=lambda place: pieces[place].net)
    pieces[largest] = pieces[largest]._replace(net=pieces[largest].net + left)
    return tuple(pieces)


def _of_numbers(
    charges: Sequence[NumberCharge],
    services: tuple[Piece, ...],
    taxes: tuple[TaxPiece, ...],
    *,
    is_shared: bool,
) -> list[Unit]:
    vats = [in_kurus(one.kdv) for one in charges]
    told = [in_kurus(one.oiv) for one in charges]
    shares = [
        settle(told, tax.amount) if len(taxes) == 1 else _by_size(told, tax.amount) for tax in taxes
    ]
    if len(services) == 1:
        (service,) = services
        vat = settle(vats, service.vat)
        oivs = shares[0] if len(shares) == 1 else told
        raw = _nets(charges, vat, oivs, service.rate, is_shared=is_shared)
        net = settle(raw, service.net)
        pieces: list[tuple[Piece, ...]] = [
            (Piece(service.rate, n, v),) for n, v in zip(net, vat, strict=True)
        ]
    else:
        pieces = _by_rates(charges, services)
    codes = [(tax.code, tax.rate) for tax in taxes]
    if len(codes) == 1:
        (code, rate), (share,) = codes[0], shares
        return [
            Unit(charge.number, piece, (TaxPiece(code, rate, amount),))
            for charge, piece, amount in zip(charges, pieces, share, strict=True)
        ]
    return [
        Unit(
            charge.number,
            pieces[place],
            tuple(TaxPiece(*key, share[place]) for key, share in zip(codes, shares, strict=True)),
        )
        for place, charge in enumerate(charges)
    ]


def _nets(
    charges: Sequence[NumberCharge],
    vats: Sequence[int],
    oivs: Sequence[int],
    rate: Decimal,
    *,
    is_shared: bool,
) -> list[int]:
    """Each number's net: its own where the bill tells it; the rest of its gross where nothing is
    shared; else worked out from its KDV, because its gross holds an untold part of what is shared
    (contracts/erp_and_invoices.md B3)."""
    found = []
    for charge, vat, oiv in zip(charges, vats, oivs, strict=True):
        if charge.net is not None:
            found.append(in_kurus(charge.net))
        elif not is_shared or not rate:
            found.append(in_kurus(charge.amount) - vat - oiv)
        else:
            found.append(in_kurus(charge.kdv * 100 / rate))
    return found


def _by_rates(
    charges: Sequence[NumberCharge], services: tuple[Piece, ...]
) -> list[tuple[Piece, ...]]:
    """Several KDV rates: the notes do not tell which number has which, so each has its share."""
    weights = [in_kurus(one.amount if one.net is None else one.net) for one in charges]
    nets = [_by_size(weights, one.net) for one in services]
    vats = [_by_size(weights, one.vat) for one in services]
    return [
        tuple(
            Piece(service.rate, net[place], vat[place])
            for service, net, vat in zip(services, nets, vats, strict=True)
        )
        for place in range(len(charges))
    ]
