"""Fatura Eşleştirme Tabloları and their lines (L-091 … L-100)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from invoices.filtersets import LineFilter
from invoices.forms import LineForm, TableForm
from invoices.models import LineKind, MatchingLine, MatchingTable
from invoices.permissions import TABLE_CHANGE, TABLE_VIEW
from invoices.selectors import tables as reading
from invoices.services import tables
from invoices.words import TAX_NAMES
from turkcell_hub.erp.models import Side
from turkcell_hub.lib.turkish import fold
from turkcell_hub.resources import Action, ActionKind, Column, Resource, register

_SHOWN = 500


class _TableRights(Resource):
    rights = "invoices.table"

    def right(self, verb: str) -> str:
        return TABLE_VIEW if verb == "view" else TABLE_CHANGE


@register
class MatchingTableResource(_TableRights):
    slug = "matching-tables"
    model = MatchingTable
    title = _("Fatura Eşleştirme Tabloları")
    singular = _("Eşleştirme Tablosu")
    icon = "table"
    menu_order = 60
    ordering = ("code", "pk")
    form = TableForm
    detail_template = "invoices/table.html"
    columns = (
        Column("code", _("Kod"), order_by="code", primary=True),
        Column("name", _("Açıklama"), order_by="name"),
        Column("account", _("Fatura Cari Hesabı")),
        Column("by_number", _("Numara bazında"), kind="boolean"),
        Column("by_rate", _("Oran bazında"), kind="boolean", hidden=True),
        Column("line_count", _("Satır"), kind="number"),
        Column("is_active", _("Etkin"), kind="boolean"),
    )
    actions = (
        Action("paste", _("Excel'den yapıştır"), TABLE_CHANGE, ActionKind.ROW,
               icon="clipboard", url=lambda row: reverse("matching-paste", args=[row.pk]),
               rest=False),
    )  # fmt: skip
    empty_title = _("Eşleştirme tablosu yok")
    empty_text = _(
        "Operatör faturalarının hangi cariye ve hangi hizmet kartlarıyla işleneceğini bir tabloda"
        " tanımlayın; aktarım onsuz yapılamaz."
    )
    search_placeholder = _("Kod veya açıklama ara")

    def queryset(self, actor: Any) -> QuerySet[Any]:
        rows = MatchingTable.objects.select_related("account")
        return actor.visible(rows.annotate(line_count=Count("lines")))

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        return queryset.filter(search_key__contains=fold(text))

    def create(self, actor: Any, data: Mapping[str, Any]) -> MatchingTable:
        return tables.save(actor, None, data)

    def update(self, actor: Any, row: MatchingTable, data: Mapping[str, Any]) -> MatchingTable:
        return tables.save(actor, row, data)

    def delete(self, actor: Any, row: MatchingTable) -> None:
        tables.delete(actor, row)

    def detail(self, actor: Any, row: MatchingTable) -> dict[str, Any]:
        tabs = []
        for side in Side:
            lines = reading.lines_of(row, side)
            shown = [
                (place, line, TAX_NAMES.get(line.tax_code, ""))
                for place, line in enumerate(lines[:_SHOWN], 1)
            ]
            tabs.append({"side": side, "label": _TABS[side], "lines": shown, "count": len(lines)})
        return {"tabs": tabs, "may_add": actor.can(TABLE_CHANGE), "kinds": LineKind}


_TABS = {Side.RECEIVED: _("Alınan Hizmetler"), Side.ISSUED: _("Verilen Hizmetler")}


@register
class MatchingLineResource(_TableRights):
    slug = "matching-lines"
    model = MatchingLine
    title = _("Eşleştirme Satırları")
    singular = _("Eşleştirme Satırı")
    section = "records"
    icon = "list-details"
    in_menu = False
    ordering = ("table__code", "side", "kind", "number", "pk")
    filterset = LineFilter
    form = LineForm
    columns = (
        Column("table.code", _("Tablo")),
        Column("side", _("Sekme")),
        Column("kind", _("Tür")),
        Column("number", _("Hizmet numarası"), order_by="number", primary=True),
        Column("tax_code", _("Vergi kodu")),
        Column("rate", _("Oran (%)"), kind="number"),
        Column("card", _("Hizmet kartı")),
        Column("project", _("Proje kodu")),
        Column("workplace", _("İşyeri")),
        Column("account", _("Cari hesap"), hidden=True),
        Column("special_code", _("Özel kodu"), hidden=True),
        Column("used_for", _("Kullanan cihaz")),
    )
    empty_title = _("Eşleştirme satırı yok")
    empty_text = _("Önce ana hizmet satırını, sonra ÖİV gibi vergilerin satırlarını ekleyin.")
    search_placeholder = _("Numara, vergi kodu veya kart ara")

    def queryset(self, actor: Any) -> QuerySet[Any]:
        return actor.visible(
            MatchingLine.objects.select_related("table", "card", "project", "workplace", "account")
        )

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        wanted = fold(text).replace(" ", "").removeprefix("0")
        found = queryset.filter(number__contains=wanted) | queryset.filter(tax_code=wanted)
        return found | queryset.filter(card__search_key__contains=fold(text))

    def create(self, actor: Any, data: Mapping[str, Any]) -> MatchingLine:
        return tables.save_line(actor, None, data)

    def update(self, actor: Any, row: MatchingLine, data: Mapping[str, Any]) -> MatchingLine:
        return tables.save_line(actor, row, data)

    def delete(self, actor: Any, row: MatchingLine) -> None:
        tables.delete_line(actor, row)
