"""Shapes of consents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema_serializer
from rest_framework import serializers

from iys_consent.message_types import MessageType
from iys_consent.models import Channel, ConsentMovement, ConsentRecord, RecipientType, Status
from turkcell_hub.api.fields import PhoneField
from turkcell_hub.api.serializers import StrictSerializer
from turkcell_hub.gateways.iys.values import Source
from turkcell_hub.lib import email

FEED = (
    OpenApiParameter("after", {"type": "integer", "minimum": 0}, description="Son okunan sıra."),
    OpenApiParameter(
        "limit", {"type": "integer", "minimum": 0, "maximum": 500}, description="En çok 500."
    ),
)


class AddressField(PhoneField):
    """A phone or an e-mail on its way out; masked without ``personal.view``."""

    def reader(self) -> Callable[[Any], str]:
        phone = super().reader()
        return lambda value: (
            email.mask(value) if phone is not str and "@" in value else phone(value)
        )


class ConsentShape(serializers.ModelSerializer):
    brand = serializers.CharField(source="brand.code", help_text="Marka kodu.")
    recipient = AddressField(help_text="Yetki yoksa maskelenir.")
    first_name = serializers.CharField(source="address.first_name")
    last_name = serializers.CharField(source="address.last_name")

    class Meta:
        model = ConsentRecord
        fields = (
            "id", "brand", "recipient", "recipient_type", "channel", "status", "source",
            "consented_at", "first_name", "last_name", "registry_status", "registry_at",
            "retailer_codes",
        )  # fmt: skip


_EXAMPLE = OpenApiExample(
    "Mesaj izni",
    value={
        "brand": "100001",
        "recipient": "+905321234567",
        "recipient_type": "BIREYSEL",
        "channel": "MESAJ",
        "status": "ONAY",
        "source": "HS_WEB",
    },
    request_only=True,
)


@extend_schema_serializer(component_name="ConsentInput", examples=[_EXAMPLE])
class ConsentInput(StrictSerializer):
    """What İYS would refuse is refused here, with its code in ``extra.findings``."""

    brand = serializers.CharField(max_length=20, help_text="Marka kodu (İYS'deki).")
    recipient = serializers.CharField(max_length=265, help_text="Telefon ya da e-posta.")
    recipient_type = serializers.ChoiceField(
        choices=RecipientType.choices, default=RecipientType.INDIVIDUAL.value
    )
    channel = serializers.ChoiceField(choices=Channel.choices)
    status = serializers.ChoiceField(choices=Status.choices)
    source = serializers.ChoiceField(
        choices=[(one.value, one.value) for one in Source], required=False
    )
    consented_at = serializers.DateTimeField(
        required=False, allow_null=True, help_text="İznin alındığı an; üç iş gününden eski olamaz."
    )
    first_name = serializers.CharField(max_length=60, required=False, allow_blank=True)
    last_name = serializers.CharField(max_length=60, required=False, allow_blank=True)
    refresh = serializers.BooleanField(
        required=False, help_text="true: zaten ONAY olanın tarihini tazele."
    )
    dealer = serializers.IntegerField(
        required=False, allow_null=True, min_value=10_000_000, max_value=99_999_999,
        help_text="İzni alan bayinin İYS'deki sekiz haneli kodu.",
    )  # fmt: skip
    keep_block = serializers.BooleanField(
        required=False, help_text="true: ilk RET'i burada engel olarak tut (İYS'ye gitmez)."
    )


class MovementShape(serializers.ModelSerializer):
    """One consent or refusal; movements are never changed or deleted."""

    brand = serializers.CharField(source="brand.code")
    recipient = AddressField()

    class Meta:
        model = ConsentMovement
        fields = (
            "seq", "brand", "recipient", "recipient_type", "channel", "status", "source",
            "consented_at", "received_at", "origin", "counts", "transaction_id",
            "registry_created_at", "retailer_code", "actor_label",
        )  # fmt: skip


class HistoryShape(serializers.Serializer):
    results = MovementShape(many=True)


class ChangesShape(serializers.Serializer):
    after = serializers.IntegerField(help_text="Bir sonraki çağrıda gönderin.")
    has_more = serializers.BooleanField()
    results = MovementShape(many=True)


@extend_schema_serializer(component_name="ConsentCheckInput")
class CheckInput(StrictSerializer):
    brand = serializers.CharField(max_length=20, help_text="Marka kodu.")
    recipient = serializers.CharField(max_length=265)
    recipient_type = serializers.ChoiceField(
        choices=RecipientType.choices, default=RecipientType.INDIVIDUAL.value
    )
    channel = serializers.ChoiceField(
        choices=Channel.choices, required=False, help_text="Verilmezse message_type'ın kanalı."
    )
    message_type = serializers.ChoiceField(
        choices=MessageType.choices, required=False,
        help_text="Ne gönderilecek ya da ne yapılacak? Gereken kanalı belirler; verilmezse SMS.",
    )  # fmt: skip
    dealer = serializers.IntegerField(
        required=False, allow_null=True, min_value=10_000_000, max_value=99_999_999,
        help_text="Bir bayi adına soruluyorsa kodu.",
    )  # fmt: skip


@extend_schema_serializer(component_name="ConsentCheck")
class CheckShape(serializers.Serializer):
    allowed = serializers.BooleanField(help_text="Ticari ileti şimdi gidebilir.")
    verdict = serializers.CharField(help_text="Değişmez kod, örneğin CONSENTED, REFUSED.")
    text = serializers.CharField(help_text="Nedeni, Türkçe.")
    checked_at = serializers.DateTimeField()
