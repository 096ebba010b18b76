"""Memberships over REST: state, papers, uploads, sending. Scans are read by people alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers, status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from turkcell_hub.api.routers import register
from turkcell_hub.api.serializers import StrictSerializer
from turkcell_hub.api.telling import told
from turkcell_hub.api.views import HubAPIView, ResourceViewSet
from turkcell_hub.billing.models import PaymentType
from turkcell_hub.errors import NotFound
from turkcell_hub.membership import checklist, permissions
from turkcell_hub.membership.models import Dossier, DossierEvent, PaperFile
from turkcell_hub.membership.resources import MembershipResource
from turkcell_hub.membership.services import dossiers, lacking, uploads
from turkcell_hub.membership.states import WITH_APPLICANT

TAG = str(MembershipResource.title)
_SHIPPING = ("has_corporate_line", "corporate_line", "courier", "tracking_number", "shipped_on")


class FileShape(serializers.ModelSerializer):
    """A scan without its content."""

    class Meta:
        model = PaperFile
        fields = (
            "id", "name", "content_type", "size", "pages", "issued_on", "sha256", "state", "reason",
            "uploaded_at",
        )  # fmt: skip


class DocumentShape(serializers.Serializer):
    """One line of the checklist."""

    code = serializers.CharField(source="item.code")
    name = serializers.CharField(source="item")
    optional = serializers.BooleanField(source="item.is_optional")
    identity = serializers.BooleanField(source="item.identity")
    files = FileShape(many=True)
    ticks = serializers.SerializerMethodField()
    missing = serializers.ListField(child=serializers.CharField())
    warnings = serializers.ListField(child=serializers.CharField())
    open = serializers.BooleanField(source="takes_files")

    @extend_schema_field(serializers.DictField(child=serializers.BooleanField()))
    def get_ticks(self, line: checklist.Line) -> dict[str, bool]:
        return {tick.code: is_on for tick, is_on in line.ticks}


class MembershipEventShape(serializers.ModelSerializer):
    class Meta:
        model = DossierEvent
        fields = ("state", "by_label", "note", "at")


class MembershipRow(serializers.ModelSerializer):
    state_text = serializers.CharField(source="get_state_display")

    class Meta:
        model = Dossier
        fields = (
            "id", "reference", "programme", "state", "state_text", "step", "payment_type", "kind",
            "legal_name", "created_at", "sent_at", "ended_at",
        )  # fmt: skip


class MembershipShape(MembershipRow):
    documents = serializers.SerializerMethodField()
    lacks = serializers.SerializerMethodField()
    events = MembershipEventShape(many=True)

    class Meta(MembershipRow.Meta):
        fields = (
            *MembershipRow.Meta.fields, "answers", "tax_office", "address", "officer",
            "officer_title", "phone", "email", "paper_day", *_SHIPPING, "lacks", "documents",
            "events",
        )  # fmt: skip

    @extend_schema_field(DocumentShape(many=True))
    def get_documents(self, row: Dossier) -> Any:
        return DocumentShape(checklist.of(row).lines, many=True).data

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_lacks(self, row: Dossier) -> list[str]:
        return lacking.of(row) if row.state in WITH_APPLICANT else []


class MembershipInput(StrictSerializer):
    payment_type = serializers.ChoiceField(choices=PaymentType.choices)
    kind = serializers.CharField(max_length=30, help_text="Kurum türünün kodu; örneğin BELEDIYE.")
    answers = serializers.DictField(
        required=False, help_text="Türün sorularına yanıtlar; örneğin OZEL_HASTANE: true."
    )
    legal_name = serializers.CharField(max_length=200)
    tax_number = serializers.CharField(max_length=14, help_text="VKN (10) ya da TCKN (11 hane).")
    tax_office = serializers.CharField(max_length=80, required=False, allow_blank=True)
    address = serializers.CharField(max_length=300)
    officer = serializers.CharField(max_length=120)
    officer_title = serializers.CharField(max_length=80, required=False, allow_blank=True)
    phone = serializers.CharField(max_length=30)
    email = serializers.EmailField(max_length=254)
    paper_day = serializers.DateField(required=False, allow_null=True)
    has_corporate_line = serializers.BooleanField(required=False)
    corporate_line = serializers.CharField(max_length=30, required=False, allow_blank=True)
    courier = serializers.CharField(max_length=60, required=False, allow_blank=True)
    tracking_number = serializers.CharField(max_length=40, required=False, allow_blank=True)
    shipped_on = serializers.DateField(required=False, allow_null=True)


class DocumentInput(StrictSerializer):
    """A scan, ticks, or both."""

    paper = serializers.CharField(max_length=40, help_text="Belgenin kodu; örneğin KIMLIK.")
    file = serializers.FileField(required=False, allow_empty_file=True)
    replaces = serializers.IntegerField(required=False, help_text="Geri verilen dosyanın kimliği.")
    ticks = serializers.ListField(child=serializers.CharField(max_length=40), required=False)
    issued_on = serializers.DateField(required=False, help_text="Belgenin üzerindeki tarih.")


class Memberships(MembershipResource):
    can_add = can_change = True

    def create(self, actor: Any, data: Mapping[str, Any]) -> Dossier:
        with transaction.atomic():
            return self.update(actor, dossiers.begin(actor), data)

    def update(self, actor: Any, row: Dossier, data: Mapping[str, Any]) -> Dossier:
        given = dict(data)
        shipping = {name: given.pop(name) for name in _SHIPPING if name in given}
        with transaction.atomic():
            if given:
                row = dossiers.fill(actor, row, given)
            return dossiers.ship(actor, row, shipping) if shipping else row


class MembershipViewSet(ResourceViewSet):
    resource = Memberships()
    write_serializer_class = MembershipInput

    def get_read_class(self) -> Any:
        return MembershipRow if self.action == "list" else MembershipShape


def _dossier(pk: int) -> Dossier:
    found: Dossier | None = Dossier.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound(_("Kayıt bulunamadı."))
    return found


class DocumentsView(HubAPIView):
    """The checklist of a membership, and what is brought for it."""

    rights = {"GET": permissions.VIEW, "POST": permissions.CHANGE}
    parser_classes = (MultiPartParser,)

    @told(
        "Üyelik dosyası: belgeler",
        permissions.VIEW,
        tag=TAG,
        name="memberships_documents",
        text="Kurum türünün belge listesi; eksikler, yüklenen dosyalar ve incelemenin sonucu.",
        responses={200: DocumentShape(many=True)},
    )
    def get(self, request: Request, pk: int) -> Response:
        return Response(DocumentShape(checklist.of(_dossier(pk)).lines, many=True).data)

    @told(
        "Üyelik dosyası: belge yükle",
        permissions.CHANGE,
        tag=TAG,
        name="memberships_documents_add",
        text="Bir taramayı, belgenin işaretlerini ya da ikisini birlikte alır. Türü içeriğinden"
        " anlaşılır: PDF, JPEG, PNG. Geri verilmiş dosyada yalnız geri verilen belgeler alınır"
        " (409 `paper_closed`).",
        request={"multipart/form-data": DocumentInput},
        responses={200: DocumentShape(many=True)},
    )
    def post(self, request: Request, pk: int) -> Response:
        row = _dossier(pk)
        shape = DocumentInput(data=request.data)
        shape.is_valid(raise_exception=True)
        given = shape.validated_data
        with transaction.atomic():
            if "ticks" in given:
                uploads.tick(self.actor, row, given["paper"], given["ticks"])  # type: ignore[arg-type]
            if "file" in given:
                uploads.attach(
                    self.actor,  # type: ignore[arg-type]
                    row, given["paper"], given["file"], given.get("replaces"),
                    given.get("issued_on"),
                )  # fmt: skip
        return Response(DocumentShape(checklist.of(_dossier(pk)).lines, many=True).data)


class SubmitView(HubAPIView):
    """Gives the file to the reviewer."""

    empty_body = True
    rights = {"POST": permissions.CHANGE}

    @told(
        "Üyelik dosyası: gönder",
        permissions.CHANGE,
        tag=TAG,
        name="memberships_submit",
        text="Eksik varsa 409 `membership_incomplete`; extra içinde missing.",
        responses={200: MembershipShape},
    )
    def post(self, request: Request, pk: int) -> Response:
        done = dossiers.submit(self.actor, _dossier(pk))  # type: ignore[arg-type]
        return Response(
            MembershipShape(done, context={"request": request}).data, status.HTTP_200_OK
        )


def register_all() -> None:
    """Called once, from ``MembershipConfig.ready``."""
    register(MembershipViewSet)
    register(DocumentsView, "memberships/<int:pk>/documents/")
    register(SubmitView, "memberships/<int:pk>/submit/")
