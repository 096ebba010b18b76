"""Filters of this room's lists; the address bar and REST share them."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from invoices.models import Bill, BillState, LineKind, MatchingLine, MatchingTable, Transfer
from turkcell_hub.erp.models import Side
from turkcell_hub.gateways.invoice.numbers import ten_digits
from turkcell_hub.resources.filters import ScopedChoiceFilter
from turkcell_hub.tenancy.scope import NoFirmScope


def _tables(_request: object) -> QuerySet[Any]:
    """Nothing where no firm is in scope: the API's schema asks for the kind of field alone."""
    try:
        return MatchingTable.objects.all()
    except NoFirmScope:
        return QuerySet(MatchingTable).none()


class BillFilter(django_filters.FilterSet):
    state = django_filters.MultipleChoiceFilter(label=_("Durum"), choices=BillState.choices)
    year = django_filters.NumberFilter(
        label=_("Fatura yılı"), field_name="period", lookup_expr="year"
    )
    month = django_filters.NumberFilter(
        label=_("Fatura ayı"), field_name="period", lookup_expr="month"
    )
    collective = django_filters.BooleanFilter(label=_("Toplu fatura"), field_name="is_collective")
    number = django_filters.CharFilter(label=_("Hizmet numarası"), method="by_number")

    class Meta:
        model = Bill
        fields = ("state", "year", "month", "collective", "number")

    def by_number(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(numbers__number=ten_digits(value)).distinct()


class LineFilter(django_filters.FilterSet):
    table = ScopedChoiceFilter(label=_("Tablo"), queryset=_tables)
    side = django_filters.ChoiceFilter(label=_("Sekme"), choices=Side.choices)
    kind = django_filters.MultipleChoiceFilter(label=_("Tür"), choices=LineKind.choices)

    class Meta:
        model = MatchingLine
        fields = ("table", "side", "kind")


class TransferFilter(django_filters.FilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("Durum"), choices=Transfer._meta.get_field("state").choices
    )

    class Meta:
        model = Transfer
        fields = ("state",)
