"""SMS credit, billing's own goods (A-006)."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from turkcell_hub.billing import goods
from turkcell_hub.billing.models import PACKAGES, Order
from turkcell_hub.ledger.models import Kind
from turkcell_hub.ledger.reasons import Reason
from turkcell_hub.ledger.services import credits
from turkcell_hub.lib.money import format_number
from turkcell_hub.tenancy.actor import Actor


def _deliver(actor: Actor, order: Order) -> str:
    """The ledger key ``order:<id>`` loads it once."""
    credits.load(
        order.firm_id,
        Kind.SMS,
        order.credits,
        f"order:{order.pk}",
        Reason.PURCHASE,
        actor,
        subject=("order", order.pk),
    )
    return ""


def _said(order: Order) -> tuple[str, str]:
    text = _("%(size)s kredi yüklendi.") % {"size": format_number(order.credits)}
    return text, reverse("credit-status")


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
