"""Ekip mobil numaraları, izleme talepleri ve takip kuralları."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fieldteams.api import shapes
from fieldteams.forms import TrackingRulesForm
from fieldteams.models import FieldPhone
from fieldteams.resources import (
    FieldPhoneResource,
    TrackingRequestResource,
    TrackingRulesResource,
)
from turkcell_hub.api import generic
from turkcell_hub.api.views import ResourceViewSet
from turkcell_hub.api.views.forms import cleaned
from turkcell_hub.tenancy.actor import Actor


class Phones(FieldPhoneResource):
    slug = "field_phones"

    def create(self, actor: Actor, data: Mapping[str, Any]) -> FieldPhone:  # type: ignore[override]
        return self.queryset(actor).get(pk=super().create(actor, data).pk)


class Requests(TrackingRequestResource):
    slug = "tracking_requests"


class Rules(TrackingRulesResource):
    slug = "tracking_rules"


class _ByForm(ResourceViewSet):
    """The shape words what is read; the record's own form judges what is written."""

    def read_input(self, given: Any, row: Any | None = None) -> Mapping[str, Any]:
        declared = self.declared()
        assert declared.form is not None  # noqa: S101 - each of these has one
        initial = declared.initial_of(row) if row is not None else {}
        return cleaned(declared.form, given, initial, **declared.form_kwargs(self.actor, row))


class FieldPhoneViewSet(ResourceViewSet):
    resource = Phones()
    serializer_class = shapes.FieldPhoneShape
    write_serializer_class = shapes.FieldPhoneInput
    with_bulk = True


class TrackingRequestViewSet(ResourceViewSet):
    resource = Requests()
    serializer_class = shapes.TrackingRequestShape


class TrackingRulesViewSet(_ByForm):
    resource = Rules()
    serializer_class = shapes.TrackingRulesShape
    write_serializer_class = generic.write_serializer(TrackingRulesForm)
