"""ERP Belgeleri: what waits for the ERP, what it booked, what it refused."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as __

from turkcell_hub.erp import document_actions, filtersets
from turkcell_hub.erp.models import Document
from turkcell_hub.erp.services import documents
from turkcell_hub.erp.states import DocumentState
from turkcell_hub.lib import turkish
from turkcell_hub.resources import Column, Resource, register
from turkcell_hub.tenancy.actor import Actor

S = DocumentState
_BADGES = {
    S.READY: "info",
    S.TAKEN: "info",
    S.POSTED: "success",
    S.REFUSED: "danger",
}
_STILL_OPEN = (S.DRAFT, S.CHECKED, S.REFUSED)


def badge(state: str) -> str:
    return _BADGES.get(DocumentState(state), "secondary")


def state_note(row: Document) -> str:
    """What the state alone does not tell."""
    if row.in_doubt:
        return str(__("Son denemenin yanıtı gelmedi; ERP'de olabilir."))
    if row.state == S.REFUSED and row.errors:
        return str(row.errors[0])
    return row.reason if row.state == S.CANCELLED else ""


@register
class DocumentResource(Resource):
    slug = "erp-documents"
    model = Document
    title = __("ERP Belgeleri")
    singular = __("ERP Belgesi")
    rights = "erp.document"
    section = "operations"
    icon = "file-invoice"
    menu_order = 50
    hides_rows = True
    columns = (
        Column(
            "document_number", __("Fatura no"), order_by=("document_number", "pk"), primary=True
        ),
        Column("account.title", __("Cari hesap")),
        Column("kind", __("Tür")),
        Column("state", __("Durum"), kind="state", badge=badge),
        Column("total", __("Toplam"), kind="money", order_by=("total", "pk"), currency="currency"),
        Column("currency", __("Para birimi"), hidden=True),
        Column("document_date", __("Fatura tarihi"), kind="date", order_by=("document_date", "pk")),
        Column("date", __("İşlem tarihi"), kind="date", order_by=("date", "pk"), hidden=True),
        Column("note_of_state", __("Not"), value=state_note),
        Column("erp_ref", __("ERP kayıt no")),
        Column("number", __("Fiş no"), order_by=("number", "pk"), hidden=True),
        Column("attempts", __("Deneme"), kind="number", hidden=True),
        Column("taken_by", __("Alan"), hidden=True),
        Column("source_key", __("Kaynak"), hidden=True),
        Column("created_by", __("Hazırlayan"), hidden=True),
        Column("created_at", __("Oluşturulma"), kind="datetime", order_by="pk"),
        Column("settled_at", __("Sonuçlanma"), kind="datetime", hidden=True),
    )
    filterset = filtersets.DocumentFilter
    ordering = ("-pk",)
    actions = document_actions.ACTIONS
    can_add = can_change = can_delete = False
    detail_template = "erp/document.html"
    empty_title = __("Henüz ERP belgesi yok")
    empty_text = __(
        "Operatör faturalarınızı aktardığınızda muhasebe belgeleri burada toplanır ve ERP'nize"
        " gider."
    )
    search_placeholder = __("Fatura no, fiş no veya cari ara")

    def queryset(self, actor: Actor) -> QuerySet[Any]:  # type: ignore[override]
        return actor.visible(Document.objects.select_related("account"))

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        for word in text.split():
            queryset = queryset.filter(
                Q(document_number__icontains=word)
                | Q(number__icontains=word)
                | Q(account__search_key__contains=turkish.fold(word))
            )
        return queryset

    def detail(self, actor: Actor, row: Document) -> dict[str, Any]:  # type: ignore[override]
        lines = row.lines.select_related("service_card", "project", "workplace")
        asked = row.state in _STILL_OPEN
        return {
            "lines": lines,
            "problems": documents.problems_of(row) if asked else [],
            "net": sum(line.net for line in lines),
            "vat": sum(line.vat for line in lines),
        }
