"""Tarife: what one delivered part costs, from a month on (A-005)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from turkcell_hub.billing.models import Tariff
from turkcell_hub.billing.services import tariffs
from turkcell_hub.portal.forms import HubForm
from turkcell_hub.resources import Column, register
from turkcell_hub.tenancy.resources.base import SettingsResource


class TariffForm(HubForm):
    valid_from = forms.DateField(
        label=_("Geçerli olduğu ilk ay"),
        help_text=_("Ayın herhangi bir günü; tarife o ayın birinden başlar."),
    )
    unit_price = forms.DecimalField(
        label=_("SMS başına, KDV hariç (TL)"), max_digits=10, decimal_places=4, min_value=0.0001
    )
    vat_rate = forms.DecimalField(
        label=_("KDV oranı (%)"),
        max_digits=5,
        decimal_places=2,
        min_value=0,
        max_value=100,
        initial=20,
    )
    closing_day = forms.IntegerField(
        label=_("Kapanış günü"),
        min_value=1,
        max_value=28,
        initial=4,
        help_text=_("Ay, sonraki ayın bu gününde kapanır; geç gelen raporlar sonraki ekstreye"
                    " düzeltme olarak girer."),
    )  # fmt: skip


@register
class TariffResource(SettingsResource):
    slug = "sms-tariffs"
    model = Tariff
    title = _("Faturalı Tarife")
    singular = _("Tarife")
    rights = "billing.tariff"
    icon = "receipt"
    menu_order = 62
    ordering = ("-valid_from", "pk")
    form = TariffForm
    empty_title = _("Henüz tarife yok")
    empty_text = _("Faturalı hesabın ayları bu tarifeyle kapanır; tarife yoksa ay kapanmaz.")
    columns = (
        Column("valid_from", _("Geçerli olduğu ilk ay"), kind="date", primary=True,
               order_by="valid_from"),
        Column("unit_price", _("SMS başına (KDV hariç)"), kind="number"),
        Column("vat_rate", _("KDV"), kind="percent"),
        Column("closing_day", _("Kapanış günü"), kind="number"),
        Column("by_label", _("Tanımlayan")),
    )  # fmt: skip

    def queryset(self, actor: Any) -> QuerySet[Any]:
        return Tariff.objects.all()

    def create(self, actor: Any, data: Mapping[str, Any]) -> Tariff:
        return tariffs.add(actor, data)

    def update(self, actor: Any, row: Tariff, data: Mapping[str, Any]) -> Tariff:
        return tariffs.change(actor, row, data)

    def delete(self, actor: Any, row: Tariff) -> None:
        tariffs.delete(actor, row)
