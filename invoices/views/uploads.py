"""Bills from files, and the file that a bill came in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from invoices import downloads, words
from invoices.permissions import TAKE, VIEW
from invoices.services import files
from turkcell_hub import resources
from turkcell_hub.jobs.preview import words as job_words
from turkcell_hub.jobs.services import jobs
from turkcell_hub.lib.wording import said
from turkcell_hub.portal.forms import HubForm
from turkcell_hub.portal.views.mixins import ActorRequiredMixin, actor_required
from turkcell_hub.resources.forms import for_action


class BillFileForm(HubForm):
    file = forms.FileField(
        label=__("Fatura dosyası"),
        help_text=__(
            "e-Fatura (XML), faturaların ZIP'i ya da operatörün CSV listesi; en çok 20 MB."
        ),
        widget=forms.FileInput(attrs={"accept": ",".join(files.ACCEPTED)}),
        error_messages={"required": __("Bir dosya seçin."), "empty": __("Dosya boş.")},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not str(file.name).lower().endswith(files.ACCEPTED):
            raise forms.ValidationError(
                _("Bu dosya türü okunamıyor; XML, ZIP ya da CSV dosyası seçin.")
            )
        if file.size > files.MOST:
            raise forms.ValidationError(
                _("Dosya çok büyük; en çok 20 MB olabilir, bölüp yükleyin.")
            )
        return file


class UploadPage(ActorRequiredMixin):
    right = TAKE

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(for_action(BillFileForm, self.actor))

    def post(self, request: HttpRequest) -> HttpResponse:
        form: Any = for_action(BillFileForm, self.actor, data=request.POST, files=request.FILES)
        if not form.is_valid():
            return self.page(form, status=422)
        file = form.cleaned_data["file"]
        title = said("Fatura dosyası: %(name)s", name=file.name)
        job = files.start(self.actor, file, file.name, title)  # type: ignore[arg-type]
        return HttpResponseRedirect(reverse("bill-upload-result", args=[job.pk]))

    def page(self, form: Any, *, status: int = 200) -> HttpResponse:
        return render(self.request, "invoices/upload.html", {"form": form}, status=status)


class UploadResult(ActorRequiredMixin):
    """How far the reading is, then what came of it."""

    right = TAKE

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        job = resources.get("jobs").queryset(self.actor).filter(pk=pk, kind=files.KIND).first()
        if job is None:
            raise Http404(_("İş bulunamadı."))
        jobs.mark_seen(self.actor, job)  # type: ignore[arg-type]
        context = {"job": job, "resource": resources.get("jobs"), **job_words(job)}
        if not job.is_over:
            return render(request, "jobs/progress.html", context)
        taken = dict(job.result.get("taken", {}))
        listed = [(name, words.unreadable(reason)) for name, reason in taken.pop("files", [])]
        context |= {"taken": taken, "unreadable": listed}
        return render(request, "invoices/upload_result.html", context)


@actor_required(VIEW)
def source_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file byte by byte, never shown by the browser: it is a stranger's."""
    bill = resources.get("bills").queryset(request.actor).filter(pk=pk).first()  # type: ignore[attr-defined]
    if bill is None:
        raise Http404(_("Fatura bulunamadı."))
    return downloads.source_file(bill)
