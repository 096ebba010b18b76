"""Dealers over REST: list, add, change, and what they may use (S-055)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from iys_consent.api.consents import TAG
from iys_consent.models import Channel, ConsentRecord, Dealer, RecipientType
from iys_consent.permissions import DEALER_ACCESS
from iys_consent.resources.dealers import DealerResource
from iys_consent.rules import readable_address
from iys_consent.services import dealer_access, dealers, proposals
from turkcell_hub.api.routers import register
from turkcell_hub.api.serializers import StrictSerializer
from turkcell_hub.api.telling import told
from turkcell_hub.api.views import HubAPIView, ResourceViewSet
from turkcell_hub.errors import NotFound

MOST = 1000
_CODE = {"required": False, "allow_null": True, "min_value": 10_000_000, "max_value": 99_999_999}


class DealerShape(serializers.ModelSerializer):
    brand = serializers.CharField(source="brand.code", help_text="Marka kodu.")
    state_text = serializers.CharField(source="get_state_display")

    class Meta:
        model = Dealer
        fields = (
            "id", "brand", "code", "title", "alias", "contact", "city_name", "town_name", "status",
            "state", "state_text", "contract_from", "contract_until", "error", "listed_at",
        )  # fmt: skip


class _OwnFields(StrictSerializer):
    alias = serializers.CharField(max_length=255, required=False, allow_blank=True)
    contract_from = serializers.DateField(required=False, allow_null=True)
    contract_until = serializers.DateField(
        required=False, allow_null=True, help_text="Bu günden sonra bayi adına gönderilmez."
    )


@extend_schema_serializer(component_name="DealerChangeInput")
class DealerChangeInput(_OwnFields):
    """What İYS holds is taken only while it has refused the dealer."""

    title = serializers.CharField(max_length=255, required=False)
    contact = serializers.CharField(max_length=255, required=False, allow_blank=True)
    mersis = serializers.CharField(max_length=20, required=False, allow_blank=True)
    tax_number = serializers.CharField(max_length=14, required=False, allow_blank=True)
    mobile = serializers.CharField(max_length=20, required=False, allow_blank=True)


@extend_schema_serializer(component_name="DealerInput")
class DealerInput(_OwnFields):
    brand = serializers.CharField(max_length=20, help_text="Marka kodu (İYS'deki).")
    title = serializers.CharField(max_length=255, help_text="Ticaret unvanı.")
    code = serializers.IntegerField(
        **_CODE, help_text="İYS'de kayıtlıysa sekiz haneli kodu; boşsa İYS'ye kaydedilir."
    )
    contact = serializers.CharField(max_length=255, required=False, allow_blank=True)
    mersis = serializers.CharField(max_length=20, required=False, allow_blank=True)
    tax_number = serializers.CharField(max_length=14, required=False, allow_blank=True)
    mobile = serializers.CharField(max_length=20, required=False, allow_blank=True)


@extend_schema_serializer(component_name="DealerAccessInput")
class AccessInput(StrictSerializer):
    opened = serializers.BooleanField(help_text="true: bayiye aç; false: kapat.")
    channel = serializers.ChoiceField(choices=Channel.choices, default=Channel.MESSAGE.value)
    recipient_type = serializers.ChoiceField(
        choices=RecipientType.choices, default=RecipientType.INDIVIDUAL.value
    )
    recipients = serializers.ListField(
        child=serializers.CharField(max_length=265), min_length=1, max_length=MOST,
        help_text="Telefonlar ya da e-posta adresleri, en çok 1.000.",
    )  # fmt: skip


class AccessShape(serializers.Serializer):
    changed = serializers.IntegerField(help_text="Durumu değişen izin sayısı.")


class Dealers(DealerResource):
    actions: ClassVar[Any] = ()

    def create(self, actor: Any, data: Mapping[str, Any]) -> Dealer:
        given = dict(data)
        return dealers.add(actor, proposals.brand_of(actor, given.pop("brand")), given)


class DealerViewSet(ResourceViewSet):
    resource = Dealers()
    serializer_class = DealerShape
    write_serializer_class = DealerInput

    def get_write_class(self) -> type[BaseSerializer[Any]] | None:
        return DealerChangeInput if self.action == "partial_update" else DealerInput

    def read_input(self, given: Any, row: Any | None = None) -> Mapping[str, Any]:
        if row is None:
            return super().read_input(given)
        shape = DealerChangeInput(data=given, partial=True)
        shape.is_valid(raise_exception=True)
        return shape.validated_data  # type: ignore[no-any-return]


class AccessView(HubAPIView):
    """Which consents a dealer may use. İYS is told by the outbox."""

    rights = {"POST": DEALER_ACCESS}

    @told(
        "Bayiye izin aç ya da kapat",
        DEALER_ACCESS,
        tag=TAG,
        text="Açılan izinler İYS kaydından sonra bayi adına kullanılabilir; kapatılanlar hemen"
        " kullanılamaz olur. Onayı olmayan alıcılar atlanır.",
        name="dealers_access",
        request=AccessInput,
        responses={200: AccessShape},
    )
    def post(self, request: Request, pk: int) -> Response:
        dealer = Dealers().queryset(self.actor).filter(pk=pk).first()
        if dealer is None:
            raise NotFound(_("Bayi bulunamadı."))
        shape = AccessInput(data=request.data)
        shape.is_valid(raise_exception=True)
        asked = shape.validated_data
        read = [readable_address(one) for one in asked["recipients"]]
        records = ConsentRecord.objects.filter(
            channel=asked["channel"],
            recipient_type=asked["recipient_type"],
            recipient__in=[one[1] for one in read if one],
        )
        do = dealer_access.give if asked["opened"] else dealer_access.take
        return Response({"changed": do(self.actor, dealer, records)})  # type: ignore[arg-type]


def register_all() -> None:
    """Called once, from ``IysConsentConfig.ready``."""
    register(DealerViewSet)
    register(AccessView, "dealers/<int:pk>/access/")
