"""Siparişler: of credit and of İLETİ packages (S-077, Y-013)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from turkcell_hub.applications.services import changes
from turkcell_hub.applications.states import ENDS
from turkcell_hub.applications.states import badge as item_badge
from turkcell_hub.billing import goods, order_gate, package_orders
from turkcell_hub.billing.models import Order, OrderState, PaymentMethod
from turkcell_hub.billing.own import is_own
from turkcell_hub.billing.resources.return_form import ReturnForm
from turkcell_hub.billing.selectors import transfers
from turkcell_hub.billing.services import orders, returns, supplies
from turkcell_hub.portal.forms import HubForm
from turkcell_hub.resources import Action, ActionKind, ActionResult, Column, Resource, register

_BADGES = {
    OrderState.WAITING: "warning",
    OrderState.PAID: "success",
    OrderState.REVIEW: "danger",
}


def badge(state: str) -> str:
    return _BADGES.get(OrderState(state), "secondary")


class ReceiptForm(HubForm):
    receipt_no = forms.CharField(
        label=__("Dekont ya da ödeme no"), max_length=60,
        help_text=__("Havalede bankanın, kartta ödeme kuruluşunun paraya verdiği numara."),
    )  # fmt: skip


class AnswerForm(HubForm):
    note = forms.CharField(label=__("Operatörün söylediği"), max_length=300)


class OrderFilter(django_filters.FilterSet):
    state = django_filters.MultipleChoiceFilter(label=__("Durum"), choices=OrderState.choices)
    goods = django_filters.ChoiceFilter(
        label=__("Ürün"), choices=lambda: [(one.code, one.label) for one in goods.every()]
    )
    method = django_filters.ChoiceFilter(label=__("Ödeme yolu"), choices=PaymentMethod.choices)
    since = django_filters.DateFilter(
        label=__("Başlangıç"), field_name="created_at", lookup_expr="date__gte"
    )
    until = django_filters.DateFilter(
        label=__("Bitiş"), field_name="created_at", lookup_expr="date__lte"
    )

    class Meta:
        model = Order
        fields = ("state", "goods", "method", "since", "until")


def _approve(actor: Any, rows: QuerySet[Any], data: Mapping[str, Any]) -> ActionResult:
    order = orders.approve(actor, rows.get(), data["receipt_no"])
    said, _url = goods.get(order.goods).said(order)
    return ActionResult(_("Ödeme onaylandı. %(said)s") % {"said": said}, touched=1)


def _cancel(actor: Any, rows: QuerySet[Any], _data: Mapping[str, Any]) -> ActionResult:
    orders.cancel(actor, rows.get())
    return ActionResult(_("Sipariş iptal edildi."), touched=1)


def _supplied(actor: Any, rows: QuerySet[Any], data: Mapping[str, Any]) -> ActionResult:
    order = supplies.answer(actor, rows.get(), True, data["note"])
    return ActionResult(goods.get(order.goods).said(order)[0], touched=1)


def _turned_down(actor: Any, rows: QuerySet[Any], data: Mapping[str, Any]) -> ActionResult:
    supplies.answer(actor, rows.get(), False, data["note"])
    return ActionResult(_("Operatörün reddi yazıldı; sipariş incelemede."), touched=1)


def _money_back(actor: Any, rows: QuerySet[Any], data: Mapping[str, Any]) -> ActionResult:
    returns.close(actor, rows.get(), data["return_no"], data["return_note"])
    return ActionResult(_("İade yazıldı, sipariş kapatıldı."), touched=1)


def _surplus_url(order: Order) -> str:
    return f"{reverse('surplus-payments-list')}?{urlencode({'q': order.short_reference})}"


def _no_surplus(_actor: Any, order: Order) -> str | None:
    if returns.surplus().filter(order=order).exists():
        return None
    return _("Bu siparişte fazla ödeme yok.")


def _unanswerable(actor: Any, order: Order) -> str | None:
    if is_own(actor, order):
        return _("Kendi siparişiniz için başka bir yönetici yazmalı.")
    item = package_orders.order_of(order) if order.state == OrderState.PAID else None
    if item is None or not changes.is_told_by_hand(item):
        return _("Operatörden elle yazılacak bir yanıt beklenmiyor.")
    return None


def _not_approvable(actor: Any, order: Order) -> str | None:
    if order.state not in (OrderState.WAITING, OrderState.REVIEW, OrderState.EXPIRED):
        return _("Sipariş “%(state)s” durumunda.") % {"state": order.get_state_display()}
    if order.method != PaymentMethod.TRANSFER and order.state != OrderState.REVIEW:
        return _("Kart siparişini ödeme kuruluşu bildirir.")
    if is_own(actor, order):
        return _("Kendi verdiğiniz siparişi başka bir yönetici onaylamalı.")
    return order_gate.why_closed(order) or None


def _not_cancellable(_actor: Any, order: Order) -> str | None:
    if order.state == OrderState.WAITING:
        return None
    return _("Yalnız ödeme bekleyen sipariş iptal edilir.")


ACTIONS = (
    Action("approve", __("Ödemeyi onayla"), "billing.order.approve", ActionKind.ROW,
           run=_approve, icon="check", form=ReceiptForm, refusal=_not_approvable, rest=False,
           confirm=lambda _actor, _count: _("Para hesabınıza geçtiyse onaylayın; sipariş hemen"
                                            " ödendi sayılır ve geri alınmaz.")),
    Action("supplied", __("Operatör paketi verdi"), "billing.order.approve", ActionKind.ROW,
           run=_supplied, icon="circle-check", form=AnswerForm, refusal=_unanswerable, rest=False,
           confirm=lambda _actor, _count: _("Paketin kredisi hemen yüklenir. Onaylıyor musunuz?")),
    Action("turned-down", __("Operatör paketi vermedi"), "billing.order.approve", ActionKind.ROW,
           run=_turned_down, icon="circle-x", danger=True, form=AnswerForm, refusal=_unanswerable,
           rest=False),
    Action("surplus", __("Fazla ödemeler"), "billing.order.view", ActionKind.ROW,
           url=_surplus_url, icon="arrow-back-up", refusal=_no_surplus, rest=False),
    Action("money-back", __("Para iade edildi, siparişi kapat"), returns.RIGHT, ActionKind.ROW,
           run=_money_back, icon="arrow-back-up", danger=True, form=ReturnForm,
           refusal=lambda _actor, row: returns.why_not_closed(row) or None, rest=False,
           confirm=lambda _actor, _count: _("Siparişe gelen paranın tamamı geri gittiyse kapatın;"
                                            " sipariş iptal olur ve paket verilmez.")),
    Action("cancel", __("Siparişi iptal et"), "billing.order.add", ActionKind.ROW, run=_cancel,
           icon="x", danger=True, refusal=_not_cancellable, rest=False,
           confirm=lambda _actor, _count: _("Sipariş iptal edilsin mi?")),
)  # fmt: skip


@register
class OrderResource(Resource):
    slug = "credit-orders"
    model = Order
    title = __("Siparişler")
    singular = __("Sipariş")
    rights = "billing.order"
    section = "operations"
    icon = "shopping-cart"
    menu_order = 61
    filterset = OrderFilter
    ordering = ("-pk",)
    actions = ACTIONS
    can_change = False
    can_delete = False
    detail_template = "billing/order.html"
    columns = (
        Column("short_reference", __("Sipariş no"), primary=True),
        Column("title", __("Paket"), order_by="credits"),
        Column("gross", __("Ödenecek tutar"), kind="money", order_by="gross"),
        Column("state", __("Durum"), kind="state", badge=badge),
        Column("method", __("Ödeme yolu")),
        Column("by_label", __("Sipariş veren")),
        Column("created_at", __("Sipariş zamanı"), kind="datetime", order_by="pk"),
        Column("closed_at", __("Kapanış"), kind="datetime", hidden=True),
        Column("note", __("Açıklama"), said=True),
        Column("installments", __("Taksit"), kind="number", hidden=True),
        Column("payer_total", __("Karttan çekilen"), kind="money", hidden=True),
        Column("reference", __("Tam sipariş no"), hidden=True),
        Column("decided_by", __("Onaylayan"), hidden=True),
        Column("receipt_no", __("Dekont no"), hidden=True),
    )
    empty_title = __("Henüz sipariş yok")
    empty_text = __(
        "“Kredi Satın Al” ya da “Paket Yönetimi” sayfasında seçilen paketin siparişi burada durur."
    )
    search_placeholder = __("Sipariş no ara")

    def queryset(self, actor: Any) -> QuerySet[Any]:
        return Order.objects.all()

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        return queryset.filter(reference__startswith=text.strip().lower()[:32])

    def detail(self, actor: Any, row: Order) -> dict[str, Any]:
        said, url = goods.get(row.goods).said(row)
        closed = order_gate.why_closed(row) if row.state == OrderState.WAITING else ""
        awaits = row.state == OrderState.WAITING and not closed
        by_card = row.method == PaymentMethod.CARD
        ordered = package_orders.order_of(row)
        return {
            "ordered": ordered,
            "ordered_badge": item_badge(ordered.state) if ordered else "",
            "awaited": ordered is not None and ordered.state not in ENDS,
            "events": row.events.all(),
            "owed": list(returns.owed().filter(order=row)),
            "may_return": actor.can(returns.RIGHT),
            "may_pay": awaits and by_card and actor.can(goods.get(row.goods).right),
            "awaits": awaits,
            "closed": closed,
            "said": said,
            "goods_url": url,
            "transfer": transfers.instructions(row) if awaits and not by_card else None,
        }

    def create(self, actor: Any, data: Mapping[str, Any]) -> Order:
        return orders.place(actor, data["credits"], data["method"])
