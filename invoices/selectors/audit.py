"""Months of numbers, for the line auditor and the cost charts."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet, Sum

from invoices.auditing import Charge, Finding, Month, findings
from invoices.models import Bill, BillNumber, BillState
from invoices.services import rules
from turkcell_hub.erp.models import DocumentLine
from turkcell_hub.erp.states import DocumentState
from turkcell_hub.gateways.invoice.bill import KDV, OIV
from turkcell_hub.lib.local_time import add_months
from turkcell_hub.lib.money import LIRA
from turkcell_hub.tenancy.actor import Actor

BACK = 3
_COUNTED = (BillState.OPEN, BillState.PARTLY, BillState.BOOKED, BillState.REVIEW)


def counted() -> QuerySet[Bill]:
    """The bills that are compared and added up: those in lira."""
    return Bill.objects.filter(state__in=_COUNTED, currency=LIRA)


def foreign(period: date) -> int:
    """How many of the month's bills are in another currency and stand in no sum here."""
    return Bill.objects.filter(state__in=_COUNTED, period=period).exclude(currency=LIRA).count()


def months(limit: int = 24) -> list[date]:
    """Months with bills, the newest first."""
    rows = Bill.objects.filter(state__in=_COUNTED)
    return list(rows.values_list("period", flat=True).distinct().order_by("-period")[:limit])


def month_of(period: date) -> Month:
    """Every number of a month; one that stands on two bills has the sum of both."""
    bills = {
        bill.pk: (_rate(bill, (KDV,)), _rate(bill, OIV)) for bill in counted().filter(period=period)
    }
    rows = BillNumber.objects.filter(bill_id__in=bills).values_list(
        "bill_id", "number", "amount", "kdv", "oiv", "tariff", "campaigns"
    )
    found: dict[str, Charge] = {}
    for bill_id, number, amount, kdv, oiv, tariff, campaigns in rows:
        known = found.get(number)
        if known is not None:
            found[number] = known._replace(
                amount=known.amount + amount, kdv=known.kdv + kdv, oiv=known.oiv + oiv
            )
        else:
            found[number] = Charge(number, amount, kdv, oiv, tariff, tuple(campaigns),
                                   *bills[bill_id])  # fmt: skip
    return found


def of_month(actor: Actor, period: date) -> list[Finding]:
    """What is odd about the month, by the firm's rules of today."""
    held = rules.in_force(actor.firm_id)
    before = [month_of(add_months(period, -back)) for back in range(1, BACK + 1)]
    return findings(
        month_of(period),
        [one for one in before if one],
        jump_percent=held.jump_percent,
        jump_least=held.jump_least,
    )


def cost_by_month(limit: int = 12) -> list[tuple[date, Decimal, int]]:
    """(month, amount, bills), the oldest first, months without a bill shown as nothing."""
    rows = {
        row["period"]: (row["total"], row["bills"])
        for row in counted().values("period").annotate(total=Sum("amount"), bills=Count("pk"))
    }
    if not rows:
        return []
    last = max(rows)
    first = max(min(rows), add_months(last, 1 - limit))
    found, month = [], first
    while month <= last:
        total, bills = rows.get(month, (Decimal(0), 0))
        found.append((month, total, bills))
        month = add_months(month, 1)
    return found


def cost_by_number(period: date, limit: int = 15) -> list[tuple[str, Decimal]]:
    """The month's dearest numbers."""
    rows = sorted(month_of(period).values(), key=lambda one: -one.amount)
    return [(one.number, one.amount) for one in rows[:limit]]


def cost_by_project(actor: Actor, period: date) -> list[tuple[str, Decimal]]:
    """What was booked of the month's bills by project, by the documents that stand."""
    ids = counted().filter(period=period).values("pk")
    rows: Any = (
        DocumentLine.objects.filter(document__bill_takings__bill__in=ids)
        .exclude(document__state=DocumentState.CANCELLED)
        .values_list("pk", "project__code", "project__name", "net", "vat")
        .distinct()
    )
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for _pk, code, name, net, vat in rows:
        sums[f"{code} {name}" if code else "—"] += net + vat
    return sorted(sums.items(), key=lambda one: -one[1])


def _rate(bill: Bill, codes: tuple[str, ...]) -> Decimal:
    rates = {tax["rate"] for tax in bill.taxes if tax["code"] in codes}
    return Decimal(rates.pop()) if len(rates) == 1 else Decimal(0)
