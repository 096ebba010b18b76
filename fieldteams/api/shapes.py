"""Shapes of the field teams' records over REST."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from fieldteams.models import FieldPhone, TrackingRequest, TrackingRules
from turkcell_hub.api.fields import PhoneField


class FieldPhoneShape(serializers.ModelSerializer):
    phone = PhoneField(help_text="Yetki yoksa maskelenir.")
    state_text = serializers.CharField(source="get_state_display")
    authority_code = serializers.CharField(
        source="authority_code.code", allow_null=True, default=None
    )

    class Meta:
        model = FieldPhone
        fields = (
            "id", "phone", "description", "special_code", "authority_code", "subscriber",
            "device_id", "work_days", "work_from", "work_until", "off_days", "poll_minutes",
            "is_active", "state", "state_text", "state_at", "checked_at", "state_note",
            "created_at",
        )  # fmt: skip


class TrackingRequestShape(serializers.ModelSerializer):
    number = PhoneField(source="phone.phone", help_text="Yetki yoksa maskelenir.")
    state_text = serializers.CharField(source="get_state_display")
    proof = serializers.SerializerMethodField(help_text="Yanıtı kanıtlayan bilgiler.")

    class Meta:
        model = TrackingRequest
        fields = (
            "id", "phone", "number", "state", "state_text", "asked_by", "asked_at", "expires_at",
            "seen_at", "answered_at", "valid_until", "hours", "notice", "note", "proof",
        )  # fmt: skip

    def get_proof(self, row: TrackingRequest) -> dict[str, Any]:
        return dict(row.proof)


class TrackingRulesShape(serializers.ModelSerializer):
    class Meta:
        model = TrackingRules
        fields = (
            "id", "valid_from", "notice", "request_days", "consent_days", "stale_minutes",
            "poll_minutes", "max_accuracy", "late_hours", "retention_days", "created_by",
        )  # fmt: skip
