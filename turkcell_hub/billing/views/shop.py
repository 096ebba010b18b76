"""Kredi Satın Al: five packages, two ways to pay (A-006, S-077)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from turkcell_hub.billing.models import PaymentMethod
from turkcell_hub.billing.resources import OrderResource
from turkcell_hub.billing.selectors import shop
from turkcell_hub.billing.services import orders, till
from turkcell_hub.billing.views.status import by_month
from turkcell_hub.errors import HubError, NotAllowed, NotFound
from turkcell_hub.ledger.models import Kind
from turkcell_hub.ledger.services import credits
from turkcell_hub.portal.views.mixins import actor_required
from turkcell_hub.resources import get


@require_http_methods(["GET", "POST"])
@actor_required("billing.order.add")
def page(request: HttpRequest) -> HttpResponse:
    """The shop; POST (credits, method) orders and leads to the order."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    refusal = ""
    if request.method == "POST":
        raw = request.POST.get("credits", "")
        size = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 9 else 0
        try:
            order = orders.place(actor, size, request.POST.get("method", ""))
        except (NotAllowed, NotFound):
            raise
        except HubError as error:
            refusal = str(error.message)
        else:
            return HttpResponseRedirect(reverse("credit-orders-detail", args=[order.pk]))
    context = {
        "offers": shop.offers(),
        "takes_cards": till.takes_cards(),
        "methods": PaymentMethod,
        "balance": credits.balance(actor.firm_id, Kind.SMS),
        "refusal": refusal,
        "may_price": actor.can("billing.price.change"),
        "breadcrumbs": [(_("İşlemler"), "")],
        **by_month(actor),
    }
    return render(request, "billing/shop.html", context, status=422 if refusal else 200)


@require_safe
@actor_required("billing.order.add")
def pay(request: HttpRequest, pk: int) -> HttpResponse:
    """Leads to the payment service's own page."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    order = get(OrderResource.slug).queryset(actor).filter(pk=pk).first()
    if order is None:
        raise NotFound(_("Sipariş bulunamadı."))
    return HttpResponseRedirect(orders.payment_page(actor, order))
