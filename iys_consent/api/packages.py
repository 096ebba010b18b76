"""İLETİ packages, their orders and the brands' authorisations over REST."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiParameter, extend_schema_serializer
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from iys_consent import catalogue
from iys_consent.catalogue import Addresses
from iys_consent.models import BrandAuthorisation, Package
from iys_consent.permissions import PACKAGES
from iys_consent.resources.packages import PackageResource
from iys_consent.resources.partners import AuthorisationResource
from iys_consent.selectors import addresses
from iys_consent.services import packages
from turkcell_hub.api.routers import register
from turkcell_hub.api.serializers import StrictSerializer
from turkcell_hub.api.telling import told
from turkcell_hub.api.views import HubAPIView, ResourceViewSet
from turkcell_hub.billing.api.orders import OrderShape
from turkcell_hub.billing.models import PaymentMethod
from turkcell_hub.billing.selectors import shop
from turkcell_hub.errors import Invalid, NotFound

TAG = "İYS Paketleri"


class PackageOfferShape(serializers.Serializer):
    size = serializers.ChoiceField(choices=list(catalogue.SIZES))
    name = serializers.CharField()
    net = serializers.DecimalField(max_digits=12, decimal_places=2, allow_null=True)
    vat_rate = serializers.DecimalField(max_digits=5, decimal_places=2, allow_null=True)
    gross = serializers.DecimalField(
        max_digits=12, decimal_places=2, allow_null=True,
        help_text="KDV dahil; 0 ücretsiz, null bugün satılmıyor.",
    )  # fmt: skip
    recommended = serializers.BooleanField(help_text="Adres sayısına yeten en küçük paket.")


class CatalogueShape(serializers.Serializer):
    phones = serializers.IntegerField()
    emails = serializers.IntegerField()
    address_count = serializers.IntegerField(help_text="İkisinden büyük olanı.")
    results = PackageOfferShape(many=True)


class CatalogueView(HubAPIView):
    """The seven packages with today's price, and the one that fits."""

    rights = {"GET": PACKAGES}
    query_parameters = ("phones", "emails")

    @told(
        "İLETİ paketleri ve size uyanı",
        PACKAGES,
        tag=TAG,
        text="Adres sayıları verilmezse firmanın kendi onaylı kayıtları sayılır.",
        name="iys_package_offers",
        parameters=[
            OpenApiParameter("phones", int, description="Onaylı telefon sayısı."),
            OpenApiParameter("emails", int, description="Onaylı e-posta sayısı."),
        ],
        responses={200: CatalogueShape},
    )
    def get(self, request: Request) -> Response:
        own = addresses.of_firm(self.actor.firm_id)
        asked = Addresses(
            _count(request, "phones", own.phones), _count(request, "emails", own.emails)
        )
        wanted = catalogue.recommended(asked)
        rows = [
            {
                "size": offer.credits,
                "name": catalogue.name_of(offer.credits),
                "net": offer.price and offer.price.net,
                "vat_rate": offer.price and offer.price.vat_rate,
                "gross": offer.price and offer.price.gross,
                "recommended": offer.credits == wanted,
            }
            for offer in shop.offers(of=packages.GOODS)
        ]
        body = {"phones": asked.phones, "emails": asked.emails,
                "address_count": asked.for_package, "results": rows}  # fmt: skip
        return Response(CatalogueShape(body).data)


@extend_schema_serializer(component_name="IysPackage")
class PackageShape(serializers.ModelSerializer):
    state_text = serializers.CharField(source="get_state_display")
    order = OrderShape(allow_null=True, help_text="Ücretli paketin siparişi.")

    class Meta:
        model = Package
        fields = (
            "id", "name", "size", "state", "state_text", "net", "vat_rate", "gross", "order",
            "starts_on", "ends_on", "agreed_at", "note",
        )  # fmt: skip


@extend_schema_serializer(component_name="IysPackageInput")
class PackageInput(StrictSerializer):
    size = serializers.IntegerField(help_text="5000, 25000, … 1000000.")
    agreed = serializers.BooleanField(help_text="Sözleşme metni okundu ve onaylandı: true.")


