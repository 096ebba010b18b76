"""İYS asks the citizen (ViA), over REST: start, state, code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from iys_consent.api.consents import TAG
from iys_consent.api.shapes import AddressField
from iys_consent.models import Channel, RecipientType, ViaConsent, ViaWay
from iys_consent.queue_rights import VIA_ADD
from iys_consent.resources.via import ACTIONS, ViaResource
from iys_consent.services import proposals, via
from turkcell_hub.api.routers import register
from turkcell_hub.api.serializers import StrictSerializer
from turkcell_hub.api.telling import told
from turkcell_hub.api.views import HubAPIView, ResourceViewSet
from turkcell_hub.errors import NotFound


class ViaShape(serializers.ModelSerializer):
    brand = serializers.CharField(source="brand.code", help_text="Marka kodu.")
    recipient = AddressField(help_text="Yetki yoksa maskelenir.")
    state_text = serializers.CharField(source="get_state_display")

    class Meta:
        model = ViaConsent
        fields = (
            "id", "brand", "recipient", "recipient_type", "channels", "way", "state", "state_text",
            "code", "text", "tries", "request_id", "expires_at", "created_at", "finished_at",
        )  # fmt: skip


@extend_schema_serializer(component_name="ViaConsentInput")
class ViaInput(StrictSerializer):
    brand = serializers.CharField(max_length=20, help_text="Marka kodu (İYS'deki).")
    recipient = serializers.CharField(max_length=265, help_text="Telefon ya da e-posta.")
    recipient_type = serializers.ChoiceField(
        choices=RecipientType.choices, default=RecipientType.INDIVIDUAL.value
    )
    channels = serializers.ListField(
        child=serializers.ChoiceField(choices=Channel.choices), min_length=1, max_length=3
    )
    way = serializers.ChoiceField(
        choices=[(one.value, one.value) for one in ViaWay],
        default=ViaWay.CODE.value,
        help_text="KOD: alıcı kodu size söyler. BAGLANTI: bağlantıyı kendisi açar.",
    )
    first_name = serializers.CharField(max_length=60, required=False, allow_blank=True)
    last_name = serializers.CharField(max_length=60, required=False, allow_blank=True)


@extend_schema_serializer(component_name="ViaCodeInput")
class CodeInput(StrictSerializer):
    code = serializers.CharField(max_length=12, help_text="Alıcının söylediği kod.")


class Questions(ViaResource):
    slug = "via_consents"
    actions: ClassVar[Any] = tuple(one for one in ACTIONS if one.rest)

    def create(self, actor: Any, data: Mapping[str, Any]) -> ViaConsent:
        given = dict(data)
        brand = proposals.brand_of(actor, given.pop("brand"))
        return via.start(actor, {**given, "brand": brand, "address": given.pop("recipient")})


class ViaViewSet(ResourceViewSet):
    resource = Questions()
    serializer_class = ViaShape
    write_serializer_class = ViaInput


class ConfirmView(HubAPIView):
    """The code goes to İYS while the caller waits, so no key makes it once: İYS itself does."""

    rights = {"POST": VIA_ADD}
    idempotent = False

    @told(
        "ViA onayı: kodu doğrula",
        VIA_ADD,
        tag=TAG,
        text="Alıcının söylediği kod İYS'ye verilir. Kod hiçbir yerde saklanmaz. Yanlış kod, dolan"
        " süre ve biten deneme hakkı `code` alanında söylenir.",
        name="via_consents_confirm",
        request=CodeInput,
        responses={200: ViaShape},
    )
    def post(self, request: Request, pk: int) -> Response:
        row = Questions().queryset(self.actor).filter(pk=pk).first()
        if row is None:
            raise NotFound(_("İzin bulunamadı."))
        shape = CodeInput(data=request.data)
        shape.is_valid(raise_exception=True)
        done = via.confirm(self.actor, row, shape.validated_data["code"])  # type: ignore[arg-type]
        return Response(ViaShape(done, context={"request": request}).data, status.HTTP_200_OK)


def register_all() -> None:
    """Called once, from ``IysConsentConfig.ready``."""
    register(ViaViewSet)
    register(ConfirmView, "via_consents/<int:pk>/confirm/")
