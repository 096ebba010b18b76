"""Satın Alınan İzin Paketleri, their prices and their rules (K-064 … K-068, Y-008)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from iys_consent.catalogue import SIZES, name_of
from iys_consent.models import Package, PackageRules, PackageState
from iys_consent.services import package_rules, packages
from turkcell_hub.billing.models import PackagePrice
from turkcell_hub.billing.services import prices
from turkcell_hub.lib.money import format_number
from turkcell_hub.portal.forms import HubForm
from turkcell_hub.resources import Action, ActionKind, ActionResult, Column, Resource, register
from turkcell_hub.tenancy.resources.base import SettingsResource

_BADGES = {
    PackageState.ACTIVE: "success",
    PackageState.WAITING: "warning",
    PackageState.PAYING: "warning",
    PackageState.REJECTED: "danger",
}
_SIZES = [(size, f"{name_of(size)} ({format_number(size)})") for size in SIZES]


def badge(state: str) -> str:
    return _BADGES.get(PackageState(state), "secondary")


class RejectForm(HubForm):
    note = forms.CharField(label=__("Neden"), max_length=200)


def _approve(actor: Any, rows: QuerySet[Any], _data: Mapping[str, Any]) -> ActionResult:
    package = packages.approve(actor, rows.get())
    said = _("%(name)s paketi başladı; bitişi %(day)s.")
    return ActionResult(
        said % {"name": package.name, "day": f"{package.ends_on:%d.%m.%Y}"}, touched=1
    )


def _reject(actor: Any, rows: QuerySet[Any], data: Mapping[str, Any]) -> ActionResult:
    packages.reject(actor, rows.get(), data["note"])
    return ActionResult(_("Paket reddedildi; izin miktarı değişmedi."), touched=1)


def _cancel(actor: Any, rows: QuerySet[Any], _data: Mapping[str, Any]) -> ActionResult:
    packages.cancel(actor, rows.get())
    return ActionResult(_("Paketten vazgeçildi."), touched=1)


def _not_waiting(_actor: Any, row: Package) -> str | None:
    return None if row.state == PackageState.WAITING else _("Paket onay beklemiyor.")


def _not_open(_actor: Any, row: Package) -> str | None:
    is_open = row.state == PackageState.PAYING or (
        row.state == PackageState.WAITING and row.is_free
    )
    return None if is_open else _("Yalnız ödenmemiş paketten vazgeçilir.")


def _order_page(row: Package) -> str | None:
    return reverse("credit-orders-detail", args=[row.order_id]) if row.order_id else None


class PackageFilter(django_filters.FilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=__("Abonelik durumu"), choices=PackageState.choices
    )

    class Meta:
        model = Package
        fields = ("state",)


@register
class PackageResource(Resource):
    slug = "iys-packages"
    model = Package
    title = __("Satın Alınan İzin Paketleri")
    singular = __("İLETİ Paketi")
    rights = "iys.package"
    section = "reports"
    icon = "package"
    menu_order = 40
    filterset = PackageFilter
    ordering = ("-pk",)
    can_add = can_change = can_delete = False
    actions = (
        Action("approve", __("Paketi onayla"), packages.APPROVE, ActionKind.ROW, run=_approve,
               icon="check", refusal=_not_waiting, rest=False,
               confirm=lambda _actor, _count: _("Paket bugün başlar; kullandığınız paket varsa"
                                                " bugün biter.")),
        Action("reject", __("Reddet"), packages.APPROVE, ActionKind.ROW, run=_reject, icon="x",
               danger=True, form=RejectForm, refusal=_not_waiting, rest=False),
        Action("cancel", __("Vazgeç"), packages.BUY, ActionKind.ROW, run=_cancel, icon="x",
               refusal=_not_open, rest=False,
               confirm=lambda _actor, _count: _("Paketten ve siparişinden vazgeçilsin mi?")),
    )  # fmt: skip
    columns = (
        Column("name", __("Paket"), primary=True, order_by="size"),
        Column("state", __("Abonelik Durumu"), kind="state", badge=badge),
        Column("starts_on", __("Başlangıç"), kind="date", order_by="starts_on"),
        Column("ends_on", __("Bitiş"), kind="date", order_by="ends_on"),
        Column("net", __("KDV hariç"), kind="money"),
        Column("gross", __("KDV dahil"), kind="money", order_by="gross"),
        Column("by_label", __("Satın alan")),
        Column("decided_by", __("Onaylayan")),
        Column(
            "order",
            __("Sipariş no"),
            hidden=True,
            href=_order_page,
            value=lambda row: row.order.short_reference if row.order else "",
        ),
        Column("agreed_at", __("Sözleşme onayı"), kind="datetime", hidden=True),
        Column("terms_digest", __("Sözleşme özeti (SHA-256)"), hidden=True),
        Column("note", __("Açıklama"), said=True),
    )
    empty_title = __("Henüz paket alınmadı")
    empty_text = __("“Paket Yönetimi” sayfasından bir İLETİ paketi seçin.")

    def queryset(self, actor: Any) -> QuerySet[Any]:
        return Package.objects.select_related("order")


class MessagePriceForm(HubForm):
    credits = forms.TypedChoiceField(label=__("Paket"), choices=_SIZES, coerce=int)
    net = forms.DecimalField(
        label=__("KDV hariç fiyat (TL)"), max_digits=12, decimal_places=2, min_value=0,
        help_text=__("0: ücretsiz. İLETİ-5 her zaman ücretsizdir."),
    )  # fmt: skip
    vat_rate = forms.DecimalField(
        label=__("KDV oranı (%)"), max_digits=5, decimal_places=2, min_value=0, max_value=100,
        initial=20,
    )  # fmt: skip
    valid_from = forms.DateField(
        label=__("Geçerlilik başlangıcı"), help_text=__("Bugün ya da sonraki bir gün.")
    )
    valid_until = forms.DateField(
        label=__("Geçerlilik sonu"), required=False,
        help_text=__("Boşsa yeni bir fiyat başlayana kadar sürer."),
    )  # fmt: skip


class MessagePriceFilter(django_filters.FilterSet):
    credits = django_filters.TypedChoiceFilter(label=__("Paket"), choices=_SIZES, coerce=int)

    class Meta:
        model = PackagePrice
        fields = ("credits",)


@register
class MessagePriceResource(SettingsResource):
    slug = "iys-package-prices"
    model = PackagePrice
    title = __("İLETİ Paket Fiyatları")
    singular = __("İLETİ Paket Fiyatı")
    rights = "billing.price"
    icon = "tag"
    menu_order = 61
    ordering = ("-valid_from", "credits", "pk")
    form = MessagePriceForm
    filterset = MessagePriceFilter
    empty_title = __("Henüz fiyat yok")
    empty_text = __("İLETİ-5, 25 ve 75 ücretsizdir; daha büyük paketlerin fiyatını girin.")
    columns = (
        Column("package", __("Paket"), value=lambda row: name_of(row.credits), primary=True,
               order_by="credits"),
        Column("net", __("KDV hariç"), kind="money", order_by="net"),
        Column("vat_rate", __("KDV"), kind="percent"),
        Column("gross", __("KDV dahil"), kind="money"),
        Column("valid_from", __("Geçerlilik başlangıcı"), kind="date", order_by="valid_from"),
        Column("valid_until", __("Geçerlilik sonu"), kind="date"),
        Column("by_label", __("Tanımlayan")),
    )  # fmt: skip

    def queryset(self, actor: Any) -> QuerySet[Any]:
        return PackagePrice.objects.filter(goods=packages.GOODS)

    def create(self, actor: Any, data: Mapping[str, Any]) -> PackagePrice:
        return prices.add(actor, data, of=packages.GOODS)

    def update(self, actor: Any, row: PackagePrice, data: Mapping[str, Any]) -> PackagePrice:
        return prices.change(actor, row, data)

    def delete(self, actor: Any, row: PackagePrice) -> None:
        prices.delete(actor, row)


class PackageRulesForm(HubForm):
    valid_from = forms.DateField(label=__("Geçerlilik başlangıcı"))
    terms = forms.CharField(
        label=__("Sözleşme metni"), required=False, max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=__("Boşsa hazır metin gösterilir. Kimin hangi metni onayladığı saklanır."),
    )  # fmt: skip
    warn_days = forms.CharField(
        label=__("Bitişten kaç gün önce uyarılsın?"), initial="30, 14, 7, 1", max_length=60
    )
    warn_percents = forms.CharField(
        label=__("Yüzde kaç dolunca uyarılsın?"), initial="80, 95, 100", max_length=60
    )
    many_addresses = forms.IntegerField(
        label=__("İlk yükleme sınırı (telefon + e-posta)"), min_value=1, initial=150_000
    )
    accounting_email = forms.EmailField(
        label=__("Ödeme için başvuru e-postası"), initial="muhasebe@iys.org.tr"
    )
    access_email = forms.EmailField(
        label=__("Giriş yetkisi için başvuru e-postası"), initial="bilgi@iys.org.tr"
    )


@register
class PackageRulesResource(Resource):
    slug = "iys-package-rules"
    model = PackageRules
    title = __("İLETİ Paket Kuralları")
    singular = __("İLETİ Paket Kuralı")
    rights = "iys.package_rules"
    section = "settings"
    icon = "adjustments"
    menu_order = 65
    ordering = ("-valid_from", "-pk")
    form = PackageRulesForm
    can_change = can_delete = False
    columns = (
        Column("valid_from", __("Geçerlilik başlangıcı"), kind="date", order_by="valid_from",
               primary=True),
        Column("warn_days", __("Uyarı günleri"),
               value=lambda row: ", ".join(map(str, row.warn_days))),
        Column("warn_percents", __("Doluluk uyarıları (%)"),
               value=lambda row: ", ".join(map(str, row.warn_percents))),
        Column("many_addresses", __("İlk yükleme sınırı"), kind="number"),
        Column("accounting_email", __("Ödeme e-postası")),
        Column("access_email", __("Giriş yetkisi e-postası")),
        Column("created_by", __("Ekleyen")),
    )  # fmt: skip
    empty_title = __("Başlangıç kuralları geçerli")
    empty_text = __(
        "Bitişten 30, 14, 7 ve 1 gün önce, paket %80, %95 ve %100 dolunca uyarılırsınız."
    )

    def create(self, actor: Any, data: Mapping[str, Any]) -> PackageRules:
        return package_rules.add(actor, data)
