"""Stored bills as the planner takes them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from invoices.matching import Source
from invoices.models import BESIDE, Bill, BillNumber, BillState, Taking
from turkcell_hub.erp.models import Side
from turkcell_hub.gateways.invoice.bill import Bill as ReadBill
from turkcell_hub.gateways.invoice.bill import NumberCharge, Review, Tax, Totals
from turkcell_hub.gateways.invoice.usage_csv import NUMBER_PREFIX

WHOLE = "WHOLE"  # a person has chosen to book the bill without its numbers
_BOOKABLE = (BillState.OPEN, BillState.PARTLY, BillState.REVIEW, BillState.BOOKED)


def bookable() -> QuerySet[Bill]:
    """Bills that count and that nobody has set aside."""
    return Bill.objects.filter(state__in=_BOOKABLE)


def candidates(year: int | None, month: int | None, side: str = Side.RECEIVED) -> QuerySet[Bill]:
    """Bills of the filter that may still have something to book (L-101, L-102, L-105). Bills in
    review are among them, so that the person sees why they stop."""
    states = _BOOKABLE if side == Side.ISSUED else _BOOKABLE[:3]
    rows = Bill.objects.filter(state__in=states)
    if year is not None and month is not None:
        rows = rows.filter(period=date(year, month, 1))
    elif year is not None:
        rows = rows.filter(period__year=year)
    return rows.order_by("issue_date", "pk")


def twins(issued: date, amount: Decimal, *, is_list: bool) -> QuerySet[Bill]:
    """The same bill from the other kind of source: a CSV list has no ETTN and no number."""
    rows = Bill.objects.filter(issue_date=issued, amount=amount)
    lists = Q(ettn="", number__startswith=NUMBER_PREFIX)
    return rows.exclude(lists) if is_list else rows.filter(lists)


def rivals(bill: Bill) -> QuerySet[Bill]:
    """The bill that counts in the place that this one claims too."""
    same = Q(supplier_tax_no=bill.supplier_tax_no, number_key=bill.number_key)
    if bill.ettn:
        same |= Q(ettn=bill.ettn)
    is_list = not bill.ettn and bill.number.startswith(NUMBER_PREFIX)
    same |= Q(pk__in=twins(bill.issue_date, bill.amount, is_list=is_list).values("pk"))
    return Bill.objects.filter(same).exclude(state__in=BESIDE).exclude(pk=bill.pk)


def sources(bills: Iterable[Bill], side: str = Side.RECEIVED) -> list[Source]:
    """The bills with their numbers and what of each is booked already."""
    rows = list(bills)
    ids = [bill.pk for bill in rows]
    numbers: dict[int, list[Any]] = defaultdict(list)
    for one in (
        BillNumber.objects.filter(bill_id__in=ids)
        .order_by("bill_id", "pk")
        .values_list("bill_id", "number", "tariff", "amount", "kdv", "oiv", "net")
    ):
        numbers[one[0]].append(one[1:])
    taken: dict[int, set[str]] = defaultdict(set)
    active = Taking.objects.filter(bill_id__in=ids, side=side, released_at__isnull=True)
    for bill_id, number in active.values_list("bill_id", "number"):
        taken[bill_id].add(number)
    return [
        Source(str(bill.pk), as_read(bill, numbers[bill.pk]), frozenset(taken[bill.pk]))
        for bill in rows
    ]


def as_read(bill: Bill, numbers: Sequence[Sequence[Any]]) -> ReadBill:
    totals = Totals(
        bill.net,
        bill.third_party,
        bill.rounding,
        tuple(_tax(one) for one in bill.taxes),
        bill.withheld,
        bill.amount,
        bill.payable,
        bill.carried,
        rule=bill.rule,
        review=tuple(Review(code) for code in bill.reviews),
    )
    charges = () if WHOLE in bill.warnings else tuple(
        NumberCharge(number, tariff, amount, amount, kdv, oiv, net)
        for number, tariff, amount, kdv, oiv, net in numbers
    )  # fmt: skip
    return ReadBill(
        ettn=bill.ettn,
        number=bill.number,
        issue_date=bill.issue_date,
        supplier_tax_no=bill.supplier_tax_no,
        supplier_name=bill.supplier_name,
        customer_tax_no="",
        totals=totals,
        period_end=bill.period,
        currency=bill.currency,
        type_code=bill.type_code,
        numbers=charges,
    )


def _tax(row: dict[str, str]) -> Tax:
    return Tax(
        row["code"],
        row["name"],
        Decimal(row["rate"]),
        Decimal(row["base"]),
        Decimal(row["amount"]),
    )
