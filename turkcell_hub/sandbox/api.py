"""The sandbox operator over REST, for keys of a firm for trials alone."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from turkcell_hub.api.routers import register
from turkcell_hub.api.serializers import StrictSerializer
from turkcell_hub.api.telling import told
from turkcell_hub.api.views import HubAPIView
from turkcell_hub.sandbox.permissions import PLAY
from turkcell_hub.sandbox.services import opening, playing

TAG = "sandbox"
SERVICES = [(str(one.value), str(one.value)) for one in opening.SERVICES]
_ENDINGS = {
    "01": "DELIVERED", "02": "NOT_DELIVERED", "03": "EXPIRED", "04": "REJECTED",
    "05": "BLACKLISTED", "06": "NOT_ALLOWED_BY_IYS", "07": "UNKNOWN_NUMBER",
    "08": "DELIVERED_LATE", "09": "NO_REPORT",
}  # fmt: skip


class AccountInput(StrictSerializer):
    service = serializers.ChoiceField(choices=SERVICES)
    settings = serializers.DictField(
        help_text="`password_age_days` (121: şifre PASİF olur), `locked`, `unlock`, `balance`,"
        " `report_delay`, `latency_ms`, `index_lag`, `forbidden_words`, `duplicate_hours`,"
        " `commercial_hours`, `code_line`.",
    )


class ScriptInput(StrictSerializer):
    service = serializers.ChoiceField(choices=SERVICES)
    steps = serializers.ListField(
        child=serializers.DictField(),
        help_text="Sıradaki çağrılarda olacaklar: `do` (`drop_before`, `drop_after`, `late`,"
        " `busy`, `refuse`, `error_after`, `garbage`, `reports` …), `on` (`send`, `login`, `query`,"
        " `any`),"
        " `count`.",
    )


class InboundInput(StrictSerializer):
    phone = serializers.CharField(max_length=30, help_text="Yazan kişi.")
    text = serializers.CharField(max_length=900)
    to = serializers.CharField(
        max_length=20, required=False, help_text="Yazılan numara; boşsa hesabın kısa numarası."
    )


class BillInput(StrictSerializer):
    shape = serializers.CharField(max_length=30)
    number = serializers.CharField(max_length=16)
    issue_date = serializers.DateField()
    count = serializers.IntegerField(required=False, min_value=1, max_value=5000)
    numbers = serializers.ListField(
        child=serializers.CharField(max_length=10), required=False, max_length=5000
    )
    usage = serializers.DictField(required=False)
    kdv = serializers.CharField(required=False, max_length=5)
    oiv = serializers.CharField(required=False, max_length=5)


@extend_schema_serializer(component_name="Sandbox")
class SandboxShape(serializers.Serializer):
    services = serializers.ListField(child=serializers.CharField())
    last_digits = serializers.DictField(
        help_text="Numaranın son iki hanesi mesajın sonunu belirler."
    )
    bill_shapes = serializers.ListField(child=serializers.CharField())


class DoneShape(serializers.Serializer):
    done = serializers.BooleanField()
    waiting = serializers.IntegerField(required=False)
    id = serializers.CharField(required=False)
    amount = serializers.CharField(required=False)


class SandboxView(HubAPIView):
    """What the sandbox can do for this key."""

    rights = {"GET": PLAY}

    @told("Deneme operatörü", PLAY, tag=TAG, name="sandbox", responses={200: SandboxShape})
    def get(self, request: Request) -> Response:
        actor: Any = self.actor
        return Response(
            {
                "services": [value for value, _label in SERVICES],
                "last_digits": _ENDINGS,
                "bill_shapes": playing.shapes(actor),
            }
        )


class AccountView(HubAPIView):
    """The firm's own account at the sandbox gets older, is locked, becomes slow."""

    rights = {"POST": PLAY}

    @told("Deneme operatörü: hesap", PLAY, tag=TAG, name="sandbox_account", request=AccountInput,
          responses={200: DoneShape})  # fmt: skip
    def post(self, request: Request) -> Response:
        shape = AccountInput(data=request.data)
        shape.is_valid(raise_exception=True)
        given: Any = shape.validated_data
        playing.change(self.actor, given["service"], given["settings"])  # type: ignore[arg-type]
        return Response({"done": True})


class ScriptView(HubAPIView):
    """The next exchanges with the sandbox go wrong as told."""

    rights = {"POST": PLAY}

    @told("Deneme operatörü: aksilik", PLAY, tag=TAG, name="sandbox_script", request=ScriptInput,
          responses={200: DoneShape})  # fmt: skip
    def post(self, request: Request) -> Response:
        shape = ScriptInput(data=request.data)
        shape.is_valid(raise_exception=True)
        given: Any = shape.validated_data
        waiting = playing.script(self.actor, given["service"], given["steps"])  # type: ignore[arg-type]
        return Response({"done": True, "waiting": waiting})


class InboundView(HubAPIView):
    """Somebody writes back."""

    rights = {"POST": PLAY}

    @told("Deneme operatörü: gelen SMS", PLAY, tag=TAG, name="sandbox_inbound",
          request=InboundInput, responses={200: DoneShape})  # fmt: skip
    def post(self, request: Request) -> Response:
        shape = InboundInput(data=request.data)
        shape.is_valid(raise_exception=True)
        given: Any = shape.validated_data
        actor: Any = self.actor
        made = playing.inbound(actor, given["phone"], given["text"], given.get("to", ""))
        return Response({"done": True, "id": made})


class BillView(HubAPIView):
    """The operator issues a bill."""

    rights = {"POST": PLAY}

    @told("Deneme operatörü: fatura", PLAY, tag=TAG, name="sandbox_bill", request=BillInput,
          responses={200: DoneShape})  # fmt: skip
    def post(self, request: Request) -> Response:
        shape = BillInput(data=request.data)
        shape.is_valid(raise_exception=True)
        given: Any = dict(shape.validated_data)
        given["issue_date"] = given["issue_date"].isoformat()
        made = playing.make_bill(self.actor, given)  # type: ignore[arg-type]
        return Response({"done": True, "id": made["id"], "amount": str(made["amount"])})


def register_all() -> None:
    """Called once, from ``SandboxConfig.ready``."""
    register(SandboxView, "sandbox/")
    register(AccountView, "sandbox/account/")
    register(ScriptView, "sandbox/script/")
    register(InboundView, "sandbox/inbound/")
    register(BillView, "sandbox/bill/")
