"""One record: looking at it, adding, changing, deleting."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from turkcell_hub.errors import HubError, NotAllowed, NotFound
from turkcell_hub.portal import history, links, render
from turkcell_hub.portal.actions import menu_for
from turkcell_hub.portal.forms.errors import show_error
from turkcell_hub.portal.views.base import ResourceView
from turkcell_hub.resources.forms import for_record


class DetailView(ResourceView):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self.row_or_404(pk)
        self.resource.looked(self.actor, [row])
        return self.page(row)

    def page(self, row: Any, *, status: int = 200, **refused: Any) -> HttpResponse:
        """``refused``: what a form on the page was sent with, to be shown in it again."""
        return self.show(
            {
                "row": row,
                "row_label": self.resource.label_of(row),
                "details": render.details(self.resource, row, self.actor),
                "entries": menu_for(self.resource, self.actor, [row]),
                "history": history.of(self.actor, row),
                "may_change": self.may("change"),
                "may_delete": self.may("delete"),
                **self.resource.detail(self.actor, row),
                **refused,
            },
            status=status,
            template=self.resource.detail_template,
        )


class FormView(ResourceView):
    """What adding and changing share: a refused form comes back as it was typed."""

    template = "portal/form.html"

    def form_page(self, form: BaseForm, row: Any = None, *, status: int = 200) -> HttpResponse:
        data = self.request.POST if self.request.method == "POST" else self.request.GET
        context = {
            "form": form,
            "row": row,
            "row_label": self.resource.label_of(row) if row is not None else "",
            "query": data.get("query", ""),
            "back": data.get("back", ""),
            "cancel_url": self.back_to_list(),
        }
        return self.show(context, status=status)

    def saved(self, form: BaseForm, row: Any = None) -> Any:
        """The written row, or None where the service refused (the form then says why)."""
        try:
            if row is None:
                return self.resource.create(self.actor, form.cleaned_data)
            return self.resource.update(self.actor, row, form.cleaned_data) or row
        except (NotAllowed, NotFound):
            raise
        except HubError as error:
            show_error(form, error)
            return None

    def leave(self, row: Any, said: str) -> HttpResponse:
        """Back to the list with the row selected (L-008)."""
        messages.success(self.request, said)
        url = self.back_to_list()
        return self.go(f"{url}{'&' if '?' in url else '?'}new={row.pk}")


class CreateView(FormView):
    verb = "add"

    def get(self, request: HttpRequest) -> HttpResponse:
        self.only_if(self.may("add"))
        initial = {
            name: request.GET[name]
            for name in (self.resource.form.base_fields if self.resource.form else ())
            if name in request.GET
        }
        return self.form_page(for_record(self.resource, self.actor, initial=initial))

    def post(self, request: HttpRequest) -> HttpResponse:
        self.only_if(self.may("add"))
        form = for_record(self.resource, self.actor, data=request.POST, files=request.FILES)
        row = self.saved(form) if form.is_valid() else None
        if row is None:
            return self.form_page(form, status=422)
        label = self.resource.label_of(row)
        if "another" in request.POST:
            messages.success(request, _("Eklendi: %(name)s") % {"name": label})
            return self.go(links.to(self.resource, "add"))
        return self.leave(row, _("Eklendi: %(name)s") % {"name": label})


class UpdateView(FormView):
    verb = "change"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.only_if(self.may("change"))
        row = self.row_or_404(pk)
        return self.form_page(for_record(self.resource, self.actor, row), row)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.only_if(self.may("change"))
        row = self.row_or_404(pk)
        form = for_record(self.resource, self.actor, row, data=request.POST, files=request.FILES)
        written = self.saved(form, row) if form.is_valid() else None
        if written is None:
            return self.form_page(form, self.row_or_404(pk), status=422)
        name = self.resource.label_of(written)
        return self.leave(written, _("Kaydedildi: %(name)s") % {"name": name})


class DeleteView(ResourceView):
    """Names what will be deleted; a refusal ("in use") is shown where the question stood."""

    verb = "delete"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.only_if(self.may("delete"))
        return self._ask(self.row_or_404(pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.only_if(self.may("delete"))
        row = self.row_or_404(pk)
        name = self.resource.label_of(row)
        try:
            self.resource.delete(self.actor, row)
        except (NotAllowed, NotFound):
            raise
        except HubError as error:
            return self._ask(row, str(error.message), status=422)
        messages.success(request, _("Silindi: %(name)s") % {"name": name})
        return self.go(self.back_to_list())

    def _ask(self, row: Any, refusal: str = "", *, status: int = 200) -> HttpResponse:
        data = self.request.POST if self.request.method == "POST" else self.request.GET
        htmx = getattr(self.request, "htmx", None)
        template = "portal/dialogs/delete.html" if htmx else "portal/dialogs/delete_page.html"
        context = {
            "row": row,
            "row_label": self.resource.label_of(row),
            "refusal": refusal,
            "query": data.get("query", ""),
            "cancel_url": self.back_to_list(),
        }
        return self.show(context, status=status, template=template)
