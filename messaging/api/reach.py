"""Erişim Haritası over REST: whom may be written to now, and why not the rest (idea 17)."""

from __future__ import annotations

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from iys_consent.permissions import VIEW
from iys_consent.selectors import addresses
from messaging.api.reporting import TAG
from messaging.selectors import reach
from turkcell_hub.api.telling import told
from turkcell_hub.api.views import HubAPIView


class ReachReason(serializers.Serializer):
    text = serializers.CharField(help_text="Neden gönderilemez.")
    advice = serializers.CharField(help_text="Ne yapılabilir.")
    people = serializers.IntegerField()


class ReachCell(serializers.Serializer):
    channel = serializers.CharField(help_text="MESAJ, ARAMA, EPOSTA.")
    recipient_type = serializers.CharField(help_text="BIREYSEL, TACIR.")
    reachable = serializers.IntegerField()
    total = serializers.IntegerField()
    percent = serializers.IntegerField()
    reasons = ReachReason(many=True)


class ReachBrand(serializers.Serializer):
    code = serializers.CharField(source="brand.code", help_text="Marka kodu.")
    name = serializers.CharField(source="brand.name")
    cells = ReachCell(many=True)


class ReachAddresses(serializers.Serializer):
    phones = serializers.IntegerField()
    emails = serializers.IntegerField()
    for_package = serializers.IntegerField(help_text="Büyüğü: İYS paketi buna göre seçilir.")
    for_threshold = serializers.IntegerField(help_text="Toplamı: ilk yükleme eşiği.")


class ReachShape(serializers.Serializer):
    addresses = ReachAddresses()
    brands = ReachBrand(many=True)


class ReachView(HubAPIView):
    """The page's own figures."""

    rights = {"GET": VIEW}

    @told(
        "Erişim haritası",
        VIEW,
        tag=TAG,
        name="reports_reach",
        text="Marka, izin türü ve alıcı tipine göre şu an kaç kişiye ticari ileti gidebilir,"
        " kalanına neden gidemez. Son bilinen İYS yanıtına göredir; gönderimden önce"
        " yeniden sorulur.",
        responses={200: ReachShape},
    )
    def get(self, request: Request) -> Response:
        actor = self.actor
        found = {"addresses": addresses.of_actor(actor), "brands": reach.by_brand(actor)}  # type: ignore[arg-type]
        return Response(ReachShape(found).data)
