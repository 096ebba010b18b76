"""Verilen Hizmetler: what numbers cost is billed on to those who use them (decisions).

Only numbers that the issued tab names are billed on, each to its row's account, with what it
owes itself: its services and its ÖİV. What is common to a bulk bill stays with the firm.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from invoices.matching.lines import Block, Builder
from invoices.matching.plan import document
from invoices.matching.shapes import (
    Plan,
    Problem,
    ProblemCode,
    Source,
    Table,
    Unmatched,
    plan_of,
)
from invoices.matching.units import Units, units


def rebill(sources: Iterable[Source], table: Table, *, merge: bool) -> Plan:
    """``table`` is the issued tab. ``merge``: one document for an account, of bills of one
    currency, kind and year; else one for each number. The suffix is the place of the document's
    first number in its bill, from 1, so that no later run gives one twice."""
    groups: dict[tuple[Any, ...], list[Block]] = defaultdict(list)
    nothing: list[tuple[str, str]] = []
    for source in sources:
        parts, bill = units(source.bill), source.bill
        mine: dict[tuple[Any, ...], list[int]] = defaultdict(list)
        for place, number, total in _parts(parts):
            row = table.numbers.get(number) if number else None
            if row is None or number in source.taken:
                continue
            if not total:
                nothing.append((source.key, number))
                continue
            whole = (bill.currency, bill.is_return, bill.issue_date.year)
            mine[(row.account_id, *(whole if merge else (source.key, number)))].append(place)
        for key, places in mine.items():
            groups[key].append(_block(source, parts, places))
    builder = Builder(table, by_number=True, unmatched=Unmatched.STOP)
    made = []
    for (account_id, *_), blocks in groups.items():
        one = document(builder, blocks, (blocks[0].places or [0])[0] + 1)
        if account_id is None:
            unknown = (_unaddressed(pair) for pair in one.sources)
            one.problems = (*unknown, *one.problems)
        one.account_id = account_id
        made.append(one)
    return plan_of(made, nothing=nothing)


def _parts(parts: Units) -> Iterable[tuple[int, str, int]]:
    """Place, number and amount of each number; the place of what is a whole bill is -1."""
    numbers = enumerate(zip(parts.numbers, parts.totals(), strict=True))
    yield from ((place, number, total) for place, (number, total) in numbers)
    if parts.last is not None:
        yield -1, parts.last.number, parts.last.total


def _block(source: Source, parts: Units, places: list[int]) -> Block:
    return Block(source, parts, [one for one in places if one >= 0], -1 in places)


def _unaddressed(pair: tuple[str, str]) -> Problem:
    return Problem(ProblemCode.NO_ACCOUNT, *pair)
