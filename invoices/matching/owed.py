"""What of bills is still to be booked, whatever way it will be."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from invoices.matching.shapes import Source, by_currency
from invoices.matching.units import units


def totals_of(sources: Sequence[Source]) -> dict[str, Decimal]:
    """What of the bills is still to be booked, by currency."""
    return by_currency((source.bill.currency, _open_kurus(source)) for source in sources)


def _open_kurus(source: Source) -> int:
    parts = units(source.bill)
    left = sum(
        total
        for number, total in zip(parts.numbers, parts.totals(), strict=True)
        if number not in source.taken
    )
    if parts.last is not None and parts.last.number not in source.taken:
        left += parts.last.total
    return left
