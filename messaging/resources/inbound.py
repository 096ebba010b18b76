"""Gelen Mesajlar."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from messaging import inbound_handlers
from messaging.filtersets import InboundFilter
from messaging.models import InboundMessage
from messaging.search import phone_digits
from messaging.selectors import hidden
from turkcell_hub.lib import phone as phones
from turkcell_hub.resources import Column, Resource, register
from turkcell_hub.tenancy.actor import Actor


@register
class InboundResource(Resource):
    slug = "inbound-messages"
    model = InboundMessage
    title = _("Gelen Mesajlar")
    singular = _("Gelen Mesaj")
    rights = "messaging.inbound"
    section = "reports"
    icon = "inbox"
    menu_order = 31
    columns = (
        Column("sender", _("Gönderen"), kind="phone", primary=True),
        Column("text", _("Mesaj")),
        Column("keyword", _("Anahtar kelime")),
        Column("recipient", _("Alıcı numara")),
        Column(
            "route",
            _("Yönlendirme"),
            value=lambda row: inbound_handlers.label_of(row.route) if row.route else _("Bekliyor"),
        ),
        Column("note", _("Açıklama"), hidden=True, said=True),
        Column("account.name", _("Operatör hesabı"), hidden=True),
        Column("network", _("Şebeke"), hidden=True),
        Column("received_at", _("Geliş zamanı"), kind="datetime", order_by="received_at"),
    )
    filterset = InboundFilter
    ordering = ("-pk",)
    hides_rows = True
    can_add = can_change = can_delete = False
    empty_title = _("Gelen mesaj yok")
    empty_text = _(
        "Numaranıza SMS gelince burada görünür; hesabın gelen mesaj hizmeti açık olmalı."
    )
    search_placeholder = _("Numara veya mesaj ara")

    def queryset(self, actor: Actor) -> QuerySet[Any]:  # type: ignore[override]
        rows = InboundMessage.objects.select_related("account")
        return hidden.visible(actor, rows, "sender")

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        digits = phone_digits(text)
        if digits:
            return queryset.filter(sender__contains=digits)
        return queryset.filter(Q(text__icontains=text) | Q(keyword__icontains=text))

    def label_of(self, row: InboundMessage) -> str:
        return phones.mask(row.sender)
