"""Metin denetimi by REST: any text, and taking a draft's errors upon oneself."""

from __future__ import annotations

from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from messaging.api import content_shapes
from messaging.api.campaigns import TAG, campaign_of
from messaging.api.words import told
from messaging.selectors import contents as reading
from messaging.selectors import savings, texts
from messaging.services import contents
from turkcell_hub.api.views import HubAPIView


class LintView(HubAPIView):
    """What a text lacks."""

    rights = {"POST": "messaging.campaign.add"}

    @told(
        "Metin denetimi",
        "messaging.campaign.add",
        tag=TAG,
        name="lint",
        text="Metni 6563 sayılı Kanunun istediği bilgiler için denetler; hiçbir şey saklamaz.",
        request=content_shapes.LintInput,
        responses={200: content_shapes.LintShape},
    )
    def post(self, request: Request) -> Response:
        shape = content_shapes.LintInput(data=request.data)
        shape.is_valid(raise_exception=True)
        data = shape.validated_data
        _profile, suffix = texts.default_counting(self.actor, data["message_class"])  # type: ignore[arg-type]
        panel = reading.panel_of_text(
            self.actor.firm_id, data["text"], data["message_class"], suffix
        )
        return Response(content_shapes.LintShape(reading.as_json(panel)).data)


class OverrideView(HubAPIView):
    """Takes the errors of a draft's text upon oneself."""

    rights = {"POST": "messaging.content.override"}

    @told(
        "Gönderim: metindeki eksikleri üstlen",
        "messaging.content.override",
        tag=TAG,
        name="campaigns_override",
        text="Gerekçe, anahtarın adı ve zamanla saklanır; yalnız bu metin için geçerlidir.",
        request=content_shapes.OverrideInput,
        responses={201: content_shapes.LintShape},
    )
    def post(self, request: Request, pk: int) -> Response:
        row = campaign_of(self.actor, pk)
        shape = content_shapes.OverrideInput(data=request.data)
        shape.is_valid(raise_exception=True)
        contents.override(self.actor, row, shape.validated_data["reason"])  # type: ignore[arg-type]
        found = reading.as_json(reading.panel(campaign_of(self.actor, pk)))
        return Response(content_shapes.LintShape(found).data, status.HTTP_201_CREATED)


class SavingsView(HubAPIView):
    """Tasarruf kalemi."""

    rights = {"GET": "messaging.campaign.add"}

    @told(
        "Gönderim: tasarruf önerileri",
        "messaging.campaign.add",
        tag=TAG,
        name="campaigns_savings",
        text="Metnin daha ucuz yazılışları ve bu liste için kazandırdığı kredi; hiçbir şey"
        " değişmez. Numaralar, bağlantılar ve parametreler olduğu gibi kalır.",
        responses={200: content_shapes.SavingsShape},
    )
    def get(self, request: Request, pk: int) -> Response:
        found = savings.pencil(self.actor, campaign_of(self.actor, pk))  # type: ignore[arg-type]
        return Response(content_shapes.SavingsShape(found).data)
