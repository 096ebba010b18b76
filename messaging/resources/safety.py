"""Kara Liste (S-069, S-070): taking out needs a Yönetici and a reason, so it is an action."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from messaging import actions
from messaging.filtersets import BlacklistFilter
from messaging.forms import BlacklistForm
from messaging.models import BlacklistEntry
from messaging.search import phone_digits
from messaging.services import blacklist
from turkcell_hub.lib import phone as phones
from turkcell_hub.resources import Column, Resource, register
from turkcell_hub.tenancy.actor import Actor


@register
class BlacklistResource(Resource):
    slug = "blacklist"
    model = BlacklistEntry
    title = _("Kara Liste")
    singular = _("Kara Liste Kaydı")
    rights = "messaging.blacklist"
    section = "records"
    icon = "forbid"
    menu_order = 14
    columns = (
        Column("phone", _("Telefon numarası"), kind="phone", order_by="phone", primary=True),
        Column("source", _("Kaynak"), order_by=("source", "pk")),
        Column("reason", _("Neden")),
        Column("added_by", _("Ekleyen")),
        Column("created_at", _("Tarih"), kind="datetime", order_by="pk"),
    )
    filterset = BlacklistFilter
    ordering = ("-pk",)
    form = BlacklistForm
    actions = actions.BLACKLIST
    can_change = False
    can_delete = False
    empty_title = _("Kara liste boş")
    empty_text = _("Buradaki numaralara hangi sınıftan olursa olsun hiçbir mesaj gitmez.")
    search_placeholder = _("Numara veya neden ara")

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        digits = phone_digits(text)
        if digits:
            return queryset.filter(phone__contains=digits)
        return queryset.filter(reason__icontains=text)

    def label_of(self, row: BlacklistEntry) -> str:
        return phones.mask(row.phone)

    def create(self, actor: Actor, data: Mapping[str, Any]) -> BlacklistEntry:  # type: ignore[override]
        return blacklist.add(actor, data)
