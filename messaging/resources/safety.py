"""Kara Liste (S-069, S-070): taking out needs a Yönetici and a reason, so it is an action."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from messaging import actions, badges
from messaging.filtersets import BlacklistChangeFilter, BlacklistFilter
from messaging.forms import BlacklistForm
from messaging.models import BlacklistChange, BlacklistEntry
from messaging.search import phone_digits
from messaging.selectors import hidden
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
        Column("origin", _("Geliş yolu")),
        Column("added_by", _("Ekleyen")),
        Column("created_at", _("Tarih"), kind="datetime", order_by="pk"),
        Column("since", _("İstek zamanı"), kind="datetime", hidden=True),
    )
    filterset = BlacklistFilter
    ordering = ("-pk",)
    form = BlacklistForm
    actions = actions.BLACKLIST
    can_change = False
    can_delete = False
    hides_rows = True
    detail_template = "messaging/blacklist_entry.html"
    empty_title = _("Kara liste boş")
    empty_text = _("Buradaki numaralara hangi sınıftan olursa olsun hiçbir mesaj gitmez.")
    search_placeholder = _("Numara veya neden ara")

    def queryset(self, actor: Actor) -> QuerySet[Any]:  # type: ignore[override]
        return hidden.visible(actor, BlacklistEntry.objects.select_related("evidence"))

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        digits = phone_digits(text)
        if digits:
            return queryset.filter(phone__contains=digits)
        return queryset.filter(reason__icontains=text)

    def label_of(self, row: BlacklistEntry) -> str:
        return phones.mask(row.phone)

    def detail(self, actor: Actor, row: BlacklistEntry) -> dict[str, Any]:  # type: ignore[override]
        return {"moves": BlacklistChange.objects.filter(phone=row.phone).order_by("-pk")[:50]}

    def create(self, actor: Actor, data: Mapping[str, Any]) -> BlacklistEntry:  # type: ignore[override]
        return blacklist.add(actor, data)


@register
class BlacklistChangeResource(Resource):
    """Every entry, raise and removal; what was taken out stays to be seen here."""

    slug = "blacklist-changes"
    model = BlacklistChange
    title = _("Kara Liste Hareketleri")
    singular = _("Kara Liste Hareketi")
    rights = "messaging.blacklist"
    section = "reports"
    icon = "history"
    menu_order = 33
    columns = (
        Column("phone", _("Telefon numarası"), kind="phone", primary=True),
        Column("kind", _("İşlem"), kind="state", badge=badges.blacklist_change),
        Column("source", _("Kaynak")),
        Column("origin", _("Geliş yolu")),
        Column("reason", _("Neden")),
        Column("proof", _("Dayanak"), hidden=True),
        Column("wished_on", _("Alıcının isteği"), kind="date", hidden=True),
        Column("by_label", _("Yapan")),
        Column("at", _("Zaman"), kind="datetime", order_by="pk"),
    )
    filterset = BlacklistChangeFilter
    ordering = ("-pk",)
    can_add = can_change = can_delete = False
    hides_rows = True
    empty_title = _("Henüz hareket yok")
    empty_text = _("Kara listeye eklenen ve çıkarılan her numara nedeniyle burada görünür.")
    search_placeholder = _("Numara veya neden ara")

    def queryset(self, actor: Actor) -> QuerySet[Any]:  # type: ignore[override]
        return hidden.visible(actor, BlacklistChange.objects.all())

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        digits = phone_digits(text)
        if digits:
            return queryset.filter(phone__contains=digits)
        return queryset.filter(reason__icontains=text)

    def label_of(self, row: BlacklistChange) -> str:
        return phones.mask(row.phone)
