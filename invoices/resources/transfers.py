"""Fatura Aktarımları: the runs, and taking one back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from invoices.filtersets import TransferFilter
from invoices.forms import ReasonForm
from invoices.models import DateChoice, Transfer, TransferState
from invoices.permissions import LOGIN, TRANSFER, UNDO
from invoices.services import logins, transfers
from turkcell_hub.erp.models import Document
from turkcell_hub.jobs.models import Job
from turkcell_hub.portal import cells
from turkcell_hub.resources import Action, ActionKind, ActionResult, Column, Resource, register
from turkcell_hub.tenancy.services import account_choice

_BADGES = {
    TransferState.RUNNING: "info",
    TransferState.DONE: "success",
    TransferState.FAILED: "danger",
    TransferState.UNDONE: "secondary",
}


def _undo(actor: Any, rows: QuerySet[Any], data: Mapping[str, Any]) -> ActionResult:
    done, left = transfers.undo(actor, rows.get(), data.get("reason", ""))
    said = _("%(count)d belge iptal edildi, faturaları yeniden aktarılabilir.") % {"count": done}
    if left:
        said += " " + _("%(count)d belge ERP'de olduğu için iptal edilemedi.") % {"count": left}
    return ActionResult(said, touched=done)


def _free(actor: Any, rows: QuerySet[Any], _data: Mapping[str, Any]) -> ActionResult:
    freed = transfers.free(actor, rows.get())
    return ActionResult(_("%(count)d hat serbest kaldı.") % {"count": freed}, touched=freed)


def _not_undoable(_actor: Any, row: Transfer) -> str | None:
    if row.state == TransferState.RUNNING:
        return _("Aktarım sürüyor.")
    return _("Aktarım zaten geri alınmış.") if row.state == TransferState.UNDONE else None


@register
class TransferResource(Resource):
    slug = "bill-transfers"
    model = Transfer
    title = __("Fatura Aktarımları")
    singular = __("Fatura Aktarımı")
    rights = "invoices.transfer"
    section = "operations"
    icon = "file-import"
    menu_order = 42
    ordering = ("-pk",)
    filterset = TransferFilter
    detail_template = "invoices/transfer.html"
    can_add = can_change = can_delete = False
    columns = (
        Column("created_at", __("Başlama"), kind="datetime", order_by="pk", primary=True),
        Column("table.code", __("Tablo")),
        Column("side", __("Yön"), hidden=True),
        Column("period", __("Dönem"), value=lambda row: _period(row)),
        Column("merge", __("Birleştir"), kind="boolean"),
        Column("by_number", __("Numara bazında"), kind="boolean"),
        Column("documents", __("Belge"), kind="number"),
        Column("stopped", __("Duran"), kind="number"),
        Column("total", __("Toplam"), kind="amount", value=lambda row: cells.sums(row.amounts)),
        Column("state", __("Durum"), kind="state", badge=lambda raw: _BADGES.get(raw, "secondary")),
        Column("started_by", __("Başlatan")),
    )
    actions = (
        Action("start", __("Yeni aktarım"), TRANSFER, ActionKind.LIST, icon="file-import",
               url=lambda _row: reverse("invoice-transfer"), rest=False),
        Action("undo", __("Bütün aktarımı geri al"), UNDO, ActionKind.ROW, run=_undo,
               icon="arrow-back-up", danger=True, form=ReasonForm, refusal=_not_undoable,
               confirm=lambda _a, _n: _(
                   "Bu aktarımın ERP'ye işlenmemiş bütün belgeleri iptal edilecek ve faturaları"
                   " yeniden aktarılabilir olacak.")),
        Action("free", __("İptal edilen belgelerin faturalarını serbest bırak"), UNDO,
               ActionKind.ROW, run=_free, icon="lock-open", refusal=_not_undoable,
               confirm=lambda _a, _n: _(
                   "Belgeleri tek tek iptal edilmiş faturalar yeniden aktarılabilir olacak.")),
    )  # fmt: skip
    empty_title = __("Henüz fatura aktarılmadı")
    empty_text = __("Operatör faturalarını eşleştirme tablosuyla ERP belgelerine dönüştürün.")

    def queryset(self, actor: Any) -> QuerySet[Any]:
        return actor.visible(Transfer.objects.select_related("table"))

    def detail(self, actor: Any, row: Transfer) -> dict[str, Any]:
        rows = Document.objects.filter(bill_takings__transfer=row).distinct()
        shown = actor.visible(rows.select_related("account")).order_by("pk")[:200]
        return {"documents": list(shown), **_failure(actor, row)}


def _failure(actor: Any, row: Transfer) -> dict[str, Any]:
    """Why a run ended half-way, and the ways on: the same filter again, the password."""
    if row.state != TransferState.FAILED:
        return {}
    account = account_choice.default_account(row.firm_id, account_choice.Service.INVOICE)
    stands = account is None or logins.health(account).is_active
    return {
        "failed": True,
        "error": Job.objects.filter(pk=row.job_id).values_list("error", flat=True).first(),
        "may_start": actor.can(TRANSFER),
        "again": f"{reverse('invoice-transfer')}?{urlencode(_filter_of(row))}",
        "password_page": "" if stands or not actor.can(LOGIN) else reverse("invoice-password"),
    }


def _filter_of(row: Transfer) -> dict[str, Any]:
    """The transfer page's filter as this run had it."""
    chosen = {
        "table": row.table_id,
        "side": row.side,
        "month": row.month,
        "year": row.year,
        "date_choice": row.date_choice,
        "date": cells.day(row.date) if row.date_choice == DateChoice.TYPED else None,
        "merge": int(row.merge),
        "by_number": int(row.by_number),
        "unmatched": row.unmatched,
    }
    return {name: value for name, value in chosen.items() if value is not None}


def _period(row: Transfer) -> str:
    if row.year is None:
        return _("aktarılmamış hepsi")
    return f"{row.month:02}.{row.year}" if row.month else str(row.year)
