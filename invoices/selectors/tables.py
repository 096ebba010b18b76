"""A stored matching table as the planner takes it."""

from __future__ import annotations

from decimal import Decimal

from invoices.matching import Card, Row, Table
from invoices.models import LineKind, MatchingLine, MatchingTable
from turkcell_hub.erp.models import Side


def as_table(table: MatchingTable, side: str = Side.RECEIVED) -> Table:
    """One tab; lines of the other never take part (L-092). ``place`` of a row is its number on
    the page."""
    main: dict[Decimal | None, Row] = {}
    numbers: dict[str, Row] = {}
    taxes: dict[tuple[str, Decimal | None], Row] = {}
    plain: dict[str, Row] = {}
    for place, line in enumerate(lines_of(table, side), 1):
        row = _row(line, place)
        rate = None if line.rate is None else line.rate.normalize()
        if line.kind == LineKind.MAIN:
            main[rate] = row
        elif line.kind == LineKind.NUMBER:
            numbers[line.number] = row
        elif line.kind == LineKind.TAX:
            taxes[line.tax_code, rate] = row
        else:
            plain[line.kind] = row
    return Table(
        table.code,
        main,
        numbers,
        taxes,
        plain.get(LineKind.THIRD_PARTY),
        plain.get(LineKind.ROUNDING),
    )


def lines_of(table: MatchingTable, side: str) -> list[MatchingLine]:
    """In the order of the page; what its flags leave out has no rows (L-099,
    L-100)."""
    rows = table.lines.filter(side=side).select_related("card", "project", "workplace", "account")
    if not table.by_number:
        rows = rows.exclude(kind=LineKind.NUMBER)
    if not table.by_rate:
        rows = rows.exclude(kind=LineKind.TAX, rate__isnull=False)
    return list(rows)


def _row(line: MatchingLine, place: int) -> Row:
    card = Card(
        line.card_id,
        line.card.code,
        line.card.name,
        line.card.vat_rate.normalize(),
        line.card.is_active,
    )
    return Row(card, place, line.project_id, line.workplace_id, line.special_code, line.account_id)
