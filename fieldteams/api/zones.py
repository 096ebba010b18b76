"""Bölgeler ve giriş/çıkışları."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from fieldteams.models import Zone, ZoneVisit
from fieldteams.resources.zones import ZoneResource, ZoneVisitResource
from fieldteams.services import zones
from messaging.models import Subscriber
from turkcell_hub.api.fields import RelatedIds, ScopedRelatedField
from turkcell_hub.api.serializers import StrictSerializer
from turkcell_hub.api.views import ResourceViewSet
from turkcell_hub.erp.models import Account
from turkcell_hub.tenancy.models import AuthorityCode


class ZoneShape(StrictSerializer):
    """``rings``: GeoJSON's, the border first, then the holes; [boylam, enlem]."""

    id = serializers.IntegerField(source="pk", read_only=True)
    name = serializers.CharField(max_length=80)
    shape = serializers.ChoiceField(choices=Zone.Shape.choices)
    latitude = serializers.FloatField(required=False)
    longitude = serializers.FloatField(required=False)
    radius = serializers.FloatField(required=False, allow_null=True, help_text="Metre.")
    rings = serializers.ListField(
        child=serializers.ListField(
            child=serializers.ListField(child=serializers.FloatField(), min_length=2, max_length=2),
            min_length=3,
            max_length=zones.MOST_CORNERS,
        ),
        required=False,
        max_length=50,
    )
    team = serializers.CharField(max_length=30, required=False, allow_blank=True)
    account = ScopedRelatedField(
        Account, required=False, allow_null=True,
        help_text="Müşterinin cari kartı: buradaki duruşlar onun ziyareti sayılır.",
    )  # fmt: skip
    authority_code = ScopedRelatedField(AuthorityCode, required=False, allow_null=True)
    active_days = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=7), required=False, max_length=7
    )
    active_from = serializers.TimeField(required=False, allow_null=True)
    active_until = serializers.TimeField(required=False, allow_null=True)
    alert_enter = serializers.BooleanField(required=False)
    alert_leave = serializers.BooleanField(required=False)
    operator_watch = serializers.BooleanField(required=False)
    alert_to = RelatedIds(Subscriber, required=False, max_length=50)
    is_active = serializers.BooleanField(required=False)

    def to_representation(self, instance: Any) -> Any:
        shown = {
            name: field.to_representation(getattr(instance, name))
            for name, field in self.fields.items()
            if name not in ("id", "account", "authority_code", "alert_to")
            and getattr(instance, name) is not None
        }
        return {
            **dict.fromkeys(("radius", "active_from", "active_until")),
            "id": instance.pk,
            **shown,
            "account": instance.account_id,
            "authority_code": instance.authority_code_id,
            "alert_to": sorted(one.pk for one in instance.alert_to.all()),
        }


class VisitShape(serializers.ModelSerializer):
    zone_name = serializers.CharField(source="zone.name")
    phone_name = serializers.CharField(source="phone")

    class Meta:
        model = ZoneVisit
        fields = (
            "id", "zone", "zone_name", "phone", "phone_name", "entered_at", "last_at", "left_at",
        )  # fmt: skip


class Zones(ZoneResource):
    slug = "zones"

    def queryset(self, actor: Any) -> Any:  # type: ignore[override]
        return super().queryset(actor).prefetch_related("alert_to")

    def create(self, actor: Any, data: Mapping[str, Any]) -> Zone:  # type: ignore[override]
        return self.queryset(actor).get(pk=super().create(actor, data).pk)


class Visits(ZoneVisitResource):
    slug = "zone_events"


class ZoneViewSet(ResourceViewSet):
    resource = Zones()
    serializer_class = ZoneShape


class ZoneEventViewSet(ResourceViewSet):
    resource = Visits()
    serializer_class = VisitShape
