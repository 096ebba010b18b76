"""Aylık Ekstreler (A-003, A-004)."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from turkcell_hub.billing import usage
from turkcell_hub.billing.models import Statement
from turkcell_hub.resources import Column, Resource, register


def month_name(statement: Statement) -> str:
    """ "Mart 2026"."""
    return date_format(statement.month, "F Y")


@register
class StatementResource(Resource):
    slug = "statements"
    model = Statement
    title = _("Aylık Ekstreler")
    singular = _("Aylık Ekstre")
    rights = "billing.statement"
    section = "reports"
    icon = "file-invoice"
    menu_order = 42
    ordering = ("-month", "pk")
    can_add = can_change = can_delete = False
    detail_template = "billing/statement.html"
    columns = (
        Column("month", _("Ay"), value=month_name, primary=True, order_by="month"),
        Column("parts", _("İletilen SMS"), kind="number"),
        Column("net", _("KDV hariç"), kind="money"),
        Column("vat", _("KDV"), kind="money"),
        Column("gross", _("Toplam"), kind="money", order_by="gross"),
        Column("closed_at", _("Kapanış"), kind="datetime"),
        Column("by_label", _("Kapatan")),
    )
    empty_title = _("Henüz kapanmış ay yok")
    empty_text = _(
        "Faturalı hesapta ay, tarifedeki kapanış gününde kendiliğinden kapanır; yalnız iletilen"
        " mesajlar sayılır."
    )

    def queryset(self, actor: Any) -> QuerySet[Any]:
        return Statement.objects.all()

    def label_of(self, row: Statement) -> str:
        return month_name(row)

    def detail(self, actor: Any, row: Statement) -> dict[str, Any]:
        return {"lines": lines_of(row)}


def lines_of(statement: Statement) -> list[dict[str, Any]]:
    """The lines as people read them; a correction names its month."""
    return [
        {
            "line": line,
            "service": usage.label_of(line.source),
            "month": date_format(line.for_month, "F Y"),
            "is_correction": line.for_month != statement.month,
            "gross": line.net + line.vat,
        }
        for line in statement.lines.all()
    ]
