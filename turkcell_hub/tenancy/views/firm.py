"""Firma Bilgileri, and Turkcell Hizmet Merkezi: the home of the operator's settings (L-009)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from turkcell_hub.errors import HubError
from turkcell_hub.portal.forms import show_error
from turkcell_hub.portal.views.mixins import actor_required
from turkcell_hub.tenancy import service_centre
from turkcell_hub.tenancy.forms.firms import FirmForm
from turkcell_hub.tenancy.models import GatewayAccount
from turkcell_hub.tenancy.services import account_choice, firms, senders


@require_http_methods(["GET", "POST"])
@actor_required("tenancy.firm.change")
def firm_settings(request: HttpRequest) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    firm = request.firm  # type: ignore[attr-defined]
    initial = {name: getattr(firm, name) for name in FirmForm.base_fields}
    data = request.POST if request.method == "POST" else None
    form = FirmForm(data, initial=initial, actor=actor)
    if request.method == "POST" and form.is_valid():
        try:
            firms.change(actor, form.cleaned_data)
        except HubError as error:
            show_error(form, error)
        else:
            messages.success(request, _("Firma bilgileri kaydedildi."))
            return HttpResponseRedirect(reverse("firm-settings"))
    return render(request, "tenancy/firm.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@actor_required("tenancy.account.change")
def sms_settings(request: HttpRequest) -> HttpResponse:
    """The tab "SMS Ayarları": the accounts, what each lacks, and its sender names."""
    rows = GatewayAccount.objects.filter(service=GatewayAccount.Service.SMS)
    context = {
        "tabs": service_centre.tabs(),
        "active": "service-centre",
        "accounts": [
            (row, account_choice.sendable_problem(row), senders.titles_of(row)) for row in rows
        ],
    }
    return render(request, "tenancy/service_centre.html", context)
