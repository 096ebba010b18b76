"""Operatör Faturaları."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from invoices import words
from invoices.filtersets import BillFilter
from invoices.forms import ReasonForm
from invoices.models import BESIDE, Bill, BillState
from invoices.permissions import DECIDE, TAKE, VIEW
from invoices.selectors import bills as selectors
from invoices.selectors import drilldown
from invoices.services import bills
from turkcell_hub.resources import Action, ActionKind, ActionResult, Column, Resource, register

BADGES = {
    BillState.OPEN: "info",
    BillState.REVIEW: "warning",
    BillState.CONFLICT: "danger",
    BillState.PARTLY: "warning",
    BillState.BOOKED: "success",
    BillState.ASIDE: "secondary",
    BillState.REPLACED: "secondary",
}


def _one(do: Callable[[Any, Bill], object], said: Any) -> Callable[..., ActionResult]:
    def run(actor: Any, rows: QuerySet[Any], _data: Mapping[str, Any]) -> ActionResult:
        found = list(rows)
        for bill in found:
            do(actor, bill)
        return ActionResult(said % {"count": len(found)}, touched=len(found))

    return run


def _aside(actor: Any, rows: QuerySet[Any], data: Mapping[str, Any]) -> ActionResult:
    found = list(rows)
    for bill in found:
        bills.set_aside(actor, bill, data.get("reason", ""))
    return ActionResult(_("%(count)d fatura ayrıldı.") % {"count": len(found)}, touched=len(found))


def _replace(actor: Any, rows: QuerySet[Any], _data: Mapping[str, Any]) -> ActionResult:
    row = bills.replace(actor, rows.get())
    said = _("%(number)s artık geçerli fatura: %(state)s.")
    return ActionResult(said % {"number": row.number, "state": row.get_state_display()}, touched=1)


def _in_state(*states: str) -> Callable[[Any, Any], str | None]:
    def refusal(_actor: Any, row: Bill) -> str | None:
        if row.state in states:
            return None
        return _("Fatura şu anda “%(state)s”.") % {"state": row.get_state_display()}

    return refusal


@register
class BillResource(Resource):
    slug = "bills"
    model = Bill
    title = __("Operatör Faturaları")
    singular = __("Operatör Faturası")
    rights = "invoices.bill"
    section = "operations"
    icon = "file-invoice"
    menu_order = 40
    ordering = ("-issue_date", "-pk")
    filterset = BillFilter
    detail_template = "invoices/bill.html"
    can_add = can_change = can_delete = False
    columns = (
        Column("number", __("Fatura no"), order_by="number", primary=True),
        Column("supplier_name", __("Operatör")),
        Column("issue_date", __("Fatura tarihi"), kind="date", order_by=("issue_date", "pk")),
        Column("period", __("Dönem"), value=lambda row: f"{row.period:%m.%Y}"),
        Column("is_collective", __("Toplu"), kind="boolean"),
        Column("number_count", __("Hat"), kind="number", order_by="number_count"),
        Column("amount", __("Fatura tutarı"), kind="money", order_by="amount", currency="currency"),
        Column("payable", __("Ödenecek"), kind="money", hidden=True, currency="currency"),
        Column("carried", __("Devreden"), kind="money", hidden=True, currency="currency"),
        Column("currency", __("Para birimi"), hidden=True),
        Column("state", __("Durum"), kind="state", badge=lambda raw: BADGES.get(raw, "secondary")),
        Column("type_code", __("Fatura tipi"), hidden=True),
        Column("ettn", __("ETTN"), hidden=True),
        Column("due_date", __("Son ödeme"), kind="date", hidden=True),
        Column("taken_at", __("Alınma"), kind="datetime", order_by="pk", hidden=True),
        Column("confirmed_by", __("İnceleyen"), hidden=True),
        Column("note", __("Not"), hidden=True),
    )
    actions = (
        Action("upload", __("Dosyadan al"), TAKE, ActionKind.LIST, icon="upload",
               url=lambda _row: reverse("bill-upload"), rest=False),
        Action("confirm", __("İncelemeyi onayla"), DECIDE, ActionKind.BULK,
               run=_one(bills.confirm, __("%(count)d faturanın incelemesi tamamlandı.")),
               icon="circle-check", refusal=_in_state(BillState.REVIEW),
               confirm=lambda _a, n: _(
                   "%(count)d faturada önerilen düzeltme kabul edilecek (eksik ÖİV eklenir ya da"
                   " fatura hatlara bölünmez). Kararınız işlem geçmişine yazılır.") % {"count": n}),
        Action("set-aside", __("Ayır (aktarma)"), DECIDE, ActionKind.BULK, run=_aside,
               icon="archive", form=ReasonForm,
               refusal=_in_state(BillState.OPEN, BillState.REVIEW, BillState.CONFLICT)),
        Action("replace", __("Öncekinin yerine bunu al"), DECIDE, ActionKind.ROW, run=_replace,
               icon="refresh", refusal=_in_state(BillState.CONFLICT),
               confirm=lambda _a, _n: _(
                   "Çakıştığı fatura artık aktarılmaz, yerine bu fatura geçer. Eskisi dosyasıyla"
                   " birlikte listede kalır. Kararınız işlem geçmişine yazılır.")),
        Action("bring-back", __("Geri al"), DECIDE, ActionKind.BULK,
               run=_one(bills.bring_back, __("%(count)d fatura yeniden aktarılabilir.")),
               icon="archive-off", refusal=_in_state(BillState.ASIDE)),
    )  # fmt: skip
    empty_title = __("Operatör faturası yok")
    empty_text = __(
        "Faturaları Fatura Aktarımı sayfasından operatörden alın ya da e-fatura dosyanızı (XML,"
        " ZIP, CSV) yükleyin."
    )
    search_placeholder = __("Fatura no veya hizmet numarası ara")

    def right(self, verb: str) -> str:
        return VIEW if verb == "view" else f"{self.rights}.{verb}"

    def queryset(self, actor: Any) -> QuerySet[Any]:
        return actor.visible(Bill.objects.all())

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        wanted = "".join(text.split()).upper()
        digits = wanted.removeprefix("0")
        found = queryset.filter(number_key__contains=wanted)
        return (found | queryset.filter(numbers__number__startswith=digits)).distinct()

    def detail(self, actor: Any, row: Bill) -> dict[str, Any]:
        found = drilldown.of(actor, row)
        rivals = list(actor.visible(selectors.rivals(row))) if row.state in BESIDE else []
        return {
            "drill": found,
            "rivals": [(one, row.amount - one.amount) for one in rivals],
            "reviews": [words.REVIEWS.get(code, code) for code in row.reviews],
        }
