"""Shapes of the content checks."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from messaging.models import MessageClass
from messaging.parameters import MAX_LENGTH
from turkcell_hub.api.serializers import StrictSerializer

_SEVERITIES = (("error", "error"), ("warning", "warning"))


class FindingShape(serializers.Serializer):
    """One finding; ``start`` and ``end`` are code points of the text."""

    rule = serializers.CharField(help_text="Kuralın değişmeyen adı.")
    severity = serializers.ChoiceField(choices=_SEVERITIES)
    requirement = serializers.CharField()
    law = serializers.CharField()
    message = serializers.CharField()
    explanation = serializers.CharField()
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    fix = serializers.CharField(help_text="Ne yapılacağı.")
    insert = serializers.CharField(allow_blank=True, help_text="Metne eklenecek söz; yoksa boş.")


class RenderedFinding(serializers.Serializer):
    """What only some recipients' texts lack."""

    rule = serializers.CharField()
    severity = serializers.ChoiceField(choices=_SEVERITIES)
    message = serializers.CharField()
    body = serializers.CharField()


class ContentOverrideShape(serializers.Serializer):
    by = serializers.CharField()
    at = serializers.DateTimeField()
    reason = serializers.CharField()


@extend_schema_serializer(component_name="Lint")
class LintShape(serializers.Serializer):
    """Metin denetimi."""

    errors = serializers.IntegerField()
    warnings = serializers.IntegerField()
    stops = serializers.BooleanField(help_text="Bu hâliyle gönderilemez.")
    findings = FindingShape(many=True)
    rendered = RenderedFinding(many=True)
    override = ContentOverrideShape(allow_null=True)


@extend_schema_serializer(
    component_name="LintInput",
    examples=[
        OpenApiExample(
            "Ticari metin",
            value={"text": "Kampanya: kış indirimi başladı.", "message_class": "TICARI"},
            request_only=True,
        )
    ],
)
class LintInput(StrictSerializer):
    text = serializers.CharField(max_length=MAX_LENGTH, trim_whitespace=False)
    message_class = serializers.ChoiceField(choices=MessageClass.choices)


@extend_schema_serializer(component_name="ContentOverrideInput")
class OverrideInput(StrictSerializer):
    reason = serializers.CharField(max_length=300, help_text="En az 10 karakter.")
