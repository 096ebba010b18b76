"""One piece of long work: its progress, its preview, its result."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from turkcell_hub.errors import HubError, NotAllowed, NotFound
from turkcell_hub.jobs import imports, preview, runners
from turkcell_hub.jobs.models import Job, JobState
from turkcell_hub.jobs.services import jobs, reading
from turkcell_hub.portal.views.base import ResourceView


class JobView(ResourceView):
    """The base: a job of somebody else or of another firm is as absent as none."""

    def job(self, pk: int) -> Job:
        found: Job = self.row_or_404(pk)
        return found

    def shared(self, job: Job) -> dict[str, Any]:
        return {"job": job, "row_label": job.name, **preview.words(job)}


class DetailPage(JobView):
    """Which page it is follows the state: progress, preview or result."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        job = self.job(pk)
        jobs.mark_seen(self.actor, job)  # type: ignore[arg-type]
        if page := runners.page_of(job.kind):
            return self.go(reverse(page, args=[job.pk]))
        if job.state == JobState.PREVIEW and job.phase == imports.ASK:
            return self.go(reverse(imports.get(job.kind).ask_url, args=[job.pk]))
        context = self.shared(job)
        if job.state == JobState.PREVIEW:
            context |= preview.page(job, request.GET)
            return self.show(context, template="jobs/preview.html")
        if job.is_over:
            return self.show(context | preview.result(job), template="jobs/result.html")
        return self.show(context, template="jobs/progress.html")


class ProgressPart(JobView):
    """The moving part of the progress page; once the work stands still the page is loaded anew."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        job = self.job(pk)
        if job.state in (JobState.QUEUED, JobState.RUNNING):
            return self.show(self.shared(job), template="jobs/_progress.html")
        response = HttpResponse(status=204)
        response["HX-Redirect"] = reverse("jobs-detail", args=[job.pk])
        return response


class RowsPart(JobView):
    """The preview's table: one verdict, one page of rows."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        job = self.job(pk)
        if job.state != JobState.PREVIEW:
            raise Http404(_("Bu işin önizlemesi yok."))
        context = self.shared(job) | preview.page(job, request.GET)
        return self.show(context, template="jobs/_rows.html")


class ConfirmPage(JobView):
    """Asks with the figures, then lets the list be applied."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._ask(self.job(pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        job = self.job(pk)
        if job.phase == imports.ASK:
            return self.go(reverse("jobs-detail", args=[job.pk]))
        try:
            jobs.confirm(self.actor, job, imports.APPLY, {})  # type: ignore[arg-type]
        except (NotAllowed, NotFound):
            raise
        except HubError as error:
            return self._ask(job, str(error.message), status=422)
        return self.go(reverse("jobs-detail", args=[job.pk]))

    def _ask(self, job: Job, refusal: str = "", *, status: int = 200) -> HttpResponse:
        return _dialog(self, job, "confirm", refusal, status)


class CancelPage(JobView):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return _dialog(self, self.job(pk), "cancel", "", 200)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        job = self.job(pk)
        try:
            jobs.cancel(self.actor, job)  # type: ignore[arg-type]
        except (NotAllowed, NotFound):
            raise
        except HubError as error:
            return _dialog(self, job, "cancel", str(error.message), 422)
        return self.go(reverse("jobs-detail", args=[job.pk]))


class ResultFile(JobView):
    """The file, for whoever may see the job; never from a public path."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        job = self.job(pk)
        if not job.result_file:
            raise Http404(_("Bu işin dosyası yok ya da süresi doldu."))
        reading.require(self.actor, job)  # type: ignore[arg-type]
        response = FileResponse(
            job.result_file.open("rb"), as_attachment=True, filename=job.result_name
        )
        response["Cache-Control"] = "no-store"
        return response


def _dialog(view: JobView, job: Job, kind: str, refusal: str, status: int) -> HttpResponse:
    htmx = getattr(view.request, "htmx", None)
    template = f"jobs/dialogs/{kind}.html" if htmx else f"jobs/dialogs/{kind}_page.html"
    context = view.shared(job) | preview.result(job) | {"refusal": refusal}
    return view.show(context, status=status, template=template)
