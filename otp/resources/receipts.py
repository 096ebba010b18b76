"""Onay Makbuzları: what was approved, by whom, and its place in the trail."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from otp.models import Receipt
from otp.permissions import VIEW
from otp.services import receipts
from turkcell_hub.lib.turkish import fold
from turkcell_hub.resources import Column, Resource, register
from turkcell_hub.tenancy.services import signing


@register
class ReceiptResource(Resource):
    slug = "otp-receipts"
    model = Receipt
    title = _("Onay Makbuzları")
    singular = _("Onay Makbuzu")
    rights = "otp.receipt"
    section = "reports"
    icon = "certificate"
    menu_order = 62
    can_add = can_change = can_delete = False
    detail_template = "otp/receipt.html"
    empty_title = _("Henüz onay yok")
    empty_text = _("Kodla verilen her onayın makbuzu burada kalır; değiştirilemez ve silinemez.")
    columns = (
        Column("approved_at", _("Onay zamanı"), kind="datetime", order_by="approved_at"),
        Column("subject_text", _("Onaylanan"), primary=True),
        Column("member_name", _("Onaylayan")),
        Column("method", _("Yöntem"), value=lambda row: row.get_method_display()),
        Column("phone_masked", _("Telefon")),
        Column("executed_at", _("Uygulama"), kind="datetime", order_by="executed_at"),
        Column("number", _("Makbuz no"), value=lambda row: str(row.number), hidden=True),
        Column("subject_digest", _("İçerik özeti"), hidden=True),
        Column("trail_seq", _("Zincirdeki sıra"), kind="number", hidden=True),
        Column("trail_hash", _("Zincir özeti"), hidden=True),
    )
    search_placeholder = _("Onaylanan ya da onaylayan ara")
    hides_rows = True

    def queryset(self, actor: Any) -> QuerySet[Any]:
        return receipts.visible(actor)

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        wanted = fold(text)
        rows = queryset.values_list("pk", "subject_text", "member_name")[:5000]
        found = [pk for pk, what, who in rows if wanted in fold(what) or wanted in fold(who)]
        return queryset.filter(pk__in=found)

    def detail(self, actor: Any, row: Receipt) -> dict[str, Any]:
        return {"signing": signing.shown()}

    def right(self, verb: str) -> str:
        return VIEW
