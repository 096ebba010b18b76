"""Konumlar: bildirme, okuma, son konumlar ve en yakın."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema_serializer
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from fieldteams import permissions
from fieldteams.models import ViewLog
from fieldteams.range_form import RangeForm
from fieldteams.selectors import nearest, reporting, seen, tracks
from fieldteams.services import devices, intake, nearness, viewing
from turkcell_hub.api import choices
from turkcell_hub.api.serializers import StrictSerializer
from turkcell_hub.api.telling import told
from turkcell_hub.api.views import HubAPIView
from turkcell_hub.errors import Invalid

TAG = "Ekip Mobil"
PAGE, MOST = 1_000, 5_000
What = ViewLog.What


def _parameter(name: str, text: str, kind: Any = OpenApiTypes.STR, **more: Any) -> Any:
    return OpenApiParameter(name, kind, description=text, **more)


RANGE = [
    _parameter("phone", "Ekip mobil numarasının kimliği; birkaç kez yazılabilir.",
               OpenApiTypes.INT),
    _parameter("team", "Özel kodu: yalnız bu ekibin numaraları."),
    _parameter("from", "Başlangıç anı (dahil).", OpenApiTypes.DATETIME),
    _parameter("to", "Bitiş anı (dahil).", OpenApiTypes.DATETIME),
    _parameter("from_hour", "Günün saati: başlangıç, 09:00."),
    _parameter("to_hour", "Günün saati: bitiş, 18:00."),
]  # fmt: skip
_EXAMPLE = OpenApiExample(
    "Bir konum",
    value={
        "positions": [
            {
                "phone": "+905321234567",
                "at": "2026-11-23T09:15:00+03:00",
                "latitude": 38.4237,
                "longitude": 27.1428,
                "accuracy": 12,
            }
        ]
    },
    request_only=True,
)


class ReadingInput(StrictSerializer):
    phone = serializers.CharField(max_length=40, required=False, help_text="Ya da device.")
    device = serializers.CharField(max_length=64, required=False, help_text="Cihaz kimliği.")
    at = serializers.DateTimeField()
    latitude = serializers.FloatField(
        required=False, allow_null=True, help_text="Yoksa bulunamadı."
    )
    longitude = serializers.FloatField(required=False, allow_null=True)
    accuracy = serializers.FloatField(
        required=False, allow_null=True, min_value=0, max_value=1e6, help_text="Yanılma, metre."
    )
    speed = serializers.FloatField(
        required=False, allow_null=True, min_value=0, max_value=1e4, help_text="km/sa."
    )
    heading = serializers.FloatField(required=False, allow_null=True, min_value=0, max_value=360)

    def validate(self, attrs: Any) -> Any:
        if bool(attrs.get("phone")) == bool(attrs.get("device")):
            raise ValidationError({"phone": [_("Ya phone ya device yazın.")]})
        return attrs


@extend_schema_serializer(component_name="PositionsInput", examples=[_EXAMPLE])
class PositionsInput(StrictSerializer):
    positions = ReadingInput(many=True, max_length=intake.MOST)


@extend_schema_serializer(component_name="PositionsTaken")
class TakenShape(serializers.Serializer):
    stored = serializers.IntegerField(help_text="Saklanan.")
    repeated = serializers.IntegerField(help_text="Zaten saklı olan.")
    dropped = serializers.DictField(
        child=serializers.IntegerField(), help_text="Saklanmayanlar, nedenine göre."
    )


@extend_schema_serializer(component_name="Position")
class PositionShape(serializers.Serializer):
    phone = serializers.IntegerField(source="phone_id")
    at = serializers.DateTimeField()
    latitude = serializers.FloatField(allow_null=True)
    longitude = serializers.FloatField(allow_null=True)
    accuracy = serializers.FloatField(allow_null=True)
    speed = serializers.FloatField(allow_null=True)
    heading = serializers.FloatField(allow_null=True)
    source = serializers.CharField()


@extend_schema_serializer(component_name="PositionsPage")
class PositionsShape(serializers.Serializer):
    results = PositionShape(many=True)
    has_more = serializers.BooleanField(help_text="from'u son satırın anına alıp yeniden sorun.")


@extend_schema_serializer(component_name="LatestPosition")
class LatestShape(serializers.Serializer):
    phone = serializers.IntegerField(source="phone.pk")
    name = serializers.CharField(source="phone")
    at = serializers.DateTimeField()
    latitude = serializers.FloatField()
    longitude = serializers.FloatField()
    accuracy = serializers.FloatField(allow_null=True)
    is_stale = serializers.BooleanField()
    where = serializers.CharField(help_text="Yer listesindeki en yakın yer.")


@extend_schema_serializer(component_name="LatestPositions")
class LatestListShape(serializers.Serializer):
    results = LatestShape(many=True)


@extend_schema_serializer(component_name="NearPerson")
class NearShape(LatestShape):
    metres = serializers.FloatField()
    job = serializers.IntegerField(
        allow_null=True, help_text="Aldığı ve bitirmediği saha işinin kimliği."
    )


@extend_schema_serializer(component_name="NearPeople")
class NearListShape(serializers.Serializer):
    place = serializers.CharField()
    source = serializers.CharField(help_text="Adres verisinin kaynağı; yer listesinde boş.")
    results = NearShape(many=True)


@extend_schema_serializer(component_name="FieldReportGroup")
class GroupShape(serializers.Serializer):
    team = serializers.CharField(help_text="Özel kodu.")
    people = serializers.IntegerField()
    rows = serializers.IntegerField()
    sums = serializers.ListField(child=serializers.FloatField())


@extend_schema_serializer(component_name="FieldReport")
class ReportShape(serializers.Serializer):
    title = serializers.CharField()
    heads = serializers.ListField(child=serializers.CharField())
    rows = serializers.ListField(child=serializers.ListField())
    note = serializers.CharField()
    groups = GroupShape(many=True, help_text="Yalnız `group` ile.")


class _RangeView(HubAPIView):
    query_parameters = [one.name for one in RANGE]

    def form(self, request: Request) -> RangeForm:
        form = RangeForm(request.query_params, actor=self.actor)  # type: ignore[arg-type]
        if not form.is_valid():
            raise ValidationError(choices.of_form(form))
        return form


class PositionsView(_RangeView):
    """Konumlar."""

    rights = {"GET": permissions.LOCATE, "POST": permissions.INTAKE}

    @told("Bir aralığın konumları zaman sırasıyla, en çok 1.000", permissions.LOCATE, tag=TAG,
          parameters=RANGE, responses=PositionsShape)  # fmt: skip
    def get(self, request: Request) -> Response:
        form = self.form(request)
        phones = form.phones()
        viewing.look(self.actor, [one.pk for one in phones], What.API)  # type: ignore[arg-type]
        found = tracks.points([one.pk for one in phones], form.span(), PAGE, by_time=True)
        shape = PositionsShape({"results": found[:PAGE], "has_more": len(found) > PAGE})
        return Response(shape.data)

    @told("Konum bildir: onay ve mesai dışındakiler saklanmaz, sayılır", permissions.INTAKE,
          tag=TAG, request=PositionsInput, responses=TakenShape)  # fmt: skip
    def post(self, request: Request) -> Response:
        body = PositionsInput(data=request.data)
        body.is_valid(raise_exception=True)
        taken = devices.take(self.actor, body.validated_data["positions"])  # type: ignore[arg-type]
        return Response(taken.to_record())


class LatestView(_RangeView):
    """Son konumlar."""

    rights = {"GET": permissions.LOCATE}
    query_parameters = ["phone"]

    @told("Şimdi izlenebilenlerin son konumları", permissions.LOCATE, tag=TAG, parameters=RANGE[:1],
          responses=LatestListShape)  # fmt: skip
    def get(self, request: Request) -> Response:
        chosen = [one.pk for one in self.form(request).phones()]
        found = seen.now(self.actor, chosen)  # type: ignore[arg-type]
        viewing.look(self.actor, [one.phone.pk for one in found], What.API)  # type: ignore[arg-type]
        return Response(LatestListShape({"results": found}).data)


class NearestView(HubAPIView):
    """En yakın."""

    rights = {"GET": permissions.LOCATE}
    query_parameters = ["near"]

    @told("Bir yere en yakın kişiler; eski konumlar sonda", permissions.LOCATE, tag=TAG,
          parameters=[_parameter("near", "Yer, müşteri, adres ya da “38.42 27.14”.",
                                 required=True)],
          responses=NearListShape)  # fmt: skip
    def get(self, request: Request) -> Response:
        asked = request.query_params.get("near", "")[:120]
        answer = nearness.find(self.actor, asked)  # type: ignore[arg-type]
        if not answer.spots:
            missing = _("Yer bulunamadı; il, ilçe ya da enlem boylam yazın.")
            raise Invalid(answer.problem or missing, field="near")
        spot = answer.spots[0]
        ranked = nearest.to(self.actor, spot.point)  # type: ignore[arg-type]
        viewing.look(self.actor, [one.seen.phone.pk for one in ranked], What.API)  # type: ignore[arg-type]
        results = [
            {**LatestShape(one.seen).data, "metres": round(one.metres, 1),
             "job": one.job.pk if one.job else None}
            for one in ranked
        ]  # fmt: skip
        return Response({"place": spot.name, "source": answer.attribution, "results": results})


class ReportView(_RangeView):
    """Ekip raporları."""

    rights = {"GET": permissions.LOCATE}
    query_parameters = ["kind", "group", *_RangeView.query_parameters]

    @told("Konum, mesaj, son konum, yolculuk, yol, ziyaret ve bölge raporları",
          permissions.LOCATE, tag=TAG,
          parameters=[_parameter("kind", "Hangi rapor.", enum=list(reporting.KINDS)),
                      _parameter("group", "Özel koduna göre: satırlar kodu da yazar.",
                                 enum=["team"]), *RANGE],
          responses=ReportShape)  # fmt: skip
    def get(self, request: Request) -> Response:
        given = request.query_params.copy()
        kind = str(given.pop("kind", [reporting.DEFAULT])[-1])
        if kind not in reporting.KINDS:
            known = ", ".join(reporting.KINDS)
            raise Invalid(_("Bilinmeyen rapor. Bilinenler: %(k)s.") % {"k": known}, field="kind")
        form = RangeForm(given, actor=self.actor)  # type: ignore[arg-type]
        if not form.is_valid():
            raise ValidationError(choices.of_form(form))
        phones = form.phones()
        viewing.look(self.actor, [one.pk for one in phones], What.API)  # type: ignore[arg-type]
        table = reporting.make(kind, self.actor, phones, form.span(), grouped=form.grouped)  # type: ignore[arg-type]
        return Response(ReportShape(table).data)
