"""Excel listesinden aktarım (kişiler, eski panelin raporları): yükle, önizle, onayla."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse
from django.utils.translation import gettext_lazy as _
from rest_framework import status
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from messaging import imports
from messaging.api import import_shapes
from messaging.api.shapes import PAGING, page_of
from messaging.api.words import told
from messaging.moving import history
from turkcell_hub.api import choices
from turkcell_hub.api.pagination import CursorPagination
from turkcell_hub.api.views import HubAPIView, ResourceViewSet
from turkcell_hub.errors import Invalid, NotFound
from turkcell_hub.jobs.imports import APPLY, READ, title_of
from turkcell_hub.jobs.models import ImportRow, Job, RowVerdict
from turkcell_hub.jobs.services import jobs, reading
from turkcell_hub.resources import Column, Resource

RIGHT = "messaging.subscriber.import"
TAG = str(imports.SUBSCRIBERS.title)
KINDS = {"subscribers": imports.SUBSCRIBERS, "past_reports": history.PAST_REPORTS}
_NEEDED = tuple(kind.right for kind in KINDS.values())


class Imports(Resource):
    """A key sees the imports that it started itself."""

    slug = "imports"
    model = Job
    title = imports.SUBSCRIBERS.title
    singular = imports.SUBSCRIBERS.title
    rights = "messaging.subscriber"
    columns = (Column("file_name", _("Dosya")),)

    def right(self, verb: str) -> str:
        return RIGHT

    def queryset(self, actor: Any) -> QuerySet[Any]:
        may = [kind.kind for kind in KINDS.values() if actor.can(kind.right)]
        return Job.objects.filter(kind__in=may, owner_key=actor.api_key_id)

    def create(self, actor: Any, data: Mapping[str, Any]) -> Job:
        file, group = data["file"], data.get("group")
        kind = KINDS[data.get("kind", "subscribers")]
        actor.require(kind.right)
        if group and kind is not imports.SUBSCRIBERS:
            raise Invalid(_("Gruba yalnız kişiler katılır; alanı boş bırakın."), field="group")
        return jobs.start(
            kind.kind,
            actor,
            {"group": group.pk} if group else {},
            title=title_of(kind.kind),
            file=file,
            file_name=file.name,
            phase=READ,
        )


class _ByKind:
    """A key that may bring one kind of list alone uses the same addresses for that kind."""

    def required_right(self) -> str | None:
        held = (right for right in _NEEDED if self.actor.can(right))  # type: ignore[attr-defined]
        return next(held, RIGHT)


class ImportViewSet(_ByKind, ResourceViewSet):
    resource = Imports()
    serializer_class = import_shapes.ImportShape
    write_serializer_class = import_shapes.ImportInput
    parser_classes = (MultiPartParser,)

    @told(
        "Aktarım: dosya yükle",
        *_NEEDED,
        tag=TAG,
        name="imports_create",
        text="Excel (.xlsx, .xls) ya da CSV. `kind` ne getirildiğini söyler: kişiler ya da eski"
        " panelin iletim raporları. Dosya okunur ve önizlenir; onaylanmadan hiçbir kayıt değişmez.",
        request={"multipart/form-data": import_shapes.ImportInput},
        responses={202: import_shapes.ImportShape},
    )
    def create(self, request: Request) -> Response:
        job = self.declared().create(self.actor, self.read_input(request.data))
        location = request.build_absolute_uri(f"{request.path}{job.pk}/")
        return Response(
            self.reader(job).data, status.HTTP_202_ACCEPTED, headers={"Location": location}
        )


def job_of(actor: Any, pk: int) -> Job:
    """Raises ``NotFound``, also for the import of another key."""
    job = Imports().queryset(actor).filter(pk=pk).first()
    if job is None:
        raise NotFound(_("Kayıt bulunamadı."))
    return job


class ImportRowsView(_ByKind, HubAPIView):
    """The rows of a file with what becomes of each."""

    rights = {"GET": RIGHT}
    query_parameters = ("cursor", "page_size", "count", "verdict")
    count_limit = 250_000

    def page_ordering(self) -> tuple[str, ...]:
        return ("number",)

    @told(
        "Aktarım: satırlar",
        *_NEEDED,
        tag=TAG,
        name="imports_rows",
        responses=page_of(import_shapes.ImportRowShape),
        parameters=(*PAGING, import_shapes.VERDICT),
    )
    def get(self, request: Request, pk: int) -> Response:
        job = job_of(self.actor, pk)
        rows = ImportRow.objects.filter(job=job)
        verdict = request.query_params.get("verdict")
        if verdict is not None:
            if verdict not in RowVerdict.values:
                raise ValidationError({"verdict": [choices.refusal(RowVerdict.values)]})
            rows = rows.filter(verdict=verdict)
        paginator = CursorPagination()
        page = paginator.paginate_queryset(rows, request, self)
        context = {"request": request}
        return paginator.get_paginated_response(
            import_shapes.ImportRowShape(page, many=True, context=context).data
        )


class ImportConfirmView(_ByKind, HubAPIView):
    """Applies what the preview showed."""

    rights = {"POST": RIGHT}

    @told(
        "Aktarım: onayla",
        *_NEEDED,
        tag=TAG,
        name="imports_confirm",
        text="Önizlemesi hazır aktarımı uygular. `confirm: true` zorunludur.",
        request=import_shapes.ConfirmInput,
        responses={202: import_shapes.ImportShape},
    )
    def post(self, request: Request, pk: int) -> Response:
        job = job_of(self.actor, pk)
        shape = import_shapes.ConfirmInput(data=request.data)
        shape.is_valid(raise_exception=True)
        job = jobs.confirm(self.actor, job, APPLY, {})  # type: ignore[arg-type]
        return Response(import_shapes.ImportShape(job).data, status.HTTP_202_ACCEPTED)


class ImportCancelView(_ByKind, HubAPIView):
    """Stops an import."""

    empty_body = True
    rights = {"POST": RIGHT}

    @told(
        "Aktarım: iptal et",
        *_NEEDED,
        tag=TAG,
        name="imports_cancel",
        text="O ana kadar aktarılanlar kalır.",
        responses={200: import_shapes.ImportShape},
    )
    def post(self, request: Request, pk: int) -> Response:
        job = jobs.cancel(self.actor, job_of(self.actor, pk))  # type: ignore[arg-type]
        return Response(import_shapes.ImportShape(job).data)


class ImportResultView(_ByKind, HubAPIView):
    """The rows that were not taken, as an Excel file with the reason of each."""

    rights = {"GET": RIGHT}

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """The answer is a workbook; whatever the caller accepts, problems are JSON."""
        return super().perform_content_negotiation(request, force=True)

    @told(
        "Aktarım: alınmayan satırlar (Excel)",
        *_NEEDED,
        "personal.view",
        tag=TAG,
        name="imports_result",
        text="Bütün satırlar alındıysa 404.",
        responses={(200, import_shapes.XLSX): {"type": "string", "format": "binary"}},
    )
    def get(self, request: Request, pk: int) -> Any:
        self.actor.require("personal.view")
        job = job_of(self.actor, pk)
        if not job.result_file:
            raise NotFound(_("Bu aktarımın alınmayan satırı yok."), code="no_result_file")
        reading.require(self.actor, job)
        return FileResponse(
            job.result_file.open("rb"),
            as_attachment=True,
            filename=job.result_name,
            content_type=import_shapes.XLSX,
        )
