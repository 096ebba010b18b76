"""Shapes of people, groups, templates and lists."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema_serializer
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from iys_consent.exemptions import Relation
from iys_consent.models import RecipientType
from messaging.api import linked
from messaging.api.fields import OwnFields, VisibleIds, held_codes
from messaging.models import (
    BlacklistEntry,
    Group,
    PastReport,
    Subscriber,
    SubscriberKind,
    TemplateCategory,
    UsagePlace,
)
from turkcell_hub.api.fields import PhoneField, ScopedRelatedField, actor_of
from turkcell_hub.api.serializers import StrictSerializer
from turkcell_hub.tenancy.models import AuthorityCode

PAGING = (
    OpenApiParameter("cursor", {"type": "string"}, description="next adresindeki imleç."),
    OpenApiParameter(
        "page_size", {"type": "integer", "minimum": 1, "maximum": 500}, description="En çok 500."
    ),
    OpenApiParameter("count", {"type": "boolean"}, description="true: sayıyı da ver."),
)


def page_of(row: type[serializers.Serializer[Any]]) -> type[serializers.Serializer[Any]]:
    """The shape of a page of a free-standing list."""
    members = {
        "next": serializers.URLField(allow_null=True),
        "previous": serializers.URLField(allow_null=True),
        "results": row(many=True),
        "count": serializers.IntegerField(required=False),
        "count_is_capped": serializers.BooleanField(required=False),
    }
    return type(f"{row.__name__}Page", (serializers.Serializer,), members)


class AuthorityCodeField(ScopedRelatedField):
    """Yetki Kodu by id; a key may use the codes that it holds."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("allow_null", True)
        super().__init__(AuthorityCode, **kwargs)

    def get_queryset(self) -> Any:
        return held_codes(actor_of(self))


class _GroupIds(VisibleIds):
    """Writes groups, reads the ids of those that the actor sees."""

    def get_attribute(self, instance: Any) -> list[int]:
        return [place.group_id for place in instance.group_places.all()]


