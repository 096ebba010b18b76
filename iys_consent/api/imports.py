"""Lists of consents over REST: upload, look at the figures, send (K-049)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers, status
from rest_framework.exceptions import ErrorDetail
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from iys_consent.models import ConsentUpload, SendMode, UploadState
from iys_consent.permissions import IMPORT
from iys_consent.selectors import uploads as reading
from iys_consent.services import proposals, uploads
from iys_consent.uploads import summary
from turkcell_hub.api.routers import register
from turkcell_hub.api.serializers import StrictSerializer
from turkcell_hub.api.telling import told
from turkcell_hub.api.views import HubAPIView, ResourceViewSet
from turkcell_hub.errors import NotFound
from turkcell_hub.resources import Column, Resource

TAG = "İYS izin listeleri"


@extend_schema_serializer(component_name="ConsentListInput")
class ListInput(StrictSerializer):
    file = serializers.FileField(help_text="Excel (.xlsx, .xls) ya da CSV.")
    brand = serializers.CharField(max_length=20, help_text="Marka kodu.")
    declared = serializers.BooleanField(
        help_text="true: listedeki herkesin onay verdiğini beyan ederim."
    )


@extend_schema_serializer(component_name="ConsentListSend")
class SendInput(StrictSerializer):
    mode = serializers.ChoiceField(choices=SendMode.choices)
    checked = serializers.BooleanField(help_text="true: kontrol ettim, onaylıyorum.")
    keep_blocks = serializers.BooleanField(
        required=False, help_text="İlk RET'ler burada engel olarak kalsın; verilmezse true."
    )

    def validate_checked(self, value: bool) -> bool:
        if not value:
            raise serializers.ValidationError(
                ErrorDetail(str(_("Göndermek için true gönderin.")), "check_missing")
            )
        return value


class ChannelFigures(serializers.Serializer):
    channel = serializers.CharField()
    approved = serializers.IntegerField()
    refused = serializers.IntegerField()
    new = serializers.IntegerField()
    updates = serializers.IntegerField()
    skipped = serializers.IntegerField()
    blocks = serializers.IntegerField()
    wrong = serializers.IntegerField()


@extend_schema_serializer(component_name="ConsentList")
class ListShape(serializers.ModelSerializer):
    """``HAZIR`` waits to be sent; nothing was recorded or sent before that."""

    id = serializers.IntegerField(source="pk")
    brand = serializers.CharField(source="brand.code")
    state_text = serializers.CharField(source="get_state_display")
    percent = serializers.IntegerField(source="job.percent")
    error_code = serializers.CharField(source="job.error_code")
    error_text = serializers.CharField(source="job.error")
    wrong_rows = serializers.SerializerMethodField()
    figures = serializers.SerializerMethodField()
    sent = serializers.SerializerMethodField(help_text="Gönderimden sonra: sent, kept, changed.")

    class Meta:
        model = ConsentUpload
        fields = (
            "id", "brand", "state", "state_text", "file_name", "rows", "percent", "error_code",
            "error_text", "declared_by", "declared_at", "wrong_rows", "figures", "sent",
            "created_at",
        )  # fmt: skip

    @extend_schema_field({"type": ["integer", "null"]})
    def get_wrong_rows(self, upload: ConsentUpload) -> int | None:
        return self._of(upload).wrong_rows if upload.state == UploadState.READY else None

    @extend_schema_field(ChannelFigures(many=True))
    def get_figures(self, upload: ConsentUpload) -> list[dict[str, Any]]:
        if upload.state != UploadState.READY:
            return []
        names = ("approved", "refused", "new", "updates", "skipped", "blocks", "wrong")
        return [
            {"channel": line.channel.value, **{name: getattr(line, name) for name in names}}
            for line in self._of(upload).lines
        ]

    @extend_schema_field({"type": "object", "additionalProperties": {"type": "integer"}})
    def get_sent(self, upload: ConsentUpload) -> dict[str, int]:
        return dict(upload.job.result.get("sent", {}))

    def _of(self, upload: ConsentUpload) -> summary.Summary:
        known: dict[int, summary.Summary] = self.context.setdefault("figures", {})
        if upload.pk not in known:
            known[upload.pk] = summary.of(upload)
        return known[upload.pk]


class Lists(Resource):
    """A key sees the lists that it uploaded itself."""

    slug = "consent_imports"
    model = ConsentUpload
    title = gettext_lazy("İYS izin listeleri")
    singular = gettext_lazy("İzin listesi")
    rights = "iys.consent"
    columns: ClassVar[Any] = (Column("file_name", gettext_lazy("Dosya")),)
    can_change = False

    def right(self, verb: str) -> str:
        return IMPORT

    def queryset(self, actor: Any) -> QuerySet[Any]:
        rows = ConsentUpload.objects.exclude(state=UploadState.DELETED)
        own = rows.filter(job__owner_key=actor.api_key_id, job__owner_key__isnull=False)
        return own.select_related("job", "brand")

    def create(self, actor: Any, data: Mapping[str, Any]) -> ConsentUpload:
        brand = proposals.brand_of(actor, data["brand"])
        return uploads.start(actor, brand, data["file"], declared=data["declared"])

    def delete(self, actor: Any, row: ConsentUpload) -> None:
        uploads.delete(actor, row)


class ListViewSet(ResourceViewSet):
    resource = Lists()
    serializer_class = ListShape
    write_serializer_class = ListInput
    parser_classes = (MultiPartParser,)

    @told(
        "İzin listesi: yükle",
        IMPORT,
        tag=TAG,
        name="consent_imports_create",
        text="Dosya okunur ve denetlenir; gönderilene kadar hiçbir izin kaydedilmez. Boş kanal ve"
        " tarih doldurulmaz: bunu yalnız portalda bir Yönetici kabul edebilir.",
        request={"multipart/form-data": ListInput},
        responses={202: ListShape},
    )
    def create(self, request: Request) -> Response:
        upload = self.declared().create(self.actor, self.read_input(request.data))
        location = request.build_absolute_uri(f"{request.path}{upload.pk}/")
        return Response(
            self.reader(upload).data, status.HTTP_202_ACCEPTED, headers={"Location": location}
        )


class SendView(HubAPIView):
    """Tümünü Gönder, Mevcuttakileri Güncellemeden Gönder."""

    rights = {"POST": IMPORT}

    @told(
        "İzin listesi: gönder",
        IMPORT,
        tag=TAG,
        name="consent_imports_send",
        text="`TUMU` yeni ve değişen, `YENI` yalnız kaydı olmayan alıcıları gönderir.",
        request=SendInput,
        responses={202: ListShape},
    )
    def post(self, request: Request, pk: int) -> Response:
        upload = _list_of(self.actor, pk)
        shape = SendInput(data=request.data)
        shape.is_valid(raise_exception=True)
        given = {"keep_blocks": True, **shape.validated_data}
        sent = uploads.send(self.actor, upload, **given)  # type: ignore[arg-type]
        return Response(ListShape(sent).data, status.HTTP_202_ACCEPTED)


class WrongRowShape(serializers.Serializer):
    number = serializers.IntegerField(help_text="Dosyadaki satır.")
    notes = serializers.ListField(child=serializers.DictField(child=serializers.CharField()))


class WrongRowsShape(serializers.Serializer):
    after = serializers.IntegerField(allow_null=True, help_text="Varsa sonraki sayfa için.")
    results = WrongRowShape(many=True)


class WrongRowsView(HubAPIView):
    """The rows that do not go, with every reason."""

    rights = {"GET": IMPORT}
    query_parameters = ("after",)

    @told(
        "İzin listesi: hatalı satırlar",
        IMPORT,
        tag=TAG,
        name="consent_imports_wrong_rows",
        responses={200: WrongRowsShape},
    )
    def get(self, request: Request, pk: int) -> Response:
        upload = _list_of(self.actor, pk)
        asked = {"view": "wrong", "after": request.query_params.get("after", "")}
        rows, after, _view = reading.page(self.actor, upload, asked)  # type: ignore[arg-type]
        return Response({"after": after, "results": [_row(one) for one in rows]})


def _row(one: reading.RowShown) -> dict[str, Any]:
    notes = [{"column": n.column, "code": n.code, "text": n.text} for n in one.notes]
    held = [
        {"column": title, "code": "correction_not_accepted", "text": effect}
        for title, effect, is_held, _invents in one.corrections
        if is_held
    ]
    return {"number": one.row.number, "notes": notes + held}


def _list_of(actor: Any, pk: int) -> ConsentUpload:
    upload = Lists().queryset(actor).filter(pk=pk).first()
    if upload is None:
        raise NotFound(_("Kayıt bulunamadı."))
    found: ConsentUpload = upload
    return found


def register_all() -> None:
    """Called once, from ``IysConsentConfig.ready``."""
    register(ListViewSet)
    register(SendView, "consent_imports/<int:pk>/send/")
    register(WrongRowsView, "consent_imports/<int:pk>/wrong_rows/")
