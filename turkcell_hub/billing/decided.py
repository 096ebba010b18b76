"""What follows from an answer about a limit request or an order: of the people of a workflow card
(decision 20), or of the operator to whom an approved limit or a paid package was ordered. The gates
ask them; this module alone knows both the gates and the services."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from turkcell_hub import approvals
from turkcell_hub.applications import followers
from turkcell_hub.applications.catalogue import LIMIT, PACKAGE
from turkcell_hub.applications.followers import Follower
from turkcell_hub.approvals import Kind, Matter
from turkcell_hub.billing import limit_desk, limit_gate, limit_orders, order_gate
from turkcell_hub.billing.models import LimitRequest, Order, OrderState, RequestState
from turkcell_hub.billing.services import limit_requests, orders, supplies
from turkcell_hub.resources import Actor
from turkcell_hub.tenancy.permissions import is_hosted


def join() -> None:
    """Called once when the apps are ready."""
    limit_desk.register(limit_orders.OperatorDesk())
    followers.register(LIMIT, Follower(limit_requests.complete, _limit_turned_down))
    followers.register(PACKAGE, Follower(supplies.complete, _package_turned_down))
    approvals.register(
        Kind(
            limit_gate.KIND,
            gettext_lazy("SMS limit artırımı"),
            _limit_matter,
            approved=_limit_approved,
            refused=_limit_refused,
            url=lambda pk: reverse("limit-requests-detail", args=[pk]),
            unit="SMS",
        )
    )
    approvals.register(
        Kind(
            order_gate.KIND,
            gettext_lazy("Sipariş"),
            _order_matter,
            approved=_order_approved,
            refused=_order_refused,
            url=lambda pk: reverse("credit-orders-detail", args=[pk]),
        )
    )


def _limit_matter(request_id: int) -> Matter | None:
    row = LimitRequest.objects.filter(pk=request_id, state=RequestState.WAITING).first()
    return limit_gate.matter_of(row) if row else None


def _limit_approved(actor: Actor, request_id: int) -> None:
    """The limit changes; a hosted firm's request waits for whoever runs the portal."""
    if is_hosted():
        return
    row = LimitRequest.objects.get(pk=request_id)
    limit_requests.approve(actor, row, _("İş akışıyla onaylandı."))  # type: ignore[arg-type]


def _limit_refused(actor: Actor, request_id: int, note: str) -> None:
    row = LimitRequest.objects.get(pk=request_id)
    if row.state == RequestState.WAITING:
        limit_requests.reject(actor, row, note or _("Onaylanmadı."))  # type: ignore[arg-type]


def _limit_turned_down(actor: Actor, request_id: int, said: str) -> None:
    limit_requests.refuse(actor, request_id, said or _("Operatör kabul etmedi."))  # type: ignore[arg-type]


def _package_turned_down(actor: Actor, order_id: int, said: str) -> None:
    supplies.turn_down(actor, order_id, said or _("Operatör kabul etmedi."))  # type: ignore[arg-type]


def _order_matter(order_id: int) -> Matter | None:
    row = Order.objects.filter(pk=order_id, state=OrderState.WAITING).first()
    return order_gate.matter_of(row) if row else None


def _order_approved(_actor: Actor, order_id: int) -> None:
    """From now on it can be paid, as long as a new one."""
    row = orders.lock(order_id)
    if row.state == OrderState.WAITING:
        row.expires_at = timezone.now() + orders.life_of(row.method)
        row.save(update_fields=["expires_at"])


def _order_refused(_actor: Actor, order_id: int, note: str) -> None:
    row = orders.lock(order_id)
    if row.state == OrderState.WAITING:
        row.note = _("Onaylanmadı: %(note)s") % {"note": note[:250]}
        orders.close(row, OrderState.CANCELLED)
