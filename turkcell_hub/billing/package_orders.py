"""Packages of prepaid SMS at the operator who supplies them (C-05).

Where the firm has its prepaid SMS from the operator's service centre, a paid order becomes an order
there; his word loads the credit, once. Elsewhere the payment itself does.
"""

from __future__ import annotations

from turkcell_hub.applications.catalogue import PACKAGE
from turkcell_hub.applications.models import ApplicationItem, PaymentType
from turkcell_hub.applications.services import changes
from turkcell_hub.applications.states import ENDS
from turkcell_hub.billing.models import Order
from turkcell_hub.tenancy.actor import Actor


def hand_on(actor: Actor, order: Order) -> bool:
    """Orders a paid package at the operator, in the caller's transaction; False where he does not
    supply the firm, or has ended this order already and a person decides."""
    if order_of(order) is not None:
        return False
    base = changes.supplied(order.firm_id, "TOPLU_SMS", PaymentType.PREPAID)
    if base is None:
        return False
    changes.order(actor, base, PACKAGE, order.pk, {"package": str(order.credits)})
    return True


def order_of(order: Order) -> ApplicationItem | None:
    """The operator's order for a package that was paid here."""
    return changes.of(PACKAGE, order.pk)


def is_awaited(order: Order) -> bool:
    """Whether the operator has still to say yes or no."""
    item = order_of(order)
    return item is not None and item.state not in ENDS
