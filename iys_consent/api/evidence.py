"""REST: the evidence pack of a number or e-mail."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request

from iys_consent.queue_rights import EVIDENCE
from iys_consent.rules import readable_address
from iys_consent.services import evidence_pack
from turkcell_hub.api.serializers import StrictSerializer
from turkcell_hub.api.telling import told
from turkcell_hub.api.views import HubAPIView
from turkcell_hub.errors import Invalid

_FILE = {"type": "string", "format": "binary"}


class EvidenceInput(StrictSerializer):
    recipient = serializers.CharField(max_length=265, help_text="Telefon (+90…) ya da e-posta.")


class EvidenceView(HubAPIView):
    """POST, because a number does not belong into an address that servers log."""

    rights = {"POST": EVIDENCE}
    idempotent = False

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """The answer is a file; whatever the caller accepts, problems are JSON."""
        return super().perform_content_negotiation(request, force=True)

    @told("Onay kanıt dosyası", EVIDENCE, tag="İYS Onayları", name="consents_evidence",
          text="Bir telefonun ya da e-postanın, anahtarın görebildiği bütün marka, kanal ve alıcı"
               " tiplerindeki hareketleri, kanıtları ve zincir özetleri; portalın imzasıyla tek"
               " zip. İnternet istemeden denetlenir (python3 dogrula.py).",
          request=EvidenceInput, responses={(200, "application/zip"): _FILE})  # fmt: skip
    def post(self, request: Request) -> FileResponse:
        shape = EvidenceInput(data=request.data)
        shape.is_valid(raise_exception=True)
        read = readable_address(shape.validated_data["recipient"])
        if read is None:
            raise Invalid(
                _("Telefonu +90… biçiminde ya da geçerli bir e-posta adresi gönderin."),
                code="recipient_invalid",
                field="recipient",
            )
        body = evidence_pack.build(self.actor, read[1])  # type: ignore[arg-type]
        answer = FileResponse(
            body, as_attachment=True, filename="onay-kaniti.zip", content_type="application/zip"
        )
        answer["Cache-Control"] = "private, no-store"
        return answer
