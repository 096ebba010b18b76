"""What a report is asked: a range and filters; the page, REST, files and mails read it here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from messaging.filtersets import groups_of, rows_of
from messaging.models import Campaign, MessageClass
from messaging.selectors.reporting import period as periods
from messaging.selectors.reporting.period import Period
from turkcell_hub.errors import Invalid
from turkcell_hub.portal.forms.widgets import DateInput
from turkcell_hub.resources.filters import ScopedChoiceFilter
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Brand, GatewayAccount, Membership, SenderTitle

_DATES = ("%Y-%m-%d", "%d.%m.%Y")


def _brands(request: object) -> QuerySet[Any]:
    held = getattr(getattr(request, "actor", None), "brand_ids", None)
    rows = rows_of(Brand).order_by("name")
    return rows if held is None else rows.filter(pk__in=held)


class ReportFilter(filters.FilterSet):
    """Everything but the range narrows the campaigns, with the rights of who asks."""

    period = filters.ChoiceFilter(
        label=_("Dönem"),
        choices=[(code, label) for code, (label, _edges) in periods.PRESETS.items()],
        method="leave",
    )
    brand = ScopedChoiceFilter(label=_("Marka"), queryset=_brands)
    account = ScopedChoiceFilter(
        label=_("Operatör hesabı"), queryset=lambda _request: rows_of(GatewayAccount)
    )
    sender = ScopedChoiceFilter(
        label=_("Gönderici"), queryset=lambda _request: rows_of(SenderTitle).order_by("title")
    )
    message_class = filters.ChoiceFilter(label=_("Mesaj sınıfı"), choices=MessageClass.choices)
    source = filters.ChoiceFilter(label=_("Kanal"), choices=Campaign.Source.choices)
    kind = filters.ChoiceFilter(label=_("Tür"), choices=Campaign.Kind.choices)
    group = ScopedChoiceFilter(label=_("Grup"), field_name="groups", queryset=groups_of)
    person = ScopedChoiceFilter(
        label=_("Gönderen kişi"),
        queryset=lambda _request: rows_of(Membership).select_related("user"),
        method="of_person",
    )
    campaign = filters.NumberFilter(
        label=_("Gönderim no"), field_name="pk", min_value=1, max_value=2**63 - 1
    )

    class Meta:
        model = Campaign
        fields = ()

    def leave(self, queryset: QuerySet[Any], _name: str, _value: Any) -> QuerySet[Any]:
        return queryset

    def of_person(self, queryset: QuerySet[Any], _name: str, value: Any) -> QuerySet[Any]:
        return queryset.filter(submitted_by_member=value.pk)


# ``from`` is a word of Python: it cannot be declared in the class's body.
_EDGES = {
    "from": filters.DateFilter(
        label=_("Başlangıç tarihi"), method="leave", input_formats=_DATES, widget=DateInput
    ),
    "to": filters.DateFilter(
        label=_("Bitiş tarihi"), method="leave", input_formats=_DATES, widget=DateInput
    ),
}
ReportFilter.base_filters = type(ReportFilter.base_filters)(
    [*_EDGES.items(), *ReportFilter.base_filters.items()]
)
NAMES = frozenset(ReportFilter.base_filters)


@dataclass(frozen=True)
class _Asker:
    actor: Actor


@dataclass(frozen=True)
class Question:
    """``campaigns``: all that exist for the actor and pass the filters, whatever their day."""

    actor: Actor
    period: Period
    campaigns: QuerySet[Campaign]
    params: Mapping[str, str]

    @property
    def in_period(self) -> QuerySet[Campaign]:
        """Those that were sent in the range: a campaign's messages are all of the moment in
        which its credit was spent."""
        return self.campaigns.filter(
            prepared_at__gte=self.period.start, prepared_at__lt=self.period.end
        )


def form_of(actor: Actor, params: Mapping[str, Any]) -> ReportFilter:
    """The filters with what was typed; ``errors`` names what cannot be read."""
    rows = actor.visible(Campaign.objects.filter(prepared_at__isnull=False))
    return ReportFilter(params, queryset=rows.order_by(), request=_Asker(actor))


def ask(actor: Actor, form: ReportFilter) -> Question:
    """Raises ``Invalid`` (field "from", "to" or "period") for a range that is none.

    Without any edge: the last 30 days. With one edge the other one is today, or that day."""
    if not form.is_valid():
        field, messages = next(iter(form.errors.items()))
        raise Invalid(messages[0], field=str(field))
    data = form.form.cleaned_data
    given = {name: str(form.data.get(name)) for name in NAMES if form.data.get(name)}
    return Question(actor, _period(actor.firm_id, data), form.qs, given)


def _period(firm_id: int, data: Mapping[str, Any]) -> Period:
    first, last, word = data.get("from"), data.get("to"), data.get("period")
    if word and (first or last):
        raise Invalid(_("Ya hazır bir dönem ya da tarih aralığı verin."), field="period")
    if first is None and last is None:
        return periods.preset(firm_id, word or periods.DEFAULT)
    first = first or last
    last = last or max(first, periods.today(firm_id))
    return periods.between(firm_id, first, last)
