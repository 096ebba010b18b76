"""Durum Bilgisi and the days of a wallet, at the REST door."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from turkcell_hub.api import choices
from turkcell_hub.api.views import HubAPIView
from turkcell_hub.billing import calendar
from turkcell_hub.billing.selectors import days, status
from turkcell_hub.ledger.models import Kind

TAG = "Durum Bilgisi"
_MOST_DAYS = 400


class LastShape(serializers.Serializer):
    at = serializers.DateTimeField()
    amount = serializers.IntegerField()
    refunded = serializers.IntegerField()
    reason = serializers.CharField()
    subject_type = serializers.CharField()
    subject_id = serializers.IntegerField(allow_null=True)
    operator = serializers.CharField(
        source="sent.operator", default=None, allow_null=True,
        help_text="Gönderimin çıktığı operatör hesabı.",
    )  # fmt: skip
    name = serializers.CharField(
        source="sent.name", default=None, allow_null=True, help_text="Gönderimin adı."
    )


class StatusShape(serializers.Serializer):
    kind = serializers.ChoiceField(choices=Kind.choices)
    total = serializers.IntegerField(help_text="Yüklenen.")
    used = serializers.IntegerField(help_text="Harcanan (iadeler düşülmüş).")
    remaining = serializers.IntegerField(help_text="Kalan.")
    limit = serializers.IntegerField(allow_null=True, help_text="Aylık SMS limiti (faturalı).")
    used_this_month = serializers.IntegerField(
        allow_null=True, help_text="Bu ay limitten kullanılan, iadeler düşülmüş (faturalı)."
    )
    spends_now = serializers.BooleanField(help_text="Gönderim bu cüzdandan harcar.")
    last = LastShape(many=True)


class StatusesShape(serializers.Serializer):
    results = StatusShape(many=True)


class DayShape(serializers.Serializer):
    day = serializers.DateField()
    opening = serializers.IntegerField()
    loaded = serializers.IntegerField()
    sent = serializers.IntegerField()
    delivered = serializers.IntegerField()
    refunded = serializers.IntegerField()
    adjusted = serializers.IntegerField()
    closing = serializers.IntegerField()


class DaysShape(serializers.Serializer):
    results = DayShape(many=True)


class StatusView(HubAPIView):
    """Every wallet of the firm."""

    rights = {"GET": "billing.status.view"}

    @extend_schema(
        summary="Durum bilgisi",
        description="Bakiye, kullanılan, kalan, limit ve son gönderimler.\n\nGereken yetki:"
        " `billing.status.view`.",
        tags=[TAG],
        operation_id="account_status",
        responses={200: StatusesShape},
    )
    def get(self, request: Request) -> Response:
        found = status.of_firm(self.actor.firm_id)
        status.tell_last(self.actor, found)
        return Response(StatusesShape({"results": found}).data)


class DaysView(HubAPIView):
    """The days of one wallet."""

    rights = {"GET": "billing.status.view"}
    query_parameters = ("kind", "since", "until")

    @extend_schema(
        summary="Kredi günleri",
        description="Her gün (Europe/Istanbul) için gönderilen, iletilen, iade edilen; toplamlar"
        " kredi defterine eşittir.\n\nGereken yetki: `billing.status.view`.",
        tags=[TAG],
        operation_id="credit_days",
        parameters=[
            OpenApiParameter("kind", str, enum=list(Kind.values), description="Varsayılan SMS."),
            OpenApiParameter("since", dt.date, description="Varsayılan: 30 gün önce."),
            OpenApiParameter("until", dt.date, description="Varsayılan: bugün."),
        ],
        responses={200: DaysShape},
    )
    def get(self, request: Request) -> Response:
        kind = request.query_params.get("kind", Kind.SMS.value)
        if kind not in Kind.values:
            raise ValidationError({"kind": [choices.refusal(Kind.values)]})
        today = calendar.today()
        until = _date(request, "until", today)
        since = _date(request, "since", until - dt.timedelta(days=29))
        if not dt.timedelta(0) <= until - since < dt.timedelta(days=_MOST_DAYS):
            raise _wrong("since", _("Aralık 1 ile 400 gün arasında olmalı."))
        rows = days.daily(self.actor.firm_id, kind, since, until)
        return Response(DaysShape({"results": rows}).data)


def _date(request: Request, name: str, default: dt.date) -> dt.date:
    raw = request.query_params.get(name)
    if raw is None:
        return default
    try:
        day = dt.date.fromisoformat(raw)
    except ValueError:
        raise _wrong(name, _("Tarihi YYYY-AA-GG biçiminde gönderin.")) from None
    if not 2000 <= day.year <= 2200:
        raise _wrong(name, _("Tarihi YYYY-AA-GG biçiminde gönderin."))
    return day


def _wrong(name: str, text: str) -> ValidationError:
    return ValidationError({name: [ErrorDetail(text, "invalid")]})
