"""Kredi Hatırlatmaları (S-083)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from turkcell_hub.billing.models import LowCreditReminder
from turkcell_hub.billing.selectors import wallets
from turkcell_hub.billing.services import reminders
from turkcell_hub.ledger.models import Kind
from turkcell_hub.portal.forms import HubForm, LookupMultipleField
from turkcell_hub.resources import Column, register
from turkcell_hub.tenancy.resources.base import SettingsResource


class LowCreditReminderForm(HubForm):
    kind = forms.ChoiceField(label=_("Kredi türü"), choices=Kind.choices)
    threshold = forms.IntegerField(
        label=_("Eşik"),
        min_value=1,
        max_value=100_000_000,
        help_text=_("Kalan bu sayının altına düşünce bir kez haber verilir."),
    )
    members = LookupMultipleField(
        "users", label=_("Kişiler"), required=False, help_text=_("Kartındaki cep telefonuna gider.")
    )
    phones = forms.CharField(
        label=_("Başka telefonlar"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Her satıra bir numara, en çok on."),
    )
    is_active = forms.BooleanField(label=_("Etkin"), required=False, initial=True)

    def __init__(self, *args: Any, actor: Any = None, **kwargs: Any) -> None:
        """Offers the wallets that the firm has; a row's own kind stays (``initial``)."""
        super().__init__(*args, actor=actor, **kwargs)
        if actor is None:
            return
        kinds = [Kind(kind) for kind in wallets.kinds_of(actor.firm_id)]
        kept = self.initial.get("kind")
        if kept and kept not in kinds:
            kinds.append(Kind(kept))
        choices = cast("forms.ChoiceField", self.fields["kind"])
        choices.choices = [(kind.value, kind.label) for kind in kinds]


def _people(row: LowCreditReminder) -> str:
    named = [member.name for member in row.members.all()]
    more = len(row.phones)
    return ", ".join([*named, *([str(_("%d telefon")) % more] if more else [])])


@register
class LowCreditReminderResource(SettingsResource):
    slug = "credit-reminders"
    model = LowCreditReminder
    title = _("Kredi Hatırlatmaları")
    singular = _("Kredi Hatırlatması")
    rights = "billing.reminder"
    icon = "bell"
    menu_order = 64
    ordering = ("pk",)
    form = LowCreditReminderForm
    empty_title = _("Henüz hatırlatma yok")
    empty_text = _("Kredi belirlediğiniz sayının altına düşünce cep telefonunuza SMS gelir.")
    columns = (
        Column("kind", _("Kredi türü"), primary=True),
        Column("threshold", _("Eşik"), kind="number"),
        Column("people", _("Kime"), value=_people),
        Column("is_active", _("Etkin"), kind="boolean"),
        Column("by_label", _("Tanımlayan")),
    )

    def queryset(self, actor: Any) -> QuerySet[Any]:
        return LowCreditReminder.objects.prefetch_related("members__user")

    def initial_of(self, row: LowCreditReminder) -> dict[str, Any]:
        return {
            "kind": row.kind,
            "threshold": row.threshold,
            "members": [member.pk for member in row.members.all()],
            "phones": "\n".join(row.phones),
            "is_active": row.is_active,
        }

    def create(self, actor: Any, data: Mapping[str, Any]) -> Any:
        return reminders.save(actor, None, data)

    def update(self, actor: Any, row: LowCreditReminder, data: Mapping[str, Any]) -> Any:
        return reminders.save(actor, row, data)

    def delete(self, actor: Any, row: LowCreditReminder) -> None:
        reminders.delete(actor, row)
