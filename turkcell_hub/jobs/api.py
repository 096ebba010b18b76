"""Uzun işler by program: how far, what came of it, stop."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import override
from drf_spectacular.utils import extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request

from turkcell_hub.api.routers import register
from turkcell_hub.api.views import HubAPIView, ResourceViewSet
from turkcell_hub.errors import NotFound
from turkcell_hub.jobs.models import Job, JobState
from turkcell_hub.jobs.resources import JobResource
from turkcell_hub.jobs.services import reading
from turkcell_hub.sentences import shown
from turkcell_hub.tenancy.languages import of_caller


@extend_schema_serializer(component_name="Job")
class JobShape(serializers.Serializer):
    id = serializers.IntegerField(source="pk")
    kind = serializers.CharField(help_text="İşin türü, örneğin subscribers.import.")
    title = serializers.CharField(help_text="Okuyanın dilinde (Accept-Language).")
    state = serializers.ChoiceField(choices=JobState.choices)
    state_text = serializers.CharField(source="get_state_display")
    percent = serializers.IntegerField(min_value=0, max_value=100)
    done = serializers.IntegerField()
    total = serializers.IntegerField()
    cancel_requested = serializers.BooleanField(help_text="Durması istendi, henüz sürüyor.")
    error_code = serializers.CharField()
    error_text = serializers.CharField(source="error")
    result_name = serializers.CharField(help_text="Sonuç dosyasının adı; boş: dosya yok.")
    started_by = serializers.CharField(source="owner_label")
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)

    def to_representation(self, instance: Job) -> dict[str, Any]:
        """What is kept in Turkish is said in the reader's language (``sentences.shown``)."""
        with override(of_caller(self.context["request"]._request)):
            told: dict[str, Any] = super().to_representation(instance)
            return told | {"title": shown(instance.title), "error_text": shown(instance.error)}


class JobViewSet(ResourceViewSet):
    resource = JobResource()
    serializer_class = JobShape

    def filtered(self, given: Mapping[str, Any]) -> QuerySet[Any]:
        """``search`` reads the titles as the answer shows them; a refusal stays Turkish."""
        text = str(given.get("search") or "")
        if not text or "\x00" in text:
            return super().filtered(given)
        others = copy(given)  # a query's may be asked several times: it stays a QueryDict
        others.pop("search")  # type: ignore[attr-defined]
        rows = super().filtered(others)
        with override(of_caller(self.request._request)):
            return self.declared().search(rows, text)

    def finalize_response(self, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(*args, **kwargs)
        patch_vary_headers(response, ("Accept-Language",))
        return response


class JobResultView(HubAPIView):
    """The file that the work has left."""

    rights = {"GET": "jobs.job.view"}

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """The answer is a file; whatever the caller accepts, problems are JSON."""
        return super().perform_content_negotiation(request, force=True)

    @extend_schema(
        summary="Uzun iş: sonuç dosyası",
        description="Dosyası yoksa ya da süresi dolduysa 404.\n\n"
        "Gereken yetki: `jobs.job.view`, `personal.view`.",
        tags=[str(JobResource.title)],
        operation_id="jobs_result",
        responses={(200, "application/octet-stream"): {"type": "string", "format": "binary"}},
    )
    def get(self, request: Request, pk: int) -> Any:
        self.actor.require("personal.view")
        job: Job | None = JobResource().queryset(self.actor).filter(pk=pk).first()  # type: ignore[arg-type]
        if job is None or not job.result_file:
            raise NotFound(_("Bu işin dosyası yok ya da süresi doldu."), code="no_result_file")
        reading.require(self.actor, job)  # type: ignore[arg-type]
        return FileResponse(
            job.result_file.open("rb"), as_attachment=True, filename=job.result_name
        )


def register_all() -> None:
    """Called once, from ``JobsConfig.ready``."""
    register(JobViewSet)
    register(JobResultView, "jobs/<int:pk>/result/")