@extend_schema_serializer(component_name="IysPackagePayment")
class PaymentInput(StrictSerializer):
    method = serializers.ChoiceField(choices=PaymentMethod.choices)


class Packages(PackageResource):
    """Moves have addresses of their own; an Admin approves in the portal."""

    slug = "iys_packages"
    can_add = True
    actions = ()  # type: ignore[assignment]

    def queryset(self, actor: Any) -> Any:
        return super().queryset(actor).select_related("order")

    def create(self, actor: Any, data: Mapping[str, Any]) -> Package:
        return packages.choose(actor, data["size"], data["agreed"])


class PackageViewSet(ResourceViewSet):
    resource = Packages()
    serializer_class = PackageShape
    write_serializer_class = PackageInput


class PayView(HubAPIView):
    """The order of a package that waits for its money."""

    rights = {"POST": packages.BUY}

    @told(
        "İLETİ paketi: ödeme yolunu seç",
        packages.BUY,
        tag=TAG,
        text="Kartla `order.payment_page` adresinde ödenir; havalede açıklamaya sipariş kodu"
        " (`reference` alanının ilk sekiz hanesi, büyük harfle) ve firma unvanı yazılır. Ödenen"
        " paket Admin onayını bekler.",
        name="iys_packages_pay",
        request=PaymentInput,
        responses={200: PackageShape},
    )
    def post(self, request: Request, pk: int) -> Response:
        package = _package(pk)
        shape = PaymentInput(data=request.data)
        shape.is_valid(raise_exception=True)
        packages.pay_by(self.actor, package, shape.validated_data["method"])  # type: ignore[arg-type]
        body = PackageShape(_package(pk), context={"request": request}).data
        return Response(body, status.HTTP_200_OK)


class CancelView(HubAPIView):
    """Takes back a package that is not paid."""

    empty_body = True
    rights = {"POST": packages.BUY}

    @told(
        "İLETİ paketi: vazgeç",
        packages.BUY,
        tag=TAG,
        name="iys_packages_cancel",
        responses={200: PackageShape},
    )
    def post(self, request: Request, pk: int) -> Response:
        packages.cancel(self.actor, _package(pk))  # type: ignore[arg-type]
        return Response(PackageShape(_package(pk), context={"request": request}).data)


@extend_schema_serializer(component_name="BrandAuthorisation")
class AuthorisationShape(serializers.ModelSerializer):
    brand = serializers.CharField(source="brand.code", help_text="Marka kodu.")
    supplier = serializers.CharField(source="supplier.name")
    role_text = serializers.CharField(source="get_role_display")

    class Meta:
        model = BrandAuthorisation
        fields = (
            "id", "brand", "role", "role_text", "supplier", "channels", "given_at", "given_by",
            "ended_at",
        )  # fmt: skip


class Authorisations(AuthorisationResource):
    """Read alone: giving a stranger access to people's data is for a person."""

    slug = "brand_authorisations"
    title = gettext_lazy("Marka Yetkileri")
    actions = ()  # type: ignore[assignment]


class AuthorisationViewSet(ResourceViewSet):
    resource = Authorisations()
    serializer_class = AuthorisationShape


def register_all() -> None:
    """Called once, from ``IysConsentConfig.ready``."""
    register(PackageViewSet)
    register(AuthorisationViewSet)
    register(CatalogueView, "iys_package_offers/")
    register(PayView, "iys_packages/<int:pk>/pay/")
    register(CancelView, "iys_packages/<int:pk>/cancel/")


def _package(pk: int) -> Package:
    found: Package | None = Package.objects.select_related("order").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("Paket bulunamadı."))
    return found


def _count(request: Request, name: str, default: int) -> int:
    raw = request.query_params.get(name)
    if raw is None:
        return default
    if not (raw.isascii() and raw.isdigit() and len(raw) < 10):
        raise Invalid(_("Sıfır ya da büyük bir tam sayı gönderin."), field=name)
    return int(raw)
