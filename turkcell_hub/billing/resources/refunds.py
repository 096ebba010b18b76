"""Kredi İade Tablosu (S-066): the table as it stands, and the dated rules behind it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from turkcell_hub.billing import refund_table
from turkcell_hub.billing.models import RefundRule
from turkcell_hub.billing.services import refund_rules
from turkcell_hub.portal.forms import HubForm
from turkcell_hub.resources import Column, register
from turkcell_hub.tenancy.resources.base import SettingsResource


def _choices() -> list[tuple[str, str]]:
    return [
        (f"{service}:{code}", f"{label}: {state.label}")
        for service, label in refund_table.services().items()
        for code, state in refund_table.states_of(service).items()
        if not state.fixed
    ]


def state_label(rule: RefundRule) -> str:
    known = refund_table.states_of(rule.service) if rule.service in refund_table.services() else {}
    return str(known[rule.state].label) if rule.state in known else rule.state


class RefundRuleForm(HubForm):
    state = forms.ChoiceField(label=_("Sonuç"), choices=_choices)
    refunds = forms.TypedChoiceField(
        label=_("Kredi iade edilir mi?"),
        choices=(("1", _("Evet")), ("0", _("Hayır"))),
        coerce=lambda raw: raw == "1",
        empty_value=None,
    )
    valid_from = forms.DateField(
        label=_("Geçerlilik başlangıcı"),
        help_text=_("Yarın ya da sonraki bir gün; o günden önce gönderilenleri etkilemez."),
    )


@register
class RefundRuleResource(SettingsResource):
    slug = "refund-rules"
    model = RefundRule
    title = _("İade Kuralları")
    singular = _("İade Kuralı")
    rights = "billing.refund"
    icon = "arrow-back-up"
    in_menu = False  # reached from the table
    ordering = ("-valid_from", "pk")
    form = RefundRuleForm
    can_change = False
    empty_title = _("Değiştirilmiş kural yok")
    empty_text = _("Her sonuç için varsayılan kural geçerli; tamamı Kredi İade Tablosu'nda.")
    columns = (
        Column("state", _("Sonuç"), value=state_label, primary=True),
        Column("refunds", _("Kredi iade edilir"), kind="boolean"),
        Column("valid_from", _("Geçerlilik başlangıcı"), kind="date", order_by="valid_from"),
        Column("by_label", _("Tanımlayan")),
        Column("created_at", _("Oluşturulma"), kind="datetime", order_by="pk", hidden=True),
    )

    def queryset(self, actor: Any) -> QuerySet[Any]:
        return RefundRule.objects.all()

    def create(self, actor: Any, data: Mapping[str, Any]) -> RefundRule:
        service, _colon, code = data["state"].partition(":")
        return refund_rules.add(actor, {**data, "service": service, "state": code})

    def delete(self, actor: Any, row: RefundRule) -> None:
        refund_rules.delete(actor, row)
