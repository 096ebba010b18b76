"""Money that was taken twice for one order: it waits for whoever gives it back."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from turkcell_hub.audit.services import trail
from turkcell_hub.billing.models import Order, OrderState, PaymentEvent
from turkcell_hub.billing.services import orders
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.gateways.payment.contract import PaymentOutcome
from turkcell_hub.tenancy.actor import Actor


def owed() -> QuerySet[Order]:
    """Paid orders beside which more money came, until somebody wrote down that it went back: the
    note stands as long. One that a person approved took the odd money as its payment."""
    beside = PaymentEvent.objects.filter(outcome=PaymentOutcome.PAID.value, credited=False)
    rows = Order.objects.filter(state=OrderState.PAID, decided_by="").exclude(note="")
    found: QuerySet[Order] = rows.filter(pk__in=beside.values("order"))
    return found


def give_back(actor: Actor, order: Order, receipt_no: str) -> Order:
    """Writes down under which number the surplus went back to the payer. Raises ``Invalid``
    without one, ``Conflict`` where nothing is owed."""
    actor.require("billing.order.approve")
    receipt_no = receipt_no.strip()[:60]
    if not receipt_no:
        raise Invalid(_("İadenin numarasını yazın."), field="receipt_no")
    with transaction.atomic():
        orders.lock(order.pk)
        found = owed().filter(pk=order.pk).first()
        if found is None:
            raise Conflict(_("Bu siparişte iade edilecek fazla ödeme yok."), code="order_state")
        found.note = ""
        found.receipt_no = receipt_no
        found.save(update_fields=["note", "receipt_no"])
        trail.record(actor, "billing.order.given_back", found, {"receipt": receipt_no})
    return found
