"""Asking the users of lines over REST; what they said stands in ``line_audit``."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from invoices.api.audit import chosen_month
from invoices.permissions import LINE_ASK
from invoices.services import questions
from turkcell_hub.api.serializers import StrictSerializer
from turkcell_hub.api.telling import told
from turkcell_hub.api.views import HubAPIView
from turkcell_hub.errors import Invalid
from turkcell_hub.lib.phone import mask


class AskInput(StrictSerializer):
    month = serializers.CharField(
        required=False, max_length=7, help_text="YYYY-AA; verilmezse faturası olan son ay."
    )
    numbers = serializers.ListField(
        child=serializers.CharField(max_length=20),
        required=False,
        allow_empty=False,
        help_text="Faturadaki yazılışıyla hatlar; verilmezse ayın sorulabilecek bütün bulguları.",
    )


class AskNowInput(AskInput):
    max_credits = serializers.IntegerField(
        min_value=0, help_text="Önizlemede görülen kredi; daha fazlası harcanmaz."
    )


class LeftOutShape(serializers.Serializer):
    number = serializers.CharField()
    reason = serializers.CharField()


class AskPreviewShape(serializers.Serializer):
    month = serializers.CharField()
    asked = serializers.ListField(child=serializers.CharField())
    left_out = LeftOutShape(many=True)
    credits = serializers.IntegerField()
    balance = serializers.IntegerField()
    text = serializers.CharField(help_text="Örnek metin.")


class AskedShape(serializers.Serializer):
    campaign = serializers.IntegerField()
    month = serializers.CharField()
    asked = serializers.IntegerField()
    left_out = LeftOutShape(many=True)


def _plan(actor: Any, given: dict[str, Any]) -> questions.Plan:
    """Raises ``Invalid`` for a month without bills."""
    period = chosen_month(given.get("month", ""))
    if period is None:
        raise Invalid(_("Bu ayın faturası yok."), field="month")
    return questions.plan(actor, period, given.get("numbers"))


def _left_out(actor: Any, plan: questions.Plan) -> list[dict[str, str]]:
    shown = _shown(actor)
    return [{"number": shown(one.number), "reason": one.why_not} for one in plan.left_out]


def _shown(actor: Any) -> Any:
    is_open = actor.can("personal.view")
    return lambda number: number if is_open else mask(f"+90{number}")


class AskPreviewView(HubAPIView):
    """Whom it would go to and what it would cost; nothing is sent."""

    rights = {"POST": LINE_ASK}

    @told(
        "Hat sorusu ön izlemesi",
        LINE_ASK,
        tag="bills",
        text="Kime sorulacağı, kime neden sorulmayacağı ve kaç kredi tutacağı. Hiçbir şey"
        " gönderilmez. Personel kartında ya da Ekip Mobil listesinde olmayan, cihazda olan, kara"
        " listedeki ve o ay sorulmuş hatlara sorulmaz.",
        name="line_questions_preview",
        request=AskInput,
        responses={200: AskPreviewShape},
    )
    def post(self, request: Request) -> Response:
        actor: Any = self.actor
        shape = AskInput(data=request.data)
        shape.is_valid(raise_exception=True)
        plan = _plan(actor, dict(shape.validated_data))
        found = questions.forecast(actor, plan)
        shown = _shown(actor)
        told_now = {
            "month": f"{plan.period:%Y-%m}",
            "asked": [shown(one.number) for one in plan.asked],
            "left_out": _left_out(actor, plan),
            "credits": found.credits,
            "balance": found.balance,
            "text": questions.sample(actor),
        }
        return Response(AskPreviewShape(told_now).data)


class AskView(HubAPIView):
    """Asks by one informational campaign."""

    rights = {"POST": LINE_ASK}

    @told(
        "Hatların kullanıcılarına sorma",
        LINE_ASK,
        tag="bills",
        text="“Bu hat sizde mi?” sorusu hattın kendi numarasına, her ay bir kez, bilgilendirme"
        " sınıfıyla gider. Yanıtlar `line_audit` satırlarının `question` alanındadır. Anahtarda"
        " `messaging.campaign.add` ve `messaging.campaign.send` de gerekir.",
        name="line_questions",
        request=AskNowInput,
        responses={202: AskedShape},
    )
    def post(self, request: Request) -> Response:
        actor: Any = self.actor
        shape = AskNowInput(data=request.data)
        shape.is_valid(raise_exception=True)
        given = dict(shape.validated_data)
        plan = _plan(actor, given)
        campaign = questions.send(actor, plan, max_credits=given["max_credits"])
        done = {
            "campaign": campaign.pk,
            "month": f"{plan.period:%Y-%m}",
            "asked": len(plan.asked),
            "left_out": _left_out(actor, plan),
        }
        return Response(AskedShape(done).data, status=202)
