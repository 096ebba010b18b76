"""Şifre sağlığı over REST; no password and no user name is in it."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from turkcell_hub.api.routers import register
from turkcell_hub.api.telling import told
from turkcell_hub.api.views import HubAPIView
from turkcell_hub.tenancy.services import credentials

_TAG = "Operatör Hesapları"
_LEVELS = ("success", "warning", "danger", "secondary")


class CredentialShape(serializers.Serializer):
    account = serializers.CharField(source="account.name")
    service = serializers.CharField(
        source="account.service", help_text="sms, tckn, iys, otp, location, invoice ya da erp."
    )
    level = serializers.ChoiceField(
        choices=[(one, one) for one in _LEVELS],
        help_text="danger: bir kişi bekliyor; secondary: denenmedi.",
    )
    text = serializers.CharField()
    set_at = serializers.DateTimeField(allow_null=True)
    age_days = serializers.IntegerField(allow_null=True)
    is_exact = serializers.BooleanField(help_text="false: yaş en çok bu kadardır.")
    days_left = serializers.IntegerField(
        allow_null=True, help_text="Operatör şifreye süre tanıyorsa kalan gün."
    )
    tries_left = serializers.IntegerField(
        allow_null=True, help_text="Hesap kilitlenene kadar kalan yanlış deneme; bilinmiyorsa null."
    )
    next_warning = serializers.IntegerField(
        allow_null=True, help_text="Sıradaki uyarı bitime kaç gün kala."
    )


class CredentialsShape(serializers.Serializer):
    results = CredentialShape(many=True)


class CredentialsView(HubAPIView):
    """Every credential of the firm's operators."""

    rights = {"GET": credentials.VIEW}

    @told(
        "Şifre sağlığı",
        credentials.VIEW,
        tag=_TAG,
        text="Operatör hesaplarının şifreleri: yaş, kalan gün, kalan deneme. Şifre de kullanıcı adı"
        " da yazılmaz.",
        name="credentials",
        responses={200: CredentialsShape},
    )
    def get(self, request: Request) -> Response:
        actor: Any = self.actor
        return Response(CredentialsShape({"results": credentials.of_firm(actor)}).data)


def register_all() -> None:
    register(CredentialsView, "credentials/")
