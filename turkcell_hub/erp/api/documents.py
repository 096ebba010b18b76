"""Documents for the ERP by program: list, take by a lease, say what came of each."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from turkcell_hub.api.fields import PhoneField
from turkcell_hub.api.serializers import StrictSerializer
from turkcell_hub.api.telling import told
from turkcell_hub.api.views import HubAPIView, ResourceViewSet
from turkcell_hub.erp import downloads
from turkcell_hub.erp.models import Document, DocumentLine
from turkcell_hub.erp.resources.documents import DocumentResource
from turkcell_hub.erp.services import taking
from turkcell_hub.erp.states import DocumentKind, DocumentState
from turkcell_hub.errors import NotFound

TAG = str(DocumentResource.title)


@extend_schema_serializer(component_name="ErpDocumentLine")
class LineShape(serializers.ModelSerializer):
    service_card = serializers.CharField(source="service_card.code")
    service_card_ref = serializers.CharField(source="service_card.erp_ref")
    project = serializers.CharField(source="project.code", default="")
    workplace = serializers.CharField(source="workplace.code", default="")

    number = PhoneField(help_text="Satırın hizmet numarası.")

    class Meta:
        model = DocumentLine
        fields = ("position", "service_card", "service_card_ref", "description", "quantity", "net",
                  "vat_rate", "vat", "vat_difference", "project", "workplace", "special_code",
                  "number")  # fmt: skip


@extend_schema_serializer(component_name="ErpDocument")
class DocumentShape(serializers.Serializer):
    """``in_doubt``: an earlier attempt ended without an answer; search in the ERP by ``number``
    and ``account`` before writing."""

    id = serializers.IntegerField(source="pk")
    key = serializers.UUIDField(help_text="Her denemede aynı kalan anahtar.")
    kind = serializers.ChoiceField(choices=DocumentKind.choices)
    state = serializers.ChoiceField(choices=DocumentState.choices)
    state_text = serializers.CharField(source="get_state_display")
    source_key = serializers.CharField()
    account = serializers.CharField(source="account.code")
    account_ref = serializers.CharField(source="account.erp_ref")
    number = serializers.CharField(help_text="ERP'deki fiş numarası.")
    document_number = serializers.CharField(help_text="Faturanın üzerindeki numara.")
    date = serializers.DateField()
    document_date = serializers.DateField()
    note = serializers.CharField()
    currency = serializers.CharField()
    total = serializers.DecimalField(max_digits=18, decimal_places=2)
    lines = LineShape(many=True)
    attempts = serializers.IntegerField()
    in_doubt = serializers.BooleanField()
    taken_by = serializers.CharField()
    lease_until = serializers.DateTimeField(allow_null=True)
    erp_ref = serializers.CharField()
    errors = serializers.ListField(child=serializers.CharField())  # type: ignore[assignment]
    created_at = serializers.DateTimeField()
    settled_at = serializers.DateTimeField(allow_null=True)


@extend_schema_serializer(component_name="ErpTakeInput")
class TakeInput(StrictSerializer):
    taker = serializers.CharField(max_length=150, help_text="Alan program: logo-aktarici-1.")
    count = serializers.IntegerField(default=10, min_value=1, max_value=taking.MOST)
    lease_seconds = serializers.IntegerField(
        default=300, min_value=taking.LEASES.start, max_value=taking.LEASES.stop - 1
    )


@extend_schema_serializer(component_name="ErpTaken")
class TakenShape(serializers.Serializer):
    results = DocumentShape(many=True)


@extend_schema_serializer(component_name="ErpPostedInput")
class PostedInput(StrictSerializer):
    erp_ref = serializers.CharField(max_length=64, help_text="ERP'deki kayıt numarası.")


@extend_schema_serializer(component_name="ErpRefusedInput")
class RefusedInput(StrictSerializer):
    errors = serializers.ListField(  # type: ignore[assignment]
        child=serializers.CharField(max_length=1000), min_length=1, max_length=50,
        help_text="ERP'nin bütün hata metinleri.",
    )  # fmt: skip


@extend_schema_serializer(component_name="ErpGiveBackInput")
class GiveBackInput(StrictSerializer):
    taker = serializers.CharField(max_length=150)


class Documents(DocumentResource):
    slug = "erp/documents"
    can_export = False

    def queryset(self, actor: Any) -> Any:
        rows = super().queryset(actor)
        return rows.prefetch_related("lines__service_card", "lines__project", "lines__workplace")


class DocumentViewSet(ResourceViewSet):
    resource = Documents()
    serializer_class = DocumentShape


def _document(actor: Any, pk: int) -> Document:
    row: Document | None = Documents().queryset(actor).filter(pk=pk).first()
    if row is None:
        raise NotFound(_("Kayıt bulunamadı."))
    return row


def _answer(view: HubAPIView, pk: int) -> Response:
    shape = DocumentShape(_document(view.actor, pk), context={"request": view.request})
    return Response(shape.data)


class TakeView(HubAPIView):
    """Documents for one taker, held until the lease ends."""

    rights = {"POST": taking.RIGHT}

    @told(
        "ERP belgesi: al",
        taking.RIGHT,
        tag=TAG,
        name="erp_documents_take",
        text="`taker` adına en çok `count` belge ayrılır; süre dolana kadar başkası alamaz. Aynı"
        " `taker` yeniden sorarsa elindekiler döner, iki kez alınmaz.",
        request=TakeInput,
        responses={200: TakenShape},
    )
    def post(self, request: Request) -> Response:
        shape = TakeInput(data=request.data)
        shape.is_valid(raise_exception=True)
        found = taking.take(self.actor, **shape.validated_data)  # type: ignore[arg-type]
        return Response(TakenShape({"results": found}, context={"request": request}).data)


class PostedView(HubAPIView):
    """The ERP has booked it."""

    rights = {"POST": taking.RIGHT}

    @told(
        "ERP belgesi: işlendi",
        taking.RIGHT,
        tag=TAG,
        name="erp_documents_posted",
        text="Aynı bildirim yinelenebilir. Süresi geçmiş belge için de geçerlidir.",
        request=PostedInput,
        responses={200: DocumentShape},
    )
    def post(self, request: Request, pk: int) -> Response:
        row = _document(self.actor, pk)
        shape = PostedInput(data=request.data)
        shape.is_valid(raise_exception=True)
        taking.posted(row, self.actor, **shape.validated_data)  # type: ignore[arg-type]
        return _answer(self, pk)


class RefusedView(HubAPIView):
    """The ERP would not book it."""

    rights = {"POST": taking.RIGHT}

    @told(
        "ERP belgesi: reddedildi",
        taking.RIGHT,
        tag=TAG,
        name="erp_documents_refused",
        text="ERP'nin verdiği bütün hata metinlerini gönderin.",
        request=RefusedInput,
        responses={200: DocumentShape},
    )
    def post(self, request: Request, pk: int) -> Response:
        row = _document(self.actor, pk)
        shape = RefusedInput(data=request.data)
        shape.is_valid(raise_exception=True)
        taking.refused(row, self.actor, **shape.validated_data)  # type: ignore[arg-type]
        return _answer(self, pk)


class GiveBackView(HubAPIView):
    """The taker has not written it and will not."""

    rights = {"POST": taking.RIGHT}

    @told(
        "ERP belgesi: geri ver",
        taking.RIGHT,
        tag=TAG,
        name="erp_documents_give_back",
        text="Yazılmadan bırakılan belge yeniden sıraya girer.",
        request=GiveBackInput,
        responses={200: DocumentShape},
    )
    def post(self, request: Request, pk: int) -> Response:
        row = _document(self.actor, pk)
        shape = GiveBackInput(data=request.data)
        shape.is_valid(raise_exception=True)
        taking.give_back(row, self.actor, **shape.validated_data)  # type: ignore[arg-type]
        return _answer(self, pk)


class XmlView(HubAPIView):
    """The document as Logo's import file."""

    rights = {"GET": "erp.document.view"}

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """The answer is a file; whatever the caller accepts, problems are JSON."""
        return super().perform_content_negotiation(request, force=True)

    @told(
        "ERP belgesi: Logo XML",
        "erp.document.view",
        tag=TAG,
        name="erp_documents_xml",
        text="Logo'nun içe aktarma biçiminde (PURCHASE_INVOICES ya da SALES_INVOICES).",
        responses={(200, "application/xml"): {"type": "string", "format": "binary"}},
    )
    def get(self, request: Request, pk: int) -> HttpResponse:
        row = _document(self.actor, pk)
        return downloads.logo_xml([row])
