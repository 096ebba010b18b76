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

from collections.abc import Iterable, Sequence
from decimal import Decimal

from invoices.matching.lines import Builder
from invoices.matching.shapes import (
    Plan,
    PlanDocument,
    Problem,
    ProblemCode,
    Source,
    Table,
    Unmatched,
)
from invoices.matching.units import COMMON, Unit, units

Part = tuple[Source, Unit]


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
    booked: list[Part] = []
    nothing: list[tuple[str, str]] = []
    missing: list[tuple[str, str]] = []
    for source in sources:
        for unit in units(source.bill):
            if unit.number in source.taken:
                continue
            if by_number and unit.number and unit.number not in table.numbers:
                missing.append((source.key, unit.number))
            if unit.total or (merge and unit.services):
                booked.append((source, unit))
            else:
                nothing.append((source.key, unit.number))
    builder = Builder(table, by_number=by_number, unmatched=unmatched)
    if merge:
        documents = tuple(document(builder, group, 0) for group in _merged(booked))
    else:
        documents = tuple(_split(builder, booked))
    return Plan(documents, tuple(nothing), tuple(missing))


def _merged(parts: Sequence[Part]) -> list[list[Part]]:
    groups: dict[tuple[str, str, bool, int], list[Part]] = {}
    for part in parts:
        bill = part[0].bill
        key = (bill.supplier_tax_no, bill.currency, bill.is_return, bill.issue_date.year)
        groups.setdefault(key, []).append(part)
    return list(groups.values())


def _split(builder: Builder, parts: Sequence[Part]) -> Iterable[PlanDocument]:
    """The suffix is the number's place in the whole bill, so that a later run, when others are
    booked, gives none twice; the common part has place 0 and comes as the last of all."""
    places: dict[str, dict[str, int]] = {}
    for source, unit in parts:
        numbers = source.bill.numbers
        if len(numbers) < 2:
            yield document(builder, [(source, unit)], 0)
            continue
        known = places.get(source.key)
        if known is None:
            known = {one.number: place for place, one in enumerate(numbers, 1)}
            known[COMMON] = len(numbers) + 1
            places[source.key] = known
        yield document(builder, [(source, unit)], known[unit.number])


def document(builder: Builder, parts: Sequence[Part], suffix: int) -> PlanDocument:
    """One document of ``parts``, with everything that stands against it."""
    lines, problems = builder.lines(parts)
    total = sum((line.net + line.vat for line in lines), Decimal(0))
    if problems:
        # Without its cards a document's lines may be incomplete; its parts are not.
        total = Decimal(sum(unit.total for _, unit in parts)).scaleb(-2)
    bills = tuple(dict.fromkeys(source.key for source, _ in parts))
    return PlanDocument(
        tuple((source.key, unit.number) for source, unit in parts),
        bills,
        lines,
        total,
        suffix,
        (*_of_bills(parts), *problems),
    )


def _of_bills(parts: Sequence[Part]) -> Iterable[Problem]:
    seen: set[str] = set()
    for source, _ in parts:
        if source.key in seen:
            continue
        seen.add(source.key)
        if source.bill.totals.review:
            told = tuple(str(one) for one in source.bill.totals.review)
            yield Problem(ProblemCode.NEEDS_REVIEW, source.key, "", told)
        if source.bill.is_return:
            yield Problem(ProblemCode.RETURN_BILL, source.key)
