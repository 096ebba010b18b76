"""Eski Panel Raporları: what came from elsewhere, never among our own messages (S-064)."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from messaging import badges
from messaging.filtersets import PastReportFilter
from messaging.models import PastReport
from messaging.search import phone_digits
from messaging.selectors import hidden
from messaging.services import past_reports
from turkcell_hub.lib import phone as phones
from turkcell_hub.resources import Action, ActionKind, ActionResult, Column, Resource, register
from turkcell_hub.tenancy.actor import Actor


def _delete(actor: Actor, rows: QuerySet[Any], _data: Any) -> ActionResult:
    gone = past_reports.delete(actor, rows)
    return ActionResult(_("%(count)d eski rapor silindi.") % {"count": gone}, touched=gone)


ACTIONS = (
    Action("delete-many", __("Seçilenleri sil"), past_reports.DELETE, ActionKind.BULK,
           run=_delete, icon="trash", danger=True,
           confirm=lambda _actor, count: _(
               "%(count)d eski rapor silinecek; dosyadan yeniden alınabilir."
           ) % {"count": count}),
    Action("import", __("Dosyadan getir"), "messaging.moving.import", ActionKind.LIST,
           icon="file-import", rest=False, url=lambda _row: reverse("moving")),
)  # fmt: skip


@register
class PastReportResource(Resource):
    slug = "past-reports"
    model = PastReport
    title = __("Eski Panel Raporları")
    singular = __("Eski Panel Raporu")
    rights = "messaging.past_report"
    section = "reports"
    icon = "archive"
    menu_order = 46
    columns = (
        Column("phone", __("Telefon numarası"), kind="phone", primary=True),
        Column("sender", __("Gönderici")),
        Column("text", __("Mesaj")),
        Column("sent_at", __("Gönderim zamanı"), kind="datetime", order_by="sent_at"),
        Column("state", __("Durum"), kind="state", badge=badges.past_report),
        Column("reported", __("Öteki panelin sözü"), hidden=True),
        Column("delivered_at", __("İletim zamanı"), kind="datetime"),
        Column("file_name", __("Geldiği dosya")),
        Column("by_label", __("Aktaran"), hidden=True),
        Column("created_at", __("Aktarım zamanı"), kind="datetime", hidden=True),
    )
    filterset = PastReportFilter
    ordering = ("-sent_at", "-pk")
    actions = ACTIONS
    can_add = can_change = can_delete = False
    hides_rows = True
    detail_template = "messaging/past_report.html"
    empty_title = __("Başka panelden rapor alınmadı")
    empty_text = __(
        "Eski panelinizin iletim raporlarını Taşınma Yardımcısı ile getirin. Kredi düşmez, faturaya"
        " ve kendi gönderim sayılarınıza girmez."
    )
    search_placeholder = __("Numara veya metin ara")

    def queryset(self, actor: Actor) -> QuerySet[Any]:  # type: ignore[override]
        return hidden.visible(actor, PastReport.objects.all())

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        digits = phone_digits(text)
        if digits:
            return queryset.filter(phone__contains=digits)
        return queryset.filter(text__icontains=text)

    def label_of(self, row: PastReport) -> str:
        return phones.mask(row.phone)
