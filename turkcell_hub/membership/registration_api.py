"""The firm's registration at İYS over REST: one file a firm, begun by writing it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from turkcell_hub.api.routers import register
from turkcell_hub.api.serializers import StrictSerializer
from turkcell_hub.api.telling import told
from turkcell_hub.api.views import HubAPIView
from turkcell_hub.errors import NotFound
from turkcell_hub.membership import permissions
from turkcell_hub.membership.api import TAG, MembershipShape
from turkcell_hub.membership.models import Dossier, Signing
from turkcell_hub.membership.services import dossiers, lacking, registration
from turkcell_hub.membership.states import Programme

_DELIVERY = ("emailed_on", "courier", "tracking_number", "shipped_on")


class RegistrationShape(MembershipShape):
    """TCKNs are taken and never given back."""

    mersis = serializers.CharField(source="registration.mersis")
    signing = serializers.CharField(source="registration.signing")
    second_officer = serializers.CharField(source="registration.second_officer")
    second_phone = serializers.CharField(source="registration.second_phone")
    second_email = serializers.CharField(source="registration.second_email")
    has_officer_tckn = serializers.SerializerMethodField()
    emailed_on = serializers.DateField(source="registration.emailed_on", allow_null=True)
    iys_code = serializers.CharField(source="registration.iys_code")
    warnings = serializers.SerializerMethodField()

    class Meta(MembershipShape.Meta):
        fields = (
            *MembershipShape.Meta.fields, "mersis", "signing", "second_officer", "second_phone",
            "second_email", "has_officer_tckn", "emailed_on", "iys_code", "warnings",
        )  # fmt: skip

    def get_has_officer_tckn(self, row: Dossier) -> bool:
        return bool(row.registration.officer_tckn)

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_warnings(self, row: Dossier) -> list[str]:
        return lacking.warnings(row)


def _text(most: int, words: str = "") -> serializers.CharField:
    return serializers.CharField(
        max_length=most, required=False, allow_blank=True, help_text=words or None
    )


class RegistrationInput(StrictSerializer):
    kind = _text(30, "YERLESIK ya da YURT_DISI.")
    answers = serializers.DictField(
        required=False, help_text="MUSTEREKEN: true/false; MARKA_SAYISI: sayı."
    )
    legal_name = _text(200)
    address = _text(300)
    mersis = _text(24, "16 hane.")
    signing = serializers.ChoiceField(choices=Signing.choices, required=False)
    officer = _text(120)
    officer_title = _text(80)
    officer_tckn = _text(14)
    phone = _text(30)
    email = serializers.EmailField(max_length=254, required=False, allow_blank=True)
    second_officer = _text(120)
    second_tckn = _text(14)
    second_phone = _text(30)
    second_email = serializers.EmailField(max_length=254, required=False, allow_blank=True)
    emailed_on = serializers.DateField(required=False, allow_null=True)
    courier = _text(60)
    tracking_number = _text(40)
    shipped_on = serializers.DateField(required=False, allow_null=True)


class CodeInput(StrictSerializer):
    iys_code = serializers.CharField(max_length=20)


class RegistrationView(HubAPIView):
    rights = {"GET": permissions.VIEW, "PATCH": permissions.CHANGE}

    @told(
        "İYS kaydı",
        permissions.VIEW,
        tag=TAG,
        name="iys_registration",
        text="Firmanın İYS kayıt dosyası: bilgiler, belgeler, eksikler ve uyarılar. Belgeler ve"
        " gönderme, üyelik dosyasınınkilerdir: memberships/{id}/documents/ ve submit/.",
        responses={200: RegistrationShape},
    )
    def get(self, request: Request) -> Response:
        return self._shown(_live(), request)

    @told(
        "İYS kaydı: yaz",
        permissions.CHANGE,
        tag=TAG,
        name="iys_registration_change",
        text="Dosya yoksa başlatır (ayrıca membership.dossier.add ister). Adı geçen alanlar"
        " yazılır, ötekiler kalır; gönderim alanları (emailed_on, shipped_on …) İYS incelerken de"
        " yazılır. Posta e-postadan önceyse 400 `post_before_email`.",
        request=RegistrationInput,
        responses={200: RegistrationShape},
    )
    def patch(self, request: Request) -> Response:
        shape = RegistrationInput(data=request.data)
        shape.is_valid(raise_exception=True)
        given: dict[str, Any] = dict(shape.validated_data)
        sent = {name: given.pop(name) for name in _DELIVERY if name in given}
        actor: Any = self.actor
        with transaction.atomic():
            row = dossiers.live(Programme.IYS) or registration.begin(actor)
            if given:
                row = registration.fill(actor, row, given)
            if sent:
                row = registration.deliver(actor, row, sent)
        return self._shown(row, request)

    def _shown(self, row: Dossier, request: Request) -> Response:
        return Response(RegistrationShape(row, context={"request": request}).data)


class CodeView(HubAPIView):
    rights = {"POST": permissions.CHANGE}

    @told(
        "İYS kaydı: İYS kodu",
        permissions.CHANGE,
        tag=TAG,
        name="iys_registration_code",
        text="İYS kaydı tamamladı. Yurt dışındaki firmanın posta gönderimi yazılmadıysa 409"
        " `not_posted`; aynı kodun tekrarı bir şey değiştirmez.",
        request=CodeInput,
        responses={200: RegistrationShape},
    )
    def post(self, request: Request) -> Response:
        shape = CodeInput(data=request.data)
        shape.is_valid(raise_exception=True)
        actor: Any = self.actor
        done = registration.registered(actor, _live(), shape.validated_data["iys_code"])
        return Response(RegistrationShape(done, context={"request": request}).data)


def _live() -> Dossier:
    found = dossiers.live(Programme.IYS)
    if found is None:
        raise NotFound(_("İYS kaydı yok; önce başlatın."))
    return found


def register_all() -> None:
    register(RegistrationView, "iys_registration/")
    register(CodeView, "iys_registration/code/")
