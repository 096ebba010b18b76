"""Gönderimler: drafts and what became of them (L-065, S-067)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from messaging import actions, badges
from messaging.filtersets import CampaignFilter
from messaging.forms import CampaignForm
from messaging.models import Campaign
from messaging.services import drafts
from messaging.states import REACHED
from turkcell_hub.resources import Column, Resource, register
from turkcell_hub.tenancy.actor import Actor

_NAMES = (
    "name",
    "template",
    "text",
    "message_class",
    "address_type",
    "message_kind",
    "link",
    "sender",
    "brand",
    "authority_code",
)


def _delivered(row: Campaign) -> float | None:
    """Share of what went that reached the person, in hundredths; None before anything went."""
    if not row.sendable:
        return None
    reached = sum(c.messages for c in row.counts.all() if c.state in REACHED)
    return round(100 * reached / row.sendable, 1)


@register
class CampaignResource(Resource):
    slug = "campaigns"
    model = Campaign
    title = _("Gönderimler")
    singular = _("Gönderim")
    rights = "messaging.campaign"
    section = "operations"
    icon = "speakerphone"
    menu_order = 21
    hides_rows = True
    columns = (
        Column("name", _("Gönderim adı"), order_by="name", primary=True),
        Column("state", _("Durum"), kind="state", badge=badges.campaign),
        Column("sender.title", _("Gönderici")),
        Column("message_class", _("Sınıf")),
        Column("total", _("Alıcı"), kind="number", order_by="total"),
        Column("delivered", _("İletilen"), kind="percent", value=_delivered),
        Column("credits", _("Kredi"), kind="number", order_by="credits"),
        Column("submitted_at", _("Gönderim zamanı"), kind="datetime", order_by="submitted_at"),
        Column(
            "scheduled_wall",
            _("Planlanan zaman"),
            kind="datetime",
            order_by="scheduled_for",
            hidden=True,
        ),
        Column("created_by_label", _("Oluşturan")),
        Column("address_type", _("Hizmet numarası"), hidden=True),
        Column("message_kind", _("Mesaj türü")),
        Column("kind", _("Tür")),
        Column("source", _("Kaynak"), hidden=True),
        Column("class_chosen_by", _("Sınıfı seçen"), hidden=True),
        Column("created_at", _("Oluşturulma"), kind="datetime", order_by="pk", hidden=True),
    )
    filterset = CampaignFilter
    ordering = ("-pk",)
    form = CampaignForm
    actions = actions.CAMPAIGNS
    empty_title = _("İlk mesajınızı gönderin")
    empty_text = _("Metni yazın, alıcıları seçin; göndermeden önce tutarı ve engelleri görürsünüz.")
    search_placeholder = _("Gönderim adı ara")
    in_global_search = True

    def queryset(self, actor: Actor) -> QuerySet[Any]:  # type: ignore[override]
        rows = Campaign.objects.select_related(
            "sender", "account", "template", "authority_code", "media"
        )
        return actor.visible(rows).prefetch_related("counts")

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        for word in text.split():
            queryset = queryset.filter(name__icontains=word)
        return queryset

    def initial_of(self, row: Campaign) -> dict[str, Any]:
        return {name: getattr(row, name) for name in _NAMES}

    def create(self, actor: Actor, data: Mapping[str, Any]) -> Campaign:  # type: ignore[override]
        return drafts.create(actor, data)

    def update(self, actor: Actor, row: Campaign, data: Mapping[str, Any]) -> Campaign:  # type: ignore[override]
        return drafts.change(actor, row, data)

    def delete(self, actor: Actor, row: Campaign) -> None:  # type: ignore[override]
        drafts.delete(actor, row)
