"""Toplu aktarım: information box, file, progress, check screen, send (K-040 … K-061)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from iys_consent.filtersets import brands_of
from iys_consent.models import ConsentUpload, SendMode, UploadState
from iys_consent.permissions import IMPORT, INVENT
from iys_consent.selectors import uploads as reading
from iys_consent.services import uploads
from iys_consent.uploads import corrected, samples, summary
from iys_consent.uploads.job import LIMITS
from iys_consent.uploads.kinds import Kind
from turkcell_hub import resources
from turkcell_hub.errors import HubError, NotAllowed, NotFound
from turkcell_hub.jobs.preview import remaining
from turkcell_hub.jobs.resources import badge
from turkcell_hub.jobs.services import jobs
from turkcell_hub.jobs.views.uploads import UploadForm
from turkcell_hub.portal.cells import number
from turkcell_hub.portal.download import download
from turkcell_hub.portal.forms import LookupField, show_error
from turkcell_hub.portal.views.mixins import ActorRequiredMixin, actor_required
from turkcell_hub.resources.forms import for_action
from turkcell_hub.sheets import write_xlsx

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ListForm(UploadForm):
    """Steps 3 and 4, with the declaration (S-035)."""

    max_file_bytes = LIMITS.max_file_bytes

    read = forms.CharField(widget=forms.HiddenInput, required=False)
    brand = LookupField("brands", label=gettext_lazy("Yüklenecek Marka"))
    declared = forms.BooleanField(
        label=gettext_lazy(
            "Listedeki kişilerin bu marka için onay verdiğini, yalnız onay verenleri"
            " yüklediğimi beyan ederim."
        ),
        error_messages={"required": gettext_lazy("Yüklemek için beyanı işaretleyin.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        brands = self.fields["brand"].queryset  # type: ignore[attr-defined]
        if brands is not None and len(found := brands[:2]) == 1:
            self.fields["brand"].initial = found[0].pk
        self.fields["file"].help_text = _(
            "Excel (.xlsx, .xls) veya CSV; en çok %(size)d MB, %(rows)s satır."
        ) % {"size": LIMITS.max_file_bytes // 1_000_000, "rows": number(LIMITS.max_rows)}


class Upload(ActorRequiredMixin):
    """Steps 1 to 4."""

    right = IMPORT

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(for_action(ListForm, self.actor), request.GET.get("read") == "1")

    def post(self, request: HttpRequest) -> HttpResponse:
        is_read = request.POST.get("read") == "1"
        form = for_action(ListForm, self.actor, data=request.POST, files=request.FILES)
        if not is_read or not form.is_valid():
            return self._page(form, is_read, status=422)
        given = form.cleaned_data
        try:
            upload = uploads.start(
                self.actor,  # type: ignore[arg-type]
                given["brand"],
                given["file"],
                declared=given["declared"],
            )
        except HubError as error:
            show_error(form, error)
            return self._page(form, is_read, status=422)
        return HttpResponseRedirect(reverse("consent-upload-page", args=[upload.job_id]))

    def _page(self, form: Any, is_read: bool, *, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "is_read": is_read,
            "breadcrumbs": [(_("İYS Onayları"), reverse("consents-list"))],
        }
        return render(self.request, "iys_consent/upload/start.html", context, status=status)


class UploadPart(ActorRequiredMixin):
    """The base: a list of somebody else or of another firm is as absent as none."""

    right = IMPORT

    def upload(self, pk: int) -> ConsentUpload:
        job = resources.get("jobs").queryset(self.actor).filter(pk=pk).first()
        found = uploads.of_job(job) if job is not None else None
        if found is None or found.state == UploadState.DELETED:
            raise Http404(_("İzin listesi bulunamadı."))
        return found

    def go(self, url: str) -> HttpResponse:
        if not getattr(self.request, "htmx", None):
            return HttpResponseRedirect(url)
        response = HttpResponse(status=204)
        response["HX-Redirect"] = url
        return response

    def check_screen(
        self, upload: ConsentUpload, *, refusal: str = "", status: int = 200
    ) -> HttpResponse:
        """Steps 5 and 6; while it is read or sent, how far it is."""
        job = upload.job
        jobs.mark_seen(self.actor, job)  # type: ignore[arg-type]
        context: dict[str, Any] = {
            "upload": upload,
            "job": job,
            "remaining": remaining(job),
            "breadcrumbs": [(_("İYS Onayları"), reverse("consents-list"))],
        }
        if job.error or upload.state == UploadState.SENT or job.is_over:
            sent = job.result.get("sent", {})
            kept = job.checkpoint.get("counts", {})  # of a list that was stopped on its way
            context |= {"sent": sent, "recorded": kept.get("sent", 0) + kept.get("kept", 0)}
            return self._show("done", context, status)
        if upload.state != UploadState.READY:
            context["badge_level"] = badge(job.state)
            return render(self.request, "jobs/progress.html", context, status=status)
        rows, next_after, chosen = reading.page(self.actor, upload, self.request.GET)  # type: ignore[arg-type]
        figures = summary.of(upload)
        context |= {
            "summary": figures,
            "size": reading.file_size(upload),
            "corrections": summary.corrections(upload, job.result.get("places", {})),
            "rows": rows,
            "next_after": next_after,
            "chosen": chosen,
            "refusal": refusal,
            "may_invent": self.actor.can(INVENT),
            "unknown": job.result.get("unknown", []),
            "modes": SendMode,
        }
        return self._show("check", context, status)

    def _show(self, name: str, context: dict[str, Any], status: int) -> HttpResponse:
        return render(self.request, f"iys_consent/upload/{name}.html", context, status=status)


class UploadPage(UploadPart):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.check_screen(self.upload(pk))


class UploadAction(UploadPart):
    """What a person decides on the check screen; a refusal is shown there."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        upload = self.upload(pk)
        try:
            self.decide(upload)
        except (NotAllowed, NotFound):
            raise
        except HubError as error:
            return self.check_screen(self.upload(pk), refusal=str(error.message), status=422)
        return self.go(self.after(upload))

    def decide(self, upload: ConsentUpload) -> None:
        raise NotImplementedError

    def after(self, upload: ConsentUpload) -> str:
        return reverse("consent-upload-page", args=[upload.job_id])


