"""REST: receipts of approvals, as facts, as PDF and as a file that is checked offline."""

from __future__ import annotations

from rest_framework import serializers

from otp.models import Receipt
from otp.resources.receipts import ReceiptResource
from turkcell_hub.api.views import ResourceViewSet


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
