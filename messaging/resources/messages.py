"""Mesajlar: every single message with what became of it and why (S-068)."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from messaging import reasons
from messaging.filtersets import MessageFilter
from messaging.models import Message, Subscriber
from messaging.search import phone_digits, search_subscribers
from messaging.selectors import messages
from turkcell_hub.lib import phone as phones
from turkcell_hub.resources import Column, Resource, register
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.scope import scoped_firm_id


def _shortened(row: Message) -> str:
    line = " ".join(row.text.split())
    return line if len(line) <= 80 else line[:79] + "…"


@register
class MessageResource(Resource):
    slug = "messages"
    model = Message
    title = _("Mesajlar")
    singular = _("Mesaj")
    rights = "messaging.message"
    section = "reports"
    icon = "messages"
    menu_order = 30
    hides_rows = True
    columns = (
        Column("name", _("Alıcı"), value=lambda row: row.name or _("(adsız)"), primary=True),
        Column("phone", _("Telefon numarası"), kind="phone"),
        Column(
            "state",
            _("Durum"),
            kind="state",
            per_page=messages.shown,
            badge=lambda shown: getattr(shown, "level", "secondary"),
        ),
        Column("reason", _("Neden"), per_page=reasons.teller),
        Column("campaign.name", _("Gönderim"), value=lambda row: row.campaign_name),
        Column(
            "campaign.address_type",
            _("Hizmet numarası"),
            value=lambda row: row.address_type,
            hidden=True,
        ),
        Column("tckn", _("TC kimlik no"), value=lambda row: row.masked_tckn, hidden=True),
        Column("text", _("Mesaj"), value=_shortened, hidden=True),
        Column("parts", _("SMS"), kind="number"),
        Column("credits", _("Kredi"), kind="number"),
        Column("created_at", _("Hazırlanma"), kind="datetime"),
        Column("ended_at", _("Sonuç zamanı"), kind="datetime"),
    )
    filterset = MessageFilter
    ordering = ("-pk",)
    can_add = can_change = can_delete = False
    detail_template = "messaging/message.html"
    empty_title = _("Henüz mesaj yok")
    empty_text = _("Gönderdiğiniz her mesaj sonucu ve nedeniyle burada görünür.")
    search_placeholder = _("Numara veya alıcı ara")

    def queryset(self, actor: Actor) -> QuerySet[Any]:  # type: ignore[override]
        return messages.visible(scoped_firm_id(), actor.code_ids, actor.brand_ids).all()

    def same_rows_for(self, actor: Actor) -> Hashable:  # type: ignore[override]
        return actor.code_ids, actor.brand_ids

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        """A whole number is looked up in the index; a part of one or a name goes through the
        subscribers, and a part of a number also through what was sent to bare numbers."""
        digits = phone_digits(text)
        if digits is None:
            people = search_subscribers(Subscriber.objects.all(), text)
            return queryset.filter(phone__in=people.values("phone"))
        for country in phones.Country:
            parsed = phones.parse(text, country)
            if parsed.e164 is not None:
                return queryset.filter(phone=parsed.e164)
        return queryset.filter(phone__contains=digits)

    def label_of(self, row: Message) -> str:
        return row.name or phones.mask(row.phone)

    def detail(self, actor: Actor, row: Message) -> dict[str, Any]:  # type: ignore[override]
        return {"story": messages.story(actor, row)}
