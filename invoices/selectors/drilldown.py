"""A bill opened up: its taxes, its numbers, what is nobody's own, and where each part went."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from invoices import words
from invoices.models import Bill, BillNumber, Taking
from turkcell_hub.erp.models import Document, Side
from turkcell_hub.tenancy.actor import Actor

_SHOWN = 200


@dataclass(frozen=True)
class Row:
    number: BillNumber
    document: Document | None
    is_taken: bool


@dataclass(frozen=True)
class DrillDown:
    """``shared``: the bill's amount less all its numbers' (L-108: together they make it)."""

    taxes: list[tuple[str, Decimal, Decimal]]
    rows: list[Row]
    count: int
    numbers_sum: Decimal
    shared: Decimal
    documents: list[Document]


def of(actor: Actor, bill: Bill) -> DrillDown:
    """The first numbers of the bill; all of them are in the export and over REST."""
    taken: dict[str, Any] = {}
    documents: dict[int, Document] = {}
    rows = Taking.objects.filter(bill=bill, side=Side.RECEIVED, released_at__isnull=True)
    for one in rows.select_related("document"):
        taken[one.number] = one.document
        if one.document is not None:
            documents[one.document.pk] = one.document
    seen = set(
        actor.visible(Document.objects.filter(pk__in=documents)).values_list("pk", flat=True)
    )
    numbers = list(bill.numbers.order_by("-amount", "number")[:_SHOWN])
    total = sum((n.amount for n in bill.numbers.only("amount")), Decimal(0))
    shown = [Row(one, _seen(taken.get(one.number), seen), one.number in taken) for one in numbers]
    taxes = [
        (words.tax(tax["code"], Decimal(tax["rate"])), Decimal(tax["base"]), Decimal(tax["amount"]))
        for tax in bill.taxes
    ]
    listed = [documents[pk] for pk in sorted(seen)][:20]
    return DrillDown(taxes, shown, bill.number_count, total, bill.amount - total, listed)


def _seen(document: Document | None, seen: set[int]) -> Document | None:
    return document if document is not None and document.pk in seen else None
