"""Gönderim kuralları, yönlendirme, ret kuralları, zamanlanmış raporlar."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from iys_consent.exemptions import ExemptSender
from messaging import inbound_handlers, mailed_reports
from messaging.api.words import told
from messaging.models import InboundRule, ReportSchedule, Thread
from messaging.resources import (
    InboundPolicyResource,
    InboundRuleResource,
    ReportScheduleResource,
    SendingRulesResource,
)
from messaging.services import inbound_policy, report_schedules, rules
from turkcell_hub.api.fields import RelatedIds
from turkcell_hub.api.serializers import StrictSerializer
from turkcell_hub.api.views import HubAPIView, ResourceViewSet
from turkcell_hub.errors import NotFound
from turkcell_hub.tenancy.models import Membership


class _Days(serializers.ListField):
    """1 = Pazartesi … 7 = Pazar."""

    child = serializers.IntegerField(min_value=1, max_value=7)

    def to_internal_value(self, data: Any) -> list[int]:
        return sorted(set(super().to_internal_value(data)))


@extend_schema_field({"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$"})
class _Hour(serializers.TimeField):
    """Hours and minutes; RFC 3339's ``time`` would want seconds and a zone."""


def _hour(**kwargs: Any) -> serializers.TimeField:
    return _Hour(format="%H:%M", required=False, **kwargs)


def _number(low: int, high: int, text: str = "", **kwargs: Any) -> serializers.IntegerField:
    return serializers.IntegerField(
        min_value=low, max_value=high, required=False, help_text=text, **kwargs
    )


@extend_schema_serializer(component_name="SendingRules")
class SendingRulesShape(StrictSerializer):
    """What holds from a day on. What is left out is as in the rules in force."""

    id = serializers.IntegerField(source="pk", read_only=True, allow_null=True)
    valid_from = serializers.DateField(help_text="Bugün ya da ileri bir gün.")
    commercial_days = _Days(required=False)
    commercial_start = _hour()
    commercial_end = _hour(help_text="Başlangıçla aynıysa bütün gün.")
    commercial_holidays = serializers.BooleanField(required=False)
    informational_days = _Days(required=False)
    informational_start = _hour()
    informational_end = _hour()
    informational_holidays = serializers.BooleanField(required=False)
    report_grace_hours = _number(1, 720)
    weekly_cap = _number(1, 100, "null: sınır yok.", allow_null=True)
    mms_credits = _number(1, 1000)
    link_credits = _number(1, 1000)
    media_kept_days = _number(1, 3650)
    schedule_margin_percent = _number(0, 100)
    schedule_late_hours = _number(1, 168)
    schedule_furthest_months = _number(1, 120)
    repeat_most_runs = _number(1, 5200)
    repeat_longest_months = _number(1, 240)
    registry_fresh_hours = _number(1, 168)
    registry_recheck_minutes = _number(1, 1440)
    registry_tell_minutes = _number(1, 1440)
    registry_singles_per_hour = _number(0, 1000)
    exempt_sender = serializers.ChoiceField(
        choices=ExemptSender.choices, allow_blank=True, required=False,
        help_text="Mevzuatta sayılan muaf kuruluş; boş: değil.",
    )  # fmt: skip
    writes_to_others = serializers.BooleanField(
        allow_null=True, required=False,
        help_text="Muafiyet dışındakilere ticari mesaj gidiyor mu; null: yanıtlanmadı.",
    )  # fmt: skip
    created_by = serializers.CharField(read_only=True)


class SendingRulesApi(SendingRulesResource):
    slug = "sending_rules"


class SendingRulesViewSet(ResourceViewSet):
    resource = SendingRulesApi()
    serializer_class = SendingRulesShape


class RulesInForceView(HubAPIView):
    """The rules that hold today, also where the firm has set none."""

    rights = {"GET": "messaging.rules.view"}

    @told(
        "Bugün geçerli gönderim kuralları",
        "messaging.rules.view",
        tag=str(SendingRulesResource.title),
        name="sending_rules_in_force",
        text="Firma kural eklemediyse ürünün başlangıç kuralları (`id` null).",
        responses={200: SendingRulesShape},
    )
    def get(self, request: Request) -> Response:
        return Response(SendingRulesShape(rules.in_force(self.actor.firm_id)).data)


@extend_schema_serializer(component_name="InboundRule")
class InboundRuleShape(StrictSerializer):
    """A number, a first word or both → who gets the message."""

    id = serializers.IntegerField(source="pk", read_only=True)
    keyword = serializers.CharField(max_length=20, allow_blank=True, required=False)
    number = serializers.CharField(max_length=20, allow_blank=True, required=False)
    handler = serializers.CharField(max_length=30, help_text="inbox ya da bir uygulamanın kodu.")
    label = serializers.ChoiceField(  # type: ignore[assignment]
        choices=Thread.Label.choices, allow_blank=True, required=False
    )
    priority = _number(0, 999, "Küçük olan önce denenir.")
    is_active = serializers.BooleanField(required=False)

    def validate_handler(self, value: str) -> str:
        known = [code for code, _label in inbound_handlers.choices()]
        if value not in known:
            raise serializers.ValidationError(
                _("Bilinenler: %(known)s.") % {"known": ", ".join(known)}
            )
        return value