class UploadKind(UploadAction):
    """Accepts or refuses one kind of correction (K-058)."""

    def decide(self, upload: ConsentUpload) -> None:
        post = self.request.POST
        name = post.get("accept") or post.get("refuse") or ""
        if name not in Kind.__members__:
            raise Http404(_("Böyle bir düzeltme türü yok."))
        act = uploads.accept if post.get("accept") else uploads.refuse
        act(self.actor, upload, Kind[name])  # type: ignore[arg-type]

    def after(self, upload: ConsentUpload) -> str:
        return super().after(upload) + "#corrections"


class UploadRefresh(UploadAction):
    def decide(self, upload: ConsentUpload) -> None:
        refresh = self.request.POST.get("refresh") == "1"
        uploads.set_refresh(self.actor, upload, refresh=refresh)  # type: ignore[arg-type]


class UploadSend(UploadAction):
    def decide(self, upload: ConsentUpload) -> None:
        post = self.request.POST
        mode = post.get("mode", "")
        if mode not in SendMode.values:
            raise Http404(_("Böyle bir gönderim yok."))
        uploads.send(
            self.actor,  # type: ignore[arg-type]
            upload,
            mode,
            checked=post.get("checked") == "1",
            keep_blocks=post.get("keep_blocks") == "1",
        )


class UploadDelete(UploadAction):
    def decide(self, upload: ConsentUpload) -> None:
        uploads.delete(self.actor, upload)  # type: ignore[arg-type]
        messages.success(
            self.request, _("Liste silindi; hiçbir izin gönderilmedi: %s") % upload.file_name
        )

    def after(self, upload: ConsentUpload) -> str:
        return reverse("consents-list")


class UploadRefused(UploadPart):
    """The rows that do not go, with the reasons, ready to be mended and uploaded again."""

    def get(self, request: HttpRequest, pk: int) -> Any:
        self.actor.require("personal.view")  # type: ignore[attr-defined]
        upload = self.upload(pk)
        headers = [str(name) for name in upload.job.result.get("headers", [])]
        columns = [*headers, _("Satır"), _("Hata ve Uyarılar")]
        rows = reading.refused(upload, headers)
        return download("hatali-izinler.xlsx", lambda file: write_xlsx(file, columns, rows))


class UploadCorrected(UploadPart):
    """The whole list with its corrections, and a comment on each cell that has something."""

    def get(self, request: HttpRequest, pk: int) -> Any:
        self.actor.require("personal.view")  # type: ignore[attr-defined]
        upload = self.upload(pk)
        headers = [str(name) for name in upload.job.result.get("headers", [])]
        rows = corrected.rows(upload, LIMITS)
        return download("duzeltilmis-izinler.xlsx", lambda file: write_xlsx(file, headers, rows))


@actor_required(IMPORT)
def sample(request: HttpRequest, kind: str) -> FileResponse:
    """Tacir Örnek or Bireysel Örnek, with the code of one of the person's brands."""
    if kind not in samples.KINDS:
        raise Http404(_("Böyle bir örnek dosya yok."))
    brand = brands_of(request).filter(is_active=True).first()
    file = samples.sample(kind, brand.code if brand else "123456", timezone.now())
    return FileResponse(file, as_attachment=True, filename=f"{kind}-ornek.xlsx", content_type=_XLSX)
