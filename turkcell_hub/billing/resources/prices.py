"""Paket Fiyatları: the dated price list (A-008)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from turkcell_hub.billing.goods import CREDIT
from turkcell_hub.billing.models import PACKAGES, PackagePrice
from turkcell_hub.billing.services import prices
from turkcell_hub.lib.money import format_number
from turkcell_hub.portal.forms import HubForm
from turkcell_hub.resources import Column, register
from turkcell_hub.tenancy.resources.base import SettingsResource

_CREDITS = [(size, format_number(size)) for size in PACKAGES]


class PackagePriceForm(HubForm):
    credits = forms.TypedChoiceField(label=_("Paket (SMS)"), choices=_CREDITS, coerce=int)
    net = forms.DecimalField(
        label=_("KDV hariç fiyat (TL)"), max_digits=12, decimal_places=2, min_value=0.01
    )
    vat_rate = forms.DecimalField(
        label=_("KDV oranı (%)"),
        max_digits=5,
        decimal_places=2,
        min_value=0,
        max_value=100,
        initial=20,
    )
    valid_from = forms.DateField(
        label=_("Geçerlilik başlangıcı"), help_text=_("Bugün ya da sonraki bir gün.")
    )


class PackagePriceFilter(django_filters.FilterSet):
    credits = django_filters.TypedChoiceFilter(label=_("Paket"), choices=_CREDITS, coerce=int)

    class Meta:
        model = PackagePrice
        fields = ("credits",)


@register
class PackagePriceResource(SettingsResource):
    slug = "package-prices"
    model = PackagePrice
    title = _("Paket Fiyatları")
    singular = _("Paket Fiyatı")
    rights = "billing.price"
    icon = "tag"
    menu_order = 60
    ordering = ("-valid_from", "credits", "pk")
    form = PackagePriceForm
    filterset = PackagePriceFilter
    empty_title = _("Henüz fiyat yok")
    empty_text = _("Beş paketin fiyatını ve başlangıç gününü girin; mağaza bu fiyatlarla satar.")
    columns = (
        Column("credits", _("Paket (SMS)"), kind="number", primary=True, order_by="credits"),
        Column("net", _("KDV hariç"), kind="money", order_by="net"),
        Column("vat_rate", _("KDV"), kind="percent"),
        Column("gross", _("KDV dahil"), kind="money"),
        Column("valid_from", _("Geçerlilik başlangıcı"), kind="date", order_by="valid_from"),
        Column("by_label", _("Tanımlayan")),
    )

    def queryset(self, actor: Any) -> QuerySet[Any]:
        return PackagePrice.objects.filter(goods=CREDIT)

    def create(self, actor: Any, data: Mapping[str, Any]) -> PackagePrice:
        return prices.add(actor, data)

    def update(self, actor: Any, row: PackagePrice, data: Mapping[str, Any]) -> PackagePrice:
        return prices.change(actor, row, data)

    def delete(self, actor: Any, row: PackagePrice) -> None:
        prices.delete(actor, row)
