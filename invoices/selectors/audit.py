"""Months of numbers, for the line auditor and the cost charts. A return takes off what it gives
back, and is nobody's use of a line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, Sum, When

from invoices.auditing import Charge, Finding, Month, findings
from invoices.models import Bill, BillNumber, BillState
from invoices.services import rules
from turkcell_hub.erp import staff
from turkcell_hub.erp.models import DocumentLine
from turkcell_hub.erp.staff import Holder
from turkcell_hub.erp.states import DocumentState
from turkcell_hub.gateways.invoice.bill import KDV, OIV, RETURN_TYPE
from turkcell_hub.lib.local_time import add_months
from turkcell_hub.lib.money import LIRA
from turkcell_hub.tenancy.actor import Actor

BACK = 3
_COUNTED = (BillState.OPEN, BillState.PARTLY, BillState.BOOKED, BillState.REVIEW)
_BASE_SLACK = Decimal("0.05")
_IS_RETURN = Q(type_code=RETURN_TYPE)
_SIGNED = Sum(Case(When(_IS_RETURN, then=-F("amount")), default=F("amount")))


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


def month_of(period: date, *, returns: bool = False) -> Month:
    """Every number of a month; one that stands on two bills has the sum of both. ``returns``:
    what was given back instead of what was used."""
    rows = counted().filter(_IS_RETURN if returns else ~_IS_RETURN, period=period)
    bills = {bill.pk: _rates(bill) for bill in rows}
    charged = BillNumber.objects.filter(bill_id__in=bills).values_list(
        "bill_id", "number", "amount", "kdv", "oiv", "tariff", "campaigns"
    )
    found: dict[str, Charge] = {}
    for bill_id, number, amount, kdv, oiv, tariff, campaigns in charged:
        known = found.get(number)
        if known is not None:
            found[number] = known._replace(
                amount=known.amount + amount, kdv=known.kdv + kdv, oiv=known.oiv + oiv
            )
        else:
            found[number] = Charge(number, amount, kdv, oiv, tariff, tuple(campaigns),
                                   *bills[bill_id])  # fmt: skip
    return found


def staff_list(actor: Actor) -> dict[str, Holder]:
    """Whose each number is, as bills write numbers; empty before anybody has told."""
    return {
        number.removeprefix("+90"): holder
        for number, holder in staff.holders(actor).items()
        if number.startswith("+90")
    }


def of_month(actor: Actor, period: date, people: dict[str, Holder] | None = None) -> list[Finding]:
    """What is odd about the month, by the firm's rules of today and the staff list of today."""
    held = rules.in_force(actor.firm_id)
    people = staff_list(actor) if people is None else people
    before = [month_of(add_months(period, -back)) for back in range(1, BACK + 1)]
    return findings(
        month_of(period),
        [one for one in before if one],
        jump_percent=held.jump_percent,
        jump_least=held.jump_least,
        staff=_staff(people),
    )


def _staff(people: Mapping[str, Holder]) -> dict[str, tuple[str, bool]]:
    """What is compared; machines alone are no staff list."""
    if not any(holder.is_person for holder in people.values()):
        return {}
    return {number: (holder.name, holder.is_active) for number, holder in people.items()}


def cost_by_month(limit: int = 12) -> list[tuple[date, Decimal, int]]:
    """(month, amount, bills), the oldest first, months without a bill shown as nothing."""
    rows = {
        row["period"]: (row["total"], row["bills"])
        for row in counted().values("period").annotate(total=_SIGNED, bills=Count("pk"))
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
    sums = {one.number: one.amount for one in month_of(period).values()}
    for one in month_of(period, returns=True).values():
        sums[one.number] = sums.get(one.number, Decimal(0)) - one.amount
    return sorted(sums.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]


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


def _rates(bill: Bill) -> tuple[Decimal, Decimal]:
    """The bill's own rates of KDV and ÖİV; no rate of ÖİV where its base is another one, as on
    fixed lines, of whose services not all are communication (B3)."""
    bases = [
        sum(Decimal(tax["base"]) for tax in bill.taxes if tax["code"] in codes)
        for codes in ((KDV,), OIV)
    ]
    same = abs(bases[0] - bases[1]) <= _BASE_SLACK
    return _rate(bill, (KDV,)), _rate(bill, OIV) if same else Decimal(0)


def _rate(bill: Bill, codes: tuple[str, ...]) -> Decimal:
    rates = {tax["rate"] for tax in bill.taxes if tax["code"] in codes}
    return Decimal(rates.pop()) if len(rates) == 1 else Decimal(0)
