"""The bill password's state for programs, and their wish for a new one; a person confirms it."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from invoices.models import PasswordRequest
from invoices.permissions import LOGIN_VIEW, LOGIN_WISH
from invoices.services import logins, passwords
from invoices.services.logins import Standing
from turkcell_hub.api.telling import told
from turkcell_hub.api.views import HubAPIView
from turkcell_hub.errors import Conflict
from turkcell_hub.tenancy.models import GatewayAccount
from turkcell_hub.tenancy.services import account_choice


class PasswordRequestShape(serializers.ModelSerializer):
    class Meta:
        model = PasswordRequest
        fields = ("id", "state", "asked_by", "asked_at", "decided_by")


class BillPasswordShape(serializers.Serializer):
    account = serializers.CharField()
    standing = serializers.ChoiceField(
        choices=[(one.value, one.value) for one in Standing],
        help_text="ACTIVE çalışıyor; EXPIRED pasif; BLOCKED bloke; VOID yenisi istendi, girilmedi;"
        " REFUSED reddedildi, denemeyi bir kişi yapar; MISSING girilmedi.",
    )
    text = serializers.CharField()
    set_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.DateTimeField(allow_null=True)
    days_left = serializers.IntegerField()
    tries_left = serializers.IntegerField()
    has_officer = serializers.BooleanField(help_text="Turkcell yetkilisi seçilmiş.")
    request = PasswordRequestShape(allow_null=True, help_text="Son şifre talebi.")


class BillPasswordView(HubAPIView):
    """How the password stands; no call to the operator is made."""

    rights = {"GET": LOGIN_VIEW}

    @told(
        "Fatura aktarım şifresinin durumu",
        LOGIN_VIEW,
        tag="bills",
        text="Şifrenin durumu, süresi ve kalan deneme. Şifrenin kendisi hiçbir yerde yazılmaz."
        " Fatura hesabı yoksa 409 `account_missing`.",
        name="bill_password",
        responses={200: BillPasswordShape},
    )
    def get(self, request: Request) -> Response:
        return Response(BillPasswordShape(_state(_account(self.actor))).data)


class PasswordWishView(HubAPIView):
    """A wish for a new password; nothing happens until a person confirms it."""

    rights = {"POST": LOGIN_WISH}
    empty_body = True

    @told(
        "Fatura şifre talebi",
        LOGIN_WISH,
        tag="bills",
        text="Yeni şifre isteği bırakır. Eski şifre hemen geçersiz olacağı için operatörden ancak"
        " bir kişi Fatura Aktarım Şifresi sayfasında onaylayınca istenir. Bekleyen istek varken"
        " aynı istek döner.",
        name="bill_password_requests",
        responses={202: PasswordRequestShape},
    )
    def post(self, request: Request) -> Response:
        actor: Any = self.actor
        row = passwords.wish(actor, _account(actor))
        return Response(PasswordRequestShape(row).data, status=202)


def _account(actor: Any) -> GatewayAccount:
    """Raises ``Conflict`` where there is no account with a login."""
    account = account_choice.default_account(actor.firm_id, account_choice.Service.INVOICE)
    if account is None or account.secrets_missing():
        raise Conflict(
            account_choice.no_account(account_choice.Service.INVOICE), code="account_missing"
        )
    return account


def _state(account: GatewayAccount) -> dict[str, Any]:
    found, login = logins.health(account), logins.current(account)
    return {
        "account": account.name,
        "standing": found.standing.value,
        "text": found.text,
        "set_at": login.set_at,
        "expires_at": found.expires_at,
        "days_left": found.days_left,
        "tries_left": found.tries_left,
        "has_officer": login.officer_id is not None,
        "request": PasswordRequest.objects.filter(account=account).first(),
    }
