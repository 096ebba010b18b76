"""Mesaj Şablonları, in the menu also as Hazır Mesaj (L-061 … L-064, S-084, C-03)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from messaging import actions
from messaging.filtersets import TemplateFilter
from messaging.forms import TemplateForm
from messaging.models import MessageTemplate
from messaging.search import search_folded
from messaging.services import templates
from turkcell_hub.resources import Column, Resource, register
from turkcell_hub.tenancy.actor import Actor

_NAMES = ("code", "name", "category", "text", "authority_code")


def _shortened(row: MessageTemplate) -> str:
    line = " ".join(row.text.split())
    return line if len(line) <= 90 else line[:89] + "…"


@register
class TemplateResource(Resource):
    slug = "templates"
    model = MessageTemplate
    title = _("Mesaj Şablonları")
    singular = _("Mesaj Şablonu")
    rights = "messaging.template"
    section = "records"
    icon = "template"
    menu_order = 12
    hides_rows = True
    columns = (
        Column("name", _("Şablon adı"), order_by="name", primary=True),
        Column("code", _("Kod"), order_by="code"),
        Column("category", _("Tür"), order_by=("category", "name")),
        Column("text", _("Mesaj"), value=_shortened),
        Column("authority_code", _("Yetki kodu"), hidden=True),
        Column("updated_at", _("Değişiklik"), kind="datetime", order_by="updated_at"),
    )
    filterset = TemplateFilter
    ordering = ("name",)
    form = TemplateForm
    actions = actions.TEMPLATES
    detail_template = "messaging/template.html"
    empty_title = _("İlk şablonunuzu yazın")
    empty_text = _("Bir kez yazın, tekrar tekrar gönderin: kampanya, kutlama, duyuru metinleri.")
    search_placeholder = _("Şablonlarda ara")
    in_global_search = True

    def queryset(self, actor: Actor) -> QuerySet[Any]:  # type: ignore[override]
        return actor.visible(MessageTemplate.objects.select_related("authority_code"))

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        return search_folded(queryset, text)

    def initial_of(self, row: MessageTemplate) -> dict[str, Any]:
        return {name: getattr(row, name) for name in _NAMES}

    def create(self, actor: Actor, data: Mapping[str, Any]) -> MessageTemplate:  # type: ignore[override]
        return templates.save(actor, None, data)

    def update(  # type: ignore[override]
        self, actor: Actor, row: MessageTemplate, data: Mapping[str, Any]
    ) -> MessageTemplate:
        return templates.save(actor, row, data)

    def delete(self, actor: Actor, row: MessageTemplate) -> None:  # type: ignore[override]
        templates.delete(actor, row)

    def detail(self, actor: Actor, row: MessageTemplate) -> dict[str, Any]:  # type: ignore[override]
        from messaging.selectors import texts

        return texts.template_page(actor, row)
