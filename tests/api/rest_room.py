"""A room as small as a room can be, so that the toolkit is tried through its real door.

Yetki Kodları and markalar stand in for a feature's records: they belong to firms.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.urls import include, path
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from turkcell_hub.api import docs, fields, routers
from turkcell_hub.api.serializers import StrictModelSerializer, StrictSerializer
from turkcell_hub.api.views import HubAPIView, ResourceViewSet
from turkcell_hub.errors import Conflict, HubError, InsufficientCredit
from turkcell_hub.resources import Action, ActionKind, ActionResult, Actor, Column, Resource
from turkcell_hub.tenancy.models import AuthorityCode, Brand
from turkcell_hub.tenancy.permissions import STAFF, Right, declare

declare(
    [
        Right("room.brand.view", "Markaları görme", STAFF),
        Right("room.brand.add", "Marka ekleme", STAFF),
        Right("room.brand.change", "Marka değiştirme", STAFF),
        Right("room.brand.delete", "Marka silme", STAFF),
        Right("room.code.view", "Kodları görme", STAFF),
        Right("room.code.add", "Kod ekleme", STAFF),
    ]
)
ALL = [f"room.brand.{verb}" for verb in ("view", "add", "change", "delete")] + [
    "room.code.view",
    "room.code.add",
]


class GATE:
    """Holds the work on code SLOW until a test lets it go on."""

    arrived = threading.Event()
    opened = threading.Event()


class BrandFilters(django_filters.FilterSet):
    name = django_filters.CharFilter(lookup_expr="icontains", label="Marka adı")
    is_active = django_filters.BooleanFilter(label="Etkin")
    size = django_filters.RangeFilter(field_name="pk", label="Numara")
    first = django_filters.ChoiceFilter(
        field_name="code", label="Kod", choices=[("M0", "Çınar"), ("M1", "Akasya")]
    )

    class Meta:
        model = Brand
        fields: tuple[str, ...] = ()


class RenameForm(forms.Form):
    suffix = forms.CharField(max_length=10, label="Ek")


def close(actor: Actor, rows: QuerySet[Any], data: Mapping[str, Any]) -> ActionResult:
    count = rows.update(is_active=False)
    return ActionResult(message=f"{count} marka kapatıldı.", touched=count)


def rename(actor: Actor, rows: QuerySet[Any], data: Mapping[str, Any]) -> ActionResult:
    row = rows.get()
    row.name += data["suffix"]
    row.save()
    return ActionResult(message="Ad değişti.", touched=1, data={"name": row.name})


class BrandResource(Resource):
    slug = "brands"
    model = Brand
    title = "Markalar"
    singular = "Marka"
    rights = "room.brand"
    columns = (
        Column("code", "Kod", order_by="code"),
        Column("name", "Marka", order_by="name"),
        Column("is_active", "Etkin", kind="boolean", order_by="is_active"),
    )
    filterset = BrandFilters
    ordering = ("name",)
    actions = (
        Action(
            "close",
            "Kapat",
            "room.brand.change",
            ActionKind.BULK,
            run=close,
            refusal=lambda actor, row: None if row.is_active else "Marka zaten kapalı.",
            confirm=lambda actor, count: f"{count} marka kapatılacak.",
        ),
        Action(
            "rename", "Adlandır", "room.brand.change", ActionKind.ROW, run=rename, form=RenameForm
        ),
        Action("open-page", "Aç", "room.brand.view", ActionKind.ROW, url=lambda row: "/"),
    )
    count_limit = 3

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        return queryset.filter(Q(name__icontains=text) | Q(code__icontains=text))

    def create(self, actor: Actor, data: Mapping[str, Any]) -> Brand:
        if data["code"] == "SLOW":
            GATE.arrived.set()
            assert GATE.opened.wait(20)
        if data["code"] == "POOR":
            raise InsufficientCredit("Krediniz yetmiyor.", extra={"missing": 3})
        if data["code"] == "NEVER":
            raise _Never("Bu kod hiçbir zaman kullanılamaz.")
        if data["code"] == "BROKEN":
            Brand.objects.create(firm_id=actor.firm_id, **{**data, "code": "HALF"})
            raise RuntimeError("a fault with a secret: s3cr3t")
        if Brand.objects.filter(code=data["code"]).exists():
            raise Conflict("Bu kod kullanılıyor.", field="code")
        return Brand.objects.create(firm_id=actor.firm_id, **data)

    def update(self, actor: Actor, row: Brand, data: Mapping[str, Any]) -> Brand:
        for name, value in data.items():
            setattr(row, name, value)
        row.save()
        return row

    def delete(self, actor: Actor, row: Brand) -> None:
        row.delete()


class _Never(HubError):
    status = 422
    code = "never"


class BrandSerializer(StrictModelSerializer):
    class Meta:
        model = Brand
        fields = ("id", "code", "name", "is_active")
        extra_kwargs = {
            "code": {"max_length": 20},
        }


class BrandViewSet(ResourceViewSet):
    resource = BrandResource
    serializer_class = BrandSerializer
    with_bulk = True


class CodeForm(forms.ModelForm):
    class Meta:
        model = AuthorityCode
        fields = ("code", "description")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class CodeResource(Resource):
    """No serializer: columns and form do."""

    slug = "codes"
    model = AuthorityCode
    title = "Yetki Kodları"
    singular = "Yetki Kodu"
    rights = "room.code"
    columns = (
        Column("code", "Kod", order_by="code"),
        Column("description", "Açıklama", order_by=("description", "-code")),
    )
    form = CodeForm
    ordering = ("-code",)

    def create(self, actor: Actor, data: Mapping[str, Any]) -> AuthorityCode:
        return AuthorityCode.objects.create(firm_id=actor.firm_id, **data)


class CodeViewSet(ResourceViewSet):
    resource = CodeResource
    values = {"id": "pk", "code": "code", "description": "description"}


class HeldCodeResource(CodeResource):
    """Only the codes that the caller holds exist for it."""

    slug = "held-codes"
    form = None
    can_add = False

    def queryset(self, actor: Actor) -> QuerySet[Any]:
        rows = super().queryset(actor)
        held = getattr(actor, "code_ids", None)
        return rows if held is None else rows.filter(pk__in=held)


class HeldCodeViewSet(ResourceViewSet):
    resource = HeldCodeResource


class PickInput(StrictSerializer):
    brand = fields.ScopedRelatedField(Brand)
    others = fields.ScopedRelatedField(Brand, many=True, required=False)
    amount = serializers.DecimalField(max_digits=8, decimal_places=2, required=False)


class PickAnswer(serializers.Serializer):
    brand = serializers.IntegerField()


class PickView(HubAPIView):
    """Picks a brand by its id in the body."""

    rights = {"POST": "room.brand.view"}
    serializer_class = PickAnswer

    @docs.describe(request=PickInput, responses={200: PickAnswer})
    def post(self, request: Request) -> Response:
        given = PickInput(data=request.data, context={"request": request})
        given.is_valid(raise_exception=True)
        return Response({"brand": given.validated_data["brand"].pk})


class ForgottenView(HubAPIView):
    """Somebody forgot its rights."""

    schema = None

    def get(self, request: Request) -> Response:
        return Response({})


router = routers.Router()
router.register(BrandViewSet)
router.register(CodeViewSet)
router.register(HeldCodeViewSet)
router.register(PickView, "picks/")
router.register(ForgottenView, "forgotten/")

urlpatterns = [
    path(
        "api/v1/",
        include(
            [
                path("schema/", docs.SchemaView.as_view(), name="api-schema"),
                path("docs/", docs.DocsView.as_view(), name="api-docs"),
                *router.urls,
            ]
        ),
    )
]
