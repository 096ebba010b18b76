"""What the operator answers about a package that was paid here and ordered there (C-05).

His yes loads the credit, once. His no leaves the money with a person: the order is looked at, and
is given by hand, or the money back.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from turkcell_hub.applications.services import changes
from turkcell_hub.audit.services import trail
from turkcell_hub.billing import credit_goods, package_orders
from turkcell_hub.billing.models import Order, OrderState
from turkcell_hub.billing.own import is_own
from turkcell_hub.billing.services import orders
from turkcell_hub.errors import Conflict, Invalid, NotAllowed
from turkcell_hub.gateways.payment.contract import PaymentOutcome
from turkcell_hub.tenancy.actor import Actor


def complete(actor: Actor, order_id: int) -> None:
    """The operator has given the package. Again does nothing."""
    with transaction.atomic():
        order = orders.lock(order_id)
        if order.state != OrderState.PAID or credit_goods.is_loaded(order):
            return
        credit_goods.load(actor, order)
        # What is said of money that came beside the order stays.
        if not order.events.filter(outcome=PaymentOutcome.PAID.value, credited=False).exists():
            order.note = ""
            order.save(update_fields=["note"])
        trail.record(actor, "billing.order.supplied", order, {"credits": order.credits})


def turn_down(actor: Actor, order_id: int, said: str) -> None:
    """The operator does not give the package: a person looks at the order. Again does nothing."""
    with transaction.atomic():
        order = orders.lock(order_id)
        if order.state != OrderState.PAID or credit_goods.is_loaded(order):
            return
        order.state = OrderState.REVIEW
        order.note = (
            _("Operatör paketi vermedi: %(said)s Krediyi elle verin ya da parayı iade edin.")
            % {"said": f"{said.rstrip('.')[:180]}."}
        )[:300]
        order.save(update_fields=["state", "note"])
        trail.record(actor, "billing.order.turned_down", order, {"note": said[:200]})


def answer(actor: Actor, order: Order, done: bool, note: str) -> Order:
    """Writes down what the operator's desk, which works by mail, has said. Raises ``Invalid``
    without a note, ``NotAllowed`` for one's own order, ``Conflict`` where the operator answers
    himself."""
    actor.require("billing.order.approve")
    if is_own(actor, order):
        raise NotAllowed(_("Kendi siparişiniz için başka bir yönetici yazmalı."))
    if not note.strip():
        raise Invalid(_("Operatörün ne dediğini yazın."), field="note")
    item = package_orders.order_of(order)
    if item is None:
        raise Conflict(_("Bu paket operatöre sipariş edilmedi."), code="order_state")
    changes.end(actor, item, done, note)
    order.refresh_from_db()
    return order
