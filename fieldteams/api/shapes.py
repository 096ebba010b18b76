"""Shapes of the field teams' records over REST."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from fieldteams import wording
from fieldteams.models import FieldPhone, TrackingRequest, TrackingRules
from messaging.models import Subscriber
from turkcell_hub.api.fields import PhoneField, ScopedRelatedField
from turkcell_hub.api.serializers import StrictSerializer
from turkcell_hub.erp.models import Person
from turkcell_hub.tenancy.models import AuthorityCode


class FieldPhoneShape(serializers.ModelSerializer):
    phone = PhoneField(help_text="Yetki yoksa maskelenir.")
    state_text = serializers.CharField(source="get_state_display")
    state_note = serializers.SerializerMethodField(help_text="Durumun nedeni, sözle.")
    authority_code = serializers.CharField(
        source="authority_code.code", allow_null=True, default=None
    )

    class Meta:
        model = FieldPhone
        fields = (
            "id", "phone", "description", "special_code", "authority_code", "subscriber",
            "person", "device_id", "work_days", "work_from", "work_until", "off_days",
            "poll_minutes", "is_active", "state", "state_text", "state_at", "checked_at",
            "state_note", "created_at",
        )  # fmt: skip

    def get_state_note(self, row: FieldPhone) -> str:
        return wording.note(row.state_note)


class FieldPhoneInput(StrictSerializer):
    phone = serializers.CharField(max_length=40, help_text="Her yazılış okunur; E.164 döner.")
    description = serializers.CharField(max_length=120, allow_blank=True, required=False)
    special_code = serializers.CharField(max_length=30, allow_blank=True, required=False)
    authority_code = ScopedRelatedField(AuthorityCode, required=False, allow_null=True)
    subscriber = ScopedRelatedField(Subscriber, required=False, allow_null=True)
    person = ScopedRelatedField(Person, required=False, allow_null=True)
    device_id = serializers.CharField(max_length=64, allow_blank=True, required=False)
    work_days = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=7), required=False, max_length=7,
        help_text="1 Pazartesi … 7 Pazar.",
    )  # fmt: skip
    work_from = serializers.TimeField(required=False, allow_null=True, help_text="Boşsa 7/24.")
    work_until = serializers.TimeField(required=False, allow_null=True)
    off_days = serializers.ListField(child=serializers.DateField(), required=False, max_length=366)
    poll_minutes = serializers.IntegerField(
        required=False, allow_null=True, min_value=1, max_value=1440
    )
    is_active = serializers.BooleanField(required=False)


class TrackingRequestShape(serializers.ModelSerializer):
    number = PhoneField(source="phone.phone", help_text="Yetki yoksa maskelenir.")
    state_text = serializers.CharField(source="get_state_display")
    note = serializers.SerializerMethodField(help_text="Durumun nedeni, sözle.")
    proof = serializers.SerializerMethodField(help_text="Yanıtı kanıtlayan bilgiler.")

    class Meta:
        model = TrackingRequest
        fields = (
            "id", "phone", "number", "state", "state_text", "asked_by", "asked_at", "expires_at",
            "seen_at", "answered_at", "valid_until", "hours", "notice", "note", "proof",
        )  # fmt: skip

    def get_note(self, row: TrackingRequest) -> str:
        return wording.note(row.note)

    def get_proof(self, row: TrackingRequest) -> dict[str, Any]:
        return dict(row.proof)


class TrackingRulesShape(serializers.ModelSerializer):
    class Meta:
        model = TrackingRules
        fields = (
            "id", "valid_from", "notice", "request_days", "consent_days", "stale_minutes",
            "poll_minutes", "max_accuracy", "late_hours", "retention_days", "theft_hours",
            "theft_agree_hours", "job_at_once", "job_answer_minutes", "job_rounds", "fence_radius",
            "created_by",
        )  # fmt: skip
