"""Taking a list in: the room's page says which kind, the rest is the same for all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from turkcell_hub.errors import HubError
from turkcell_hub.jobs import imports
from turkcell_hub.jobs.services import jobs
from turkcell_hub.portal.cells import number
from turkcell_hub.portal.forms import HubForm, show_error
from turkcell_hub.portal.views.mixins import ActorRequiredMixin
from turkcell_hub.resources.forms import for_action
from turkcell_hub.sheets import Limits

ACCEPTED = (".xlsx", ".xls", ".csv")


class UploadForm(HubForm):
    """Looks at the name and the size alone; what is inside is judged by the reader."""

    max_file_bytes: ClassVar[int] = Limits().max_file_bytes

    file = forms.FileField(
        label=_("Liste dosyası"),
        help_text=_("Excel (.xlsx, .xls) veya CSV; en çok %(size)d MB, %(rows)s satır.")
        % {"size": Limits().max_file_bytes // 1_000_000, "rows": number(Limits().max_rows)},
        widget=forms.FileInput(attrs={"accept": ",".join(ACCEPTED), "data-drop": ""}),
        error_messages={
            "required": _("Bir dosya seçin."),
            "empty": _("Dosya boş; dolu bir liste seçin."),
        },
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not str(file.name).lower().endswith(ACCEPTED):
            raise forms.ValidationError(
                _("Bu dosya türü okunamıyor. .xlsx, .xls veya .csv olarak kaydedip seçin.")
            )
        if file.size > self.max_file_bytes:
            raise forms.ValidationError(
                _("Dosya çok büyük; en çok %(size)d MB olabilir. Listeyi bölerek yükleyin.")
                % {"size": self.max_file_bytes // 1_000_000}
            )
        return file


class UploadView(ActorRequiredMixin):
    """Subclass it in a room: ``kind``, ``form_class``, ``template``; ``params`` may keep more
    of the form with the job."""

    kind: ClassVar[str]
    form_class: ClassVar[type[UploadForm]] = UploadForm
    template = "jobs/upload.html"

    def needed_right(self) -> str:
        return imports.get(self.kind).right

    def get(self, request: HttpRequest) -> HttpResponse:
        initial = {k: v for k, v in request.GET.items() if k in self.form_class.base_fields}
        return self.page(for_action(self.form_class, self.actor, initial=initial))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = for_action(self.form_class, self.actor, data=request.POST, files=request.FILES)
        if not form.is_valid():
            return self.page(form, status=422)
        file = form.cleaned_data["file"]
        try:
            job = jobs.start(
                self.kind,
                self.actor,  # type: ignore[arg-type]
                self.params(form.cleaned_data),
                title=imports.title_of(self.kind),
                file=file,
                file_name=file.name,
                phase=imports.READ,
            )
        except HubError as error:
            show_error(form, error)
            return self.page(form, status=422)
        return HttpResponseRedirect(reverse("jobs-detail", args=[job.pk]))

    def params(self, data: Mapping[str, Any]) -> dict[str, Any]:
        return {}

    def page(self, form: forms.Form, *, status: int = 200) -> HttpResponse:
        context = {"form": form, "kind": imports.get(self.kind), **self.context()}
        return render(self.request, self.template, context, status=status)

    def context(self) -> dict[str, Any]:
        return {}
