"""İYS bildirimleri over REST: which brands' movements İYS tells at once."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from iys_consent.models import PushPlace
from iys_consent.resources.pushes import PushPlaceResource
from iys_consent.services import proposals, push_places
from turkcell_hub.api.routers import register
from turkcell_hub.api.serializers import StrictSerializer
from turkcell_hub.api.views import ResourceViewSet


class PushShape(serializers.ModelSerializer):
    brand = serializers.CharField(source="brand.code", help_text="Marka kodu.")
    state_text = serializers.CharField(source="get_state_display")

    class Meta:
        model = PushPlace
        fields = ("id", "brand", "wanted", "state", "state_text", "note", "since", "checked_at")


@extend_schema_serializer(component_name="PushPlaceInput")
class PushInput(StrictSerializer):
    brand = serializers.CharField(max_length=20, help_text="Marka kodu (İYS'deki).")


class Places(PushPlaceResource):
    slug = "push_places"
    actions: ClassVar[Any] = tuple(
        one for one in PushPlaceResource.actions if one.code in ("check", "turn-on", "turn-off")
    )

    def create(self, actor: Any, data: Any) -> PushPlace:
        return push_places.turn_on(actor, proposals.brand_of(actor, data["brand"]))


class PushPlaceViewSet(ResourceViewSet):
    resource = Places()
    serializer_class = PushShape
    write_serializer_class = PushInput


def register_all() -> None:
    """Called once, from ``IysConsentConfig.ready``."""
    register(PushPlaceViewSet)
