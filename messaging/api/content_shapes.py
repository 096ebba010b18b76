"""Shapes of the content checks."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from messaging.models import MessageClass
from messaging.parameters import MAX_LENGTH
from messaging.selectors.savings import Pencil
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


class SavingOffer(serializers.Serializer):
    kind = serializers.CharField(source="offer.kind")
    label = serializers.CharField(source="offer.label")
    text = serializers.CharField(source="offer.text")
    consent = serializers.BooleanField(
        source="offer.consent", help_text="Okunuşu değiştirir; önce bir kişi kabul etmelidir."
    )
    parts = serializers.IntegerField()
    credits = serializers.IntegerField(allow_null=True)
    saved = serializers.IntegerField(allow_null=True, help_text="Bu liste için kazanılan kredi.")


@extend_schema_serializer(component_name="Savings")
class SavingsShape(serializers.Serializer):
    """What the text costs now, and cheaper spellings of it."""

    parts = serializers.IntegerField()
    credits = serializers.IntegerField(allow_null=True)
    table = serializers.CharField()
    letters = serializers.SerializerMethodField(help_text="Tabloyu değiştiren harfler.")
    offers = SavingOffer(many=True, source="options")

    def get_letters(self, found: Pencil) -> dict[str, int]:
        return dict(found.letters)
