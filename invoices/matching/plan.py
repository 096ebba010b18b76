"""The four merge cases (L-107 … L-113).

====================  ===============================  ====================================
                      birleştir = Hayır                birleştir = Evet
====================  ===============================  ====================================
numara bazında Hayır  a document for each number       one document, the main card's sum
numara bazında Evet   the same, card of that number    one document, a line for each number
====================  ===============================  ====================================

Taxes other than KDV, sums for others and rounding have lines of their own in every case. The four
sums are equal to the kuruş because all four only group the same units.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import overload

from invoices.matching.lines import Block, Builder
from invoices.matching.shapes import (
    Plan,
    PlanDocument,
    Problem,
    ProblemCode,
    Source,
    Table,
    Unmatched,
    by_currency,
    plan_of,
)
from invoices.matching.sums import total_of
from invoices.matching.units import units


def plan(
    sources: Iterable[Source],
    table: Table,
    *,
    merge: bool,
    by_number: bool,
    unmatched: Unmatched = Unmatched.STOP,
) -> Plan:
    """What would be booked of ``sources``. What is booked already is left out; what cannot be is
    in a document with problems, and no other document waits for it.

    Merged are only bills of one supplier, currency, kind and year (B6).
    """
    blocks: list[Block] = []
    nothing: list[tuple[str, str]] = []
    missing: list[tuple[str, str]] = []
    for source in sources:
        block = _open_part(source)
        if by_number:
            missing += [(source.key, number) for number in _unnamed(block, table)]
        block, empty = _with_amounts(block, merge=merge)
        nothing += empty
        if block.places or block.with_last:
            blocks.append(block)
    builder = Builder(table, by_number=by_number, unmatched=unmatched)
    if merge:
        made = [document(builder, group, 0) for group in _merged(blocks)]
        return plan_of(made, nothing=tuple(nothing), unmatched=tuple(missing))
    return _split(builder, table, blocks, nothing, missing)


def _open_part(source: Source) -> Block:
    """What of a bill is not booked yet."""
    parts = units(source.bill)
    places: Sequence[int] = range(len(parts.numbers))
    if source.taken:
        places = [place for place in places if parts.numbers[place] not in source.taken]
    has_last = parts.last is not None and parts.last.number not in source.taken
    return Block(source, parts, places, has_last)


def _unnamed(block: Block, table: Table) -> list[str]:
    """The numbers of a block that the table does not name."""
    found = [one for one in block.numbers() if one not in table.numbers]
    last = block.units.last
    if block.with_last and last is not None and last.number and last.number not in table.numbers:
        found.append(last.number)
    return found


def _with_amounts(block: Block, *, merge: bool) -> tuple[Block, list[tuple[str, str]]]:
    """Without the numbers that owe nothing: merged they stand in the sum, alone they need no
    document."""
    key, parts = block.source.key, block.units
    empty: list[tuple[str, str]] = []
    if not merge and block.places:
        totals = parts.totals()
        if not all(totals):
            empty = [(key, parts.numbers[place]) for place in block.places if not totals[place]]
            block = block._replace(places=[place for place in block.places if totals[place]])
    last = parts.last
    if block.with_last and last is not None and not last.total and not (merge and last.services):
        empty.append((key, last.number))
        block = block._replace(with_last=False)
    return block, empty


def _merged(blocks: Sequence[Block]) -> list[list[Block]]:
    groups: dict[tuple[str, str, bool, int], list[Block]] = {}
    for block in blocks:
        bill = block.source.bill
        key = (bill.supplier_tax_no, bill.currency, bill.is_return, bill.issue_date.year)
        groups.setdefault(key, []).append(block)
    return list(groups.values())


class _Split(Sequence[PlanDocument]):
    """A document for each part; made when it is asked for.

    The suffix is the number's place in the whole bill, so that a later run, when others are
    booked, gives none twice; the common part has place 0 and comes as the last of all."""

    def __init__(self, builder: Builder, blocks: Sequence[Block]) -> None:
        self._builder, self._blocks = builder, blocks
        self._ends = list(accumulate(len(one.places) + one.with_last for one in blocks))

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    @overload
    def __getitem__(self, at: int) -> PlanDocument: ...
    @overload
    def __getitem__(self, at: slice) -> list[PlanDocument]: ...
    def __getitem__(self, at: int | slice) -> PlanDocument | list[PlanDocument]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        at = range(len(self))[at]
        which = bisect_right(self._ends, at)
        block = self._blocks[which]
        inside = at - (self._ends[which - 1] if which else 0)
        place = block.places[inside] if inside < len(block.places) else -1
        numbers = len(block.units.numbers)
        alone = block._replace(places=() if place < 0 else (place,), with_last=place < 0)
        suffix = 0 if not numbers else numbers + 1 if place < 0 else place + 1
        return document(self._builder, [alone], suffix)


def _split(
    builder: Builder,
    table: Table,
    blocks: Sequence[Block],
    nothing: Sequence[tuple[str, str]],
    missing: Sequence[tuple[str, str]],
) -> Plan:
    """Numbers whose document has the same lines, but for number and amounts, are judged together by
    one of them."""
    documents = _Split(builder, blocks)
    stopped: list[int] = []
    lines = at = 0
    for block in blocks:
        alike: dict[object, Sequence[int]] = {}
        forms = _forms(builder, table, block)
        kinds = set(forms)
        if len(kinds) == 1:
            alike[kinds.pop()] = range(at, at + len(forms))
        else:
            found: dict[object, list[int]] = defaultdict(list)
            for place, form in enumerate(forms, at):
                found[form].append(place)
            alike.update(found)
        at += len(forms)
        if block.with_last:
            alike["last"] = [at]
            at += 1
        for places in alike.values():
            one = documents[places[0]]
            lines += one.line_count * len(places)
            stopped += places if one.problems else ()
    totals = by_currency((block.source.bill.currency, block.total()) for block in blocks)
    return Plan(documents, tuple(nothing), tuple(missing), sorted(stopped), lines, totals)


def _forms(builder: Builder, table: Table, block: Block) -> Sequence[object]:
    """For each place what decides about its document: its number's card, or the place itself where
    an amount is below zero or kuruş were rounded off."""
    parts, places = block.units, block.places
    forms: list[object] = ["main"] * len(places)
    if builder.by_number:
        row_of = table.numbers.get
        rows = map(row_of, block.numbers())
        forms = [None if row is None else row.card.id for row in rows]
    columns = [column for one in parts.services for column in (one.nets, one.vats)]
    columns += [one.amounts for one in parts.taxes]
    is_odd = block.rounding() or any(min(column, default=0) < 0 for column in columns)
    if is_odd:
        for at, place in enumerate(places):
            if parts.rounding_at(place) or any(column[place] < 0 for column in columns):
                forms[at] = (place,)
    return forms


def document(builder: Builder, blocks: Sequence[Block], suffix: int) -> PlanDocument:
    """One document of ``blocks``, with everything that stands against it."""
    sums, problems = builder.sums(blocks)
    # Without its cards a document's lines may be incomplete; its parts are not.
    kurus = sum(block.total() for block in blocks) if problems else total_of(sums)
    bills = tuple(dict.fromkeys(block.source.key for block in blocks))
    return PlanDocument(bills, kurus, suffix, (*_of_bills(blocks), *problems), sums, blocks)


def _of_bills(blocks: Sequence[Block]) -> Iterable[Problem]:
    for source in {block.source.key: block.source for block in blocks}.values():
        if source.bill.totals.review:
            told = tuple(str(one) for one in source.bill.totals.review)
            yield Problem(ProblemCode.NEEDS_REVIEW, source.key, "", told)
        if source.bill.is_return:
            yield Problem(ProblemCode.RETURN_BILL, source.key)
