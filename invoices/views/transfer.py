"""Fatura Aktarımı: filter, the four cases side by side, start, progress (L-101 … L-114)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from invoices.forms import FilterForm
from invoices.models import MatchingTable, Transfer
from invoices.permissions import TRANSFER
from invoices.selectors import previews
from invoices.services import logins, transfers
from invoices.views.setup import setup_shown
from turkcell_hub import resources
from turkcell_hub.errors import Conflict, HubError, NotAllowed, NotFound
from turkcell_hub.jobs.preview import words as job_words
from turkcell_hub.portal.forms import show_error
from turkcell_hub.portal.views.mixins import ActorRequiredMixin
from turkcell_hub.resources.forms import for_action
from turkcell_hub.tenancy.services import account_choice


class TransferPage(ActorRequiredMixin):
    """The filter travels in the address, so that a preview can be shared and come back to."""

    right = TRANSFER

    def get(self, request: HttpRequest) -> HttpResponse:
        asked = "table" in request.GET
        if not asked:
            tables = list(MatchingTable.objects.filter(is_active=True)[:2])
            initial = {"table": tables[0].pk} if len(tables) == 1 else {}
            return self.page(for_action(FilterForm, self.actor, initial=initial))
        form: Any = for_action(FilterForm, self.actor, data=request.GET)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            chosen = transfers.options(self.actor, form.chosen())  # type: ignore[arg-type]
            found = transfers.preview(self.actor, chosen)  # type: ignore[arg-type]
        except HubError as error:
            show_error(form, error)
            return self.page(form, status=422)
        return self.page(form, preview=previews.shown(found))

    def post(self, request: HttpRequest) -> HttpResponse:
        form: Any = for_action(FilterForm, self.actor, data=request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            chosen = transfers.options(self.actor, form.chosen())  # type: ignore[arg-type]
            collect = "collect" in request.POST
            row = transfers.start(self.actor, chosen, collect=collect)  # type: ignore[arg-type]
        except (NotAllowed, NotFound):
            raise
        except Conflict as error:
            if error.extra.get("job"):
                return HttpResponseRedirect(
                    reverse("invoice-transfer-progress", args=[error.extra["job"]])
                )
            show_error(form, error)
            return self.page(form, status=422)
        except HubError as error:
            show_error(form, error)
            return self.page(form, status=422)
        return HttpResponseRedirect(reverse("invoice-transfer-progress", args=[row.job_id]))

    def page(self, form: Any, *, preview: Any = None, status: int = 200) -> HttpResponse:
        account = account_choice.default_account(self.actor.firm_id, account_choice.Service.INVOICE)
        context = {
            "form": form,
            "preview": preview,
            "account": account,
            "health": logins.health(account) if account else None,
            **setup_shown(self.actor),
        }
        return render(self.request, "invoices/transfer_start.html", context, status=status)


class TransferProgress(ActorRequiredMixin):
    """While it runs, how far it is; then the run's own page."""

    right = TRANSFER

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        transfer = Transfer.objects.filter(job_id=pk).first()
        job = resources.get("jobs").queryset(self.actor).filter(pk=pk).first()
        if transfer is None:
            raise NotFound(_("Aktarım bulunamadı."))
        if job is None or job.is_over:
            return HttpResponseRedirect(reverse("bill-transfers-detail", args=[transfer.pk]))
        context = {"job": job, "resource": resources.get("jobs"), **job_words(job)}
        return render(request, "jobs/progress.html", context)
