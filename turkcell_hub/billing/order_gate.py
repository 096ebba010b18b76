"""An order before people (decision 20, C-05): where the firm has a workflow card for
purchases, the order is not paid until they have agreed. For money that comes all the same
the firm gets what it has paid. What their answer does stands in ``decided``."""

from __future__ import annotations

from django.utils.translation import gettext as _

from turkcell_hub import approvals
from turkcell_hub.approvals import Matter
from turkcell_hub.billing.models import Order
from turkcell_hub.errors import Conflict
from turkcell_hub.lib.money import format_amount
from turkcell_hub.resources import Actor
from turkcell_hub.tenancy.models import Membership

KIND = "order"


def ask(actor: Actor, order: Order) -> None:
    """Sets people to decide where a card fits; in the transaction that makes the order."""
    matter = matter_of(order)
    if approvals.required(matter):
        approvals.ask(actor, matter)


def why_closed(order: Order) -> str:
    """Why it is not to be paid yet, "" where nobody has to agree to it any more."""
    if approvals.runs(KIND, order.pk):
        return _("Bu sipariş iş akışıyla onaylanıyor; onaylanınca ödenebilir.")
    return ""


def require_free(order: Order) -> None:
    """Raises ``Conflict`` while people decide about the order."""
    if why := why_closed(order):
        raise Conflict(why, code="approval_runs")


def withdraw(actor: Actor, order: Order) -> None:
    approvals.withdraw(actor, KIND, order.pk, _("Sipariş iptal edildi."))


def matter_of(order: Order) -> Matter:
    size = order.title
    price = format_amount(order.gross, "TRY")
    member = Membership.objects.filter(firm_id=order.firm_id, user_id=order.by_user).first()
    return Matter(
        kind=KIND,
        id=order.pk,
        title=_("%(size)s paketi") % {"size": size},
        text=_("%(size)s paketi, %(price)s") % {"size": size, "price": price},
        content={"goods": order.goods, "credits": order.credits, "gross": order.gross,
                 "method": order.method},
        facts=((_("Paket"), size), (_("Ödenecek tutar"), price),
               (_("Ödeme yolu"), str(order.get_method_display()))),
        amount=order.gross,
        currency="TRY",
        asked_by=order.by_label,
        asked_member=member.pk if member else None,
        asked_key=order.by_key,
    )  # fmt: skip
