"""Packages with today's prices, and orders of them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from turkcell_hub.api.serializers import StrictSerializer
from turkcell_hub.api.views import HubAPIView, ResourceViewSet
from turkcell_hub.billing.goods import CREDIT
from turkcell_hub.billing.models import PACKAGES, Order, OrderState, PaymentMethod
from turkcell_hub.billing.resources import OrderResource
from turkcell_hub.billing.selectors import shop
from turkcell_hub.billing.services import orders
from turkcell_hub.errors import HubError, NotFound

TAG = "Kredi Siparişleri"


class PackageShape(serializers.Serializer):
    credits = serializers.ChoiceField(choices=list(PACKAGES))
    net = serializers.DecimalField(max_digits=12, decimal_places=2, allow_null=True)
    vat_rate = serializers.DecimalField(max_digits=5, decimal_places=2, allow_null=True)
    gross = serializers.DecimalField(max_digits=12, decimal_places=2, allow_null=True)
    valid_from = serializers.DateField(allow_null=True, help_text="null: bugün satılmıyor.")


class PackagesShape(serializers.Serializer):
    results = PackageShape(many=True)


class PackagesView(HubAPIView):
    """The five packages with today's price."""

    rights = {"GET": "billing.price.view"}

    @extend_schema(
        summary="Paketler ve bugünkü fiyatları",
        description="Gereken yetki: `billing.price.view`.",
        tags=[TAG],
        operation_id="packages_list",
        responses={200: PackagesShape},
    )
    def get(self, request: Request) -> Response:
        rows = [
            {
                "credits": offer.credits,
                "net": offer.price and offer.price.net,
                "vat_rate": offer.price and offer.price.vat_rate,
                "gross": offer.price and offer.price.gross,
                "valid_from": offer.price and offer.price.valid_from,
            }
            for offer in shop.offers()
        ]
        return Response(PackagesShape({"results": rows}).data)


class OrderShape(serializers.ModelSerializer):
    state_text = serializers.CharField(source="get_state_display")
    payment_page = serializers.SerializerMethodField(
        help_text="Kartla ödenecek siparişin ödeme sayfası; başka durumda null."
    )

    class Meta:
        model = Order
        fields = (
            "id", "reference", "credits", "net", "vat_rate", "vat", "gross", "price_from", "method",
            "state", "state_text", "note", "payment_page", "created_at", "expires_at", "closed_at",
        )  # fmt: skip

    def get_payment_page(self, order: Order) -> str | None:
        actor: Any = self.context["request"].user
        waits = order.state == OrderState.WAITING and order.method == PaymentMethod.CARD
        if not waits or not actor.can("billing.order.add"):
            return None
        try:
            return orders.payment_page(actor, order)
        except HubError:
            return None


class OrderInput(StrictSerializer):
    credits = serializers.IntegerField(help_text="1000, 5000, 10000, 50000 ya da 100000.")
    method = serializers.ChoiceField(choices=PaymentMethod.choices)


class Orders(OrderResource):
    """REST nouns are written with an underscore; moves have addresses of their own."""

    slug = "credit_orders"
    actions = ()  # type: ignore[assignment]

    def queryset(self, actor: Any) -> QuerySet[Any]:
        return super().queryset(actor).filter(goods=CREDIT)


class OrderViewSet(ResourceViewSet):
    resource = Orders()
    serializer_class = OrderShape
    write_serializer_class = OrderInput


class CancelView(HubAPIView):
    """Takes back an unpaid order."""

    empty_body = True
    rights = {"POST": "billing.order.add"}

    @extend_schema(
        summary="Kredi siparişi: iptal et",
        description="Yalnız ödeme bekleyen sipariş. Gereken yetki: `billing.order.add`.",
        tags=[TAG],
        operation_id="credit_orders_cancel",
        request=None,
        responses={200: OrderShape},
    )
    def post(self, request: Request, pk: int) -> Response:
        order = Order.objects.filter(pk=pk, goods=CREDIT).first()
        if order is None:
            raise NotFound(_("Kayıt bulunamadı."))
        done = orders.cancel(self.actor, order)  # type: ignore[arg-type]
        return Response(OrderShape(done, context={"request": request}).data)
