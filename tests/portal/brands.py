"""A resource that only these tests know: the brands of a firm, with every kind of column."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse

from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.portal.forms import HubForm, LookupField
from turkcell_hub.resources import Action, ActionKind, ActionResult, Column, Resource
from turkcell_hub.tenancy.models import Brand

NUMBER = "+905321234567"
MASKED = "+90 532 *** ** 67"


class BrandFilter(django_filters.FilterSet):
    is_active = django_filters.BooleanFilter(label="Etkin")
    code = django_filters.CharFilter(label="Kod", lookup_expr="startswith")
    id_above = django_filters.NumberFilter(label="Numara", field_name="pk", lookup_expr="gt")

    class Meta:
        model = Brand
        fields = ("is_active", "code")


class BrandForm(HubForm):
    code = forms.CharField(label="Marka kodu", max_length=20, help_text="En çok 20 karakter.")
    name = forms.CharField(label="Marka", max_length=120)
    is_active = forms.BooleanField(label="Etkin", required=False, initial=True)
    parent = LookupField("test-brands", label="Üst marka", required=False)
    since = forms.DateField(label="Başlangıç", required=False)
    budget = forms.DecimalField(label="Bütçe", required=False, decimal_places=2)


class RenameForm(HubForm):
    suffix = forms.CharField(label="Ek", max_length=10)


def _close(actor: Any, rows: QuerySet[Any], data: Mapping[str, Any]) -> ActionResult:
    touched = rows.update(is_active=False)
    return ActionResult(f"{touched} marka kapatıldı.", touched=touched)


def _rename(actor: Any, rows: QuerySet[Any], data: Mapping[str, Any]) -> ActionResult:
    if data["suffix"] == "bozuk":
        raise Invalid("Bu ek kullanılamaz.", field="suffix")
    for brand in rows:
        brand.name += data["suffix"]
        brand.save()
    return ActionResult("Adlar değişti.")


def _ping(actor: Any, rows: QuerySet[Any], data: Mapping[str, Any]) -> ActionResult:
    return ActionResult(f"Yoklandı: {', '.join(b.name for b in rows)}")


class BrandResource(Resource):
    slug = "test-brands"
    model = Brand
    title = "Deneme Markaları"
    singular = "Deneme Markası"
    rights = "test.brand"
    icon = "tags"
    in_global_search = True
    ordering = ("name",)
    filterset = BrandFilter
    form = BrandForm
    empty_title = "Henüz marka yok"
    empty_text = "İlk markanızı ekleyin."
    columns = (
        Column("code", "Kod", order_by="code"),
        Column("name", "Marka", order_by="name", primary=True),
        Column("is_active", "Etkin", kind="boolean", order_by="is_active"),
        Column("phone", "Telefon", kind="phone", value=lambda row: NUMBER),
        Column(
            "state",
            "Durum",
            kind="state",
            value=lambda row: "Açık" if row.is_active else "Kapalı",
            badge=lambda raw: "success" if raw == "Açık" else "secondary",
        ),
        Column("price", "Tutar", kind="money", value=lambda row: Decimal("1234.56")),
        Column(
            "at",
            "Kayıt",
            kind="datetime",
            value=lambda row: dt.datetime(2026, 11, 22, 11, 5, tzinfo=dt.UTC),
        ),
        Column("secret", "Gizli", hidden=True, value=lambda row: f"gizli-{row.code}"),
    )
    actions = (
        Action(
            "close",
            "Kapat",
            "test.brand.change",
            ActionKind.BULK,
            run=_close,
            icon="lock",
            danger=True,
            refusal=lambda actor, row: None if row.is_active else "Bu marka zaten kapalı.",
            confirm=lambda actor, count: f"{count} marka kapatılacak.",
        ),
        Action(
            "rename", "Ada ekle", "test.brand.change", ActionKind.ROW, run=_rename, form=RenameForm
        ),
        Action("ping", "Yokla", "test.brand.view", ActionKind.BULK, run=_ping, icon="bolt"),
        Action(
            "help",
            "Yardım",
            "test.brand.view",
            ActionKind.LIST,
            url=lambda row: reverse("home"),
            icon="help",
        ),
    )

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        return queryset.filter(Q(name__icontains=text) | Q(code__icontains=text))

    def create(self, actor: Any, data: Mapping[str, Any]) -> Brand:
        if Brand.objects.filter(code=data["code"]).exists():
            raise Conflict("Bu kod kullanılıyor; başka bir kod yazın.", field="code")
        return Brand.objects.create(
            firm_id=actor.firm_id,
            code=data["code"],
            name=data["name"],
            is_active=data["is_active"],
        )

    def update(self, actor: Any, row: Brand, data: Mapping[str, Any]) -> Brand:
        row.code, row.name, row.is_active = data["code"], data["name"], data["is_active"]
        row.save()
        return row

    def delete(self, actor: Any, row: Brand) -> None:
        if row.code.startswith("KUL"):
            raise Conflict("Bu marka 3 kampanyada kullanılıyor; önce onları değiştirin.")
        row.delete()


class OpenBrandResource(BrandResource):
    """The same list, open to members who may not see numbers."""

    slug = "open-brands"
    rights = "test.open"
    in_menu = False
    in_global_search = False
