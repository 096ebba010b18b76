"""What İYS has still to be told, over REST."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers

from iys_consent.models import ConsentTask
from iys_consent.resources.queue import ACTIONS, TaskResource
from turkcell_hub.api.fields import PhoneField
from turkcell_hub.api.routers import register
from turkcell_hub.api.views import ResourceViewSet


class TaskShape(serializers.ModelSerializer):
    recipient = PhoneField(help_text="Yetki yoksa maskelenir.")
    state_text = serializers.CharField(source="get_state_display")
    light = serializers.CharField(
        help_text="Açık olanlarda yesil, sari, kirmizi ya da gecikti; bitenlerde boş."
    )
    source = serializers.CharField(source="movement.source")
    consented_at = serializers.DateTimeField(source="movement.consented_at", allow_null=True)
    transaction_id = serializers.SerializerMethodField(
        help_text="İYS'nin kayıt numarası; yalnız kaydedilmişse dolu."
    )

    class Meta:
        model = ConsentTask
        fields = (
            "id", "brand", "recipient", "recipient_type", "channel", "status", "source",
            "consented_at", "state", "state_text", "light", "code", "text", "attempts", "due_at",
            "transaction_id", "created_at", "settled_at",
        )  # fmt: skip

    def get_transaction_id(self, task: ConsentTask) -> str:
        receipt = getattr(task.movement, "receipt", None)
        return receipt.transaction_id if receipt else ""


class Tasks(TaskResource):
    """What only a named person decides is in the portal alone."""

    slug = "consent_tasks"
    actions: ClassVar[Any] = tuple(one for one in ACTIONS if one.rest)


class TaskViewSet(ResourceViewSet):
    resource = Tasks()
    serializer_class = TaskShape


def register_all() -> None:
    """Called once, from ``IysConsentConfig.ready``."""
    register(TaskViewSet)
