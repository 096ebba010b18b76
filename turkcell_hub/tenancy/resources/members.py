"""Kullanıcılar (K-070 … K-075)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import django_filters
from django.db import models, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from turkcell_hub.resources import Action, ActionKind, ActionResult, Column, register
from turkcell_hub.resources.actor import Actor
from turkcell_hub.tenancy import card_fields
from turkcell_hub.tenancy.forms.members import MemberForm
from turkcell_hub.tenancy.models import Membership, Role
from turkcell_hub.tenancy.resources.base import SettingsResource, folded
from turkcell_hub.tenancy.services import people

CHANGE = "tenancy.user.change"


class MemberState(models.TextChoices):
    ACTIVE = "active", __("Etkin")
    WAITING = "waiting", __("İlk giriş bekleniyor")
    INACTIVE = "inactive", __("Pasif")


def state_of(member: Membership) -> MemberState:
    """Whether somebody had an account before he was invited is none of the firm's business, so
    both kinds of newcomers look the same."""
    if not member.is_active:
        return MemberState.INACTIVE
    return MemberState.ACTIVE if member.last_login_at else MemberState.WAITING


def brands_of(member: Membership) -> str:
    if member.all_brands or member.role == Role.ADMIN:
        return _("Tümü")
    return ", ".join(brand.name for brand in member.brands.all())


def codes_of(member: Membership) -> str:
    if member.role == Role.ADMIN:
        return _("Tümü")
    return ", ".join(code.code for code in member.authority_codes.all())


_BADGES = {MemberState.ACTIVE: "success", MemberState.WAITING: "warning"}


class MemberFilter(django_filters.FilterSet):
    role = django_filters.ChoiceFilter(label=__("Rol"), choices=Role.choices)
    is_active = django_filters.BooleanFilter(label=__("Etkin"))

    class Meta:
        model = Membership
        fields = ("role", "is_active")


def _remove(actor: Any, rows: QuerySet[Any], _data: Mapping[str, Any]) -> ActionResult:
    member = rows.get()
    keys = people.remove(actor, member)
    if not keys:
        return ActionResult(_("%(name)s firmadan çıkarıldı.") % {"name": member}, touched=1)
    said = _(
        "%(name)s firmadan çıkarıldı. Ürettiği %(count)d API anahtarı çalışmaya devam ediyor; iptal"
        " edilip edilmeyeceğine karar verin."
    ) % {"name": member, "count": len(keys)}
    url = f"{reverse('api-keys-list')}?created_by={member.user_id}"
    return ActionResult(said, url=url, touched=1)


def _switch(active: bool) -> Any:
    def run(actor: Any, rows: QuerySet[Any], _data: Mapping[str, Any]) -> ActionResult:
        member = people.change(actor, rows.get(), {"is_active": active})
        said = _("%(name)s etkinleştirildi.") if active else _("%(name)s pasifleştirildi.")
        return ActionResult(said % {"name": member}, touched=1)

    return run


def _send_link(actor: Any, rows: QuerySet[Any], _data: Mapping[str, Any]) -> ActionResult:
    member = rows.select_related("user").get()
    people.send_password_link(actor, member)
    return ActionResult(_("%(name)s için e-posta yola çıktı.") % {"name": member}, touched=1)


@register
class MemberResource(SettingsResource):
    slug = "users"
    model = Membership
    title = __("Kullanıcılar")
    singular = __("Kullanıcı")
    rights = "tenancy.user"
    icon = "users"
    menu_order = 20
    ordering = ("full_name", "pk")
    form = MemberForm
    filterset = MemberFilter
    can_delete = False  # "Sil" below also tells what becomes of the person's API keys
    search_placeholder = __("Ad veya e-posta ara")
    columns = (
        Column("name", __("Ad Soyad"), primary=True, order_by="full_name"),
        Column("user.email", __("E-posta"), order_by="user__email"),
        Column("phone", __("Telefon"), kind="phone"),
        Column("role", __("Rol"), order_by="role"),
        Column("brands", __("Marka"), value=brands_of),
        Column("codes", __("Yetki Kodları"), value=codes_of, hidden=True),
        Column(
            "state",
            __("Durum"),
            kind="state",
            value=state_of,
            badge=lambda state: _BADGES.get(state, "secondary"),
        ),
        Column("last_login_at", __("Son giriş"), kind="datetime", order_by="last_login_at"),
    )
    actions = (
        Action(
            "send-link", __("Parola bağlantısı gönder"), CHANGE, ActionKind.ROW, _send_link, "mail"
        ),
        Action(
            "activate",
            __("Etkinleştir"),
            CHANGE,
            ActionKind.ROW,
            _switch(True),
            "user-check",
            refusal=lambda _actor, row: _("Zaten etkin.") if row.is_active else None,
        ),
        Action(
            "deactivate",
            __("Pasifleştir"),
            CHANGE,
            ActionKind.ROW,
            _switch(False),
            "user-off",
            refusal=lambda _actor, row: None if row.is_active else _("Zaten pasif."),
            confirm=lambda _actor, _count: _(
                "Kişinin bu firmadaki oturumları hemen kapanır; kaydı ve geçmişi kalır."
            ),
        ),
        Action(
            "remove",
            __("Sil"),
            CHANGE,
            ActionKind.ROW,
            _remove,
            "trash",
            danger=True,
            confirm=lambda _actor, _count: _(
                "Kişi firmadan çıkarılır, oturumları hemen kapanır. Yaptığı işlerin geçmişi kalır."
            ),
        ),
    )

    def queryset(self, actor: Actor) -> QuerySet[Any]:
        rows = actor.visible(Membership.objects.select_related("user"))
        return rows.prefetch_related("brands", "authority_codes")

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        return folded(queryset, text, "full_name", "user__full_name", "user__email")

    def form_kwargs(self, actor: Actor, row: Any | None) -> dict[str, Any]:
        return {"actor": actor, "member": row}

    def initial_of(self, row: Membership) -> dict[str, Any]:
        return {
            "full_name": row.name,
            "phone": row.phone,
            "role": row.role,
            "all_brands": row.all_brands,
            "brands": [brand.pk for brand in row.brands.all()],
            "authority_codes": [code.pk for code in row.authority_codes.all()],
            "is_active": row.is_active,
            **{field.name: field.read(row) for field in card_fields.every()},
        }

    def create(self, actor: Any, data: Mapping[str, Any]) -> Membership:
        with transaction.atomic():
            member = people.invite(actor, data)
            card_fields.write(actor, member, data)
        return member

    def update(self, actor: Any, row: Membership, data: Mapping[str, Any]) -> Membership:
        with transaction.atomic():
            member = people.change(actor, row, data)
            card_fields.write(actor, member, data)
        return member
