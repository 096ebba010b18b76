"""Fatura Kuralları: dated settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from invoices.forms import RulesForm
from invoices.models import InvoiceRules
from invoices.services import rules
from turkcell_hub.resources import Column, Resource, register


@register
class InvoiceRulesResource(Resource):
    slug = "invoice-rules"
    model = InvoiceRules
    title = _("Fatura Kuralları")
    singular = _("Fatura Kuralı")
    rights = "invoices.rules"
    section = "settings"
    icon = "file-text"
    menu_order = 67
    ordering = ("-valid_from", "-pk")
    form = RulesForm
    can_change = can_delete = False
    columns = (
        Column("valid_from", _("Geçerlilik başlangıcı"), kind="date", order_by="valid_from",
               primary=True),
        Column("password_days", _("Şifre ömrü (gün)"), kind="number"),
        Column(
            "warning_days", _("Uyarı günleri"), value=lambda row: _days(row)
        ),
        Column("wrong_tries", _("Yanlış deneme sınırı"), kind="number"),
        Column("requests_a_day", _("Günde şifre talebi"), kind="number"),
        Column("jump_percent", _("Artış uyarısı (%)"), kind="number"),
        Column("jump_least", _("Artış en az"), kind="money"),
        Column("created_by", _("Ekleyen")),
    )  # fmt: skip
    empty_title = _("Başlangıç kuralları geçerli")
    empty_text = _(
        "Şifre 120 gün geçerli, üç yanlış denemede bloke olur; 30, 14, 7 ve 1 gün kala uyarılır."
        " Operatör kuralı değiştirirse geçerlilik tarihiyle ekleyin."
    )

    def create(self, actor: Any, data: Mapping[str, Any]) -> InvoiceRules:
        return rules.add(actor, data)


def _days(row: InvoiceRules) -> str:
    return ", ".join(str(day) for day in row.warning_days)
