"""Around a payment: Taksit Seçenekleri, and the bank's statement (Y-015 … Y-020)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from turkcell_hub.billing import goods, order_gate, statement_import
from turkcell_hub.billing.models import OrderState, PaymentMethod
from turkcell_hub.billing.resources import OrderResource
from turkcell_hub.billing.selectors import shop
from turkcell_hub.billing.services import installments as plans
from turkcell_hub.errors import HubError, NotAllowed, NotFound
from turkcell_hub.jobs.views.uploads import UploadForm, UploadView
from turkcell_hub.portal.forms import LookupField
from turkcell_hub.portal.views.mixins import actor_required
from turkcell_hub.resources import get


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@actor_required(plans.RIGHT)
def installments(request: HttpRequest, pk: int) -> HttpResponse:
    """All cards, or by POST (``first_six``) one card; what was typed is not shown again."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    order = get(OrderResource.slug).queryset(actor).filter(pk=pk).first()
    if order is None:
        raise NotFound(_("Sipariş bulunamadı."))
    may_pay = order.state == OrderState.WAITING and order.method == PaymentMethod.CARD
    may_pay = may_pay and not order_gate.why_closed(order)
    return plans_page(
        request,
        order.gross,
        title=order.title,
        back=(reverse("credit-orders-detail", args=[order.pk]), _("Siparişe dön")),
        pay=reverse("credit-order-pay", args=[order.pk]) if may_pay else "",
    )


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@actor_required(plans.RIGHT)
def package_plans(request: HttpRequest, size: int) -> HttpResponse:
    """The same before anything is ordered: what a credit package costs a month (Y-017)."""
    found = next((one for one in shop.offers() if one.credits == size and one.price), None)
    if found is None or found.price is None:
        raise NotFound(_("Bu paketin bugün geçerli fiyatı yok."))
    title = goods.get(goods.CREDIT).name(size)
    back = (reverse("credit-shop"), _("Paketlere dön"))
    return plans_page(request, found.price.gross, title=title, back=back)


def plans_page(
    request: HttpRequest, amount: Decimal, *, title: str, back: tuple[str, str], pay: str = ""
) -> HttpResponse:
    """Taksit Seçenekleri of ``amount``: for all cards, or by POST (``first_six``) for one. The
    view has asked for ``plans.RIGHT``; it hides what is posted from error reports."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    found: Sequence[Any] = ()
    refusal = ""
    try:
        found = plans.look_up(actor, amount, request.POST.get("first_six", ""))
    except (NotAllowed, NotFound):
        raise
    except HubError as error:
        refusal = str(error.message)
    context = {
        "title": title,
        "amount": amount,
        "plans": found,
        "refusal": refusal,
        "back": back,
        "pay": pay,
        "breadcrumbs": [(_("İşlemler"), "")],
    }
    status = 422 if refusal else 200
    return render(request, "billing/installments.html", context, status=status)


class StatementForm(UploadForm):
    account = LookupField(
        "bank-accounts", label=gettext_lazy("Hangi hesabın ekstresi?"), required=False
    )


class StatementUpload(UploadView):
    kind = statement_import.KIND
    form_class = StatementForm
    template = "billing/statement_import.html"

    def params(self, data: Mapping[str, Any]) -> dict[str, Any]:
        return {"account": data["account"].pk if data["account"] else None}

    def context(self) -> dict[str, Any]:
        return {"columns": statement_import.columns(self.actor, {})}  # type: ignore[arg-type]
