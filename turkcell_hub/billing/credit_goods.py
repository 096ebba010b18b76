"""SMS credit, billing's own goods (A-006)."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from turkcell_hub.billing import goods, package_orders
from turkcell_hub.billing.models import PACKAGES, Order
from turkcell_hub.ledger.models import Kind, Transfer
from turkcell_hub.ledger.reasons import Reason
from turkcell_hub.ledger.services import credits
from turkcell_hub.lib.money import format_number
from turkcell_hub.tenancy.actor import Actor


def load(actor: Actor, order: Order) -> None:
    """Loads what was bought; the ledger's key makes it once."""
    credits.load(
        order.firm_id,
        Kind.SMS,
        order.credits,
        _key(order),
        Reason.PURCHASE,
        actor,
        subject=("order", order.pk),
    )


def is_loaded(order: Order) -> bool:
    return Transfer.objects.filter(firm_id=order.firm_id, key=_key(order)).exists()


def _key(order: Order) -> str:
    return f"order:{order.pk}"


def _deliver(actor: Actor, order: Order) -> str:
    """At once, or when the operator has given the package."""
    if package_orders.hand_on(actor, order):
        return _("Operatöre sipariş edildi; kredi, operatör paketi verince yüklenir.")
    load(actor, order)
    return ""


def _said(order: Order) -> tuple[str, str]:
    size = {"size": format_number(order.credits)}
    if package_orders.is_awaited(order):
        return _("%(size)s kredi operatörden bekleniyor.") % size, reverse("applications-list")
    return _("%(size)s kredi yüklendi.") % size, reverse("credit-status")


CREDIT = goods.Goods(
    code=goods.CREDIT,
    label=gettext_lazy("SMS kredisi"),
    sizes=PACKAGES,
    name=lambda size: f"{format_number(size)} SMS",
    right="billing.order.add",
    deliver=_deliver,
    ended=lambda _order: None,
    said=_said,
)
