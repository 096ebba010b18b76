"""Hat denetçisi over REST: what is odd about a month's lines."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from invoices.auditing import Kind
from invoices.permissions import VIEW
from invoices.selectors import audit
from invoices.services import questions
from invoices.services.transfers import FIRST_YEAR
from turkcell_hub.api.telling import told
from turkcell_hub.api.views import HubAPIView
from turkcell_hub.errors import Invalid
from turkcell_hub.lib.phone import mask

MONTH = OpenApiParameter(
    "month", str, description="Fatura dönemi, YYYY-AA; yoksa faturası olan son ay."
)


class LineQuestionShape(serializers.Serializer):
    asked_at = serializers.DateTimeField()
    asked_by = serializers.CharField()
    answer = serializers.CharField(help_text="EVET, HAYIR; yanıt yoksa boş.")
    answered_at = serializers.DateTimeField(allow_null=True)
    door = serializers.CharField(help_text="BAGLANTI ya da SMS.")
    note = serializers.CharField(help_text="“Hayır” diyenin yazdığı: kim ya da ne kullanıyor.")
    campaign = serializers.IntegerField(source="campaign_id")


class LineFindingShape(serializers.Serializer):
    kind = serializers.ChoiceField(choices=[(one.value, one.value) for one in Kind])
    number = serializers.CharField()
    used_by = serializers.CharField(
        help_text="Personel kartında ya da Ekip Mobil listesinde hattı kullanan; yoksa boş."
    )
    amount = serializers.DecimalField(max_digits=18, decimal_places=2)
    before = serializers.DecimalField(
        max_digits=18, decimal_places=2, help_text="Önceki üç ayın ortalaması."
    )
    detail = serializers.CharField()
    is_machine = serializers.BooleanField(
        help_text="Eşleştirme satırında cihaz yazılı: modem, POS, araç."
    )
    question = LineQuestionShape(
        allow_null=True, help_text="O ay hattın kullanıcısına sorulduysa soru ve yanıtı."
    )


class LineAuditShape(serializers.Serializer):
    month = serializers.CharField(allow_null=True)
    results = LineFindingShape(many=True)


class LineAuditView(HubAPIView):
    """The month's lines against the three months before and the staff list."""

    rights = {"GET": VIEW}
    query_parameters = ("month",)

    @told(
        "Hat denetçisi",
        VIEW,
        tag="bills",
        text="Ayın hatları önceki üç ay, personel kartları ve Ekip Mobil numaralarıyla"
        " karşılaştırılır: NEW yeni, VANISHED kaybolan, ZERO kullanılmayan, JUMP artan, ROAMING"
        " yurt dışı, TAX_RATE vergi oranı farklı, LEFT kullanıcısı ayrılmış, NOBODY kullanıcısı"
        " bilinmeyen.",
        name="line_audit",
        parameters=(MONTH,),
        responses={200: LineAuditShape},
    )
    def get(self, request: Request) -> Response:
        actor: Any = self.actor
        period = chosen_month(request.query_params.get("month", ""))
        people = audit.staff_list(actor)
        found = audit.of_month(actor, period, people) if period else []
        asked = questions.answers(period, people) if period else {}
        open_numbers = actor.can("personal.view")
        rows = [
            {
                **one._asdict(),
                "number": one.number if open_numbers else mask(f"+90{one.number}"),
                "used_by": people[one.number].name if one.number in people else "",
                "is_machine": one.number in people and not people[one.number].is_person,
                "question": asked.get(one.number),
            }
            for one in found
        ]
        told_month = f"{period:%Y-%m}" if period else None
        return Response(LineAuditShape({"month": told_month, "results": rows}).data)


def chosen_month(text: str) -> dt.date | None:
    """Raises ``Invalid`` for what is no month; the newest month with bills where none is named."""
    if not text:
        return next(iter(audit.months(1)), None)
    try:
        found = dt.date.fromisoformat(f"{text}-01")
    except ValueError:
        found = dt.date.min
    if found.year < FIRST_YEAR:
        raise Invalid(_("Ay YYYY-AA biçiminde olmalı."), field="month")
    return found
