"""REST: asking for an approval with a document, its state, the receipt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from otp.models import Approval, Method, Receipt
from otp.resources.approvals import ApprovalResource
from otp.resources.receipts import ReceiptResource
from otp.services import approvals
from turkcell_hub.api.routers import register
from turkcell_hub.api.serializers import StrictSerializer
from turkcell_hub.api.views import ResourceViewSet
from turkcell_hub.errors import Invalid
from turkcell_hub.resources import Action
from turkcell_hub.tenancy.models import Membership


class ReceiptShape(serializers.ModelSerializer):
    class Meta:
        model = Receipt
        fields = (
            "id", "number", "subject_kind", "subject_id", "subject_text", "subject_digest",
            "member_name", "phone_masked", "method", "approved_at", "executed_at", "trail_seq",
            "trail_hash",
        )  # fmt: skip


class ReceiptViewSet(ResourceViewSet):
    resource = type("Receipts", (ReceiptResource,), {"slug": "otp_receipts"})
    serializer_class = ReceiptShape


class ApprovalShape(serializers.ModelSerializer):
    state_text = serializers.CharField(source="get_state_display")
    approver = serializers.CharField(source="approver.user.email")
    receipt = serializers.SerializerMethodField(help_text="Onaylandıysa makbuzu.")

    class Meta:
        model = Approval
        fields = (
            "id", "external_id", "title", "document_number", "party", "amount", "currency",
            "details", "approver", "method", "state", "state_text", "note", "due_at",
            "created_at", "decided_at", "receipt",
        )  # fmt: skip

    def get_receipt(self, row: Approval) -> dict[str, Any] | None:
        found = approvals.receipt_of(row) if row.state == "APPROVED" else None
        return dict(ReceiptShape(found).data) if found else None


class ApprovalInput(StrictSerializer):
    external_id = serializers.CharField(max_length=80, help_text="Sizdeki numarası; tekildir.")
    title = serializers.CharField(max_length=60)
    document_number = serializers.CharField(max_length=30, required=False, allow_blank=True)
    party = serializers.CharField(max_length=120, required=False, allow_blank=True)
    amount = serializers.DecimalField(
        max_digits=15, decimal_places=2, min_value=0, required=False, allow_null=True
    )
    currency = serializers.RegexField(r"^[A-Z]{3}$", required=False, help_text="ISO 4217, ör. TRY.")
    details = serializers.CharField(max_length=4000, required=False, allow_blank=True)
    approver = serializers.EmailField(help_text="Onaylayacak kullanıcının e-postası.")
    method = serializers.ChoiceField(choices=Method.choices, required=False)
    due_at = serializers.DateTimeField(required=False, allow_null=True)


class Approvals(ApprovalResource):
    slug = "otp_approvals"
    actions: tuple[Action, ...] = tuple(  # type: ignore[assignment]
        one for one in ApprovalResource.actions if one.code == "cancel"
    )

    def create(self, actor: Any, data: Mapping[str, Any]) -> Approval:
        email = data["approver"].strip().lower()
        people = Membership.objects.select_related("user")
        approver = people.filter(user__email=email, is_active=True, awaits_consent=False).first()
        if approver is None:
            raise Invalid(
                _("Bu e-postayla etkin bir kullanıcınız yok; Kullanıcılar sayfasına bakın."),
                field="approver",
            )
        return approvals.ask(actor, {**data, "approver": approver})


class ApprovalViewSet(ResourceViewSet):
    resource = Approvals()
    serializer_class = ApprovalShape
    write_serializer_class = ApprovalInput


def register_all() -> None:
    """Called once, from ``OtpConfig.ready``."""
    register(ApprovalViewSet)
    register(ReceiptViewSet)
