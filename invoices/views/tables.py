"""Pasting number rows from Excel into a matching table (L-099)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from invoices.forms import PasteForm
from invoices.models import MatchingTable
from invoices.permissions import TABLE_CHANGE
from invoices.services import pasting
from turkcell_hub import resources
from turkcell_hub.errors import HubError
from turkcell_hub.portal.forms import show_error
from turkcell_hub.portal.views.mixins import ActorRequiredMixin
from turkcell_hub.resources.forms import for_action

_SHOWN = 50


class PastePage(ActorRequiredMixin):
    right = TABLE_CHANGE

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(self.table(pk), for_action(PasteForm, self.actor))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        table = self.table(pk)
        form: Any = for_action(PasteForm, self.actor, data=request.POST)
        if not form.is_valid():
            return self.page(table, form, status=422)
        given = form.cleaned_data
        try:
            done = pasting.paste(self.actor, table, given["side"], given["rows"])  # type: ignore[arg-type]
        except HubError as error:
            show_error(form, error)
            return self.page(table, form, status=422)
        said = _("%(added)d satır eklendi, %(changed)d satır değişti.") % {
            "added": done.added,
            "changed": done.changed,
        }
        if done.refused:
            return self.page(table, form, refused=done.refused, said=said, status=422)
        messages.success(request, said)
        return HttpResponseRedirect(reverse("matching-tables-detail", args=[table.pk]))

    def table(self, pk: int) -> MatchingTable:
        row = resources.get("matching-tables").queryset(self.actor).filter(pk=pk).first()
        if row is None:
            raise Http404(_("Eşleştirme tablosu bulunamadı."))
        return row  # type: ignore[no-any-return]

    def page(
        self, table: MatchingTable, form: Any, *, refused: Any = (), said: str = "",
        status: int = 200,
    ) -> HttpResponse:  # fmt: skip
        context = {
            "table": table,
            "form": form,
            "refused": refused[:_SHOWN],
            "more": max(0, len(refused) - _SHOWN),
            "said": said,
        }
        return render(self.request, "invoices/paste.html", context, status=status)
