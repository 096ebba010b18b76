"""Shapes of campaigns: what goes in, what stands there, what the pre-flight says."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from iys_consent.exemptions import ExemptReason
from iys_consent.models import Dealer, RecipientType
from messaging.api import reading
from messaging.api.brands import BrandField
from messaging.api.content_shapes import LintShape
from messaging.api.fields import AtMost, OwnFields, SenderField, VisibleIds, WallClockField
from messaging.api.shapes import AuthorityCodeField, FilterField
from messaging.models import (
    AddressType,
    Campaign,
    CampaignState,
    Group,
    MessageClass,
    MessageKind,
    MessageTemplate,
    Subscriber,
)
from messaging.selectors.campaigns import Silence, silence, waits_until
from messaging.services import audiences
from messaging.services.drafts import MAX_BARE_RECIPIENTS
from messaging.verdicts import Verdict
from turkcell_hub.api.fields import PhoneField, ScopedRelatedField, actor_of
from turkcell_hub.api.serializers import StrictSerializer

_CLASS_HELP = (
    "TICARI ya da BILGILENDIRME. Göndermek için zorunlu; ticari mesaj yalnız İYS onayı"
    " doğrulanan kişilere gider."
)


EXEMPTION_HELP = (
    "BILGILENDIRME'de zorunlu: neden onay gerekmediği. Şablon kullanılıyorsa türünden gelir."
)
EXEMPT_SENDER_HELP = (
    "true: firmanın muaf gönderici tanımıyla (Gönderim Kuralları) İYS'ye sorulmadan, yalnız"
    " muafiyetin kapsadığı kişilere. Bayi adına geçmez: 400 exemption_not_for_dealer."
)
KIND_HELP = (
    "SMS, MMS ya da VIDEO_URL. MMS'in dosyası POST /campaigns/{id}/media/ ile yüklenir. Hesabın"
    " operatörü taşımıyorsa 409 message_kind_not_carried."
)
ADDRESS_HELP = (
    "TELEFON ya da TCKN. TCKN ayrı bir TCKN SMS hesabı ve o kanalın gönderici adını ister; kartında"
    " TCKN olmayan kişiye gitmez, telefona yönlendirilmez."
)


@extend_schema_serializer(component_name="Recipient")
class RecipientInput(StrictSerializer):
    """A person who need not be a subscriber."""

    phone = serializers.CharField(max_length=40, help_text="Her yazılış okunur.")
    first_name = serializers.CharField(max_length=60, allow_blank=True, required=False)
    last_name = serializers.CharField(max_length=60, allow_blank=True, required=False)
    recipient_type = serializers.ChoiceField(
        choices=RecipientType.choices, required=False, help_text="Verilmezse BIREYSEL."
    )
    fields = OwnFields(required=False)  # type: ignore[assignment]


@extend_schema_serializer(
    component_name="CampaignInput",
    examples=[
        OpenApiExample(
            "Gruba bilgilendirme",
            value={
                "name": "Kasım duyurusu",
                "text": "Sayın {ad_soyad|müşterimiz}, siparişiniz hazır.",
                "sender": "EGETEKSTIL",
                "message_class": "BILGILENDIRME",
                "exemption": "SATIN_ALMA",
                "groups": [1],
            },
            request_only=True,
        ),
        OpenApiExample(
            "Numaralara",
            value={
                "text": "Sayın {ad|müşterimiz}, faturanız kesildi.",
                "message_class": "BILGILENDIRME",
                "exemption": "SATIN_ALMA",
                "recipients": [{"phone": "0532 123 45 67", "first_name": "Ayşe"}],
            },
            request_only=True,
        ),
    ],
)
class CampaignInput(StrictSerializer):
    """A draft; what is left out keeps its default (POST) or its value (PATCH)."""

    name = serializers.CharField(max_length=120, required=False)
    text = serializers.CharField(
        required=False, allow_blank=True, trim_whitespace=False, help_text="En çok 1500 karakter."
    )
    template = ScopedRelatedField(
        MessageTemplate, required=False, allow_null=True, help_text="text verilmezse metni alınır."
    )
    sender = SenderField(required=False, help_text="Gönderici adı ya da numarası.")
    address_type = serializers.ChoiceField(
        choices=AddressType.choices, required=False, help_text=ADDRESS_HELP
    )
    message_class = serializers.ChoiceField(
        choices=MessageClass.choices, required=False, help_text=_CLASS_HELP
    )
    message_kind = serializers.ChoiceField(
        choices=MessageKind.choices, required=False, help_text=KIND_HELP
    )
    link = serializers.CharField(
        required=False, allow_blank=True, max_length=500,
        help_text="VIDEO_URL için https adresi; metnin sonuna eklenir.",
    )  # fmt: skip
    exemption = serializers.ChoiceField(
        choices=ExemptReason.choices, required=False, allow_blank=True, help_text=EXEMPTION_HELP
    )
    exempt_sender = serializers.BooleanField(required=False, help_text=EXEMPT_SENDER_HELP)
    brand = BrandField(required=False, allow_null=True)
    dealer = ScopedRelatedField(
        Dealer, required=False, allow_null=True,
        help_text="Bayi adına gidiyorsa: yalnız ona açılmış onaylara gider.",
    )  # fmt: skip
    authority_code = AuthorityCodeField()
    validity_hours = serializers.IntegerField(min_value=0, max_value=48, required=False)
    validity_minutes = serializers.IntegerField(
        min_value=0, max_value=59, required=False,
        help_text="validity_hours'a eklenir; sınırlarını hesabın operatörü belirler.",
    )  # fmt: skip
    first_people = serializers.IntegerField(
        min_value=1, max_value=2_000_000_000, required=False, allow_null=True,
        help_text="Kredi yetmezse: kayıt sırasına göre yalnız ilk bu kadar kişi. null: herkes.",
    )  # fmt: skip
    cap_wait_days = serializers.IntegerField(
        min_value=0, max_value=30, required=False,
        help_text="Haftalık ticari sınırı dolanlar en çok bu kadar gün beklesin. 0: gönderilmez.",
    )  # fmt: skip
    groups = VisibleIds(Group, required=False)
    subscribers = VisibleIds(Subscriber, required=False)
    recipients = serializers.ListField(
        child=RecipientInput(), required=False, validators=[AtMost(MAX_BARE_RECIPIENTS)]
    )
    audience_filter = FilterField(
        required=False, allow_null=True, help_text='Süzgece uyan herkes: {"special_code": "BAYI"}.'
    )

    def validate_audience_filter(self, value: Any) -> Any:
        if value is not None:
            audiences.filtered_subscribers(actor_of(self), value)  # type: ignore[arg-type]
        return value


@extend_schema_serializer(
    component_name="SubmitInput",
    examples=[OpenApiExample("En çok 500 kredi", value={"max_credits": 500}, request_only=True)],
)
class SubmitInput(StrictSerializer):
    max_credits = serializers.IntegerField(
        min_value=0, max_value=2_000_000_000, required=False,
        help_text="Bundan pahalıysa gönderilmez (409 max_credits_exceeded).",
    )  # fmt: skip


@extend_schema_serializer(
    component_name="ScheduleInput",
    examples=[
        OpenApiExample(
            "Yılbaşı sabahı", value={"at": "2027-01-01T10:00", "max_credits": 500},
            request_only=True,
        )
    ],
)  # fmt: skip
class ScheduleInput(StrictSerializer):
    """When a campaign goes; of a scheduled one, its new time."""

    at = WallClockField(
        help_text="Firmanın saat dilimindeki yerel zaman (2027-01-31T09:00) ya da farkıyla bir an."
        " Saatlerin ileri alındığı yokluk saati ileri kayar; iki kez gelen saatin ilki geçerlidir."
    )
    max_credits = serializers.IntegerField(
        min_value=0, max_value=2_000_000_000, required=False,
        help_text="O gün bundan pahalıysa gönderilmez, bir kişi beklenir. Verilmezse bugünkü"
        " tutarın %10 fazlası.",
    )  # fmt: skip


class CampaignSchedule(serializers.Serializer):
    """``at`` is the instant, ``local`` the clock on the wall of ``zone``."""

    at = serializers.DateTimeField(source="scheduled_for")
    local = serializers.CharField(source="scheduled_local")
    zone = serializers.CharField(source="scheduled_zone")


class CampaignProblem(serializers.Serializer):
    code = serializers.CharField()
    text = serializers.CharField()


class Funnel(serializers.Serializer):
    """How many messages are where, now."""

    total = serializers.IntegerField()
    blocked = serializers.IntegerField(help_text="Gönderilmeyenler; nedenleri reasons içinde.")
    waiting = serializers.IntegerField(help_text="Operatöre verilmeyi bekleyen.")
    in_doubt = serializers.IntegerField(help_text="Sonucu operatöre sorulan.")
    awaiting_report = serializers.IntegerField(help_text="Operatörde, raporu bekleniyor.")
    delivered = serializers.IntegerField()
    sent_unconfirmed = serializers.IntegerField()
    failed = serializers.IntegerField()
    cancelled = serializers.IntegerField()
    credits_spent = serializers.IntegerField()
    credits_refunded = serializers.IntegerField()


class ReasonCount(serializers.Serializer):
    """Why messages did not go or did not arrive."""

    state = serializers.CharField()
    code = serializers.CharField()
    text = serializers.CharField()
    messages = serializers.IntegerField()


class CampaignRow(serializers.Serializer):
    """A campaign in the list."""

    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=Campaign.Kind.choices)
    source = serializers.ChoiceField(choices=Campaign.Source.choices)  # type: ignore[assignment]
    state = serializers.ChoiceField(choices=CampaignState.choices)
    state_text = serializers.CharField(source="get_state_display")
    message_class = serializers.ChoiceField(
        choices=MessageClass.choices, allow_null=True, source="class_or_none"
    )
    address_type = serializers.ChoiceField(choices=AddressType.choices)
    message_kind = serializers.ChoiceField(choices=MessageKind.choices)
    sender = SenderField(allow_null=True)
    total = serializers.IntegerField()
    sendable = serializers.IntegerField()
    credits = serializers.IntegerField()
    created_by = serializers.CharField(source="created_by_label")
    created_at = serializers.DateTimeField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    schedule = serializers.SerializerMethodField(help_text="İleri tarihliyse planlanan zaman.")
    finished_at = serializers.DateTimeField(allow_null=True)

    @extend_schema_field(CampaignSchedule(allow_null=True))
    def get_schedule(self, row: Campaign) -> dict[str, Any] | None:
        return dict(CampaignSchedule(row).data) if row.scheduled_for else None

    def to_representation(self, instance: Campaign) -> dict[str, Any]:
        instance.class_or_none = instance.message_class or None  # type: ignore[attr-defined]
        return dict(super().to_representation(instance))


class CampaignMedia(serializers.Serializer):
    """The file of an MMS; its content is at ``/campaigns/{id}/media/``."""

    name = serializers.CharField()
    content_type = serializers.CharField()
    size = serializers.IntegerField(help_text="Bayt.")


class CampaignSilence(serializers.Serializer):
    """The operator does not take messages for now; they are tried again by themselves."""

    since = serializers.DateTimeField(help_text="Operatörün mesaj almadığı süre bu anda başladı.")
    messages = serializers.IntegerField(help_text="Operatöre verilemeyip bekleyen mesajlar.")
    reason = serializers.CharField(source="why")


@extend_schema_serializer(component_name="Campaign")
class CampaignShape(CampaignRow):
    """One campaign with its live figures."""

    text = serializers.CharField()
    link = serializers.CharField()
    media = CampaignMedia(allow_null=True)
    template = serializers.IntegerField(source="template_id", allow_null=True)
    brand = serializers.CharField(
        source="brand.code", allow_null=True, default=None, help_text="İYS'deki marka kodu."
    )
    dealer = serializers.IntegerField(source="dealer_id", allow_null=True)
    exemption = serializers.CharField(help_text="Onay gerekmeme nedeni; ticaride boş.")
    exempt_sender = serializers.CharField(help_text="Muaf gönderici türü; değilse boş.")
    exemption_chosen_by = serializers.CharField()
    authority_code = serializers.IntegerField(source="authority_code_id", allow_null=True)
    validity_hours = serializers.IntegerField()
    validity_minutes = serializers.IntegerField()
    waits_until = serializers.SerializerMethodField(
        help_text="Gönderim saatleri dışında bekliyorsa devam edeceği an."
    )
    silence = serializers.SerializerMethodField(help_text="Operatör şu an mesaj almıyorsa.")
    first_people = serializers.IntegerField(allow_null=True)
    cap_wait_days = serializers.IntegerField()
    waited_from = serializers.IntegerField(
        source="waited_from_id", allow_null=True,
        help_text="Haftalık sınırda bekleyenlerin ilk gönderimi.",
    )  # fmt: skip
    waiting = serializers.SerializerMethodField(help_text="Bekleyenlerin gönderimleri.")
    groups = serializers.SerializerMethodField(help_text="Grupların numaraları.")
    subscriber_count = serializers.SerializerMethodField()
    recipient_count = serializers.SerializerMethodField()
    audience_filter = FilterField(allow_null=True)
    resend_of = serializers.IntegerField(source="resend_of_id", allow_null=True)
    class_chosen_by = serializers.CharField()
    submitted_by = serializers.CharField(source="submitted_by_label")
    confirmed_credits = serializers.IntegerField(allow_null=True)
    problem = serializers.SerializerMethodField(help_text="Gönderim neden taslağa döndü.")
    funnel = serializers.SerializerMethodField()
    reasons = serializers.SerializerMethodField()

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_waits_until(self, row: Campaign) -> datetime | None:
        return waits_until(row)

    @extend_schema_field(CampaignSilence(allow_null=True))
    def get_silence(self, row: Campaign) -> dict[str, Any] | None:
        found: Silence | None = silence(row)
        return dict(CampaignSilence(found).data) if found else None

    @extend_schema_field({"type": "array", "items": {"type": "integer"}})
    def get_waiting(self, row: Campaign) -> list[int]:
        seen = actor_of(self).visible(row.waiting.all())
        return list(seen.order_by("pk").values_list("pk", flat=True))

    @extend_schema_field({"type": "array", "items": {"type": "integer"}})
    def get_groups(self, row: Campaign) -> list[int]:
        seen = actor_of(self).visible(row.groups.all())
        return list(seen.order_by("pk").values_list("pk", flat=True))

    def get_subscriber_count(self, row: Campaign) -> int:
        seen = actor_of(self).visible(Subscriber.objects.all())
        return row.recipients.filter(subscriber__in=seen.values("pk")).count()

    def get_recipient_count(self, row: Campaign) -> int:
        return row.recipients.filter(subscriber__isnull=True).count()

    @extend_schema_field(CampaignProblem(allow_null=True))
    def get_problem(self, row: Campaign) -> dict[str, str] | None:
        return {"code": row.problem_code, "text": row.problem} if row.problem else None

    @extend_schema_field(Funnel)
    def get_funnel(self, row: Campaign) -> dict[str, int]:
        return reading.funnel(row)

    @extend_schema_field(ReasonCount(many=True))
    def get_reasons(self, row: Campaign) -> list[dict[str, Any]]:
        return reading.reasons_of(row)


class PartCount(serializers.Serializer):
    parts = serializers.IntegerField(help_text="Kişi başına SMS sayısı.")
    people = serializers.IntegerField()


class ForecastPerson(serializers.Serializer):
    """One person of the forecast."""

    subscriber = serializers.IntegerField(source="subscriber_id", allow_null=True)
    name = serializers.CharField()
    phone = PhoneField()
    text = serializers.CharField(source="body")
    parts = serializers.IntegerField()


class BlockedCount(serializers.Serializer):
    """Who will not get it, and why."""

    code = serializers.ChoiceField(choices=[(v.name, str(v.label)) for v in Verdict if not v.goes])
    text = serializers.CharField()
    advice = serializers.CharField()
    people = serializers.IntegerField()
    examples = ForecastPerson(many=True)


class PreviewShape(serializers.Serializer):
    """Ön uçuş: what would be sent now, to whom, for how much."""

    total = serializers.IntegerField()
    sendable = serializers.IntegerField()
    credits = serializers.IntegerField()
    balance = serializers.IntegerField()
    balance_after = serializers.IntegerField()
    missing = serializers.IntegerField(help_text="Eksik kredi; 0 ise yeterli.")
    affordable_people = serializers.IntegerField(
        help_text="Kredi yetmiyorsa: kayıt sırasına göre ilk kaç kişiye yeter."
    )
    affordable_credits = serializers.IntegerField(help_text="O kişilerin kredisi.")
    collapsed = serializers.IntegerField(help_text="Birden çok kez seçilen kişi tekrarı.")
    unasked = serializers.IntegerField(
        help_text="Ticari gönderimde İYS'ye henüz sorulmamış kişi. Gönderince sorulur ve onayı"
        " olanlara gider; max_credits verilmezse en çok credits + unasked_credits harcanır."
    )
    unasked_credits = serializers.IntegerField(help_text="O kişilerin kredisi.")
    parts = PartCount(many=True)
    blocked = BlockedCount(many=True)
    examples = ForecastPerson(many=True, help_text="Gidecek mesajlardan en uzunları.")
    finish_seconds = serializers.IntegerField(allow_null=True)
    lint = LintShape()
    at = serializers.DateTimeField()
