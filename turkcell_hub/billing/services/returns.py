"""Money that was taken twice for one order: it waits for whoever gives it back."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from turkcell_hub.audit.services import trail
from turkcell_hub.billing import order_gate
from turkcell_hub.billing.models import (
    IncomingPayment,
    IncomingState,
    Order,
    OrderState,
    PaymentEvent,
)
from turkcell_hub.billing.services import orders
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.gateways.payment.contract import PaymentOutcome
from turkcell_hub.tenancy.actor import Actor

RIGHT = "billing.order.approve"


def surplus() -> QuerySet[PaymentEvent]:
    """Payments beside the one that paid their order, given back or not."""
    found: QuerySet[PaymentEvent] = PaymentEvent.objects.filter(
        outcome=PaymentOutcome.PAID.value, credited=False, order__state=OrderState.PAID
    )
    return found


def owed() -> QuerySet[PaymentEvent]:
    """Those whose return nobody has written down yet."""
    return surplus().filter(returned_at__isnull=True)


def give_back(actor: Actor, payment: PaymentEvent, return_no: str, note: str = "") -> PaymentEvent:
    """Writes down under which number the payment went back. Raises ``Invalid`` without one,
    ``Conflict`` where nothing is owed; the first number stands."""
    actor.require(RIGHT)
    number = number_of(return_no)
    with transaction.atomic():
        order = orders.lock(payment.order_id)
        payment = PaymentEvent.objects.select_for_update(of=("self",)).get(pk=payment.pk)
        if why := why_not(payment):
            raise Conflict(why, code="payment_state")
        write(actor, payment, number, note)
        payment.save(update_fields=FIELDS)
        if not owed().filter(order=order).exists():
            order.note = ""
            order.save(update_fields=["note"])
        changes = {"order": order.short_reference, "return_no": number, "amount": payment.amount}
        trail.record(actor, "billing.payment.given_back", payment, changes)
    return payment


def close(actor: Actor, order: Order, return_no: str, note: str = "") -> Order:
    """All the money of an order that a person looks at went back: the order ends unpaid, and the
    return stands at each of its payments. Raises ``Invalid``, ``Conflict``."""
    actor.require(RIGHT)
    number = number_of(return_no)
    with transaction.atomic():
        order = orders.lock(order.pk)
        if order.state != OrderState.REVIEW:
            raise Conflict(why_not_closed(order), code="order_state")
        paid = order.events.filter(outcome=PaymentOutcome.PAID.value, returned_at=None)
        for event in paid.select_for_update(of=("self",)):
            write(actor, event, number, note)
            event.save(update_fields=FIELDS)
        for row in order.transfers.filter(state=IncomingState.MATCHED).select_for_update():
            write(actor, row, number, note)
            row.state = IncomingState.RETURNED
            row.save(update_fields=[*FIELDS, "state"])
        order.note = _("Para iade edildi; iade no %(no)s.") % {"no": number}
        orders.close(order, OrderState.CANCELLED)
        order_gate.withdraw(actor, order)
        changes = {"return_no": number, "note": note.strip()[:300]}
        trail.record(actor, "billing.order.money_back", order, changes)
    return order


def why_not_closed(order: Order) -> str:
    """Why the order cannot be ended by giving its money back, "" where it can."""
    if order.state == OrderState.REVIEW:
        return ""
    return _("Sipariş “%(state)s” durumunda; yalnız incelenen sipariş iadeyle kapanır.") % {
        "state": order.get_state_display()
    }


def why_not(payment: PaymentEvent) -> str:
    """Why no return can be written for the payment, "" where one can."""
    if payment.returned_at is not None:
        return already(payment)
    if not owed().filter(pk=payment.pk).exists():
        return _("Bu ödeme siparişe sayıldı; iade edilecek fazla ödeme değil.")
    return ""


FIELDS = ("returned_at", "returned_by", "return_no", "return_note")


def number_of(typed: str) -> str:
    """Raises ``Invalid`` where nothing was typed."""
    number = typed.strip()[:60]
    if not number:
        raise Invalid(_("İadenin numarasını yazın."), field="return_no")
    return number


def write(actor: Actor, row: PaymentEvent | IncomingPayment, number: str, note: str) -> None:
    """Puts the return into the locked row; the caller saves it and tells the trail."""
    row.returned_at, row.returned_by = timezone.now(), actor.label[:150]
    row.return_no, row.return_note = number, note.strip()[:300]


def already(row: PaymentEvent | IncomingPayment) -> str:
    """What a second press is told."""
    return _("İadesi zaten yazılmış: %(no)s, %(by)s, %(at)s.") % {
        "no": row.return_no, "by": row.returned_by,
        "at": f"{timezone.localtime(row.returned_at):%d.%m.%Y %H:%M}",
    }  # fmt: skip
