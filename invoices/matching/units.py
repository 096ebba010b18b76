"""A bill in its smallest parts: what each number owes, and what is nobody's own.

The parts of one bill always make its amount, to the kuruş, in whatever order they are booked: the
division is made once, over the whole bill. Whole kuruş (int) throughout. Of thousands of numbers
the parts are kept by column (``Units``); one of them is made when it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from heapq import nlargest
from operator import add
from typing import NamedTuple, overload

from turkcell_hub.gateways.invoice.bill import KDV, OIV, Bill, Charges, NumberCharge, Tax
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


class Services(NamedTuple):
    """What the numbers of a bill owe for services at one KDV rate, in the order of the numbers."""

    rate: Decimal
    nets: Sequence[int]
    vats: Sequence[int]


class Taxes(NamedTuple):
    code: str
    rate: Decimal
    amounts: Sequence[int]


class Units(Sequence[Unit]):
    """The parts of a bill: one for each of ``numbers``, by column, and ``last``, which is common to
    them, or all there is. ``rounded``: the place of the number that carries kuruş which the bill
    rounds off, and how many."""

    __slots__ = ("last", "numbers", "rounded", "services", "taxes")

    def __init__(
        self,
        numbers: Sequence[str],
        services: Sequence[Services],
        taxes: Sequence[Taxes],
        last: Unit | None,
        rounded: tuple[int, int] = (-1, 0),
    ) -> None:
        self.numbers, self.services, self.taxes = numbers, services, taxes
        self.last, self.rounded = last, rounded

    def __len__(self) -> int:
        return len(self.numbers) + (self.last is not None)

    @overload
    def __getitem__(self, place: int) -> Unit: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Unit, ...]: ...
    def __getitem__(self, place: int | slice) -> Unit | tuple[Unit, ...]:
        if isinstance(place, slice):
            return tuple(self[one] for one in range(*place.indices(len(self))))
        if place < 0:
            place += len(self)
        if self.last is not None and place == len(self.numbers):
            return self.last
        return Unit(
            self.numbers[place],
            tuple(Piece(one.rate, one.nets[place], one.vats[place]) for one in self.services),
            tuple(TaxPiece(one.code, one.rate, one.amounts[place]) for one in self.taxes),
            0,
            self.rounding_at(place),
        )

    def rounding_at(self, place: int) -> int:
        return self.rounded[1] if place == self.rounded[0] else 0

    def totals(self) -> list[int]:
        """What each number owes, without ``last``."""
        columns = [column for one in self.services for column in (one.nets, one.vats)]
        columns += [one.amounts for one in self.taxes]
        if not columns:
            return []
        found = list(columns[0])
        for column in columns[1:]:
            found = list(map(add, found, column))
        place, rounding = self.rounded
        if rounding:
            found[place] += rounding
        return found


def in_kurus(amount: Decimal) -> int:
    """Whole kuruş, halves away from zero."""
    scaled = amount.scaleb(2)
    whole = int(scaled)
    return whole if whole == scaled else int(to_kurus(amount).scaleb(2))


def units(bill: Bill) -> Units:
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
        return Units((), (), (), known._replace(number=number, rounding=rounding + rest))
    shared = tuple(one for one in others if one.code not in OIV)
    of_numbers = tuple(one for one in others if one.code in OIV)
    free = tuple(one for one in services if not one.rate and not one.vat)
    taxed = tuple(one for one in services if one not in free) or free
    if taxed is free:
        free = ()
    is_shared = bool(shared or third or rounding or free)
    columns = _Columns.of(bill.numbers)
    parts = _of_numbers(columns, taxed, of_numbers, is_shared=is_shared)
    common = Unit(COMMON, free, shared, third, rounding + rest)
    if not _bears(common):
        owed = parts.totals()
        parts.rounded = (owed.index(max(owed)), common.rounding)
        common = common._replace(rounding=0)
    if common.services or common.taxes or common.third_party or common.rounding:
        parts.last = common
    return parts


def _bears(common: Unit) -> bool:
    """Whether what is common can be a document of its own: kuruş that are rounded off must come
    off something, and where there is nothing else they come off the largest number."""
    lines = [one.net for one in common.services] + [one.amount for one in common.taxes]
    return max([0, common.third_party, *lines]) >= -common.rounding


class _Columns(NamedTuple):
    """A bill's numbers by column, in kuruş. ``nets``: None where the bill tells no base."""

    numbers: Sequence[str]
    amounts: Sequence[int]
    kdvs: Sequence[int]
    oivs: Sequence[int]
    nets: Sequence[int | None] | None

    @classmethod
    def of(cls, charges: Sequence[NumberCharge]) -> _Columns:
        if isinstance(charges, Charges):
            return cls(charges.numbers, charges.amounts, charges.kdvs, charges.oivs, None)
        nets = [None if one.net is None else in_kurus(one.net) for one in charges]
        return cls(
            [one.number for one in charges],
            [in_kurus(one.amount) for one in charges],
            [in_kurus(one.kdv) for one in charges],
            [in_kurus(one.oiv) for one in charges],
            None if all(one is None for one in nets) else nets,
        )


