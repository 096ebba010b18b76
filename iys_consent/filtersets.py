"""Filters of the consent lists (K-013 … K-017); the pages and REST use the same ones.

İzin türü, durum, kaynak and date are asked of one and the same record: "arama, ret" finds who
refused calls, not who refused something and allows calls.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import django_filters as filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from iys_consent.models import Channel, ConsentAddress, ConsentRecord, RecipientType, Status
from iys_consent.words import SOURCE_CHOICES
from turkcell_hub.resources.filters import ScopedChoiceFilter
from turkcell_hub.tenancy.models import Brand
from turkcell_hub.tenancy.scope import NoFirmScope

PHONE_CHANNELS = [(c.value, c.label) for c in (Channel.CALL, Channel.MESSAGE)]
_OF_THE_RECORD = ("channel", "status", "source", "consented")


def brands_of(request: object) -> QuerySet[Any]:
    """The brands of whoever asks; none where no firm is in scope (the schema's question)."""
    try:
        rows = Brand.objects.order_by("name")
    except NoFirmScope:
        return QuerySet(Brand).none()
    allowed = getattr(getattr(request, "actor", None), "brand_ids", None)
    return rows if allowed is None else rows.filter(pk__in=allowed)


class AddressFilter(filters.FilterSet):
    """``asked_of_records`` is what the record must fulfil; the totals ask the same."""

    status = filters.ChoiceFilter(label=_("İzinler"), choices=Status.choices, method="keep")
    recipient_type = filters.ChoiceFilter(label=_("Alıcı tipi"), choices=RecipientType.choices)
    source = filters.ChoiceFilter(label=_("İzin kaynağı"), choices=SOURCE_CHOICES, method="keep")
    consented = filters.DateFromToRangeFilter(label=_("Tarih"), method="keep")
    brand = ScopedChoiceFilter(label=_("Marka"), queryset=brands_of)

    class Meta:
        model = ConsentAddress
        fields = ("recipient_type", "brand")

    def keep(self, queryset: QuerySet[Any], _name: str, _value: Any) -> QuerySet[Any]:
        """What is asked of the record is asked together, in ``filter_queryset``."""
        return queryset

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        asked = self.asked_of_records()
        found = super().filter_queryset(queryset)
        if not asked:
            return found
        records = ConsentRecord.objects.filter(asked, address=OuterRef("pk")).exclude(status="")
        return found.filter(Exists(records))

    def asked_of_records(self) -> Q:
        given = self.form.cleaned_data
        asked = Q()
        for name in ("channel", "status", "source"):
            if given.get(name):
                asked &= Q(**{name: given[name]})
        days = given.get("consented")
        if days and days.start:
            asked &= Q(consented_at__gte=_midnight(days.start))
        if days and days.stop:
            asked &= Q(consented_at__lt=_midnight(days.stop) + timedelta(days=1))
        return asked


class PhoneFilter(AddressFilter):
    channel = filters.ChoiceFilter(label=_("İzin türü"), choices=PHONE_CHANNELS, method="keep")

    field_order = ("channel", "status", "recipient_type", "consented", "source", "brand")


class EmailFilter(AddressFilter):
    pass


def _midnight(day: date | datetime) -> datetime:
    """A range filter gives the day with an hour; the day alone is asked."""
    bare = day.date() if isinstance(day, datetime) else day
    return timezone.make_aware(datetime.combine(bare, time()))
