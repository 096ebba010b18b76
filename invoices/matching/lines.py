"""The lines of one document, each with the reason for its card."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from operator import itemgetter
from typing import Any, NamedTuple

from invoices.matching.shapes import (
    Problem,
    ProblemCode,
    Row,
    Source,
    Table,
    Unmatched,
    Why,
)
from invoices.matching.sums import Column, Sum, Sums, take_off, without_credits
from invoices.matching.units import Unit, Units

_NOTHING = Decimal(0)
_WORTH_A_COLUMN = 8
_CARD_OF = itemgetter(0)


class Block(NamedTuple):
    """Parts of one bill that are booked together: the numbers at ``places``, and what is common
    where ``with_last``."""

    source: Source
    units: Units
    places: Sequence[int]
    with_last: bool

    def numbers(self) -> Sequence[str]:
        """The numbers at ``places``."""
        numbers = self.units.numbers
        if len(self.places) == len(numbers):
            return numbers
        return [numbers[place] for place in self.places]

    def sources(self) -> Iterable[tuple[str, str]]:
        numbers = self.units.numbers
        for place in self.places:
            yield self.source.key, numbers[place]
        if self.with_last and self.units.last is not None:
            yield self.source.key, self.units.last.number

    def taken(self, column: Sequence[int]) -> int:
        """The sum of a column over the places."""
        if len(self.places) == len(column):
            return sum(column)
        return sum(column[place] for place in self.places)

    def total(self) -> int:
        found = sum(self.taken(one.nets) + self.taken(one.vats) for one in self.units.services)
        found += sum(self.taken(one.amounts) for one in self.units.taxes)
        last = self.units.last
        if self.with_last and last is not None:
            found += last.total
        return found + self.rounding()

    def rounding(self) -> int:
        """Kuruş that a number of these carries."""
        place, rounding = self.units.rounded
        return rounding if rounding and place in self.places else 0


class Builder:
    """Makes the sums of lines by one table."""

    def __init__(self, table: Table, *, by_number: bool, unmatched: Unmatched) -> None:
        self._table = table
        self.by_number = by_number
        self._to_main = unmatched == Unmatched.MAIN_CARD

    def sums(self, blocks: Sequence[Block]) -> tuple[Sequence[Sum], tuple[Problem, ...]]:
        """The lines of a document that books ``blocks``, and everything that stands against it."""
        book = _Book(self._table, self.by_number, self._to_main)
        third = rounding = 0
        for block in blocks:
            book.numbers(block)
            rounding += block.rounding()
            last = block.units.last
            if block.with_last and last is not None:
                book.unit(block.source.key, last)
                third += last.third_party
                rounding += last.rounding
        key, number = next(iter(blocks[0].sources()))
        if third:
            book.plain(key, self._table.third_party, Why.THIRD_PARTY, third)
        if rounding and not (rounding < 0 and take_off(book.each(), -rounding, 0)):
            book.plain(key, self._table.rounding, Why.ROUNDING, rounding)
        found = book.found()
        others = found.others if isinstance(found, Sums) else found
        if any(one.net < 0 for one in others):
            others = found = without_credits(book.each())
        if any(one.net < 0 or one.vat < 0 for one in others):
            book.problems[Problem(ProblemCode.NEGATIVE, key, number)] = None
        return found, tuple(book.problems)


class _Book:
    """The sums of one document, and what stands against it."""

    def __init__(self, table: Table, by_number: bool, to_main: bool) -> None:
        self._table, self._by_number, self._to_main = table, by_number, to_main
        self.problems: dict[Problem, None] = {}
        self._sums: dict[tuple[object, ...], Sum] = {}
        self._own: dict[Decimal, dict[str, Sum]] = {}
        self._columns: dict[Decimal, Column] = {}

    def found(self) -> Sequence[Sum]:
        if not self._columns:
            return self.each()
        own = [one for sums in self._own.values() for one in sums.values()]
        return Sums(list(self._columns.values()), own + list(self._sums.values()))

    def each(self) -> list[Sum]:
        """Every line by itself, to be changed."""
        for rate in list(self._columns):
            self._own_at(rate)
        own = [one for sums in self._own.values() for one in sums.values()]
        return own + list(self._sums.values())

    def numbers(self, block: Block) -> None:
        bill, places = block.source.key, block.places
        if not places:
            return
        for rate, nets, vats in block.units.services:
            if self._by_number:
                self._by_card(block, rate, nets, vats)
            else:
                row = self._table.main_row(rate)
                net, vat = block.taken(nets), block.taken(vats)
                self._service(bill, "", row, Why.MAIN, rate, net, vat, len(places))
        for code, rate, amounts in block.units.taxes:
            self._tax(bill, code, rate, block.taken(amounts))

    def unit(self, bill: str, unit: Unit) -> None:
        """What is common, or all of a bill of one number."""
        for rate, net, vat in unit.services:
            if self._by_number and unit.number:
                self._of_number(bill, unit.number, rate, net, vat)
            else:
                row = self._table.main_row(rate)
                self._service(bill, "", row, Why.MAIN, rate, net, vat, 1 if unit.number else 0)
        for code, rate, amount in unit.taxes:
            self._tax(bill, code, rate, amount)

    def plain(self, bill: str, row: Row | None, why: Why, amount: int) -> None:
        if row is None:
            is_third = why == Why.THIRD_PARTY
            code = ProblemCode.NO_THIRD_PARTY_CARD if is_third else ProblemCode.NO_ROUNDING_CARD
            self.problems[Problem(code, bill)] = None
            return
        self._check_free(bill, row)
        self._sums[(why,)] = Sum(row, _NOTHING, why, net=amount)

    def _by_card(
        self, block: Block, rate: Decimal, nets: Sequence[int], vats: Sequence[int]
    ) -> None:
        """Each number to the row of its own; what is odd about one is looked at by itself."""
        if rate not in self._own and rate not in self._columns:
            column = self._column(block, rate, nets, vats)
            if column is not None:
                self._columns[rate] = column
                return
        rows, numbers = self._table.numbers, block.units.numbers
        own = self._own_at(rate)
        for place in block.places:
            number = numbers[place]
            row = rows.get(number)
            line = own.get(number)
            if row is None or line is not None or row.card[3] != rate or not row.card[4]:
                self._of_number(block.source.key, number, rate, nets[place], vats[place])
            else:
                own[number] = Sum(row, rate, Why.NUMBER, nets[place], vats[place], number, 1)

    def _column(
        self, block: Block, rate: Decimal, nets: Sequence[int], vats: Sequence[int]
    ) -> Column | None:
        """The numbers' lines all at once; None where anything about one of them is odd."""
        numbers = block.numbers()
        if len(numbers) < _WORTH_A_COLUMN:
            return None
        rows = list(map(self._table.numbers.get, numbers))
        if None in rows or len(set(numbers)) < len(numbers):
            return None
        named: list[Row] = rows  # type: ignore[assignment]
        cards = list(map(_CARD_OF, named))
        few = dict(zip(map(id, cards), cards, strict=True)).values()
        if any(card.vat_rate != rate or not card.is_active for card in few):
            return None
        if len(numbers) < len(nets):
            nets, vats = [nets[at] for at in block.places], [vats[at] for at in block.places]
        if min(nets) < 0 or min(vats) < 0:
            return None
        return Column(rate, named, numbers, nets, vats)

    def _own_at(self, rate: Decimal) -> dict[str, Sum]:
        """The lines of numbers at a rate, each by itself."""
        own = self._own.setdefault(rate, {})
        column = self._columns.pop(rate, None)
        if column is not None:
            own |= {number: column.at(place) for place, number in enumerate(column.numbers)}
        return own

    def _of_number(self, bill: str, number: str, rate: Decimal, net: int, vat: int) -> None:
        """The number's own row where its card has the bill's KDV, else the main row of the rate."""
        row = self._table.numbers.get(number)
        if row is None and not self._to_main:
            self.problems[Problem(ProblemCode.UNMATCHED_NUMBER, bill, number)] = None
        elif row is not None and (row.card.vat_rate == rate or rate not in self._table.main):
            self._service(bill, number, row, Why.NUMBER, rate, net, vat, 1)
        else:
            why = Why.UNMATCHED if row is None else Why.MAIN
            self._service(bill, "", self._table.main_row(rate), why, rate, net, vat, 1)

    def _service(
        self,
        bill: str,
        number: str,
        row: Row | None,
        why: Why,
        rate: Decimal,
        net: int,
        vat: int,
        count: int,
    ) -> None:
        if row is None:
            self.problems[Problem(ProblemCode.NO_MAIN_CARD, bill, "", (_percent(rate),))] = None
            return
        if row.card.vat_rate != rate:
            told = (row.card.code, _percent(row.card.vat_rate), _percent(rate))
            self.problems[Problem(ProblemCode.CARD_RATE, bill, number, told)] = None
        elif not row.card.is_active:
            self.problems[Problem(ProblemCode.CARD_OFF, bill, "", (row.card.code,))] = None
        sums: dict[Any, Sum] = self._own_at(rate) if number else self._sums
        key = number or (why, row.place, rate)
        line = sums.get(key)
        if line is None:
            line = sums[key] = Sum(row, rate, why, number=number)
        line.net += net
        line.vat += vat
        line.numbers += count

    def _tax(self, bill: str, code: str, rate: Decimal, amount: int) -> None:
        key = (Why.TAX, code, rate)
        line = self._sums.get(key)
        if line is None:
            row = self._table.tax_row(code, rate)
            if row is None:
                told = (code, _percent(rate))
                self.problems[Problem(ProblemCode.NO_TAX_CARD, bill, "", told)] = None
                return
            self._check_free(bill, row)
            own = (code, rate) in self._table.taxes
            why = Why.TAX if own else Why.TAX_OF_ANY_RATE
            line = self._sums[key] = Sum(row, _NOTHING, why, tax=(code, rate))
        line.net += amount

    def _check_free(self, bill: str, row: Row) -> None:
        if row.card.vat_rate:
            told = (row.card.code, _percent(row.card.vat_rate))
            self.problems[Problem(ProblemCode.TAX_CARD_RATE, bill, "", told)] = None
        elif not row.card.is_active:
            self.problems[Problem(ProblemCode.CARD_OFF, bill, "", (row.card.code,))] = None


def _percent(rate: Decimal) -> str:
    return f"{rate.normalize():f}".replace(".", ",")
