"""What a person decides about a bill."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from invoices.models import Bill, BillState
from invoices.permissions import DECIDE
from invoices.selectors import bills as selectors
from invoices.selectors.bills import WHOLE
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid, NotFound
from turkcell_hub.gateways.invoice.bill import Review
from turkcell_hub.portal import cells
from turkcell_hub.tenancy.actor import Actor

CONFIRMABLE = (Review.OIV_MISSING, Review.NOTES_UNREADABLE, Review.NUMBERS_DISAGREE)


def confirm(actor: Actor, bill: Bill) -> Bill:
    """Settles what the reader asked about: the proposed tax is added, or the bill is booked
    without its numbers. Raises ``Conflict`` where the operator has to mend the bill."""
    actor.require(DECIDE)
    with transaction.atomic():
        row = _locked(bill.pk)
        if row.state != BillState.REVIEW:
            raise _not_now(row)
        if any(code not in CONFIRMABLE for code in row.reviews):
            raise Conflict(
                _("%(number)s onaylanarak düzelmez: toplamları tutmuyor ya da tevkifatlı. ERP'de"
                  " elle işleyip burada ayırın.") % {"number": row.number},
                code="bill_not_confirmable",
            )  # fmt: skip
        before = row.amount
        if Review.OIV_MISSING in row.reviews and row.proposal:
            row.taxes = [*row.taxes, row.proposal]
            row.amount += Decimal(row.proposal["amount"])
            row.carried = row.payable - row.amount
        if {Review.NOTES_UNREADABLE, Review.NUMBERS_DISAGREE} & set(row.reviews):
            row.warnings = [*row.warnings, WHOLE]
            row.parts = 1
        settled, row.reviews, row.proposal = row.reviews, [], None
        row.state, row.confirmed_by = BillState.OPEN, actor.label[:120]
        row.save()
        changes = {"reviews": [settled, []], "amount": [str(before), str(row.amount)]}
        trail.record(actor, "invoices.bill.confirmed", row, changes)
    return row


def set_aside(actor: Actor, bill: Bill, reason: str) -> Bill:
    """The bill is not booked from here; one that conflicts with another is dropped. Raises
    ``Invalid`` without a reason, ``Conflict`` when a part of it is booked."""
    actor.require(DECIDE)
    reason = reason.strip()[:300]
    if not reason:
        raise Invalid(_("Nedenini yazın."), field="reason")
    with transaction.atomic():
        row = _locked(bill.pk)
        if row.state not in (BillState.OPEN, BillState.REVIEW, BillState.CONFLICT):
            raise _not_now(row)
        if row.state == BillState.CONFLICT:
            row.delete()  # its file stays, and the bill that it contradicts
        else:
            row.state, row.note = BillState.ASIDE, reason
            row.save(update_fields=["state", "note"])
        trail.record(actor, "invoices.bill.aside", bill, {"reason": reason}, label=bill.number)
    return row


def replace(actor: Actor, bill: Bill) -> Bill:
    """The bill that contradicts another takes its place; the other one stays to be read. Raises
    ``Conflict`` while any part of the other one is booked: its transfer is taken back first."""
    actor.require(DECIDE)
    with transaction.atomic():
        row = _locked(bill.pk)
        if row.state != BillState.CONFLICT:
            raise _not_now(row)
        before = list(selectors.rivals(row).select_for_update(of=("self",)).order_by("pk"))
        for old in before:
            if old.takings.filter(released_at__isnull=True).exists():
                raise Conflict(
                    _("%(number)s (%(amount)s) aktarılmış; önce aktarımını geri alın, sonra"
                      " düzeltilmişini yerine alın.")
                    % {"number": old.number, "amount": cells.money(old.amount, old.currency)},
                    code="bill_booked",
                )  # fmt: skip
            old.state = BillState.REPLACED
            old.save(update_fields=["state"])
            trail.record(actor, "invoices.bill.replaced", old, {"by": [None, row.pk]})
        row.state = BillState.REVIEW if row.reviews else BillState.OPEN
        row.save(update_fields=["state"])
        amounts = [[str(old.amount) for old in before], str(row.amount)]
        trail.record(actor, "invoices.bill.taken_instead", row, {"amount": amounts})
    return row


def bring_back(actor: Actor, bill: Bill) -> Bill:
    """A bill that was set aside may be booked again."""
    actor.require(DECIDE)
    with transaction.atomic():
        row = _locked(bill.pk)
        if row.state != BillState.ASIDE:
            raise _not_now(row)
        row.state = BillState.REVIEW if row.reviews else BillState.OPEN
        row.note = ""
        row.save(update_fields=["state", "note"])
        trail.record(actor, "invoices.bill.back", row)
    return row


def _locked(pk: int) -> Bill:
    row = Bill.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        raise NotFound(_("Fatura bulunamadı."))
    return row


def _not_now(row: Bill) -> Conflict:
    return Conflict(
        _("%(number)s şu anda “%(state)s”; bu işlem yapılamaz.")
        % {"number": row.number, "state": row.get_state_display()},
        code="bill_state",
    )
