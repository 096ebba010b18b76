"""Banka Hesapları and Gelen Havaleler (Y-018 … Y-020)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from turkcell_hub.billing.models import (
    BankAccount,
    IncomingPayment,
    IncomingState,
    Order,
    OrderState,
    PaymentMethod,
)
from turkcell_hub.billing.resources.return_form import ReturnForm
from turkcell_hub.billing.services import bank_accounts, incoming
from turkcell_hub.errors import NotFound
from turkcell_hub.portal import cells
from turkcell_hub.portal.forms import HubForm
from turkcell_hub.resources import Action, ActionKind, ActionResult, Column, Resource, register
from turkcell_hub.tenancy.resources.base import SettingsResource

_BADGES = {
    IncomingState.MATCHED: "success",
    IncomingState.REVIEW: "warning",
    IncomingState.UNRELATED: "secondary",
    IncomingState.RETURNED: "info",
}


class BankAccountForm(HubForm):
    bank = forms.CharField(label=__("Banka"), max_length=80)
    branch = forms.CharField(label=__("Şube"), max_length=80, required=False)
    holder = forms.CharField(label=__("Hesap sahibi"), max_length=150)
    iban = forms.CharField(label=__("IBAN"), max_length=42)
    is_active = forms.BooleanField(
        label=__("Etkin"), required=False, initial=True,
        help_text=__("Kapalı hesap ödeme sayfalarında gösterilmez."),
    )  # fmt: skip


@register
class BankAccountResource(SettingsResource):
    slug = "bank-accounts"
    model = BankAccount
    title = __("Banka Hesapları")
    singular = __("Banka Hesabı")
    rights = "billing.bank"
    icon = "building-bank"
    menu_order = 61
    ordering = ("bank", "pk")
    form = BankAccountForm
    can_delete = False
    empty_title = __("Henüz banka hesabı yok")
    empty_text = __("Havale ile ödenecek siparişlerde gösterilecek hesabı ve IBAN'ını girin.")
    columns = (
        Column("bank", __("Banka"), primary=True, order_by="bank"),
        Column("branch", __("Şube")),
        Column("holder", __("Hesap sahibi")),
        Column("iban", __("IBAN")),
        Column("is_active", __("Etkin"), kind="boolean"),
        Column("by_label", __("Tanımlayan"), hidden=True),
    )

    def queryset(self, actor: Any) -> QuerySet[Any]:
        return BankAccount.objects.all()

    def create(self, actor: Any, data: Mapping[str, Any]) -> BankAccount:
        return bank_accounts.save(actor, None, data)

    def update(self, actor: Any, row: BankAccount, data: Mapping[str, Any]) -> BankAccount:
        return bank_accounts.save(actor, row, data)


class AssignForm(HubForm):
    """Only orders by transfer that are not paid."""

    order = forms.ChoiceField(label=__("Sipariş"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows: Any = Order.objects.filter(
            method=PaymentMethod.TRANSFER,
            state__in=(OrderState.WAITING, OrderState.REVIEW, OrderState.EXPIRED),
        ).order_by("-pk")[:100]
        self.fields["order"].choices = [  # type: ignore[attr-defined]
            (row.pk, f"{row.short_reference} · {row.title} · {cells.money(row.gross)}")
            for row in rows
        ]
        if not rows:
            self.fields["order"].help_text = _(
                "Havaleyle ödenmeyi bekleyen sipariş yok. Para siparişle ilgili değilse “Siparişle"
                " ilgisiz” deyin; sipariş iptal edildiyse firma yeniden sipariş verip bu havaleye"
                " bağlatabilir ya da para iade edilir."
            )


class AsideForm(HubForm):
    note = forms.CharField(label=__("Neden"), max_length=300)


def _assign(actor: Any, rows: QuerySet[Any], data: Mapping[str, Any]) -> ActionResult:
    order = Order.objects.filter(pk=data["order"]).first()
    if order is None:
        raise NotFound(_("Sipariş bulunamadı."))
    incoming.assign(actor, rows.get(), order)
    return ActionResult(_("Havale siparişe bağlandı, sipariş ödendi sayıldı."), touched=1)


def _put_aside(actor: Any, rows: QuerySet[Any], data: Mapping[str, Any]) -> ActionResult:
    incoming.put_aside(actor, rows.get(), data["note"])
    return ActionResult(_("Havale siparişle ilgisiz olarak işaretlendi."), touched=1)


def _given_back(actor: Any, rows: QuerySet[Any], data: Mapping[str, Any]) -> ActionResult:
    incoming.give_back(actor, rows.get(), data["return_no"], data["return_note"])
    return ActionResult(_("Havalenin iadesi yazıldı."), touched=1)


def _decided(_actor: Any, row: IncomingPayment) -> str | None:
    if row.state == IncomingState.REVIEW:
        return None
    return _("Bu havale “%(state)s” durumunda.") % {"state": row.get_state_display()}


class IncomingFilter(django_filters.FilterSet):
    state = django_filters.MultipleChoiceFilter(label=__("Durum"), choices=IncomingState.choices)
    since = django_filters.DateFilter(
        label=__("Başlangıç"), field_name="booked_on", lookup_expr="gte"
    )
    until = django_filters.DateFilter(label=__("Bitiş"), field_name="booked_on", lookup_expr="lte")

    class Meta:
        model = IncomingPayment
        fields = ("state", "since", "until")


@register
class IncomingPaymentResource(Resource):
    slug = "incoming-payments"
    model = IncomingPayment
    title = __("Gelen Havaleler")
    singular = __("Gelen Havale")
    rights = "billing.incoming"
    section = "operations"
    icon = "building-bank"
    menu_order = 62
    filterset = IncomingFilter
    ordering = ("-pk",)
    can_add = can_change = can_delete = False
    actions = (
        Action("upload", __("Banka ekstresi aktar"), incoming.APPROVE, ActionKind.LIST,
               icon="upload", url=lambda _row: reverse("bank-statement-import"), rest=False),
        Action("assign", __("Siparişe bağla"), incoming.APPROVE, ActionKind.ROW, run=_assign,
               icon="link", form=AssignForm, refusal=_decided, rest=False,
               confirm=lambda _actor, _count: _("Seçtiğiniz sipariş ödendi sayılacak; bu geri"
                                                " alınmaz.")),
        Action("aside", __("Siparişle ilgisiz"), incoming.APPROVE, ActionKind.ROW,
               run=_put_aside, icon="x", form=AsideForm, refusal=_decided, rest=False),
        Action("given-back", __("İade edildi"), incoming.APPROVE, ActionKind.ROW, run=_given_back,
               icon="arrow-back-up", form=ReturnForm, rest=False,
               refusal=lambda _actor, row: incoming.why_not_returned(row) or None),
    )  # fmt: skip
    columns = (
        Column("booked_on", __("Tarih"), kind="date", primary=True, order_by="booked_on"),
        Column("amount", __("Tutar"), kind="money", order_by="amount"),
        Column("currency", __("Para birimi"), hidden=True),
        Column("state", __("Durum"), kind="state", badge=lambda state: _BADGES[state]),
        Column("reason", __("Neden")),
        Column("order_code", __("Sipariş")),
        Column("sender", __("Gönderen")),
        Column("description", __("Açıklama")),
        Column("bank_reference", __("Dekont no")),
        Column("return_no", __("İade no"), hidden=True),
        Column("returned_at", __("İadenin yazıldığı zaman"), kind="datetime", hidden=True),
        Column("return_note", __("İade notu"), hidden=True),
        Column("decided_by", __("Karar veren"), hidden=True),
        Column("by_label", __("Aktaran"), hidden=True),
    )
    empty_title = __("Henüz havale yok")
    empty_text = __("Bankanızın ekstresini (Excel ya da CSV) aktarın; sipariş kodu, unvan ve tutarı"
                    " tutan havaleler kendiliğinden eşleşir.")  # fmt: skip
    search_placeholder = __("Açıklama ya da gönderen ara")

    def queryset(self, actor: Any) -> QuerySet[Any]:
        return IncomingPayment.objects.select_related("order")

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        wanted = text.strip()[:100]
        return queryset.filter(description__icontains=wanted) | queryset.filter(
            sender__icontains=wanted
        )
