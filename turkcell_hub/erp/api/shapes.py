"""Shapes of the mirror's cards, out and in."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from turkcell_hub.api.bulk import MAX_ROWS
from turkcell_hub.api.fields import PhoneField
from turkcell_hub.api.schema import Problem
from turkcell_hub.api.serializers import StrictSerializer
from turkcell_hub.erp.api.fields import EmailField, NumberShape
from turkcell_hub.erp.kinds import MirrorKind
from turkcell_hub.erp.models import Side
from turkcell_hub.erp.services import mirror


class CardShape(serializers.Serializer):
    """What every card has. ``refreshed_at``: when the ERP last named it."""

    id = serializers.IntegerField(source="pk")
    code = serializers.CharField()
    erp_ref = serializers.CharField()
    special_code = serializers.CharField()
    authority_code = serializers.CharField(source="authority_code.code", default="")
    is_active = serializers.BooleanField()
    refreshed_at = serializers.DateTimeField()
    changed_at = serializers.DateTimeField()


class _Reached(CardShape):
    phones = NumberShape(many=True)
    phone = PhoneField(help_text="Mesajların gideceği numara, E.164.")
    phone_problem = serializers.CharField(help_text="Boş: numara uygun.")
    email = EmailField()


@extend_schema_serializer(component_name="ErpAccount")
class AccountShape(_Reached):
    title = serializers.CharField()
    tax_number = serializers.CharField(help_text="Şirketin VKN'si; şahıslarınki okunmaz.")
    tax_office = serializers.CharField()
    address = serializers.CharField()
    district = serializers.CharField(help_text="İlçe.")
    postcode = serializers.CharField()
    city = serializers.CharField(help_text="İl.")
    latitude = serializers.FloatField(allow_null=True, help_text="ERP'nin kendi bildirdiği yer.")
    longitude = serializers.FloatField(allow_null=True)


class _Named(_Reached):
    first_name = serializers.CharField()
    last_name = serializers.CharField()
    duty = serializers.CharField()


@extend_schema_serializer(component_name="ErpContact")
class ContactShape(_Named):
    account = serializers.CharField(source="account.code")


@extend_schema_serializer(component_name="ErpPerson")
class PersonShape(_Named):
    pass


@extend_schema_serializer(component_name="ErpServiceCard")
class ServiceCardShape(CardShape):
    name = serializers.CharField()
    side = serializers.ChoiceField(choices=Side.choices)
    vat_rate = serializers.DecimalField(max_digits=5, decimal_places=2)


@extend_schema_serializer(component_name="ErpProject")
class ProjectShape(CardShape):
    name = serializers.CharField()


@extend_schema_serializer(component_name="ErpWorkplace")
class WorkplaceShape(ProjectShape):
    pass


SHAPES: dict[MirrorKind, type[CardShape]] = {
    MirrorKind.ACCOUNT: AccountShape,
    MirrorKind.CONTACT: ContactShape,
    MirrorKind.PERSON: PersonShape,
    MirrorKind.SERVICE_CARD: ServiceCardShape,
    MirrorKind.PROJECT: ProjectShape,
    MirrorKind.WORKPLACE: WorkplaceShape,
}


@extend_schema_serializer(
    component_name="ErpRows",
    examples=[
        OpenApiExample(
            "Kartlar",
            value={
                "rows": [
                    {
                        "code": "120.01.001",
                        "erp_ref": "418",
                        "title": "Işık Ticaret Ltd. Şti.",
                        "tax_number": "1234567890",
                        "phones": [{"number": "0532 123 45 67", "kind": "MOBILE"}],
                        "authority_code": "",
                    }
                ]
            },
            request_only=True,
        )
    ],
)
class RowsInput(StrictSerializer):
    rows = serializers.ListField(
        child=serializers.DictField(), min_length=1, max_length=MAX_ROWS,
        help_text="Kartlar; satırda yazılmayan alan olduğu gibi kalır.",
    )  # fmt: skip


@extend_schema_serializer(component_name="ErpRowAnswer")
class RowAnswer(serializers.Serializer):
    index = serializers.IntegerField()
    status = serializers.IntegerField()
    outcome = serializers.ChoiceField(
        choices=(mirror.CREATED, mirror.CHANGED, mirror.SAME, mirror.REFUSED)
    )
    id = serializers.IntegerField(required=False)
    problem = Problem(required=False)


@extend_schema_serializer(component_name="ErpRowsAnswer")
class RowsAnswer(serializers.Serializer):
    results = RowAnswer(many=True)
    succeeded = serializers.IntegerField()
    failed = serializers.IntegerField()
    at = serializers.DateTimeField(
        help_text="Bu yenilemenin zamanı. Tam yenilemede ilk çağrınınkini `retire_unseen`e verin."
    )


@extend_schema_serializer(component_name="ErpUnseenInput")
class UnseenInput(StrictSerializer):
    since = serializers.DateTimeField(help_text="Tam yenilemenin ilk `bulk` yanıtındaki `at`.")


@extend_schema_serializer(component_name="ErpUnseenAnswer")
class UnseenAnswer(serializers.Serializer):
    retired = serializers.IntegerField(help_text="Kapatılan kart sayısı.")


def answer_of(result: mirror.RowResult, described: Any) -> dict[str, Any]:
    """``described`` makes a problem of an error."""
    if result.problem is not None:
        status, problem = result.problem.status, described(result.problem)
        return {
            "index": result.index,
            "status": status,
            "outcome": result.outcome,
            "problem": problem,
        }
    status = 201 if result.outcome == mirror.CREATED else 200
    return {
        "index": result.index,
        "status": status,
        "outcome": result.outcome,
        "id": result.pk,
    }
