"""The lines of one document, each with the reason for its card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from invoices.matching.shapes import (
    PlanLine,
    Problem,
    ProblemCode,
    Row,
    Source,
    Table,
    Unmatched,
    Why,
)
from invoices.matching.units import Piece, Unit

_NOTHING = Decimal(0)
_MANY = 20  # numbers that a problem names one by one; the plan lists all


@dataclass(slots=True)
class _Sum:
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


class Builder:
    """Makes lines by one table; remembers what it has looked up."""

    def __init__(self, table: Table, *, by_number: bool, unmatched: Unmatched) -> None:
        self._table = table
        self._by_number = by_number
        self._to_main = unmatched == Unmatched.MAIN_CARD

    def lines(
        self, parts: Sequence[tuple[Source, Unit]]
    ) -> tuple[tuple[PlanLine, ...], tuple[Problem, ...]]:
        """The lines of a document that books ``parts``, and everything that stands against it."""
        sums: dict[tuple[object, ...], _Sum] = {}
        problems: dict[Problem, None] = {}
        third = rounding = 0
        for source, unit in parts:
            for piece in unit.services:
                self._service(sums, problems, source.key, unit.number, piece)
            for code, rate, amount in unit.taxes:
                self._tax(sums, problems, source.key, code, rate, amount)
            third += unit.third_party
            rounding += unit.rounding
        first = parts[0][0].key
        if third:
            row = self._table.third_party
            self._plain(sums, problems, first, row, Why.THIRD_PARTY, third)
        came_off = rounding < 0 and _take_off(list(sums.values()), -rounding, 0)
        if rounding and not came_off:
            row = self._table.rounding
            self._plain(sums, problems, first, row, Why.ROUNDING, rounding)
        found = _without_credits(list(sums.values()))
        if any(one.net < 0 or one.vat < 0 for one in found):
            problems[Problem(ProblemCode.NEGATIVE, first, parts[0][1].number)] = None
        return tuple(map(_line, found)), tuple(problems)

    def _service(
        self,
        sums: dict[tuple[object, ...], _Sum],
        problems: dict[Problem, None],
        bill: str,
        number: str,
        piece: Piece,
    ) -> None:
        why, row, own = self._row_of(number, piece.rate)
        if self._by_number and number and why != Why.NUMBER and not self._named(number):
            if not self._to_main:
                problems[Problem(ProblemCode.UNMATCHED_NUMBER, bill, number)] = None
                return
            why = Why.UNMATCHED
        if row is None:
            told: tuple[str, ...] = (_percent(piece.rate),)
            problems[Problem(ProblemCode.NO_MAIN_CARD, bill, "", told)] = None
            return
        if row.card.vat_rate != piece.rate:
            told = (row.card.code, _percent(row.card.vat_rate), _percent(piece.rate))
            problems[Problem(ProblemCode.CARD_RATE, bill, number if own else "", told)] = None
        elif not row.card.is_active:
            problems[Problem(ProblemCode.CARD_OFF, bill, "", (row.card.code,))] = None
        key = (why, row.place, piece.rate, number if own else "")
        line = sums.get(key)
        if line is None:
            line = sums[key] = _Sum(row, piece.rate, why, number=number if own else "")
        line.net += piece.net
        line.vat += piece.vat
        line.numbers += 1 if number else 0

    def _named(self, number: str) -> bool:
        return number in self._table.numbers

    def _row_of(self, number: str, rate: Decimal) -> tuple[Why, Row | None, bool]:
        """The number's own row where its card has the bill's KDV, else the main row of the rate."""
        if self._by_number and number:
            own = self._table.numbers.get(number)
            main = self._table.main.get(rate)
            if own is not None and (own.card.vat_rate == rate or main is None):
                return Why.NUMBER, own, True
        return Why.MAIN, self._table.main_row(rate), False

    def _tax(
        self,
        sums: dict[tuple[object, ...], _Sum],
        problems: dict[Problem, None],
        bill: str,
        code: str,
        rate: Decimal,
        amount: int,
    ) -> None:
        key = (Why.TAX, code, rate)
        line = sums.get(key)
        if line is None:
            row = self._table.tax_row(code, rate)
            if row is None:
                told = (code, _percent(rate))
                problems[Problem(ProblemCode.NO_TAX_CARD, bill, "", told)] = None
                return
            self._check_free(problems, bill, row)
            own = (code, rate) in self._table.taxes
            why = Why.TAX if own else Why.TAX_OF_ANY_RATE
            line = sums[key] = _Sum(row, _NOTHING, why, tax=(code, rate))
        line.net += amount

    def _plain(
        self,
        sums: dict[tuple[object, ...], _Sum],
        problems: dict[Problem, None],
        bill: str,
        row: Row | None,
        why: Why,
        amount: int,
    ) -> None:
        if row is None:
            is_third = why == Why.THIRD_PARTY
            code = ProblemCode.NO_THIRD_PARTY_CARD if is_third else ProblemCode.NO_ROUNDING_CARD
            problems[Problem(code, bill)] = None
            return
        self._check_free(problems, bill, row)
        sums[(why,)] = _Sum(row, _NOTHING, why, net=amount)

    def _check_free(self, problems: dict[Problem, None], bill: str, row: Row) -> None:
        if row.card.vat_rate:
            told = (row.card.code, _percent(row.card.vat_rate))
            problems[Problem(ProblemCode.TAX_CARD_RATE, bill, "", told)] = None
        elif not row.card.is_active:
            problems[Problem(ProblemCode.CARD_OFF, bill, "", (row.card.code,))] = None


def _without_credits(sums: list[_Sum]) -> list[_Sum]:
    """No ERP line is below zero: a credit comes off the largest line, of its own rate if there is
    one. Where nothing is large enough it stays, and the document is refused."""
    credits = [one for one in sums if one.net < 0]
    if not credits:
        return sums
    kept = [one for one in sums if one.net >= 0]
    for credit in credits:
        fitting = [one for one in kept if one.rate == credit.rate] or kept
        if not _take_off(fitting, -credit.net, -credit.vat):
            kept.append(credit)
    return kept


def _take_off(sums: Sequence[_Sum], net: int, vat: int) -> bool:
    largest = max(sums, key=lambda one: one.net, default=None)
    if largest is None or largest.net < net or largest.vat < vat:
        return False
    largest.net -= net
    largest.vat -= vat
    largest.taken_off += net + vat
    return True


def _line(one: _Sum) -> PlanLine:
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


def _percent(rate: Decimal) -> str:
    return f"{rate.normalize():f}".replace(".", ",")
