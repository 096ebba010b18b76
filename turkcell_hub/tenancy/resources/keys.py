"""API Anahtarları: made and rotated on pages of their own, where the secret is shown once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import django_filters
from django.db import models
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.utils.translation import ngettext

from turkcell_hub.resources import Action, ActionKind, ActionResult, Column, register
from turkcell_hub.resources.filters import ScopedChoiceFilter
from turkcell_hub.tenancy.models import ApiKey, User
from turkcell_hub.tenancy.permissions import every_right
from turkcell_hub.tenancy.resources.base import SettingsResource, folded
from turkcell_hub.tenancy.services import keys

CHANGE = "tenancy.key.change"


class KeyState(models.TextChoices):
    LIVING = "living", __("Etkin")
    EXPIRED = "expired", __("Süresi doldu")
    REVOKED = "revoked", __("İptal edildi")


def state_of(key: ApiKey) -> KeyState:
    if key.revoked_at is not None:
        return KeyState.REVOKED
    return KeyState.EXPIRED if key.has_expired() else KeyState.LIVING


def ended(_actor: Any, key: ApiKey) -> str | None:
    state = state_of(key)
    return None if state is KeyState.LIVING else str(state.label)


def _brands(key: ApiKey) -> str:
    if key.all_brands:
        return _("Hepsi")
    return ", ".join(brand.name for brand in key.brands.all())


def _scope_count(key: ApiKey) -> str:
    n = len(key.scopes)
    return ngettext("%(n)d yetki", "%(n)d yetki", n) % {"n": n}


def _scopes(key: ApiKey) -> str:
    """By their names; a right that is gone stands as its code."""
    rights = every_right()
    return ", ".join(str(rights[one].label) if one in rights else one for one in key.scopes)


def _revoke(actor: Any, rows: QuerySet[Any], _data: Mapping[str, Any]) -> ActionResult:
    found = list(rows)
    for key in found:
        keys.revoke(actor, key)
    said = _("%(count)d API anahtarı iptal edildi.") % {"count": len(found)}
    return ActionResult(said, touched=len(found))


def _makers(_request: Any) -> QuerySet[User]:
    return User.objects.filter(pk__in=ApiKey.objects.values("created_by_id"))


class KeyFilter(django_filters.FilterSet):
    created_by = ScopedChoiceFilter(label=__("Üreten"), queryset=_makers)

    class Meta:
        model = ApiKey
        fields = ("created_by",)


@register
class KeyResource(SettingsResource):
    slug = "api-keys"
    model = ApiKey
    title = __("API Anahtarları")
    singular = __("API Anahtarı")
    rights = "tenancy.key"
    icon = "key"
    menu_order = 70
    filterset = KeyFilter
    ordering = ("-created_at", "-pk")
    can_add = False
    can_change = False
    can_delete = False
    empty_text = __("ERP'nizi REST API ile bağlamak için bir anahtar üretin.")
    columns = (
        Column("name", __("Ad"), primary=True, order_by="name"),
        Column("prefix", __("Anahtar başı")),
        Column(
            "state",
            __("Durum"),
            kind="state",
            value=state_of,
            badge=lambda state: "success" if state is KeyState.LIVING else "secondary",
        ),
        Column("scope_count", __("Yetkiler"), value=lambda key: _scope_count(key)),
        Column("scopes", __("Verilen yetkiler"), value=lambda key: _scopes(key), hidden=True),
        Column("allowed_ips", __("IP listesi"), value=lambda key: ", ".join(key.allowed_ips)),
        Column("brands", __("Markalar"), value=lambda key: _brands(key)),
        Column("created_by", __("Üreten"), value=lambda key: str(key.created_by or "")),
        Column("created_at", __("Oluşturulma"), kind="datetime", order_by="created_at"),
        Column("expires_at", __("Son kullanma"), kind="datetime", order_by="expires_at"),
        Column("last_used_at", __("Son kullanım"), kind="datetime", order_by="last_used_at"),
    )
    actions = (
        Action(
            "new",
            __("Yeni anahtar üret"),
            CHANGE,
            ActionKind.LIST,
            icon="plus",
            url=lambda _row: reverse("api-key-new"),
        ),
        Action(
            "sandbox",
            __("Deneme anahtarı üret"),
            CHANGE,
            ActionKind.LIST,
            icon="flask",
            url=lambda _row: reverse("sandbox-key"),
        ),
        Action(
            "rotate",
            __("Yenile (geçiş süreli)"),
            CHANGE,
            ActionKind.ROW,
            icon="refresh",
            url=lambda row: reverse("api-key-rotate", args=[row.pk]) if row else "",
            refusal=ended,
        ),
        Action(
            "revoke",
            __("İptal et"),
            CHANGE,
            ActionKind.BULK,
            _revoke,
            "key-off",
            danger=True,
            refusal=ended,
            confirm=lambda _actor, count: (
                _("%(count)d anahtar hemen geçersiz olur; onu kullanan programlar bağlanamaz.")
                % {"count": count}
            ),
        ),
    )

    def queryset(self, actor: Any) -> QuerySet[Any]:
        return super().queryset(actor).select_related("created_by").prefetch_related("brands")

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        return folded(queryset, text, "name", "prefix")
