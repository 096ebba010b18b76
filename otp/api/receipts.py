"""REST: receipts of approvals, as facts, as PDF and as a file that is checked offline."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.request import Request

from otp.models import Receipt
from otp.permissions import VIEW
from otp.resources.receipts import ReceiptResource
from otp.services import papers, proofs
from turkcell_hub.api.telling import told
from turkcell_hub.api.views import HubAPIView, ResourceViewSet

_TAG = str(ReceiptResource.title)
_FILE = {"type": "string", "format": "binary"}


class ReceiptShape(serializers.ModelSerializer):
    class Meta:
        model = Receipt
        fields = (
            "id", "number", "subject_kind", "subject_id", "subject_text", "subject_digest",
            "member_name", "phone_masked", "method", "approved_at", "executed_at", "trail_seq",
            "trail_hash", "authority_code",
        )  # fmt: skip


class ReceiptViewSet(ResourceViewSet):
    resource = type("Receipts", (ReceiptResource,), {"slug": "otp_receipts"})
    serializer_class = ReceiptShape


class _PaperView(HubAPIView):
    rights = {"GET": VIEW}

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """The answer is a file; whatever the caller accepts, problems are JSON."""
        return super().perform_content_negotiation(request, force=True)

    def sent(self, body: bytes, name: str, media_type: str) -> HttpResponse:
        answer = HttpResponse(body, content_type=media_type)
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        answer["Cache-Control"] = "private, no-store"
        return answer


class ReceiptPackView(_PaperView):
    """What an ERP keeps beside the document: anybody can check it without the portal."""

    @told("Makbuzun kanıt dosyası", VIEW, tag=_TAG, name="otp_receipts_pack",
          text="İnternet istemeden denetlenen zip: makbuz, zincirdeki kaydı, PDF ve denetleyen"
               " küçük program (python3 dogrula.py).",
          responses={(200, "application/zip"): _FILE})  # fmt: skip
    def get(self, request: Request, pk: int) -> HttpResponse:
        body = proofs.build(self.actor, pk)
        return self.sent(body, f"onay-makbuzu-{pk}.zip", "application/zip")


class ReceiptPaperView(_PaperView):
    @told("Makbuzun PDF'i", VIEW, tag=_TAG, name="otp_receipts_print",
          text="Aynı makbuz her seferinde aynı baytlardır.",
          responses={(200, "application/pdf"): _FILE})  # fmt: skip
    def get(self, request: Request, pk: int) -> HttpResponse:
        body = papers.build(self.actor, pk)
        return self.sent(body, f"onay-makbuzu-{pk}.pdf", "application/pdf")
