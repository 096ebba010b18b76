"""Marka Yetkileri, İş Ortakları and İYS Giriş Yetkilileri (Y-001, Y-002, Y-022 … Y-032)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from iys_consent import permissions
from iys_consent.filtersets import brands_of
from iys_consent.models import (
    BrandAuthorisation,
    Channel,
    LoginState,
    PartnerRole,
    RegistryLogin,
    Supplier,
)
from iys_consent.services import authorisations, registry_logins, suppliers
from turkcell_hub.portal.forms import HubForm
from turkcell_hub.resources import Action, ActionKind, ActionResult, Column, Resource, register
from turkcell_hub.resources.filters import ScopedChoiceFilter
from turkcell_hub.tenancy.resources.base import SettingsResource


def _end(actor: Any, rows: QuerySet[Any], _data: Mapping[str, Any]) -> ActionResult:
    authorisations.end(actor, rows.get())
    return ActionResult(_("Yetki kaldırıldı; anahtarı artık çalışmaz."), touched=1)


def _has_ended(_actor: Any, row: BrandAuthorisation) -> str | None:
    return _("Bu yetki kaldırılmış.") if row.ended_at else None


class AuthorisationFilter(django_filters.FilterSet):
    brand = ScopedChoiceFilter(label=__("Marka"), queryset=brands_of)
    role = django_filters.ChoiceFilter(label=__("Görev"), choices=PartnerRole.choices)
    is_active = django_filters.BooleanFilter(
        label=__("Geçerli"), field_name="ended_at", lookup_expr="isnull"
    )

    class Meta:
        model = BrandAuthorisation
        fields = ("brand", "role", "is_active")


@register
class AuthorisationResource(Resource):
    slug = "brand-authorisations"
    model = BrandAuthorisation
    title = __("Marka Yetkileri")
    singular = __("Marka Yetkisi")
    rights = "iys.partner"
    section = "reports"
    icon = "shield-check"
    menu_order = 42
    hides_rows = True
    filterset = AuthorisationFilter
    ordering = ("-pk",)
    can_add = can_change = can_delete = False
    actions = (
        Action("end", __("Yetkiyi kaldır"), permissions.AUTHORISE, ActionKind.ROW, run=_end,
               icon="x", danger=True, refusal=_has_ended, rest=False,
               confirm=lambda _actor, _count: _("Yetki bu marka için hemen kalkar, varsa API"
                                                " anahtarı da geçersiz olur.")),
    )  # fmt: skip
    columns = (
        Column("brand", __("Marka"), primary=True, order_by="brand__name"),
        Column("role", __("Görev")),
        Column("supplier", __("Yetkilendirilen"), order_by="supplier__name"),
        Column("channel_names", __("Kanallar")),
        Column("given_at", __("Yetki zamanı"), kind="datetime", order_by="pk"),
        Column("given_by", __("Yetki veren")),
        Column("ended_at", __("Kaldırılma"), kind="datetime"),
        Column("ended_by", __("Kaldıran"), hidden=True),
    )
    empty_title = __("Henüz yetki verilmedi")
    empty_text = __("“Marka Yönetimi” sayfasından markaya iş ortağı ya da AHS ekleyin.")

    def queryset(self, actor: Any) -> QuerySet[Any]:
        return actor.visible(BrandAuthorisation.objects.select_related("brand", "supplier"))


class SupplierForm(HubForm):
    name = forms.CharField(label=__("Unvan"), max_length=200)
    roles = forms.MultipleChoiceField(
        label=__("Görevleri"), choices=PartnerRole.choices,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
        help_text=__("Aynı firma hem iş ortağı hem AHS olabilir."),
    )  # fmt: skip
    channels = forms.MultipleChoiceField(
        label=__("Önerilen kanallar"), choices=Channel.choices, required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
        help_text=__("Yalnız SMS taşıyan bir firma için Mesaj yeterlidir."),
    )  # fmt: skip
    preferred = forms.BooleanField(label=__("Listede önce gösterilsin"), required=False)
    phone = forms.CharField(label=__("Telefon"), max_length=20, required=False)
    whatsapp = forms.CharField(label=__("WhatsApp"), max_length=20, required=False)
    email = forms.EmailField(label=__("E-posta"), required=False)
    web = forms.URLField(label=__("Web"), required=False, assume_scheme="https")
    is_active = forms.BooleanField(label=__("Etkin"), required=False, initial=True)


@register
class SupplierResource(SettingsResource):
    slug = "iys-suppliers"
    model = Supplier
    title = __("İş Ortakları ve AHS'ler")
    singular = __("İş Ortağı ya da AHS")
    rights = "iys.supplier"
    icon = "building"
    menu_order = 66
    ordering = ("-preferred", "name", "pk")
    form = SupplierForm
    can_delete = False
    columns = (
        Column("name", __("Unvan"), primary=True, order_by="name"),
        Column("roles", __("Görevleri"),
               value=lambda row: ", ".join(str(PartnerRole(one).label) for one in row.roles)),
        Column("channel_names", __("Önerilen kanallar")),
        Column("phone", __("Telefon")),
        Column("email", __("E-posta")),
        Column("is_active", __("Etkin"), kind="boolean"),
    )  # fmt: skip
    empty_title = __("Kendi eklediğiniz firma yok")
    empty_text = __("Hazır listede olmayan bir iş ortağı ya da AHS varsa buradan ekleyin.")

    def queryset(self, actor: Any) -> QuerySet[Any]:
        return Supplier.objects.all()

    def create(self, actor: Any, data: Mapping[str, Any]) -> Supplier:
        return suppliers.save(actor, None, data)

    def update(self, actor: Any, row: Supplier, data: Mapping[str, Any]) -> Supplier:
        return suppliers.save(actor, row, data)


class LoginForm(HubForm):
    full_name = forms.CharField(label=__("Ad ve soyad"), max_length=120)
    duty = forms.CharField(label=__("Görevi"), max_length=120, required=False)
    email = forms.EmailField(label=__("E-posta"), required=False)
    is_authorised_person = forms.BooleanField(
        label=__("Başvuruda bildirilen yetkili"), required=False,
        help_text=__("İYS'ye kendi e-Devlet girişiyle girer. e-Devlet ya da İYS şifresi burada"
                     " sorulmaz, yazmayın."),
    )  # fmt: skip
    note = forms.CharField(label=__("Not"), max_length=300, required=False)


def _advance(actor: Any, rows: QuerySet[Any], _data: Mapping[str, Any]) -> ActionResult:
    row = registry_logins.advance(actor, rows.get())
    return ActionResult(_("Yeni durum: %(state)s.") % {"state": row.get_state_display()}, touched=1)


def _end_login(actor: Any, rows: QuerySet[Any], _data: Mapping[str, Any]) -> ActionResult:
    registry_logins.end(actor, rows.get())
    return ActionResult(_("Kişinin yetkisi kaldırıldı olarak işaretlendi."), touched=1)


def _no_step(_actor: Any, row: RegistryLogin) -> str | None:
    return None if row.state in registry_logins.NEXT else _("Yapılacak adım kalmadı.")


@register
class LoginResource(SettingsResource):
    slug = "iys-logins"
    model = RegistryLogin
    title = __("İYS Giriş Yetkilileri")
    singular = __("İYS Giriş Yetkilisi")
    rights = "iys.login"
    icon = "id-badge"
    menu_order = 67
    ordering = ("-is_authorised_person", "full_name", "pk")
    form = LoginForm
    can_delete = False
    detail_template = "iys_consent/login.html"
    actions = (
        Action("advance", __("Adım tamamlandı"), "iys.login.change", ActionKind.ROW, run=_advance,
               icon="check", refusal=_no_step, rest=False),
        Action("end", __("Yetkisi kalktı"), "iys.login.change", ActionKind.ROW, run=_end_login,
               icon="x", danger=True, rest=False,
               refusal=lambda _actor, row: _("Zaten kaldırılmış.")
               if row.state == LoginState.ENDED else None),
    )  # fmt: skip
    columns = (
        Column("full_name", __("Ad ve soyad"), primary=True, order_by="full_name"),
        Column("duty", __("Görevi")),
        Column("is_authorised_person", __("Başvurudaki yetkili"), kind="boolean"),
        Column("state", __("Durum"), kind="state",
               badge=lambda state: "success" if state == LoginState.HAS else
               "secondary" if state == LoginState.ENDED else "warning"),
        Column("changed_at", __("Son adım"), kind="datetime"),
        Column("note", __("Not"), hidden=True),
    )  # fmt: skip
    empty_title = __("Henüz kimse kayıtlı değil")
    empty_text = __(
        "İYS'ye yalnız başvuruda bildirilen yetkili, e-Devlet ile girer. Onu kaydedin; başkası"
        " için İYS'den yetki formu istenir, e-postası burada hazırlanır."
    )

    def queryset(self, actor: Any) -> QuerySet[Any]:
        return RegistryLogin.objects.all()

    def create(self, actor: Any, data: Mapping[str, Any]) -> RegistryLogin:
        return registry_logins.save(actor, None, data)

    def update(self, actor: Any, row: RegistryLogin, data: Mapping[str, Any]) -> RegistryLogin:
        return registry_logins.save(actor, row, data)

    def detail(self, actor: Any, row: RegistryLogin) -> dict[str, Any]:
        asks = row.state in registry_logins.NEXT
        return {"draft": registry_logins.draft(row) if asks else "", "asks": asks}
