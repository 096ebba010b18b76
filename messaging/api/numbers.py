"""Numara doğruluğu over REST: the ERP reads what is to be corrected on its cards (idea 21)."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from messaging.models import SubscriberKind
from messaging.number_rules import Fault, Owner
from messaging.resources.people import SubscriberResource
from messaging.selectors import number_words as words
from messaging.selectors import numbers
from turkcell_hub.api import choices
from turkcell_hub.api.telling import told
from turkcell_hub.api.views import HubAPIView

RIGHT = "messaging.subscriber.view"
_MOST = 500


class NumberFindingShape(serializers.Serializer):
    key = serializers.CharField(help_text="Bulgunun değişmez adı.")
    kind = serializers.ChoiceField(choices=Fault.choices, source="fault")
    owner = serializers.ChoiceField(choices=Owner.choices, help_text="Kim düzeltir.")
    source = serializers.ChoiceField(
        choices=[one for one in SubscriberKind.choices if one[0] != "SISTEM"],
        help_text="Kartın ya da abonenin türü.",
    )
    id = serializers.IntegerField(source="pk", help_text="Kartın ya da abonenin numarası.")
    code = serializers.CharField(help_text="Kartın kodu; abonede özel kodu.")
    name = serializers.CharField(source="label")
    field = serializers.SerializerMethodField(help_text="Düzeltilecek alan.")
    now = serializers.CharField(help_text="Şimdiki değer: E.164 numara ya da kart kodu.")
    proposed = serializers.CharField(
        help_text="Önerilen değer. Boş: abone kapatılır, kartta doğru numara sorulur."
    )
    reason = serializers.SerializerMethodField(help_text="Neden.")

    def get_field(self, one: Any) -> str:
        return words.field(one)

    def get_reason(self, one: Any) -> str:
        return words.reason(one)


class NumberFindingsShape(serializers.Serializer):
    count = serializers.IntegerField(help_text="Süzgece uyan bulgu sayısı.")
    next_page = serializers.IntegerField(allow_null=True, help_text="Sonraki sayfa; yoksa null.")
    results = NumberFindingShape(many=True)


def _parameter(name: str, text: str, kind: Any, **more: Any) -> OpenApiParameter:
    return OpenApiParameter(name, kind, description=text, **more)


class FindingsView(HubAPIView):
    """The page's own list."""

    rights = {"GET": RIGHT}
    query_parameters = ("kind", "owner", "page", "page_size")

    @told(
        "Numara doğruluğu",
        RIGHT,
        tag=str(SubscriberResource.title),
        name="number_findings",
        text="Kartlarda ve abonelerde kesin yanlış olan numaralar. Kart bulguları için"
        " `erp.mirror.view`, geçersiz numaralar için `messaging.message.view` da gerekir.",
        parameters=[
            _parameter("kind", "Bulgu türü.", OpenApiTypes.STR, enum=Fault.values),
            _parameter("owner", "Kim düzeltir.", OpenApiTypes.STR, enum=Owner.values),
            _parameter("page", "Sayfa; birden başlar.", OpenApiTypes.INT),
            _parameter("page_size", "Sayfadaki bulgu sayısı (en çok 500).", OpenApiTypes.INT),
        ],
        responses={200: NumberFindingsShape},
    )
    def get(self, request: Request) -> Response:
        asked = request.query_params
        kind, owner = _chosen(asked, "kind", Fault), _chosen(asked, "owner", Owner)
        page, size = _number(asked, "page", 1, 10**6), _number(asked, "page_size", 100, _MOST)
        found = numbers.findings(self.actor, kind, owner)  # type: ignore[arg-type]
        end = page * size
        body = {
            "count": len(found),
            "next_page": page + 1 if end < len(found) else None,
            "results": found[end - size : end],
        }
        return Response(NumberFindingsShape(body).data)


def _chosen(asked: Any, name: str, known: Any) -> str:
    value = str(asked.get(name, ""))
    if value and value not in known.values:
        raise ValidationError({name: [choices.refusal(known.values)]})
    return value


def _number(asked: Any, name: str, default: int, most: int) -> int:
    field = serializers.IntegerField(min_value=1, max_value=most)
    try:
        return int(field.run_validation(asked.get(name, default)))
    except ValidationError as error:
        raise ValidationError({name: error.detail}) from None
