"""Verilen Hizmetler: what numbers cost is billed on to those who use them (decisions).

Only numbers that the issued tab names are billed on, each to its row's account, with what it
owes itself: its services and its ÖİV. What is common to a bulk bill stays with the firm.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from invoices.matching.lines import Builder
from invoices.matching.plan import Part, document
from invoices.matching.shapes import (
    Plan,
    Problem,
    ProblemCode,
    Source,
    Table,
    Unmatched,
)
from invoices.matching.units import units


def rebill(sources: Iterable[Source], table: Table, *, merge: bool) -> Plan:
    """``table`` is the issued tab. ``merge``: one document for an account, of bills of one
    currency, kind and year; else one for each number. The suffix is the place of the document's
    first number in its bill, from 1, so that no later run gives one twice."""
    groups: dict[tuple[Any, ...], list[tuple[Part, int]]] = {}
    nothing: list[tuple[str, str]] = []
    for source in sources:
        for place, unit in enumerate(units(source.bill), 1):
            row = table.numbers.get(unit.number) if unit.number else None
            if row is None or unit.number in source.taken:
                continue
            if not unit.total:
                nothing.append((source.key, unit.number))
                continue
            bill = source.bill
            whole = (bill.currency, bill.is_return, bill.issue_date.year)
            key = whole if merge else (source.key, unit.number)
            groups.setdefault((row.account_id, *key), []).append(((source, unit), place))
    builder = Builder(table, by_number=True, unmatched=Unmatched.STOP)
    made = []
    for (account_id, *_), found in groups.items():
        parts = [part for part, _ in found]
        one = document(builder, parts, found[0][1])
        if account_id is None:
            problems = tuple(_unaddressed(part) for part in parts)
            one = one._replace(problems=(*problems, *one.problems))
        made.append(one._replace(account_id=account_id))
    return Plan(tuple(made), tuple(nothing))


def _unaddressed(part: Part) -> Problem:
    source, unit = part
    return Problem(ProblemCode.NO_ACCOUNT, source.key, unit.number)
