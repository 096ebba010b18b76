"""Kara liste, gelen mesajlar, gönderici adları, bakiye."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from messaging.api import shapes
from messaging.api.filters import BlacklistNumberFilter
from messaging.api.words import told
from messaging.models import BlacklistEntry, BlacklistOrigin
from messaging.resources import BlacklistResource, InboundResource, PastReportResource
from messaging.services import blacklist
from turkcell_hub.api.views import HubAPIView, ResourceViewSet
from turkcell_hub.billing.selectors import wallets
from turkcell_hub.errors import NotFound
from turkcell_hub.ledger import selectors as ledger
from turkcell_hub.ledger.models import Kind
from turkcell_hub.resources import Column, Resource
from turkcell_hub.tenancy.models import SenderTitle


class Blacklist(BlacklistResource):
    filterset = BlacklistNumberFilter

    def create(self, actor: Any, data: Mapping[str, Any]) -> BlacklistEntry:
        return blacklist.add(actor, data, origin=BlacklistOrigin.API)


class BlacklistViewSet(ResourceViewSet):
    resource = Blacklist()
    serializer_class = shapes.BlacklistShape
    with_bulk = True


class BlacklistRemoveView(HubAPIView):
    """Taking a number off the list needs a reason (S-070)."""

    rights = {"POST": "messaging.blacklist.delete"}

    @told(
        "Kara listeden çıkar",
        "messaging.blacklist.delete",
        tag=str(BlacklistResource.title),
        text="Neden çıkarıldığı işlem geçmişine yazılır.",
        name="blacklist_remove",
        request=shapes.ReasonInput,
        responses={204: None},
    )
    def post(self, request: Request, pk: int) -> Response:
        row = Blacklist().queryset(self.actor).filter(pk=pk).first()
        if row is None:
            raise NotFound(_("Kayıt bulunamadı."))
        shape = shapes.ReasonInput(data=request.data)
        shape.is_valid(raise_exception=True)
        blacklist.remove(self.actor, row, **shape.validated_data)  # type: ignore[arg-type]
        return Response(status=status.HTTP_204_NO_CONTENT)


class Inbound(InboundResource):
    slug = "inbound_messages"


class InboundViewSet(ResourceViewSet):
    resource = Inbound()
    serializer_class = shapes.InboundShape


class PastReports(PastReportResource):
    slug = "past_reports"


class PastReportViewSet(ResourceViewSet):
    """What another panel had sent; see `imports/` with `kind=past_reports`."""

    resource = PastReports()
    serializer_class = shapes.PastReportShape


class Senders(Resource):
    """The names that a message may come from (L-013, L-075)."""

    slug = "senders"
    model = SenderTitle
    title = _("Gönderici Adları")
    singular = _("Gönderici Adı")
    rights = "tenancy.sender"
    columns = (Column("title", _("Gönderici kısa tanımı"), order_by="title"),)
    ordering = ("title",)

    def queryset(self, actor: Any) -> QuerySet[Any]:
        rows = SenderTitle.objects.filter(is_active=True, account__is_active=True)
        return rows.select_related("account")


class SenderViewSet(ResourceViewSet):
    resource = Senders()
    serializer_class = shapes.SenderShape


class BalanceShape(serializers.Serializer):
    kind = serializers.ChoiceField(choices=Kind.choices)
    total = serializers.IntegerField(help_text="Yüklenen.")
    spent = serializers.IntegerField(help_text="Harcanan (iadeler düşülmüş).")
    remaining = serializers.IntegerField(help_text="Kalan.")


class BalanceView(HubAPIView):
    """What SMS are sent from: bought credits, or a postpaid firm's monthly limit."""

    rights = {"GET": "messaging.balance.view"}

    @told(
        "Bakiye",
        "messaging.balance.view",
        tag=str(_("Bakiye")),
        name="balance",
        responses={200: BalanceShape},
    )
    def get(self, request: Request) -> Response:
        kind = wallets.kind_of(self.actor.firm_id)
        found = ledger.summary(self.actor.firm_id, kind)
        return Response(
            {
                "kind": kind,
                "total": found.total,
                "spent": found.spent,
                "remaining": found.remaining,
            }
        )