def settle(values: Sequence[int], target: int) -> list[int]:
    """``values`` moved so that they make ``target``. A small difference takes one kuruş from, or
    gives one to, the largest; a larger one is spread by size."""
    difference = target - sum(values)
    moved = list(values)
    if not difference:
        return moved
    if abs(difference) > len(values):
        return _by_size(values, target)
    sizes = list(map(abs, moved))
    step = 1 if difference > 0 else -1
    for place in nlargest(abs(difference), range(len(moved)), key=sizes.__getitem__):
        moved[place] += step
    return moved


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
    told: _Columns, services: tuple[Piece, ...], taxes: tuple[TaxPiece, ...], *, is_shared: bool
) -> Units:
    split = settle if len(taxes) == 1 else _by_size
    shares = [Taxes(tax.code, tax.rate, split(told.oivs, tax.amount)) for tax in taxes]
    if len(services) == 1:
        (service,) = services
        vat = settle(told.kdvs, service.vat)
        oivs = shares[0].amounts if len(shares) == 1 else told.oivs
        raw = _nets(told, vat, oivs, service.rate, is_shared=is_shared)
        pieces = [Services(service.rate, settle(raw, service.net), vat)]
    else:
        pieces = _by_rates(told, services)
    return Units(told.numbers, pieces, shares, None)


def _nets(
    told: _Columns, vats: Sequence[int], oivs: Sequence[int], rate: Decimal, *, is_shared: bool
) -> list[int]:
    """Each number's net: its own where the bill tells it; the rest of its gross where nothing is
    shared; else worked out from its KDV, because its gross holds an untold part of what is
    shared."""
    if not is_shared or not rate:
        found = [
            amount - vat - oiv for amount, vat, oiv in zip(told.amounts, vats, oivs, strict=True)
        ]
    else:
        found = _bases(told.kdvs, rate)
    if told.nets is None:
        return found
    return [one if net is None else net for one, net in zip(found, told.nets, strict=True)]


def _bases(kdvs: Iterable[int], rate: Decimal) -> list[int]:
    """The base that a KDV of this rate is of, halves away from zero."""
    per_cent = int(rate.scaleb(4))
    half = per_cent // 2
    return [
        (one * 1_000_000 + half) // per_cent
        if one >= 0
        else -((half - one * 1_000_000) // per_cent)
        for one in kdvs
    ]


def _by_rates(told: _Columns, services: tuple[Piece, ...]) -> list[Services]:
    """Several KDV rates: the notes do not tell which number has which, so each has its share."""
    weights = told.amounts
    if told.nets is not None:
        pairs = zip(told.amounts, told.nets, strict=True)
        weights = [amount if net is None else net for amount, net in pairs]
    return [
        Services(one.rate, _by_size(weights, one.net), _by_size(weights, one.vat))
        for one in services
    ]
