"""Shapes of imports."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema_field, extend_schema_serializer
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from messaging.models import Group
from turkcell_hub.api.fields import PhoneField, ScopedRelatedField
from turkcell_hub.api.serializers import StrictSerializer
from turkcell_hub.errors import HubError
from turkcell_hub.jobs.models import ImportRow, Job, JobState, RowVerdict
from turkcell_hub.sheets.limits import Limits

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
VERDICT = OpenApiParameter(
    "verdict", {"type": "string", "enum": list(RowVerdict.values)}, description="Yalnız bunlar."
)
_SECRET = ("tckn",)


class FileTooLarge(HubError):
    """The file is larger than any list may be."""

    status = 413
    code = "file_too_large"


@extend_schema_serializer(component_name="ImportInput")
class ImportInput(StrictSerializer):
    file = serializers.FileField()
    kind = serializers.ChoiceField(
        choices=(("subscribers", "Kişiler"), ("past_reports", "Eski panelin iletim raporları")),
        required=False,
        help_text="Dosyada ne olduğu; verilmezse kişiler.",
    )
    group = ScopedRelatedField(Group, required=False, help_text="Aktarılanlar bu gruba katılır.")

    def validate_file(self, value: Any) -> Any:
        most = Limits().max_file_bytes
        if value.size > most:
            raise FileTooLarge(
                _("Dosya en çok %(most)d MB olabilir; listeyi bölüp yükleyin.")
                % {"most": most // 1_000_000},
                field="file",
            )
        return value


@extend_schema_serializer(component_name="ImportConfirm")
class ConfirmInput(StrictSerializer):
    confirm = serializers.BooleanField(help_text="true olmalı: önizlemeyi gördüm, uygula.")

    def validate_confirm(self, value: bool) -> bool:
        if not value:
            raise serializers.ValidationError(
                ErrorDetail(str(_("Uygulamak için true gönderin.")), "confirmation_missing")
            )
        return value


class ImportCounts(serializers.Serializer):
    """Rows by what becomes of them."""

    NEW = serializers.IntegerField(required=False)
    CHANGED = serializers.IntegerField(required=False)
    SAME = serializers.IntegerField(required=False)
    REPEATED = serializers.IntegerField(required=False)
    ERROR = serializers.IntegerField(required=False)


class ImportCorrection(serializers.Serializer):
    text = serializers.CharField()
    rows = serializers.IntegerField()


@extend_schema_serializer(component_name="Import")
class ImportShape(serializers.Serializer):
    """``PREVIEW`` waits for the confirmation."""

    id = serializers.IntegerField(source="pk")
    state = serializers.ChoiceField(choices=JobState.choices)
    state_text = serializers.CharField(source="get_state_display")
    kind = serializers.SerializerMethodField(help_text="subscribers ya da past_reports.")
    file_name = serializers.CharField()
    group = serializers.SerializerMethodField()
    percent = serializers.IntegerField(min_value=0, max_value=100)
    done = serializers.IntegerField()
    total = serializers.IntegerField()
    counts = serializers.SerializerMethodField(help_text="Önizleme: satır sayıları.")
    applied = serializers.SerializerMethodField(help_text="Uygulanan satır sayıları.")
    corrections = serializers.SerializerMethodField(help_text="Kendiliğinden düzeltilenler.")
    unknown_columns = serializers.SerializerMethodField()
    error_code = serializers.CharField()
    error_text = serializers.CharField(source="error")
    has_result_file = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)

    def get_kind(self, job: Job) -> str:
        return job.kind.removesuffix(".import")

    @extend_schema_field({"type": ["integer", "null"]})
    def get_group(self, job: Job) -> int | None:
        found: int | None = job.params.get("group")
        return found

    @extend_schema_field(ImportCounts)
    def get_counts(self, job: Job) -> dict[str, int]:
        return dict(job.result.get("counts", {}))

    @extend_schema_field(ImportCounts)
    def get_applied(self, job: Job) -> dict[str, int]:
        return dict(job.result.get("applied", job.checkpoint.get("counts", {})))

    @extend_schema_field(ImportCorrection(many=True))
    def get_corrections(self, job: Job) -> list[dict[str, Any]]:
        return [{"text": text, "rows": rows} for text, rows in job.result.get("corrections", [])]

    @extend_schema_field({"type": "array", "items": {"type": "string"}})
    def get_unknown_columns(self, job: Job) -> list[str]:
        return [str(name) for name in job.result.get("unknown", [])]

    def get_has_result_file(self, job: Job) -> bool:
        return bool(job.result_file)


class ImportNote(serializers.Serializer):
    column = serializers.CharField()
    code = serializers.CharField()
    text = serializers.CharField()
    severity = serializers.CharField()


@extend_schema_serializer(component_name="ImportRow")
class ImportRowShape(serializers.Serializer):
    """``data``: what was understood; TCKN is never given back."""

    number = serializers.IntegerField(help_text="Dosyadaki satır numarası.")
    verdict = serializers.ChoiceField(choices=RowVerdict.choices)
    data = serializers.SerializerMethodField()  # type: ignore[assignment]
    notes = ImportNote(many=True)

    @extend_schema_field({"type": "object", "additionalProperties": True})
    def get_data(self, row: ImportRow) -> dict[str, Any]:
        data = {k: v for k, v in row.data.items() if k not in _SECRET and v not in (None, "")}
        if data.get("phone"):
            field = PhoneField()
            field.bind("phone", self)
            data["phone"] = field.to_representation(data["phone"])
        return data