@extend_schema_serializer(
    component_name="Subscriber",
    examples=[
        OpenApiExample(
            "Abone",
            value={
                "phone": "0532 123 45 67",
                "first_name": "Ayşe",
                "last_name": "Yılmaz",
                "special_code": "BAYI",
            },
            request_only=True,
        )
    ],
)
class SubscriberShape(StrictSerializer):
    """``phone`` in any spelling in, E.164 out (masked without `personal.view`)."""

    id = serializers.IntegerField(source="pk", read_only=True)
    kind = serializers.ChoiceField(choices=SubscriberKind.choices, read_only=True)
    phone = PhoneField(
        max_length=40, required=False,
        help_text="Her yazılış okunur; E.164 döner. `user` verilmediyse zorunlu.",
    )  # fmt: skip
    user = serializers.EmailField(
        required=False, write_only=True,
        help_text="Sistem kullanıcısının e-postası: adı ve numarası kartından gelir, kartla"
        " değişir.",
    )  # fmt: skip
    first_name = serializers.CharField(max_length=60, allow_blank=True, required=False)
    last_name = serializers.CharField(max_length=60, allow_blank=True, required=False)
    special_code = serializers.CharField(max_length=30, allow_blank=True, required=False)
    recipient_type = serializers.ChoiceField(
        choices=RecipientType.choices, required=False,
        help_text="BIREYSEL ya da TACIR: tacir ve esnafa ticari mesaj için önceden onay gerekmez.",
    )  # fmt: skip
    relation = serializers.ChoiceField(
        choices=Relation.choices, required=False, allow_blank=True,
        help_text="Muaf göndericinin öğrencisi, velisi, üyesi ya da abonesi.",
    )  # fmt: skip
    tckn = serializers.CharField(
        max_length=11, allow_blank=True, required=False, write_only=True,
        help_text="Yazılır, geri okunmaz.",
    )  # fmt: skip
    usage_places = serializers.ListField(
        child=serializers.ChoiceField(choices=UsagePlace.choices),
        required=False,
        max_length=len(UsagePlace),
    )
    authority_code = AuthorityCodeField()
    fields = OwnFields(required=False, help_text="Ek alanlar: parametre adı → değer.")  # type: ignore[assignment]
    groups = _GroupIds(Group, required=False, help_text="Grupların numaraları.")
    is_active = serializers.BooleanField(required=False)
    created_at = serializers.DateTimeField(read_only=True)
    updated_at = serializers.DateTimeField(read_only=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        return linked.checked(self.instance, attrs, partial=self.partial)


@extend_schema_serializer(component_name="Group")
class GroupShape(StrictSerializer):
    id = serializers.IntegerField(source="pk", read_only=True)
    name = serializers.CharField(max_length=80)
    description = serializers.CharField(max_length=200, allow_blank=True, required=False)
    authority_code = AuthorityCodeField()
    member_count = serializers.IntegerField(read_only=True)
    created_at = serializers.DateTimeField(read_only=True)


@extend_schema_serializer(component_name="Template")
class TemplateShape(StrictSerializer):
    id = serializers.IntegerField(source="pk", read_only=True)
    code = serializers.CharField(max_length=20)
    name = serializers.CharField(max_length=80)
    category = serializers.ChoiceField(choices=TemplateCategory.choices, required=False)
    text = serializers.CharField(
        trim_whitespace=False,
        help_text="En çok 1500 karakter. Parametre {ad|müşterimiz} gibi yazılır.",
    )
    authority_code = AuthorityCodeField()
    created_at = serializers.DateTimeField(read_only=True)
    updated_at = serializers.DateTimeField(read_only=True)


@extend_schema_serializer(component_name="CustomField")
class FieldShape(StrictSerializer):
    id = serializers.IntegerField(source="pk", read_only=True)
    label = serializers.CharField(max_length=60)  # type: ignore[assignment]
    code = serializers.CharField(
        max_length=30, required=False,
        help_text="Metinde {kod|...} diye yazılır. Verilmezse addan üretilir; sonra değişmez.",
    )  # fmt: skip


@extend_schema_serializer(component_name="BlacklistEntry")
class BlacklistShape(StrictSerializer):
    id = serializers.IntegerField(source="pk", read_only=True)
    phone = PhoneField(max_length=40)
    source = serializers.ChoiceField(  # type: ignore[assignment]
        choices=BlacklistEntry.Source.choices, required=False
    )
    reason = serializers.CharField(max_length=200)
    origin = serializers.ChoiceField(choices=BlacklistEntry.Origin.choices, read_only=True)
    added_by = serializers.CharField(read_only=True)
    since = serializers.DateTimeField(
        read_only=True, allow_null=True, help_text="İsteğin bildirildiği an."
    )
    evidence = serializers.IntegerField(
        source="evidence_id", read_only=True, allow_null=True, help_text="Ret mesajının numarası."
    )
    created_at = serializers.DateTimeField(read_only=True)


@extend_schema_serializer(component_name="BlacklistRemoval")
class ReasonInput(StrictSerializer):
    reason = serializers.CharField(max_length=200, help_text="Neden çıkarıldığı; kaydedilir.")
    proof = serializers.CharField(
        max_length=200, required=False, default="", allow_blank=True,
        help_text="Alıcının kendi reddinde zorunlu: yeni isteğinin dayanağı.",
    )  # fmt: skip
    wished_on = serializers.DateField(
        required=False, default=None, allow_null=True,
        help_text="Alıcının kendi reddinde zorunlu: yeni isteğin günü.",
    )  # fmt: skip


@extend_schema_serializer(component_name="Sender")
class SenderShape(StrictSerializer):
    id = serializers.IntegerField(source="pk", read_only=True)
    title = serializers.CharField(read_only=True)
    account = serializers.CharField(source="account.name", read_only=True)
    is_default = serializers.BooleanField(read_only=True)


@extend_schema_serializer(component_name="InboundMessage")
class InboundShape(StrictSerializer):
    id = serializers.IntegerField(source="pk", read_only=True)
    sender = PhoneField(read_only=True)
    recipient = serializers.CharField(read_only=True)
    keyword = serializers.CharField(read_only=True)
    text = serializers.CharField(read_only=True)
    network = serializers.CharField(read_only=True)
    route = serializers.CharField(read_only=True, help_text="Kime yönlendirildi; boş: bekliyor.")
    note = serializers.CharField(read_only=True)
    account = serializers.CharField(
        source="account.name", read_only=True, allow_null=True, default=None
    )
    received_at = serializers.DateTimeField(read_only=True)


@extend_schema_serializer(component_name="PastReport")
class PastReportShape(serializers.Serializer):
    """Another panel's report of a message; nothing of it was sent or charged here."""

    id = serializers.IntegerField(source="pk")
    phone = PhoneField()
    sender = serializers.CharField()
    text = serializers.CharField()
    sent_at = serializers.DateTimeField()
    delivered_at = serializers.DateTimeField(allow_null=True)
    state = serializers.ChoiceField(choices=PastReport.State.choices)
    reported = serializers.CharField(help_text="Öteki panelin kendi sözü.")
    file_name = serializers.CharField(help_text="Geldiği dosya.")
    import_id = serializers.IntegerField(source="job_id", allow_null=True)
    created_at = serializers.DateTimeField(help_text="Aktarıldığı an.")


class FilterField(serializers.DictField):
    """Query parameters of the subscriber list; ``search`` is the quick search."""

    default_error_messages = {
        "filter_value": _("Süzgeç değerleri metin, sayı, true/false ya da metin listesi olmalı."),
    }

    def to_internal_value(self, data: Any) -> Any:
        found = super().to_internal_value(data)
        renamed = {("q" if name == "search" else name): value for name, value in found.items()}
        for value in renamed.values():
            items = value if isinstance(value, list) else [value]
            if not all(isinstance(item, str | int) and "\x00" not in str(item) for item in items):
                self.fail("filter_value")
        return {
            name: [str(item) for item in value] if isinstance(value, list) else str(value)
            for name, value in renamed.items()
        }

    def to_representation(self, value: Any) -> Any:
        return {("search" if name == "q" else name): item for name, item in value.items()}


@extend_schema_serializer(
    component_name="GroupMembersInput",
    examples=[OpenApiExample("Kişiler", value={"subscribers": [1, 2, 3]}, request_only=True)],
)
class MembersInput(StrictSerializer):
    subscribers = VisibleIds(Subscriber, required=False, min_length=1)
    filter = FilterField(required=False, help_text='Örneğin {"special_code": "BAYI"}.')

    def validate(self, attrs: Any) -> Any:
        if len(attrs) != 1:
            raise serializers.ValidationError(
                {"subscribers": [ErrorDetail(
                    str(_("subscribers ya da filter gönderin (yalnız biri).")), "invalid")]}
            )  # fmt: skip
        return attrs


@extend_schema_serializer(component_name="GroupMembersAnswer")
class MembersAnswer(serializers.Serializer):
    touched = serializers.IntegerField(help_text="Durumu değişen kişi sayısı.")
    member_count = serializers.IntegerField()
