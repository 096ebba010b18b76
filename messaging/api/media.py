"""The file of an MMS by REST."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse
from drf_spectacular.utils import OpenApiTypes
from rest_framework import serializers, status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from messaging.api.campaign_shapes import CampaignShape
from messaging.api.campaigns import TAG, campaign_of, shown
from messaging.api.words import told
from messaging.services import media
from turkcell_hub.api.serializers import StrictSerializer
from turkcell_hub.api.views import HubAPIView
from turkcell_hub.lib.media_types import NAMES


class MediaInput(StrictSerializer):
    """One picture, film or sound."""

    file = serializers.FileField()


class CampaignMediaView(HubAPIView):
    """Brings the file of an MMS draft, or gives it back."""

    rights = {"GET": "messaging.campaign.view", "POST": "messaging.campaign.change"}
    parser_classes = (MultiPartParser,)

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """A file is answered to whoever asks; problems are JSON."""
        return super().perform_content_negotiation(request, force=True)

    @told(
        "Gönderim: MMS dosyası yükle",
        "messaging.campaign.change",
        tag=TAG,
        name="campaigns_media_attach",
        text="Taslağın dosyası olur, öncekinin yerine geçer. Türü içeriğinden anlaşılır; boyut"
        " sınırı gönderim hesabınındır. Dosya yalnız bu adresten, yetkiyle okunur.",
        request={"multipart/form-data": MediaInput},
        responses={200: CampaignShape},
    )
    def post(self, request: Request, pk: int) -> Response:
        row = campaign_of(self.actor, pk)
        shape = MediaInput(data=request.data)
        shape.is_valid(raise_exception=True)
        media.attach(self.actor, row, shape.validated_data["file"])  # type: ignore[arg-type]
        return Response(shown(request, campaign_of(self.actor, pk)), status.HTTP_200_OK)

    @told(
        "Gönderim: MMS dosyası",
        "messaging.campaign.view",
        tag=TAG,
        name="campaigns_media",
        text="Dosya yoksa ya da saklama süresi dolduysa 404.",
        responses={(200, kind): OpenApiTypes.BINARY for kind in NAMES},
    )
    def get(self, request: Request, pk: int) -> Any:
        found, file = media.opened(campaign_of(self.actor, pk))
        return FileResponse(
            file, as_attachment=True, filename=found.name, content_type=found.content_type
        )
