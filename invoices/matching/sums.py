"""Lines of a document while they are added up: singly, or by column where they are many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple, overload

from invoices.matching.shapes import PlanLine, Row, Why

_NOTHING = Decimal(0)


@dataclass(slots=True)
class Sum:
    """A line while it is added up, in kuruş."""

    row: Row
    rate: Decimal
    why: Why
    net: int = 0
    vat: int = 0
    number: str = ""
    numbers: int = 0
    tax: tuple[str, Decimal] = ("", _NOTHING)
    taken_off: int = 0

    def line(self) -> PlanLine:
        return _line(self)


class Column(NamedTuple):
    """Lines of numbers at one rate, each with a row of its own and nothing odd about it: of
    thousands of numbers they are kept by column, and one is made when it is asked for."""

    rate: Decimal
    rows: Sequence[Row]
    numbers: Sequence[str]
    nets: Sequence[int]
    vats: Sequence[int]

    def at(self, place: int) -> Sum:
        return Sum(
            self.rows[place], self.rate, Why.NUMBER, self.nets[place], self.vats[place],
            self.numbers[place], 1,
        )  # fmt: skip


class Sums(Sequence[Sum]):
    """The lines of a document: those of columns first, which are above zero."""

    def __init__(self, columns: Sequence[Column], others: Sequence[Sum]) -> None:
        self._columns, self.others = columns, others
        self._of_columns = sum(len(one.nets) for one in columns)

    def __len__(self) -> int:
        return self._of_columns + len(self.others)

    @overload
    def __getitem__(self, place: int) -> Sum: ...
    @overload
    def __getitem__(self, place: slice) -> list[Sum]: ...
    def __getitem__(self, place: int | slice) -> Sum | list[Sum]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        place = range(len(self))[place]
        if place >= self._of_columns:
            return self.others[place - self._of_columns]
        for column in self._columns:
            if place < len(column.nets):
                return column.at(place)
            place -= len(column.nets)
        raise IndexError(place)

    def total(self) -> int:
        told = sum(sum(one.nets) + sum(one.vats) for one in self._columns)
        return told + sum(one.net + one.vat for one in self.others)


def total_of(sums: Sequence[Sum]) -> int:
    """Net and KDV of all, in kuruş."""
    if isinstance(sums, Sums):
        return sums.total()
    return sum([one.net + one.vat for one in sums])


def without_credits(sums: list[Sum]) -> list[Sum]:
    """No ERP line is below zero: a credit comes off the largest line, of its own rate if there is
    one. Where nothing is large enough it stays, and the document is refused."""
    credits = [one for one in sums if one.net < 0]
    if not credits:
        return sums
    kept = [one for one in sums if one.net >= 0]
    for credit in credits:
        fitting = [one for one in kept if one.rate == credit.rate] or kept
        if not take_off(fitting, -credit.net, -credit.vat):
            kept.append(credit)
    return kept


def take_off(sums: Sequence[Sum], net: int, vat: int) -> bool:
    """Takes an amount off the largest line; False where none is large enough."""
    largest = max(sums, key=lambda one: one.net, default=None)
    if largest is None or largest.net < net or largest.vat < vat:
        return False
    largest.net -= net
    largest.vat -= vat
    largest.taken_off += net + vat
    return True


def _line(one: Sum) -> PlanLine:
    row = one.row
    rate = one.rate
    difference = one.vat - _vat(one.net, rate) if rate else one.vat
    return PlanLine(
        row.card,
        Decimal(one.net).scaleb(-2),
        rate,
        Decimal(one.vat).scaleb(-2),
        Decimal(difference).scaleb(-2),
        one.why,
        row.place,
        one.number,
        one.numbers,
        one.tax[0],
        one.tax[1],
        row.project_id,
        row.workplace_id,
        row.special_code,
        Decimal(one.taken_off).scaleb(-2),
    )


def _vat(net: int, rate: Decimal) -> int:
    """In kuruş, half up, as the ERP works it out."""
    ten_thousandths = int(rate.scaleb(2)) * abs(net)
    rounded = (ten_thousandths + 5_000) // 10_000
    return rounded if net >= 0 else -rounded
