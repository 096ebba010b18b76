"""The dispute letter: number, month, amount and what is asked."""

from __future__ import annotations

from datetime import date

from invoices.auditing import Finding, Kind
from invoices.models import BESIDE, Bill
from invoices.selectors import audit
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm

_DISPUTED = (Kind.NEW, Kind.JUMP, Kind.ROAMING, Kind.TAX_RATE, Kind.ZERO)


def bills_of(period: date) -> list[Bill]:
    rows = Bill.objects.filter(period=period).exclude(state__in=BESIDE)
    return list(rows.order_by("issue_date", "pk")[:50])


def disputed(actor: Actor, bill: Bill) -> list[Finding]:
    """The month's findings that concern numbers of this bill."""
    numbers = set(bill.numbers.values_list("number", flat=True))
    found = audit.of_month(actor, bill.period)
    return [one for one in found if one.kind in _DISPUTED and one.number in numbers]


def firm_of(actor: Actor) -> Firm:
    return Firm.objects.get(pk=actor.firm_id)
