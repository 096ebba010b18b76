"""Statements and limit requests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from turkcell_hub.api.serializers import StrictSerializer
from turkcell_hub.api.views import ResourceViewSet
from turkcell_hub.billing.models import LimitRequest, Statement, StatementLine
from turkcell_hub.billing.resources import LimitRequestResource, StatementResource
from turkcell_hub.billing.services import limit_requests


class StatementLineShape(serializers.ModelSerializer):
    is_correction = serializers.SerializerMethodField(
        help_text="true: daha önce kapanmış bir ayın geç gelen raporları."
    )

    class Meta:
        model = StatementLine
        fields = (
            "source", "for_month", "is_correction", "messages", "parts", "unit_price", "vat_rate",
            "net", "vat",
        )  # fmt: skip

    def get_is_correction(self, line: StatementLine) -> bool:
        return bool(line.for_month != line.statement.month)


class StatementShape(serializers.ModelSerializer):
    lines = StatementLineShape(many=True)

    class Meta:
        model = Statement
        fields = ("id", "month", "parts", "net", "vat", "gross", "closed_at", "lines")


class Statements(StatementResource):
    def queryset(self, actor: Any) -> Any:
        return super().queryset(actor).prefetch_related("lines__statement")


class StatementViewSet(ResourceViewSet):
    resource = Statements()
    serializer_class = StatementShape


class LimitRequestShape(serializers.ModelSerializer):
    state_text = serializers.CharField(source="get_state_display")

    class Meta:
        model = LimitRequest
        fields = (
            "id", "limit_before", "amount", "reason", "state", "state_text", "decision_note",
            "created_at", "decided_at",
        )  # fmt: skip


class LimitRequestInput(StrictSerializer):
    amount = serializers.IntegerField(min_value=1, max_value=100_000_000, help_text="Yeni limit.")
    reason = serializers.CharField(max_length=500)


class LimitRequests(LimitRequestResource):
    """Decisions are for people, in the portal."""

    slug = "limit_requests"
    actions = ()  # type: ignore[assignment]

    def create(self, actor: Any, data: Mapping[str, Any]) -> LimitRequest:
        return limit_requests.ask(actor, data["amount"], data["reason"])


class LimitRequestViewSet(ResourceViewSet):
    resource = LimitRequests()
    serializer_class = LimitRequestShape
    write_serializer_class = LimitRequestInput
