"""Gelen havaleler: taken in once, matched by their words, the rest decided by people (Y-020)."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from turkcell_hub.audit.services import trail
from turkcell_hub.billing.models import BankAccount, IncomingPayment, IncomingState, Order
from turkcell_hub.billing.selectors import matching, transfers
from turkcell_hub.billing.selectors.matching import Line, Match, Problem
from turkcell_hub.billing.services import orders, returns
from turkcell_hub.errors import Conflict, HubError, Invalid, NotAllowed
from turkcell_hub.lib.money import LIRA, format_amount
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.permissions import is_hosted

APPROVE = "billing.order.approve"


@dataclass(frozen=True)
class StatementLine:
    """A line of a bank statement that brings money. ``place``: which of several equal ones of
    the file it is, so that two equal transfers of one day stay two."""

    booked_on: dt.date
    amount: Decimal
    currency: str
    sender: str
    description: str
    bank_reference: str
    place: int = 0

    @property
    def key(self) -> str:
        """The bank's own number, or all that it says: the same line of another file is the same."""
        own = self.bank_reference or f"{self.sender}|{self.description}|{self.place}"
        parts = (self.booked_on.isoformat(), f"{self.amount:.2f}", self.currency, own)
        return hashlib.sha256("|".join(parts).encode()).hexdigest()

    @property
    def said(self) -> Line:
        return Line(self.amount, self.currency, self.sender, self.description)


def known(lines: Sequence[StatementLine]) -> set[str]:
    """Keys of those that have been taken in before."""
    keys = [line.key for line in lines]
    return set(IncomingPayment.objects.filter(key__in=keys).values_list("key", flat=True))


def concerns_firm(line: StatementLine, found: Match, titles: Sequence[str]) -> bool:
    """Whether the line is any of the firm's business: where one company collects for many, the
    money of others is not shown to it."""
    if not is_hosted() or found.order_id is not None:
        return True
    return matching.names_firm(f"{line.sender} {line.description}", titles)


def take(
    actor: Actor, lines: Sequence[StatementLine], account: BankAccount | None = None
) -> dict[str, int]:
    """Takes in the lines that are new, and pays the orders that one names in all three ways;
    counts by state. Raises ``NotAllowed``."""
    actor.require(APPROVE)
    counts = {"MATCHED": 0, "REVIEW": 0, "SKIPPED": 0}
    with transaction.atomic():
        there = known(lines)
        titles = transfers.titles_of(actor.firm_id)
        for line in lines:
            found = matching.match(line.said, transfers.wanted(), titles)
            if line.key in there or not concerns_firm(line, found, titles):
                counts["SKIPPED"] += 1
                continue
            there.add(line.key)
            row = _store(actor, line, account, found)
            counts["MATCHED" if row.state == IncomingState.MATCHED else "REVIEW"] += 1
    return counts


def assign(actor: Actor, row: IncomingPayment, order: Order) -> IncomingPayment:
    """A person says which order the money is for; the order counts as paid. Raises ``Conflict``
    for one that is decided or of another sum, and whatever ``orders.approve`` raises."""
    actor.require(APPROVE)
    with transaction.atomic():
        row = _lock_undecided(row)
        if (row.amount, row.currency) != (order.gross, "TRY"):
            raise Conflict(
                _("Havale %(got)s, sipariş %(wanted)s. Farkı gönderenle çözün;"
                  " sipariş bu havaleyle ödendi sayılmaz.")
                % {"got": format_amount(row.amount, row.currency),
                   "wanted": format_amount(order.gross, LIRA)},
                code="amount_differs",
            )  # fmt: skip
        orders.approve(actor, order, _receipt(row))
        row.order, row.state, row.decided_by = order, IncomingState.MATCHED, actor.label[:150]
        row.save()
        trail.record(actor, "billing.incoming.assigned", row, {"order": order.pk})
    return row


def put_aside(actor: Actor, row: IncomingPayment, note: str) -> IncomingPayment:
    """A person says that the money is for no order. Raises ``Invalid`` without a reason."""
    actor.require(APPROVE)
    note = note.strip()
    if not note:
        raise Invalid(_("Neden ilgisiz olduğunu yazın."), field="note")
    with transaction.atomic():
        row = _lock_undecided(row)
        row.state, row.note, row.decided_by = IncomingState.UNRELATED, note[:300], actor.label[:150]
        row.save()
        trail.record(actor, "billing.incoming.unrelated", row, {"note": row.note})
    return row


def give_back(
    actor: Actor, row: IncomingPayment, return_no: str, note: str = ""
) -> IncomingPayment:
    """A person says that the money went back to its sender. Raises ``Invalid`` without the
    return's number, ``Conflict`` for one that paid its order or went back before."""
    actor.require(APPROVE)
    number = returns.number_of(return_no)
    with transaction.atomic():
        row = IncomingPayment.objects.select_for_update().get(pk=row.pk)
        if why := why_not_returned(row):
            raise Conflict(why, code="incoming_state")
        row.state, row.decided_by = IncomingState.RETURNED, actor.label[:150]
        returns.write(actor, row, number, note)
        row.save()
        changes = {"return_no": number, "amount": row.amount}
        trail.record(actor, "billing.incoming.given_back", row, changes)
    return row


def why_not_returned(row: IncomingPayment) -> str:
    """Why no return can be written for the transfer, "" where one can."""
    if row.returned_at is not None:
        return returns.already(row)
    if row.state == IncomingState.MATCHED:
        return _("Bu havale siparişini ödedi; geri gidecek fazla para değil.")
    return ""


def _store(
    actor: Actor, line: StatementLine, account: BankAccount | None, found: Match
) -> IncomingPayment:
    row = IncomingPayment(
        firm_id=actor.firm_id,
        account=account,
        key=line.key,
        booked_on=line.booked_on,
        amount=line.amount,
        currency=line.currency,
        sender=line.sender[:200],
        description=line.description[:500],
        bank_reference=line.bank_reference[:60],
        state=IncomingState.REVIEW,
        problem=found.problem or "",
        order_id=found.order_id,
        by_label=actor.label[:150],
    )
    row.save()
    if found.problem is None and found.order_id is not None:
        _pay(actor, row, found.order_id)
    return row


def _pay(actor: Actor, row: IncomingPayment, order_id: int) -> None:
    """What the order's own rules refuse waits for a person, with the reason."""
    try:
        with transaction.atomic():
            orders.approve(actor, orders.lock(order_id), _receipt(row))
    except NotAllowed:
        row.problem = Problem.OWN_ORDER
    except HubError as error:
        row.problem, row.note = Problem.CLOSED, str(error.message)[:300]
    else:
        row.state = IncomingState.MATCHED
        trail.record(actor, "billing.incoming.matched", row, {"order": order_id})
    row.save()


def _receipt(row: IncomingPayment) -> str:
    return row.bank_reference or row.key[:16].upper()


def _lock_undecided(row: IncomingPayment) -> IncomingPayment:
    row = IncomingPayment.objects.select_for_update().get(pk=row.pk)
    if row.state != IncomingState.REVIEW:
        raise Conflict(
            _("Bu havale “%(state)s” durumunda.") % {"state": row.get_state_display()},
            code="incoming_state",
        )
    return row
