"""Markalar and Yetki Kodları."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from turkcell_hub.portal.forms import HubForm
from turkcell_hub.resources import Column, register
from turkcell_hub.tenancy.models import AuthorityCode, Brand
from turkcell_hub.tenancy.resources.base import SettingsResource, folded
from turkcell_hub.tenancy.services import limits


class BrandForm(HubForm):
    code = forms.CharField(
        label=_("Marka kodu"), max_length=20, help_text=_("İYS'deki marka kodunuz.")
    )
    name = forms.CharField(label=_("Marka"), max_length=120)
    is_active = forms.BooleanField(label=_("Etkin"), required=False, initial=True)


class AuthorityCodeForm(HubForm):
    code = forms.CharField(label=_("Yetki kodu"), max_length=20)
    description = forms.CharField(label=_("Açıklama"), max_length=120, required=False)


@register
class BrandResource(SettingsResource):
    slug = "brands"
    model = Brand
    title = _("Markalar")
    singular = _("Marka")
    rights = "tenancy.brand"
    icon = "tag"
    menu_order = 30
    ordering = ("name", "pk")
    form = BrandForm
    empty_text = _("Kullanıcılar ve izinler markalara bağlanır. İlk markanızı ekleyin.")
    columns = (
        Column("name", _("Marka"), primary=True, order_by="name"),
        Column("code", _("Marka kodu"), order_by="code"),
        Column("is_active", _("Etkin"), kind="boolean", order_by="is_active"),
    )

    def queryset(self, actor: Any) -> QuerySet[Any]:
        rows = super().queryset(actor)
        allowed = getattr(actor, "brand_ids", None)
        return rows if allowed is None else rows.filter(pk__in=allowed)

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        return folded(queryset, text, "name", "code")

    def create(self, actor: Any, data: Mapping[str, Any]) -> Brand:
        return limits.save_brand(actor, None, data)

    def update(self, actor: Any, row: Brand, data: Mapping[str, Any]) -> Brand:
        return limits.save_brand(actor, row, data)

    def delete(self, actor: Any, row: Brand) -> None:
        limits.delete_brand(actor, row)


@register
class AuthorityCodeResource(SettingsResource):
    slug = "authority-codes"
    model = AuthorityCode
    title = _("Yetki Kodları")
    singular = _("Yetki Kodu")
    rights = "tenancy.code"
    icon = "shield-lock"
    menu_order = 40
    ordering = ("code", "pk")
    form = AuthorityCodeForm
    empty_text = _("Yetki kodu verilen kayıtları yalnız o kodu taşıyan kullanıcılar görür.")
    columns = (
        Column("code", _("Yetki kodu"), primary=True, order_by="code"),
        Column("description", _("Açıklama"), order_by="description"),
    )

    def queryset(self, actor: Any) -> QuerySet[Any]:
        rows = super().queryset(actor)
        held = getattr(actor, "code_ids", None)
        return rows if held is None else rows.filter(pk__in=held)

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        return folded(queryset, text, "code", "description")

    def create(self, actor: Any, data: Mapping[str, Any]) -> AuthorityCode:
        return limits.save_code(actor, None, data)

    def update(self, actor: Any, row: AuthorityCode, data: Mapping[str, Any]) -> AuthorityCode:
        return limits.save_code(actor, row, data)

    def delete(self, actor: Any, row: AuthorityCode) -> None:
        limits.delete_code(actor, row)
