"""Filters of the field teams' lists; the pages and REST use the same ones."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from fieldteams.models import FieldPhone, TrackingRequest, TrackState
from turkcell_hub.resources.filters import ScopedChoiceFilter
from turkcell_hub.tenancy.models import AuthorityCode
from turkcell_hub.tenancy.scope import NoFirmScope


def phones_of(request: object) -> QuerySet[Any]:
    """The numbers of whoever asks; none where no firm is in scope (the schema's question)."""
    try:
        rows = FieldPhone.objects.order_by("sort_key")
    except NoFirmScope:
        return QuerySet(FieldPhone).none()
    actor = getattr(request, "actor", None)
    return rows if actor is None else actor.visible(rows)


def _codes(request: object) -> QuerySet[Any]:
    held = getattr(getattr(request, "actor", None), "code_ids", None)
    try:
        rows = AuthorityCode.objects.all()
    except NoFirmScope:
        return QuerySet(AuthorityCode).none()
    return rows if held is None else rows.filter(pk__in=held)


class FieldPhoneFilter(filters.FilterSet):
    state = filters.ChoiceFilter(label=_("İzleme durumu"), choices=TrackState.choices)
    special_code = filters.CharFilter(label=_("Özel kodu"))
    authority_code = ScopedChoiceFilter(label=_("Yetki kodu"), queryset=_codes)
    is_active = filters.BooleanFilter(label=_("Etkin"))

    class Meta:
        model = FieldPhone
        fields = ("state", "special_code", "authority_code", "is_active")


class TrackingRequestFilter(filters.FilterSet):
    state = filters.ChoiceFilter(label=_("Durum"), choices=TrackingRequest.State.choices)
    phone = ScopedChoiceFilter(label=_("Telefon"), queryset=phones_of)
    asked = filters.DateFromToRangeFilter(label=_("İstenme"), field_name="asked_at")

    class Meta:
        model = TrackingRequest
        fields = ("state", "phone", "asked")
