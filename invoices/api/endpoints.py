"""Bills, matching tables and transfers over REST."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from invoices.api.audit import LineAuditView
from invoices.api.figures import CostsView, TransferPreviewShape, preview_of
from invoices.api.files import FileView, UploadView
from invoices.api.passwords import BillPasswordView, PasswordWishView
from invoices.api.questions import AskPreviewView, AskView
from invoices.matching import Unmatched
from invoices.models import DateChoice, MatchingTable
from invoices.permissions import TRANSFER, VIEW
from invoices.resources.bills import BillResource
from invoices.resources.tables import MatchingLineResource, MatchingTableResource
from invoices.resources.transfers import TransferResource
from invoices.services import transfers
from turkcell_hub.api.fields import ScopedRelatedField
from turkcell_hub.api.routers import register
from turkcell_hub.api.serializers import StrictSerializer
from turkcell_hub.api.telling import told
from turkcell_hub.api.views import HubAPIView, ResourceViewSet
from turkcell_hub.erp.models import Side
from turkcell_hub.errors import NotFound
from turkcell_hub.lib.phone import mask
from turkcell_hub.resources import Column

TAG = "bills"


class Bills(BillResource):
    slug = "bills"
    actions = tuple(one for one in BillResource.actions if one.rest)


class Tables(MatchingTableResource):
    slug = "matching_tables"
    actions = ()


class Lines(MatchingLineResource):
    slug = "matching_lines"
    actions = ()


class Transfers(TransferResource):
    slug = "bill_transfers"
    columns = tuple(
        Column("total", one.label, kind="money") if one.name == "total" else one
        for one in TransferResource.columns
    ) + (
        Column(
            "totals", _("Para birimine göre toplam"), kind="number", value=lambda row: row.amounts
        ),
    )
    actions = tuple(one for one in TransferResource.actions if one.rest)


class BillViewSet(ResourceViewSet):
    resource = Bills()


class TableViewSet(ResourceViewSet):
    resource = Tables()


class LineViewSet(ResourceViewSet):
    resource = Lines()


class TransferViewSet(ResourceViewSet):
    resource = Transfers()


class BilledNumberShape(serializers.Serializer):
    number = serializers.CharField()
    tariff = serializers.CharField()
    amount = serializers.DecimalField(max_digits=18, decimal_places=2)
    kdv = serializers.DecimalField(max_digits=18, decimal_places=2)
    oiv = serializers.DecimalField(max_digits=18, decimal_places=2)
    net = serializers.DecimalField(max_digits=18, decimal_places=2, allow_null=True)


class NumbersShape(serializers.Serializer):
    amount = serializers.DecimalField(
        max_digits=18, decimal_places=2, help_text="Faturanın tutarı: hatlar ve ortak kısım."
    )
    shared = serializers.DecimalField(
        max_digits=18, decimal_places=2, help_text="Hatlara bölünmeyen kısım."
    )
    results = BilledNumberShape(many=True)


class NumbersView(HubAPIView):
    """What each number of a bill owes (L-108)."""

    rights = {"GET": VIEW}

    @told(
        "Faturanın hatları",
        VIEW,
        tag=TAG,
        text="Faturadaki her hizmet numarasının tutarı. Hatların toplamı ile `shared`, kuruşu"
        " kuruşuna fatura tutarıdır.",
        name="bills_numbers",
        responses={200: NumbersShape},
    )
    def get(self, request: Request, pk: int) -> Response:
        bill = Bills().queryset(self.actor).filter(pk=pk).first()
        if bill is None:
            raise NotFound("Fatura bulunamadı.")
        rows = list(bill.numbers.order_by("number"))
        if not self.actor.can("personal.view"):
            for row in rows:
                row.number = mask(f"+90{row.number}")
        shared = bill.amount - sum(row.amount for row in rows)
        found = {"amount": bill.amount, "shared": shared, "results": rows}
        return Response(NumbersShape(found, context={"request": request}).data)


class TransferInput(StrictSerializer):
    table: Any = ScopedRelatedField(MatchingTable, help_text="Eşleştirme tablosu.")
    year = serializers.IntegerField(required=False, allow_null=True)
    month = serializers.IntegerField(
        required=False, allow_null=True, min_value=1, max_value=12, help_text="Yıl ile birlikte."
    )
    date_choice = serializers.ChoiceField(choices=DateChoice.choices, required=False)
    date = serializers.DateField(required=False, allow_null=True)
    merge = serializers.BooleanField(required=False, default=True)
    by_number = serializers.BooleanField(required=False)
    side = serializers.ChoiceField(
        choices=Side.choices,
        required=False,
        help_text="ISSUED: tablonun Verilen Hizmetler sekmesindeki numaralar carilerine kesilir.",
    )
    unmatched = serializers.ChoiceField(
        choices=[(one.value, one.value) for one in Unmatched], required=False
    )
    collect = serializers.BooleanField(
        required=False, default=False, help_text="Önce operatörün yeni faturaları alınır."
    )


class PreviewInput(TransferInput):
    collect = None


class StartedShape(serializers.Serializer):
    id = serializers.IntegerField()
    job = serializers.IntegerField(allow_null=True)
    state = serializers.CharField()


class StartView(HubAPIView):
    """Starts a run; its progress is the job's."""

    rights = {"POST": TRANSFER}

    @told(
        "Fatura aktarımı başlatma",
        TRANSFER,
        tag=TAG,
        text="Filtreye uyan ve daha önce aktarılmamış faturaları ERP belgelerine dönüştürür. Aynı"
        " anda bir aktarım çalışır; ikincisi 409 `transfer_running` alır.",
        name="bill_transfers_start",
        request=TransferInput,
        responses={202: StartedShape},
    )
    def post(self, request: Request) -> Response:
        shape = TransferInput(data=request.data, context={"request": request})
        shape.is_valid(raise_exception=True)
        given = dict(shape.validated_data)
        collect = given.pop("collect")
        chosen = transfers.options(self.actor, given)  # type: ignore[arg-type]
        row = transfers.start(self.actor, chosen, collect=collect)  # type: ignore[arg-type]
        return Response({"id": row.pk, "job": row.job_id, "state": row.state}, status=202)


class PreviewView(HubAPIView):
    """The four cases side by side (L-107 … L-113); nothing is written."""

    rights = {"POST": TRANSFER}

    @told(
        "Fatura aktarımı ön izlemesi",
        TRANSFER,
        tag=TAG,
        text="Başlatmanın filtresiyle dört yol yan yana: belge, satır ve toplam, aktarımı"
        " durduranlar. Hiçbir şey yazılmaz; `collect` burada geçmez.",
        name="bill_transfers_preview",
        request=PreviewInput,
        responses={200: TransferPreviewShape},
    )
    def post(self, request: Request) -> Response:
        shape = PreviewInput(data=request.data, context={"request": request})
        shape.is_valid(raise_exception=True)
        return Response(preview_of(self.actor, dict(shape.validated_data)))


def register_views() -> None:
    register(BillViewSet)
    register(NumbersView, "bills/<int:pk>/numbers/")
    register(FileView, "bills/<int:pk>/file/")
    register(UploadView, "bills/upload/")
    register(LineAuditView, "line_audit/")
    register(BillPasswordView, "bill_password/")
    register(PasswordWishView, "bill_password/requests/")
    register(AskView, "line_questions/")
    register(AskPreviewView, "line_questions/preview/")
    register(TableViewSet)
    register(LineViewSet)
    register(TransferViewSet)
    register(StartView, "bill_transfers/start/")
    register(PreviewView, "bill_transfers/preview/")
    register(CostsView, "bill_costs/")
