"""Onay süreçleri ve iş akışları: an ERP brings a document, asks how it stands, takes it back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from messaging.api.shapes import AuthorityCodeField
from otp import amounts
from otp.api.receipts import ReceiptShape
from otp.flow_states import Channel, ProcessState, StepKind, TaskState, Verdict
from otp.models import Decision, Method, Process, Task, Workflow
from otp.resources.work import ProcessResource, WorkflowResource
from otp.selectors import my_tasks
from otp.services import carrying, external, flows, workflows
from turkcell_hub.api.serializers import StrictSerializer
from turkcell_hub.api.telling import told
from turkcell_hub.api.views import HubAPIView, ResourceViewSet
from turkcell_hub.errors import Invalid, NotFound
from turkcell_hub.tenancy.models import Membership, Role

TAG = str(ProcessResource.title)


class FactInput(StrictSerializer):
    label = serializers.CharField(max_length=60)
    value = serializers.CharField(max_length=200, allow_blank=True)


@extend_schema_serializer(
    component_name="ProcessInput",
    examples=[
        OpenApiExample(
            "Satınalma siparişi",
            value={"reference": "SIP-2026-0417", "title": "Satınalma siparişi",
                   "party": "Demir Ambalaj Ltd.", "amount": "84500.00", "currency": "TRY",
                   "facts": [{"label": "Vade", "value": "30 gün"}],
                   "content": {"lines": [{"item": "Koli", "quantity": "2000"}]}},
            request_only=True,
        ),
        OpenApiExample(
            "Bir kişinin koduyla onay",
            value={"reference": "FTR-2026-0412", "title": "Tedarikçi ödemesi",
                   "party": "Marmara Ambalaj Ltd.", "amount": "48250.50", "currency": "TRY",
                   "approver": "murat.yildiz@egetekstil.example",
                   "due_at": "2026-12-01T17:00:00+03:00"},
            request_only=True,
        ),
    ],
)  # fmt: skip
class ProcessInput(StrictSerializer):
    """A document that wants a signature. Everything here is bound to the approval."""

    reference = serializers.CharField(max_length=100, help_text="Belgenin sizdeki numarası.")
    title = serializers.CharField(max_length=90)
    party = serializers.CharField(max_length=200, required=False, allow_blank=True)
    amount = serializers.DecimalField(
        max_digits=18,
        decimal_places=2,
        min_value=0,
        required=False,
        allow_null=True,
        error_messages={"invalid": _lazy("Tutarı noktayla yazın, örneğin 1234.50.")},
    )
    currency = serializers.RegexField(
        r"^[A-Z]{3}$",
        required=False,
        error_messages={"invalid": _lazy("Para birimini üç büyük harfle yazın: TRY, EUR, USD.")},
    )
    facts = FactInput(many=True, required=False)
    content = serializers.JSONField(
        required=False,
        help_text="Onaya bağlanacak her şey, bir nesne; küsuratlı sayılar metin olarak.",
    )
    authority_code = AuthorityCodeField()
    approver = serializers.EmailField(
        required=False,
        help_text="Yalnız bu kullanıcının koduyla onaylanır; yoksa iş akışı kartı karar verir.",
    )
    method = serializers.ChoiceField(
        choices=Method.choices, required=False,
        help_text="approver ile: yeterli olan en zayıf yol. Verilmezse SMS.",
    )  # fmt: skip
    due_at = serializers.DateTimeField(
        required=False, allow_null=True, help_text="Bu zamana kadar karar verilmezse süresi dolar."
    )


class ApprovalDecisionShape(serializers.Serializer):
    step = serializers.CharField(source="task.step.name")
    by = serializers.CharField(source="by_member.name")
    instead_of = serializers.SerializerMethodField(
        help_text="Vekil olarak kimin yerine; yoksa boş."
    )
    verdict = serializers.ChoiceField(choices=Verdict.choices)
    note = serializers.CharField()
    receipt = ReceiptShape(allow_null=True, help_text="Kodla verildiyse makbuzu.")
    at = serializers.DateTimeField()

    def get_instead_of(self, row: Decision) -> str:
        return row.for_member.name if row.for_member_id != row.by_member_id else ""


class ApprovalTaskShape(serializers.Serializer):
    step = serializers.CharField(source="step.name")
    position = serializers.IntegerField(source="step.position")
    kind = serializers.ChoiceField(choices=StepKind.choices)
    state = serializers.ChoiceField(choices=TaskState.choices)
    quorum = serializers.IntegerField(source="step.quorum")
    waits_for = serializers.SerializerMethodField(help_text="Görevlilerin adları.")
    deadline_at = serializers.DateTimeField(allow_null=True)
    escalated_at = serializers.DateTimeField(allow_null=True)
    problem = serializers.CharField(help_text="Adım takıldıysa nedeni; yoksa boş.")

    def get_waits_for(self, row: Task) -> list[str]:
        return [place.member.name for place in row.places.all()]


class ProcessRow(serializers.Serializer):
    """An approval in the list."""

    id = serializers.IntegerField(source="pk")
    kind = serializers.CharField()
    reference = serializers.CharField(source="subject_key")
    title = serializers.CharField()
    text = serializers.CharField(help_text="Onaylayanın okuduğu cümle.")
    amount = serializers.DecimalField(max_digits=18, decimal_places=2, allow_null=True)
    currency = serializers.CharField()
    amount_text = serializers.SerializerMethodField(
        help_text="Tutar birimiyle: 1.234,50 TL, 2.000 SMS; tutarı yoksa boş."
    )
    state = serializers.ChoiceField(choices=ProcessState.choices)
    digest = serializers.CharField(help_text="Onayın bağlı olduğu içeriğin SHA-256 özeti.")
    asked_by = serializers.CharField()
    due_at = serializers.DateTimeField(allow_null=True)
    problem = serializers.CharField()
    end_note = serializers.CharField()
    created_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)

    def get_amount_text(self, row: Process) -> str:
        return amounts.shown(row)


class ProcessShape(ProcessRow):
    """One approval with its tasks and what people said."""

    tasks = serializers.SerializerMethodField()
    decisions = serializers.SerializerMethodField()

    @extend_schema_field(ApprovalTaskShape(many=True))
    def get_tasks(self, row: Process) -> Any:
        rows = row.tasks.select_related("step").prefetch_related("places__member__user")
        return ApprovalTaskShape(rows.order_by("step__position", "pk"), many=True).data

    @extend_schema_field(ApprovalDecisionShape(many=True))
    def get_decisions(self, row: Process) -> Any:
        return ApprovalDecisionShape(my_tasks.decided(row), many=True).data


class Processes(ProcessResource):
    """A program brings documents here; people decide in the portal."""

    can_add = True

    def create(self, actor: Any, data: Mapping[str, Any]) -> Process:
        email = data.get("approver")
        return external.ask(actor, {**data, "approver": _approver(email) if email else None})


def _approver(email: str) -> Membership:
    people = Membership.objects.filter(is_active=True, awaits_consent=False)
    found: Membership | None = people.filter(user__email=email.strip().lower()).first()
    if found is None:
        raise Invalid(
            _("Bu e-postayla etkin bir kullanıcınız yok; Kullanıcılar sayfasına bakın."),
            field="approver",
        )
    return found


class ProcessViewSet(ResourceViewSet):
    resource = Processes()
    write_serializer_class = ProcessInput

    def get_read_class(self) -> Any:
        return ProcessRow if self.action == "list" else ProcessShape


class WithdrawView(HubAPIView):
    """Whoever asked takes the document back."""

    rights = {"POST": "otp.process.add"}
    empty_body = True

    @told("Onaya sunulan belgeyi geri çek", "otp.process.add", tag=TAG,
          name="approvals_withdraw", text="Yalnız sunan anahtar geri çekebilir.", request=None,
          responses={200: ProcessShape})  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        row = Processes().queryset(self.actor).filter(pk=pk).first()
        if row is None:
            raise NotFound(_("Kayıt bulunamadı."))
        done = flows.withdraw(self.actor, row)  # type: ignore[arg-type]
        return Response(ProcessShape(done).data, status.HTTP_200_OK)


class RetryView(HubAPIView):
    """An approval that could not be carried out is tried again."""

    rights = {"POST": carrying.RETRY}
    empty_body = True

    @told("Uygulanamayan onayı yeniden dene", carrying.RETRY, tag=TAG, name="approvals_retry",
          text="Belge onaylandığı günkü içeriğiyle duruyorsa bir kez uygulanır. Yine uygulanamazsa"
               " nedeni yanıttaki problem alanındadır; değişmişse 409 document_changed.",
          request=None, responses={200: ProcessShape})  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        row = Processes().queryset(self.actor).filter(pk=pk).first()
        if row is None:
            raise NotFound(_("Kayıt bulunamadı."))
        done = carrying.retry(self.actor, row)  # type: ignore[arg-type]
        return Response(ProcessShape(done).data, status.HTTP_200_OK)


class WorkflowStepShape(serializers.Serializer):
    position = serializers.IntegerField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=StepKind.choices)
    code_method = serializers.ChoiceField(choices=Method.choices)
    quorum = serializers.IntegerField()
    from_amount = serializers.DecimalField(max_digits=18, decimal_places=2)
    roles = serializers.ListField(child=serializers.ChoiceField(choices=Role.choices))
    deadline_hours = serializers.IntegerField(allow_null=True)
    warns = serializers.ListField(child=serializers.ChoiceField(choices=Channel.choices))
    informs = serializers.ListField(child=serializers.ChoiceField(choices=Channel.choices))


class WorkflowShape(StrictSerializer):
    """A card with the steps of its newest version; cards are written by people, in the portal."""

    id = serializers.IntegerField(source="pk")
    code = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.CharField()
    from_amount = serializers.DecimalField(max_digits=18, decimal_places=2)
    authority_code = serializers.IntegerField(source="authority_code_id", allow_null=True)
    is_active = serializers.BooleanField()
    version = serializers.SerializerMethodField(help_text="null: adımı yok, belge bekletmez.")
    steps = serializers.SerializerMethodField()

    def get_version(self, row: Workflow) -> int | None:
        found = workflows.current(row)
        return found.number if found else None

    @extend_schema_field(WorkflowStepShape(many=True))
    def get_steps(self, row: Workflow) -> Any:
        found = workflows.current(row)
        return WorkflowStepShape(found.steps.all() if found else [], many=True).data


class Workflows(WorkflowResource):
    can_add = can_change = can_delete = False
    actions = ()


class WorkflowViewSet(ResourceViewSet):
    resource = Workflows()
    serializer_class = WorkflowShape
