"""Fazla Ödemeler: money that was taken twice for one order, and its way back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from turkcell_hub.billing.models import PaymentEvent
from turkcell_hub.billing.resources.return_form import ReturnForm
from turkcell_hub.billing.services import returns
from turkcell_hub.resources import Action, ActionKind, ActionResult, Column, Resource, register

OWED = {"waits": "true"}


def owed_url() -> str:
    """The list of what has still to go back."""
    return f"{reverse('surplus-payments-list')}?{urlencode(OWED)}"


class SurplusFilter(django_filters.FilterSet):
    waits = django_filters.BooleanFilter(
        label=__("İade bekliyor"), field_name="returned_at", lookup_expr="isnull"
    )

    class Meta:
        model = PaymentEvent
        fields = ("waits",)


def _given_back(actor: Any, rows: QuerySet[Any], data: Mapping[str, Any]) -> ActionResult:
    returns.give_back(actor, rows.get(), data["return_no"], data["return_note"])
    return ActionResult(_("Fazla ödemenin iadesi yazıldı."), touched=1)


def _standing(payment: PaymentEvent) -> str:
    return _("İade edildi") if payment.returned_at else _("İade bekliyor")


@register
class SurplusPaymentResource(Resource):
    slug = "surplus-payments"
    model = PaymentEvent
    title = __("Fazla Ödemeler")
    singular = __("Fazla Ödeme")
    rights = "billing.order"
    section = "operations"
    icon = "arrow-back-up"
    in_menu = False
    filterset = SurplusFilter
    ordering = ("-pk",)
    can_add = can_change = can_delete = False
    actions = (
        Action("given-back", __("İade edildi"), returns.RIGHT, ActionKind.ROW, run=_given_back,
               icon="arrow-back-up", form=ReturnForm, rest=False,
               refusal=lambda _actor, row: returns.why_not(row) or None),
    )  # fmt: skip
    columns = (
        Column("payment_id", __("Ödeme no"), primary=True),
        Column("order.short_reference", __("Sipariş no")),
        Column("order.title", __("Paket")),
        Column("amount", __("Tutar"), kind="money", currency="currency", order_by="amount"),
        Column("received_at", __("Geldiği zaman"), kind="datetime", order_by="received_at"),
        Column("standing", __("Durum"), value=_standing, order_by="returned_at"),
        Column("return_no", __("İade no")),
        Column("returned_at", __("İadenin yazıldığı zaman"), kind="datetime", hidden=True),
        Column("returned_by", __("İadeyi yazan"), hidden=True),
        Column("return_note", __("İade notu"), hidden=True),
    )
    empty_title = __("Fazla ödeme yok")
    empty_text = __("Aynı sipariş için ikinci kez gelen para, iadesi yazılana kadar burada durur.")
    search_placeholder = __("Ödeme ya da sipariş no ara")

    def queryset(self, actor: Any) -> QuerySet[Any]:
        return returns.surplus().select_related("order")

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        wanted = text.strip()[:80]
        by_order = queryset.filter(order__reference__startswith=wanted.lower()[:32])
        return by_order | queryset.filter(payment_id__startswith=wanted)
