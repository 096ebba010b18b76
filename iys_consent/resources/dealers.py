"""Bayiler: in whose name a brand's consents may be used too (S-055)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import django_filters
from django import forms
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from iys_consent.filtersets import brands_of
from iys_consent.models import AccessState, Dealer, DealerState, DealerStatus
from iys_consent.permissions import DEALER_ADD
from iys_consent.services import dealers
from turkcell_hub.lib import turkish
from turkcell_hub.portal.forms import HubForm, LookupField
from turkcell_hub.resources import Action, ActionKind, ActionResult, Column, Resource, register
from turkcell_hub.resources.filters import ScopedChoiceFilter
from turkcell_hub.tenancy.models import Brand

# Titles fold in Turkish here and not in the database: a firm has hundreds of dealers, not more.
_SEARCHED = 20_000
_BADGES = {
    DealerState.LISTED: "success", DealerState.FAILED: "danger", DealerState.GONE: "secondary",
}  # fmt: skip


class DealerForm(HubForm):
    """A new dealer; of one that İYS holds only what is ours is asked."""

    brand = LookupField(
        "brands", label=__("Marka"), help_text=__("Bayi yalnız bu markanın izinlerini kullanır.")
    )
    title = forms.CharField(label=__("Unvan"), max_length=255)
    code = forms.CharField(
        label=__("Bayi kodu"),
        required=False,
        max_length=8,
        help_text=__("İYS'de kaydı varsa sekiz haneli kodu; boşsa kaydı İYS'de biz açarız."),
    )
    alias = forms.CharField(label=__("Kısa ad"), max_length=255, required=False)
    contact = forms.CharField(label=__("Yetkili"), max_length=255, required=False)
    mersis = forms.CharField(label=__("MERSİS no"), max_length=20, required=False)
    tax_number = forms.CharField(label=__("Vergi no"), max_length=14, required=False)
    mobile = forms.CharField(label=__("Cep telefonu"), max_length=20, required=False)
    contract_from = forms.DateField(label=__("Sözleşme başlangıcı"), required=False)
    contract_until = forms.DateField(
        label=__("Sözleşme bitişi"),
        required=False,
        help_text=__("Bu günden sonra bayi adına ticari ileti gitmez; boşsa süresizdir."),
    )

    def __init__(self, *args: Any, dealer: Dealer | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if dealer is None:
            return
        kept = (*dealers.OWN_FIELDS,)
        if dealer.state == DealerState.FAILED:
            kept += ("title", "contact", "mersis", "tax_number", "mobile")
        for name in set(self.fields) - set(kept):
            del self.fields[name]


class ReadForm(HubForm):
    brand = LookupField("brands", label=__("Marka"))


class DealerFilter(django_filters.FilterSet):
    brand = ScopedChoiceFilter(label=__("Marka"), queryset=brands_of)
    state = django_filters.ChoiceFilter(label=__("Kayıt"), choices=DealerState.choices)
    status = django_filters.ChoiceFilter(label=__("İYS durumu"), choices=DealerStatus.choices)

    class Meta:
        model = Dealer
        fields = ("brand", "state", "status")


def _read(actor: Any, _rows: QuerySet[Any], data: Mapping[str, Any]) -> ActionResult:
    brand: Brand = data["brand"]
    count = dealers.refresh(actor, brand)
    said = _("%(brand)s için İYS'deki bayiler alındı: %(count)d bayi.")
    return ActionResult(said % {"brand": brand.name, "count": count}, touched=count)


@register
class DealerResource(Resource):
    slug = "dealers"
    model = Dealer
    title = __("Bayiler")
    singular = __("Bayi")
    rights = "iys.dealer"
    section = "records"
    icon = "building-store"
    menu_order = 32
    hides_rows = True
    filterset = DealerFilter
    ordering = ("title", "pk")
    form = DealerForm
    can_delete = False
    search_placeholder = __("Unvan veya bayi kodu ara")
    actions = (
        Action(
            "read", __("İYS'den al"), DEALER_ADD, ActionKind.LIST, _read, "transfer-in",
            form=ReadForm, rest=False,
        ),
    )  # fmt: skip
    columns = (
        Column("title", __("Unvan"), order_by="title", primary=True),
        Column("code", __("Bayi kodu"), order_by="code"),
        Column("brand.name", __("Marka")),
        Column("state", __("Kayıt"), kind="state", badge=lambda raw: _BADGES.get(raw, "info")),
        Column("status", __("İYS durumu"), value=lambda row: row.get_status_display()),
        Column("open", __("Adına gönderilir"), kind="boolean", value=dealers.is_open),
        Column("opened", __("Açılan izin"), kind="number"),
        Column("waiting", __("İYS'yi bekleyen"), kind="number"),
        Column("contract_from", __("Sözleşme başlangıcı"), kind="date", hidden=True),
        Column("contract_until", __("Sözleşme bitişi"), kind="date", order_by="contract_until"),
        Column("error", __("Hata"), said=True),
        Column("alias", __("Kısa ad"), hidden=True),
        Column("contact", __("Yetkili"), hidden=True),
        Column("city_name", __("İl"), hidden=True),
        Column("listed_at", __("İYS'de görülme"), kind="datetime", hidden=True),
        Column("added_by", __("Ekleyen"), hidden=True),
    )
    empty_title = __("Bayi yok")
    empty_text = __(
        "Bayi sözleşmesi olan bir satıcı adına ileti gönderecekseniz bayiyi ekleyin ya da"
        " F9 menüsünden İYS'deki bayilerinizi alın."
    )

    def queryset(self, actor: Any) -> QuerySet[Any]:
        rows = actor.visible(Dealer.objects.select_related("brand"))
        told = Q(accesses__state=AccessState.DONE, accesses__action="VERILDI")
        return rows.annotate(
            opened=Count("accesses__record", filter=told, distinct=True),
            waiting=Count(
                "accesses",
                filter=Q(accesses__state__in=(AccessState.WAITING, AccessState.SENT)),
                distinct=True,
            ),
        )

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        if text.isascii() and text.isdigit():
            return queryset.filter(code=int(text[:9]))
        wanted = turkish.fold(text)
        told = queryset.values_list("pk", "title", "alias")[:_SEARCHED]
        found = [pk for pk, *names in told if any(wanted in turkish.fold(one) for one in names)]
        return queryset.filter(pk__in=found)

    def label_of(self, row: Dealer) -> str:
        return str(row)

    def form_kwargs(self, actor: Any, row: Any | None) -> dict[str, Any]:
        return {"actor": actor, "dealer": row}

    def initial_of(self, row: Dealer) -> dict[str, Any]:
        names = ("alias", "contract_from", "contract_until", "title", "contact", "mersis",
                 "tax_number", "mobile")  # fmt: skip
        return {name: getattr(row, name) for name in names}

    def create(self, actor: Any, data: Mapping[str, Any]) -> Dealer:
        return dealers.add(actor, data["brand"], data)

    def update(self, actor: Any, row: Dealer, data: Mapping[str, Any]) -> Dealer:
        return dealers.change(actor, row, data)
