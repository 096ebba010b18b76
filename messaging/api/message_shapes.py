"""Shapes of messages."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from iys_consent.exemptions import ExemptReason
from iys_consent.models import RecipientType
from messaging import reasons, why
from messaging.api import reading
from messaging.api.brands import BrandField
from messaging.api.campaign_shapes import (
    ADDRESS_HELP,
    EXEMPT_SENDER_HELP,
    EXEMPTION_HELP,
    RecipientInput,
)
from messaging.api.fields import OwnFields, SenderField
from messaging.models import (
    AddressType,
    CampaignState,
    Message,
    MessageClass,
    MessageState,
    MessageTemplate,
    Subscriber,
)
from turkcell_hub.api.fields import PhoneField, RowField, ScopedRelatedField
from turkcell_hub.api.serializers import StrictSerializer
from turkcell_hub.outbox.states import State

# A message's state travels by name; the schema's component is named after this list.
STATE_NAMES = [state.name for state in MessageState]
_PERSON = tuple(RecipientInput._declared_fields)


@extend_schema_serializer(
    component_name="SingleMessageInput",
    examples=[
        OpenApiExample(
            "Tek kişiye",
            value={
                "phone": "0532 123 45 67",
                "first_name": "Ayşe",
                "text": "Sayın {ad|müşterimiz}, siparişiniz kargoya verildi.",
                "message_class": "BILGILENDIRME",
                "exemption": "SATIN_ALMA",
            },
            request_only=True,
        )
    ],
)
class SingleInput(StrictSerializer):
    """``phone`` or ``subscriber``, ``text`` or ``template``."""

    phone = serializers.CharField(max_length=40, required=False, help_text="Her yazılış okunur.")
    subscriber = ScopedRelatedField(Subscriber, required=False)
    first_name = serializers.CharField(max_length=60, allow_blank=True, required=False)
    last_name = serializers.CharField(max_length=60, allow_blank=True, required=False)
    fields = OwnFields(required=False)  # type: ignore[assignment]
    text = serializers.CharField(required=False, trim_whitespace=False)
    template = ScopedRelatedField(MessageTemplate, required=False)
    sender = SenderField(required=False)
    address_type = serializers.ChoiceField(
        choices=AddressType.choices, required=False, help_text=ADDRESS_HELP
    )
    message_class = serializers.ChoiceField(choices=MessageClass.choices)
    recipient_type = serializers.ChoiceField(choices=RecipientType.choices, required=False)
    exemption = serializers.ChoiceField(
        choices=ExemptReason.choices, required=False, help_text=EXEMPTION_HELP
    )
    exempt_sender = serializers.BooleanField(required=False, help_text=EXEMPT_SENDER_HELP)
    brand = BrandField(required=False)
    validity_hours = serializers.IntegerField(min_value=0, max_value=48, required=False)
    validity_minutes = serializers.IntegerField(
        min_value=0, max_value=59, required=False,
        help_text="validity_hours'a eklenir; sınırlarını hesabın operatörü belirler.",
    )  # fmt: skip
    name = serializers.CharField(max_length=120, required=False)

    def validate(self, attrs: Any) -> dict[str, Any]:
        """Answers what ``campaigns.send_single`` takes."""
        if ("phone" in attrs) is ("subscriber" in attrs):
            _refuse("phone", _("phone ya da subscriber gönderin (yalnız biri)."))
        if ("text" in attrs) is ("template" in attrs):
            _refuse("text", _("text ya da template gönderin (yalnız biri)."))
        person = {name: attrs[name] for name in _PERSON if name in attrs}
        data = {k: v for k, v in attrs.items() if k not in (*_PERSON, "subscriber")}
        if "subscriber" in attrs:
            extra = [name for name in person if name != "phone"]
            if extra:
                _refuse(extra[0], _("Abonenin bilgileri kartından alınır; bu alanı göndermeyin."))
            return {**data, "subscribers": [attrs["subscriber"]]}
        return {**data, "recipients": [person]}


def _refuse(field: str, text: Any) -> None:
    raise serializers.ValidationError({field: [ErrorDetail(str(text), "invalid")]})


@extend_schema_serializer(component_name="SingleMessageAnswer")
class SingleAnswer(serializers.Serializer):
    campaign = serializers.IntegerField(help_text="Bu mesajı taşıyan gönderim.")
    state = serializers.ChoiceField(choices=CampaignState.choices)
    state_text = serializers.CharField()
    credits = serializers.IntegerField(help_text="En çok harcanacak kredi.")
    campaign_url = serializers.URLField()
    messages_url = serializers.URLField()


_NAMES = {state.value: state.name for state in MessageState}
_PENDING, _BLOCKED = MessageState.PENDING.value, MessageState.BLOCKED.value


class MessageReason(serializers.Serializer):
    code = serializers.CharField()
    text = serializers.CharField()


@extend_schema_field({"type": "string", "enum": STATE_NAMES})
class StateName(RowField):
    def reader(self) -> Callable[[Message], str]:
        return lambda row: _NAMES[row.state]


@extend_schema_field({"type": "string"})
class StateText(RowField):
    def reader(self) -> Callable[[Message], str]:
        texts = {state.value: str(state.label) for state in MessageState}
        return lambda row: texts[row.state]


@extend_schema_field(
    {"type": ["string", "null"], "enum": [*[str(state.value) for state in State], None]}
)
class Progress(RowField):
    def reader(self) -> Callable[[Message], str | None]:
        return lambda row: getattr(row, "batch_state", None) if row.state == _PENDING else None


@extend_schema_field(MessageReason(allow_null=True))
class ReasonField(RowField):
    def reader(self) -> Callable[[Message], dict[str, str] | None]:
        told = cache(_reason)
        return lambda row: told(*reasons.key_of(row))


@extend_schema_field({"type": "string"})
class WhyField(RowField):
    def reader(self) -> Callable[[Message], str]:
        return lambda row: why.sentence(
            why.Facts(
                verdict=row.verdict,
                state=row.state,
                evidence=row.evidence or {},
                brand=getattr(row, "brand_name", "") or "",
                exemption=getattr(row, "exemption", ""),
                chosen_by=getattr(row, "exemption_chosen_by", ""),
            )
        )


def _reason(state: int, reason: int) -> dict[str, str] | None:
    text = reasons.text_of(state, reason)
    if not text:
        return None
    code = reading.reason_code(state, reason if state == _BLOCKED else 0)
    return {"code": code, "text": text}


@extend_schema_serializer(component_name="MessageRow")
class MessageRow(serializers.Serializer):
    """``progress`` tells of a waiting message where its batch is."""

    id = serializers.IntegerField(source="pk")
    campaign = serializers.IntegerField(source="campaign_id")
    subscriber = serializers.IntegerField(source="subscriber_id", allow_null=True)
    name = serializers.CharField()
    phone = PhoneField()
    address_type = serializers.CharField()
    tckn = serializers.CharField(
        source="masked_tckn", help_text="TCKN ile gönderildiyse son iki hanesi; yoksa boş."
    )
    text = serializers.CharField()
    parts = serializers.IntegerField()
    credits = serializers.IntegerField()
    state = StateName()
    state_text = StateText()
    progress = Progress()
    reason = ReasonField()
    why = WhyField(
        help_text="Neden gitti, neden gitmedi: hazırlanırken dondurulan karar ve dayanağı."
    )
    created_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)


class VerdictShape(serializers.Serializer):
    code = serializers.CharField()
    text = serializers.CharField()
    goes = serializers.BooleanField()


class BatchShape(serializers.Serializer):
    number = serializers.IntegerField()
    state = serializers.ChoiceField(choices=State.choices)
    state_text = serializers.CharField()
    reference = serializers.CharField()
    packet_id = serializers.CharField(allow_null=True)
    attempt = serializers.IntegerField()
    handed_over_at = serializers.DateTimeField(allow_null=True)
    accepted_at = serializers.DateTimeField(allow_null=True)
    error_code = serializers.CharField(allow_null=True)
    error_text = serializers.CharField(allow_null=True)


class ReportShape(serializers.Serializer):
    status = serializers.CharField()
    network_error = serializers.IntegerField(allow_null=True)
    operator_credits = serializers.IntegerField(allow_null=True)
    received_at = serializers.DateTimeField(allow_null=True)


class RefundShape(serializers.Serializer):
    amount = serializers.IntegerField()
    reason = serializers.CharField()
    text = serializers.CharField()
    at = serializers.DateTimeField()


@extend_schema_serializer(component_name="Message")
class MessageStory(MessageRow):
    """The whole story of one message."""

    verdict = VerdictShape()
    evidence = serializers.DictField(allow_null=True, help_text="Kararın dayanağı.")
    batch = BatchShape(allow_null=True)
    report = ReportShape(allow_null=True)
    refunds = RefundShape(many=True)

    def to_representation(self, instance: Message) -> dict[str, Any]:
        told = reading.story(instance)
        own = MessageRow(instance, context=self.context).data
        return {**own, **told}
