"""ERP Bağlantısı: which ERP, its version, İK bağlantısı, how fresh the cards are."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.views.decorators.http import require_http_methods, require_POST

from turkcell_hub.erp.models import ErpSystem
from turkcell_hub.erp.selectors import freshness
from turkcell_hub.erp.services import links, pulling
from turkcell_hub.errors import Conflict, HubError
from turkcell_hub.jobs.models import Job
from turkcell_hub.portal.forms import HubForm, show_error
from turkcell_hub.portal.views.mixins import actor_required
from turkcell_hub.tenancy.services import account_choice, account_tries


class LinkForm(HubForm):
    system = forms.ChoiceField(label=__("ERP"), choices=ErpSystem.choices)
    version = forms.CharField(
        label=__("Sürüm"),
        max_length=40,
        required=False,
        help_text=__("ERP'nizin Hakkında penceresindeki sürüm, örneğin 2.06.00.01."),
    )
    hr_linked = forms.BooleanField(
        label=__("İK bağlantısı var"),
        required=False,
        help_text=__("İşaretliyse personel kartları mobil abone olarak seçilebilir."),
    )


@require_http_methods(["GET", "POST"])
@actor_required("erp.link.change")
def page(request: HttpRequest) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    row = links.of_firm(actor.firm_id)
    initial = {name: getattr(row, name) for name in links.FIELDS}
    form = LinkForm(request.POST if request.method == "POST" else None, initial=initial,
                    actor=actor)  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            saved = links.change(actor, form.cleaned_data)
        except HubError as error:
            show_error(form, error)
        else:
            messages.success(request, _("ERP bağlantısı kaydedildi."))
            if warning := links.version_warning(saved):
                messages.warning(request, warning)
            return HttpResponseRedirect(reverse("erp-link"))
    account = pulling.account_of(actor.firm_id)
    context = {
        "form": form,
        "warning": links.version_warning(row),
        "kinds": freshness.of_every_kind(),
        "account": account,
        "account_problem": account_choice.sendable_problem(account, account_choice.Service.ERP),
        "add_url": links.adapter_of(row)
        and f"{reverse('gateway-accounts-add')}?adapter={links.adapter_of(row)}",
        "last_read": Job.objects.filter(kind=pulling.KIND).order_by("-pk").first(),
    }
    return render(request, "erp/link.html", context, status=422 if form.errors else 200)


@require_POST
@actor_required("erp.link.change")
def attempt(request: HttpRequest) -> HttpResponse:
    """The button "Bağlantıyı dene"."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    account = pulling.account_of(actor.firm_id)
    try:
        if account is None:
            raise Conflict(account_choice.no_account(account_choice.Service.ERP))
        messages.success(request, account_tries.try_connection(actor, account))
    except HubError as error:
        messages.error(request, error.message)
    return HttpResponseRedirect(reverse("erp-link"))


@require_POST
@actor_required("erp.link.change")
def pull(request: HttpRequest) -> HttpResponse:
    """The button "Kartları şimdi oku"; goes to the job's page."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    try:
        job = pulling.start(actor)
    except HubError as error:
        messages.error(request, error.message)
        return HttpResponseRedirect(reverse("erp-link"))
    return HttpResponseRedirect(reverse("jobs-detail", args=[job.pk]))
