"""Kredi hatırlatmaları: who is told when credit falls below a number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from turkcell_hub.api.fields import PhoneField, RelatedIds
from turkcell_hub.api.serializers import StrictSerializer
from turkcell_hub.api.views import ResourceViewSet
from turkcell_hub.billing.models import LowCreditReminder
from turkcell_hub.billing.resources import LowCreditReminderResource
from turkcell_hub.billing.services import reminders
from turkcell_hub.ledger.models import Kind
from turkcell_hub.tenancy.models import Membership


class ReminderShape(StrictSerializer):
    """``members``: their card's phone is told; ``phones``: other numbers."""

    id = serializers.IntegerField(source="pk", read_only=True)
    kind = serializers.ChoiceField(choices=Kind.choices)
    threshold = serializers.IntegerField(min_value=1, max_value=100_000_000)
    members = RelatedIds(Membership, required=False, max_length=50, help_text="Üyelik numaraları.")
    phones = serializers.ListField(child=PhoneField(max_length=40), required=False, max_length=10)
    is_active = serializers.BooleanField(required=False)


def _typed(data: Mapping[str, Any]) -> dict[str, Any]:
    """The form's field holds a number a line."""
    given = dict(data)
    if "phones" in given:
        given["phones"] = "\n".join(given["phones"])
    return given


class Reminders(LowCreditReminderResource):
    slug = "credit_reminders"

    def create(self, actor: Any, data: Mapping[str, Any]) -> Any:
        return reminders.save(actor, None, {"is_active": True, **_typed(data)})

    def update(self, actor: Any, row: LowCreditReminder, data: Mapping[str, Any]) -> Any:
        return reminders.save(actor, row, _typed(data))


class ReminderViewSet(ResourceViewSet):
    resource = Reminders()
    serializer_class = ReminderShape