class InboundRules(InboundRuleResource):
    slug = "inbound_rules"

    def queryset(self, actor: Any) -> Any:
        return actor.visible(InboundRule.objects.all())


class InboundRuleViewSet(ResourceViewSet):
    resource = InboundRules()
    serializer_class = InboundRuleShape


@extend_schema_serializer(component_name="InboundPolicy")
class InboundPolicyShape(StrictSerializer):
    """Ret sözcükleri ve onay SMS'i, bir günden başlayarak. Değişmez; yenisi eklenir."""

    id = serializers.IntegerField(source="pk", read_only=True)
    valid_from = serializers.DateField(required=False, help_text="Verilmezse bugün.")
    refusal_words = serializers.ListField(
        child=serializers.CharField(max_length=20), min_length=1, max_length=50,
        help_text="RET her zaman listede olmalı.",
    )  # fmt: skip
    extra_words = _number(0, 10)
    confirms = serializers.BooleanField(required=False)
    confirm_text = serializers.CharField(
        max_length=155, required=False, help_text=f"{inbound_policy.FIRM} yerine firma adı gelir."
    )
    confirm_hours = _number(1, 168)
    created_by = serializers.CharField(read_only=True)


class InboundPolicies(InboundPolicyResource):
    slug = "inbound_policies"


class InboundPolicyViewSet(ResourceViewSet):
    resource = InboundPolicies()
    serializer_class = InboundPolicyShape


@extend_schema_serializer(component_name="ReportSchedule")
class ReportScheduleShape(StrictSerializer):
    """Which table goes to whom, and how often; each gets only what he may see."""

    id = serializers.IntegerField(source="pk", read_only=True)
    name = serializers.CharField(max_length=80)
    every = serializers.ChoiceField(choices=ReportSchedule.Every.choices)
    hour = serializers.IntegerField(min_value=0, max_value=23, help_text="Firmanın saatiyle.")
    part = serializers.ChoiceField(choices=[], help_text="Hangi tablo.")
    filters = serializers.CharField(
        required=False, allow_blank=True, max_length=2000,
        help_text="Raporun kendi sorgusu: `team=SATIŞ&from_hour=09:00&to_hour=18:00`.",
    )  # fmt: skip
    file_format = serializers.ChoiceField(choices=ReportSchedule.Format.choices)
    members = RelatedIds(
        Membership, required=False, max_length=100, help_text="Alıcıların üyelik numaraları."
    )
    addresses = serializers.ListField(
        child=serializers.EmailField(), required=False, max_length=20,
        help_text="Başka e-posta adresleri; rapor son kaydedenin yetkileriyle hazırlanır.",
    )  # fmt: skip
    is_active = serializers.BooleanField(required=False)
    next_at = serializers.DateTimeField(read_only=True)
    created_by = serializers.CharField(read_only=True)

    def get_fields(self) -> Any:
        """The rooms above have named their reports by the time that one is asked for."""
        found = super().get_fields()
        found["part"] = serializers.ChoiceField(
            choices=[(code, code) for code in mailed_reports.every()], help_text="Hangi tablo."
        )
        return found


class ReportSchedules(ReportScheduleResource):
    slug = "report_schedules"

    def queryset(self, actor: Any) -> Any:
        return super().queryset(actor).prefetch_related("members", "recipients")


class ReportScheduleViewSet(ResourceViewSet):
    resource = ReportSchedules()
    serializer_class = ReportScheduleShape


class ReportRunShape(serializers.Serializer):
    id = serializers.IntegerField(source="pk")
    first = serializers.DateField(help_text="Raporun ilk günü.")
    last = serializers.DateField(help_text="Raporun son günü.")
    mails = serializers.SerializerMethodField(help_text="Yola çıkan e-posta sayısı.")

    @extend_schema_field({"type": "integer"})
    def get_mails(self, run: Any) -> int:
        return int(run.mails.count())


class RunNowView(HubAPIView):
    """Sends a scheduled report now, beside its usual hours."""

    empty_body = True
    rights = {"POST": "messaging.report.change"}

    @told(
        "Zamanlanmış rapor: şimdi gönder",
        "messaging.report.change",
        tag=str(ReportScheduleResource.title),
        name="report_schedules_run",
        text="Son tamamlanmış dönemin raporu alıcılara hemen gider; sonraki zamanı değişmez.",
        responses={202: ReportRunShape},
    )
    def post(self, request: Request, pk: int) -> Response:
        row = ReportSchedules().queryset(self.actor).filter(pk=pk).first()
        if row is None:
            raise NotFound(_("Kayıt bulunamadı."))
        run = report_schedules.run_now(self.actor, row)  # type: ignore[arg-type]
        return Response(ReportRunShape(run).data, status.HTTP_202_ACCEPTED)
