"""Operatör Hesapları and Gönderici Adları (L-009 … L-013)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from turkcell_hub.resources import Action, ActionKind, ActionResult, Column, register
from turkcell_hub.resources.filters import ScopedChoiceFilter
from turkcell_hub.sentences import shown
from turkcell_hub.tenancy.forms.accounts import AccountForm, SenderForm, initial_of
from turkcell_hub.tenancy.models import GatewayAccount, SenderTitle
from turkcell_hub.tenancy.resources.base import SettingsResource, folded
from turkcell_hub.tenancy.services import (
    account_choice,
    account_tries,
    accounts,
    connections,
    registry_pushes,
    senders,
)

Health = GatewayAccount.Health
CHANGE = "tenancy.account.change"
_BADGES = {
    Health.OK: "success",
    Health.FAILING: "warning",
    Health.BAD_CREDENTIALS: "danger",
}


def _try(actor: Any, rows: QuerySet[Any], _data: Mapping[str, Any]) -> ActionResult:
    account = rows.get()
    note = account_tries.try_connection(actor, account)
    return ActionResult(note, url=_page(account), touched=1)


def _fetch(actor: Any, rows: QuerySet[Any], _data: Mapping[str, Any]) -> ActionResult:
    account = rows.get()
    added = senders.fetch(actor, account)
    said = _("Operatörden %(count)d yeni gönderici adı alındı.") % {"count": added}
    return ActionResult(said, url=_page(account), touched=added)


def _default(actor: Any, rows: QuerySet[Any], _data: Mapping[str, Any]) -> ActionResult:
    account = accounts.make_default(actor, rows.get())
    return ActionResult(_("Varsayılan hesap: %(name)s") % {"name": account}, touched=1)


def _renew(actor: Any, rows: QuerySet[Any], _data: Mapping[str, Any]) -> ActionResult:
    account = accounts.renew_push_token(actor, rows.get())
    said = _("Rapor adresi yenilendi; yenisini operatörün panosuna yazın.")
    return ActionResult(said, url=_page(account), touched=1)


def _sender_default(actor: Any, rows: QuerySet[Any], _data: Mapping[str, Any]) -> ActionResult:
    sender = rows.select_related("account").get()
    senders.make_default(actor, sender)
    return ActionResult(_("Varsayılan gönderici: %(name)s") % {"name": sender}, touched=1)


def _page(account: GatewayAccount) -> str:
    return reverse("gateway-accounts-detail", args=[account.pk])


def _sends_nothing(_actor: Any, row: GatewayAccount) -> str | None:
    if row.service == GatewayAccount.Service.IYS:
        return _("İYS hesabıyla mesaj gönderilmez.")
    if row.service == GatewayAccount.Service.OTP:
        return _("OTP hesabının gönderici adı OTP Kurulumu sayfasında yazılır.")
    if row.service == GatewayAccount.Service.LOCATION:
        return _("Konum hesabıyla mesaj gönderilmez.")
    if row.service == GatewayAccount.Service.ERP:
        return _("ERP hesabıyla mesaj gönderilmez.")
    if not row.sends:
        return _("Fatura hesabıyla mesaj gönderilmez.")
    return None


def _has_no_address(actor: Any, row: GatewayAccount) -> str | None:
    if connections.keeps_line(row):
        return _("Bu hesabın raporları kendi bağlantısından gelir; rapor adresi yoktur.")
    return _sends_nothing(actor, row)


def _cannot_fetch(actor: Any, row: GatewayAccount) -> str | None:
    return _sends_nothing(actor, row) or _was_refused(actor, row)


def _was_refused(_actor: Any, row: GatewayAccount) -> str | None:
    if row.health == Health.BAD_CREDENTIALS:
        return _("Operatör bu şifreyi reddetti. Önce doğru şifreyi yazıp kaydedin.")
    return None


@register
class AccountResource(SettingsResource):
    slug = "gateway-accounts"
    model = GatewayAccount
    title = __("Operatör Hesapları")
    singular = __("Operatör Hesabı")
    rights = "tenancy.account"
    icon = "plug"
    menu_order = 50
    ordering = ("name", "pk")
    form = AccountForm
    detail_template = "tenancy/account_detail.html"
    empty_text = __("SMS gönderebilmek için operatörden gelen kullanıcı adı ve şifreyi girin.")
    columns = (
        Column("name", __("Hesap adı"), primary=True, order_by="name"),
        Column("service", __("Hizmet"), order_by="service"),
        Column("country", __("Ülke Türü"), order_by="country"),
        Column("adapter", __("Bağlantı türü"), value=lambda row: _adapter_label(row)),
        Column("username", __("Kullanıcı adı"), order_by="username"),
        Column("is_default", __("Varsayılan"), kind="boolean"),
        Column("is_active", __("Etkin"), kind="boolean"),
        Column(
            "health",
            __("Durum"),
            kind="state",
            badge=lambda health: _BADGES.get(health, "secondary"),
        ),
        Column("pace_per_second", __("Saniyede en çok mesaj"), kind="number", hidden=True),
        Column("health_note", __("Açıklama"), hidden=True, said=True),
        Column("checked_at", __("Son deneme"), kind="datetime", order_by="checked_at"),
    )
    actions = (
        Action(
            "try",
            __("Bağlantıyı dene"),
            CHANGE,
            ActionKind.ROW,
            _try,
            "plug-connected",
            refusal=_was_refused,
        ),
        Action(
            "try-again",
            __("Aynı şifreyle yeniden dene"),
            CHANGE,
            ActionKind.ROW,
            _try,
            "alert-triangle",
            danger=True,
            refusal=lambda _actor, row: (
                None if row.health == Health.BAD_CREDENTIALS else _("Gerek yok.")
            ),
            confirm=lambda _actor, _count: _(
                "Operatör bu şifreyi reddetmişti. Art arda üç yanlış deneme hesabı kilitler;"
                " şifrenin operatör tarafında düzeltildiğinden eminseniz bir kez denenecek."
            ),
        ),
        Action(
            "fetch-senders",
            __("Gönderici adlarını operatörden al"),
            CHANGE,
            ActionKind.ROW,
            _fetch,
            "download",
            refusal=_cannot_fetch,
        ),
        Action("make-default", __("Varsayılan yap"), CHANGE, ActionKind.ROW, _default, "star"),
        Action(
            "renew-push",
            __("Rapor adresini yenile"),
            CHANGE,
            ActionKind.ROW,
            _renew,
            "refresh",
            danger=True,
            refusal=_has_no_address,
            confirm=lambda _actor, _count: _(
                "Eski adres hemen geçersiz olur. Yenisini operatöre bildirene kadar iletim"
                " raporları yalnız sorgulamayla alınır."
            ),
        ),
    )

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        return folded(queryset, text, "name", "username")

    def form_kwargs(self, actor: Any, row: Any | None) -> dict[str, Any]:
        return {"actor": actor, "account": row}

    def initial_of(self, row: GatewayAccount) -> dict[str, Any]:
        return initial_of(row)

    def create(self, actor: Any, data: Mapping[str, Any]) -> GatewayAccount:
        return accounts.save(actor, None, data)

    def update(self, actor: Any, row: GatewayAccount, data: Mapping[str, Any]) -> GatewayAccount:
        return accounts.save(actor, row, data)

    def delete(self, actor: Any, row: GatewayAccount) -> None:
        accounts.delete(actor, row)

    def detail(self, actor: Any, row: GatewayAccount) -> dict[str, Any]:
        sends = row.sends
        shows_address = actor.can(CHANGE) and not (sends and connections.keeps_line(row))
        return {
            "push_address": account_choice.push_address(row) if sends and shows_address else "",
            "registry_push": _told(row) if shows_address else None,
            "problem": account_choice.sendable_problem(row, row.service),
            "sends": sends,
            "senders": senders.titles_of(row) if sends else [],
        }


def _told(row: GatewayAccount) -> Any:
    """Where the registry says movements; only an İYS account has such an address."""
    return registry_pushes.shown(row) if row.service == GatewayAccount.Service.IYS else None


class SenderFilter(django_filters.FilterSet):
    account = ScopedChoiceFilter(
        label=__("Operatör hesabı"), queryset=lambda _request: GatewayAccount.objects.all()
    )

    class Meta:
        model = SenderTitle
        fields = ("account",)


@register
class SenderResource(SettingsResource):
    slug = "sender-titles"
    model = SenderTitle
    title = __("Gönderici Adları")
    singular = __("Gönderici Adı")
    rights = "tenancy.sender"
    icon = "id-badge"
    menu_order = 60
    ordering = ("-is_default", "title", "pk")
    form = SenderForm
    filterset = SenderFilter
    can_change = False
    empty_text = __("Operatörün onayladığı adı ekleyin ya da hesabın menüsünden alın.")
    columns = (
        Column("title", __("Gönderici kısa tanımı"), primary=True, order_by="title"),
        Column("account.name", __("Operatör hesabı"), order_by="account__name"),
        Column(
            "channel",
            __("Kanal"),
            value=lambda row: row.account.get_service_display(),
            order_by="account__service",
        ),
        Column("is_default", __("Varsayılan"), kind="boolean", order_by="is_default"),
    )
    actions = (
        Action(
            "make-default", __("Varsayılan yap"), CHANGE, ActionKind.ROW, _sender_default, "star"
        ),
    )

    def right(self, verb: str) -> str:
        return "tenancy.sender.view" if verb == "view" else CHANGE

    def queryset(self, actor: Any) -> QuerySet[Any]:
        return super().queryset(actor).select_related("account")

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        return folded(queryset, text, "title")

    def create(self, actor: Any, data: Mapping[str, Any]) -> SenderTitle:
        return senders.add(actor, data["account"], data["title"], is_default=data["is_default"])

    def delete(self, actor: Any, row: SenderTitle) -> None:
        senders.remove(actor, row)


def _adapter_label(row: GatewayAccount) -> str:
    labels = {info.code: info.label for info in accounts.adapters()}
    return shown(labels.get(row.adapter, row.adapter))
