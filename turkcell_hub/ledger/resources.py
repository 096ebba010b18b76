"""Kredi Hareketleri: "where did 940 credits go?", answered to the single message (idea 6)."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from turkcell_hub.ledger import selectors
from turkcell_hub.ledger.models import Kind, Transfer
from turkcell_hub.ledger.reasons import Reason
from turkcell_hub.resources import Actor, Column, Resource, register


class TransferFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(label=_("Kredi türü"), choices=Kind.choices)
    type = django_filters.ChoiceFilter(label=_("Hareket"), choices=Transfer.Type.choices)
    reason = django_filters.ChoiceFilter(label=_("Neden"), choices=Reason.choices)
    since = django_filters.DateFilter(
        label=_("Başlangıç"), field_name="at", lookup_expr="date__gte"
    )
    until = django_filters.DateFilter(label=_("Bitiş"), field_name="at", lookup_expr="date__lte")

    class Meta:
        model = Transfer
        fields = ("kind", "type", "reason", "since", "until")


_BADGES = {"LOAD": "success", "SPEND": "secondary", "REFUND": "info", "ADJUST": "warning"}


@register
class TransferResource(Resource):
    slug = "credit-transfers"
    model = Transfer
    title = _("Kredi Hareketleri")
    singular = _("Kredi hareketi")
    rights = "ledger.transfer"
    section = "reports"
    icon = "coins"
    menu_order = 40
    filterset = TransferFilter
    ordering = ("-pk",)
    can_add = False
    can_change = False
    can_delete = False
    columns = (
        Column("at", _("Zaman"), kind="datetime", order_by="pk", primary=True),
        Column("kind", _("Kredi türü"), value=lambda row: row.get_kind_display()),
        Column("type", _("Hareket"), kind="state", badge=lambda raw: _BADGES.get(raw, "secondary")),
        Column("change", _("Miktar"), kind="number"),
        Column("reason", _("Neden"), value=lambda row: row.get_reason_display()),
        Column("refunded", _("İade edilen"), kind="number"),
        Column("of_id", _("İadenin harcaması"), kind="number", hidden=True),
        Column("subject_type", _("Kayıt türü"), hidden=True),
        Column("subject_id", _("Kayıt no"), hidden=True),
        Column("key", _("İşlem anahtarı"), hidden=True),
        Column("actor", _("Yapan")),
    )
    empty_title = _("Henüz kredi hareketi yok")
    empty_text = _("Kredi yüklediğinizde ve mesaj gönderdiğinizde her hareket burada görünür.")

    def queryset(self, actor: Actor) -> QuerySet[Any]:
        return selectors.history(actor)
