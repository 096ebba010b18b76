"""Applications over REST: apply, look, take back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from turkcell_hub.api.routers import register
from turkcell_hub.api.serializers import StrictSerializer
from turkcell_hub.api.views import ResourceViewSet
from turkcell_hub.applications.catalogue import CHOICES
from turkcell_hub.applications.models import (
    Application,
    ApplicationEvent,
    ApplicationItem,
    PaymentType,
)
from turkcell_hub.applications.resources import ApplicationResource
from turkcell_hub.applications.services import applying


class EventShape(serializers.ModelSerializer):
    class Meta:
        model = ApplicationEvent
        fields = ("state", "by_label", "note", "at")


class ItemShape(serializers.ModelSerializer):
    state_text = serializers.CharField(source="get_state_display")
    events = EventShape(many=True)

    class Meta:
        model = ApplicationItem
        fields = ("id", "service", "state", "state_text", "events")


class ApplicationShape(serializers.ModelSerializer):
    services = ItemShape(many=True, source="items")

    class Meta:
        model = Application
        fields = (
            "id", "reference", "operator_id", "payment_type", "contact", "phone", "email", "note",
            "problem", "created_at", "sent_at", "services",
        )  # fmt: skip


class ApplicationInput(StrictSerializer):
    services = serializers.ListField(
        child=serializers.ChoiceField(choices=CHOICES), min_length=1, max_length=10
    )
    payment_type = serializers.ChoiceField(choices=PaymentType.choices, required=False)
    tax_number = serializers.CharField(max_length=14, help_text="VKN (10) ya da TCKN (11 hane).")
    contact = serializers.CharField(max_length=120)
    phone = serializers.CharField(max_length=30, help_text="Her yazılışla; örneğin 0532 123 45 67.")
    email = serializers.EmailField(max_length=254)
    note = serializers.CharField(max_length=500, required=False, allow_blank=True)


class Applications(ApplicationResource):
    def queryset(self, actor: Any) -> Any:
        return Application.objects.prefetch_related("items__events")

    def create(self, actor: Any, data: Mapping[str, Any]) -> Application:
        return applying.apply(actor, data)


class ApplicationViewSet(ResourceViewSet):
    resource = Applications()
    serializer_class = ApplicationShape
    write_serializer_class = ApplicationInput


def register_all() -> None:
    """Called once, from ``ApplicationsConfig.ready``."""
    register(ApplicationViewSet)
