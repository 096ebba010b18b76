"""Kod Gönderimleri: each code's SMS and what became of it. No code stands here."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from otp.models import CodeSend, SendState
from otp.permissions import CODES
from turkcell_hub.resources import Column, Resource, register

_BADGES = {
    SendState.SENT: "info",
    SendState.DELIVERED: "success",
    SendState.UNDELIVERED: "danger",
    SendState.REFUSED: "danger",
}


class CodeFilter(django_filters.FilterSet):
    state = django_filters.MultipleChoiceFilter(label=_("Durum"), choices=SendState.choices)

    class Meta:
        model = CodeSend
        fields = ("state",)


@register
class CodeResource(Resource):
    slug = "otp-codes"
    model = CodeSend
    title = _("Kod Gönderimleri")
    singular = _("Kod Gönderimi")
    rights = "otp.code"
    section = "reports"
    icon = "device-mobile-message"
    menu_order = 63
    filterset = CodeFilter
    can_add = can_change = can_delete = False
    empty_title = _("Henüz kod gönderilmedi")
    columns = (
        Column("created_at", _("İstek"), kind="datetime", order_by="created_at"),
        Column("challenge.subject_text", _("Onaylanan"), primary=True),
        Column("member", _("Kime"), value=lambda row: row.challenge.member.name),
        Column("phone", _("Telefon"), kind="phone"),
        Column("state", _("Durum"), kind="state",
               badge=lambda state: _BADGES.get(SendState(state), "secondary")),
        Column("number", _("Kaçıncı"), kind="number"),
        Column("sent_at", _("Operatöre verilme"), kind="datetime"),
        Column("refunded", _("Kredi iade"), kind="boolean"),
        Column("error_code", _("Hata kodu"), hidden=True),
        Column("error_text", _("Hata"), hidden=True),
    )  # fmt: skip

    def queryset(self, actor: Any) -> QuerySet[Any]:
        return super().queryset(actor).select_related("challenge__member__user")

    def right(self, verb: str) -> str:
        return CODES
