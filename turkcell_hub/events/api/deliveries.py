"""What was told to whom, by program."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from turkcell_hub.api.views import ResourceViewSet
from turkcell_hub.events.models import DeliveryState
from turkcell_hub.events.resources import DeliveryResource


@extend_schema_serializer(component_name="WebhookDelivery")
class DeliveryShape(serializers.Serializer):
    id = serializers.IntegerField(source="pk")
    webhook = serializers.IntegerField(source="endpoint_id")
    webhook_id = serializers.CharField(source="event.key.hex", help_text="webhook-id başlığı.")
    type = serializers.CharField(source="event.type")
    body = serializers.CharField(source="event.body", help_text="İmzalanan gövde.")
    state = serializers.ChoiceField(choices=DeliveryState.choices)
    state_text = serializers.CharField(source="get_state_display")
    attempts = serializers.IntegerField()
    status = serializers.IntegerField(allow_null=True, help_text="HTTP yanıtı; null: yanıt yok.")
    problem = serializers.CharField()
    created_at = serializers.DateTimeField()
    tried_at = serializers.DateTimeField(allow_null=True)


class Deliveries(DeliveryResource):
    slug = "webhook_deliveries"


class DeliveryViewSet(ResourceViewSet):
    resource = Deliveries()
    serializer_class = DeliveryShape
