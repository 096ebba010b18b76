"""OTP Kurulumu: the four steps (L-014 … L-017, L-089)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from otp.forms.approvals import WebAccountForm
from otp.models import WebAccount
from otp.permissions import SETUP
from otp.services import connections, setup
from turkcell_hub.errors import HubError
from turkcell_hub.ledger.models import Kind
from turkcell_hub.ledger.services import credits
from turkcell_hub.portal.forms import show_error
from turkcell_hub.portal.views.mixins import actor_required
from turkcell_hub.tenancy import service_centre
from turkcell_hub.tenancy.models import GatewayAccount


@require_http_methods(["GET", "POST"])
@actor_required(SETUP)
def page(request: HttpRequest) -> HttpResponse:
    """The checklist, the web account's form and the way to each other step."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    row = WebAccount.objects.first() or WebAccount(firm_id=actor.firm_id)
    initial = {
        "account_code": row.account_code,
        "sender_name": row.sender_name,
        "title": row.title,
        "contact": row.contact_id,
    }
    data = request.POST if request.method == "POST" else None
    form = WebAccountForm(data, initial=initial, actor=actor)
    if request.method == "POST" and form.is_valid():
        try:
            connections.save_web_account(actor, form.cleaned_data)
        except HubError as error:
            show_error(form, error)
        else:
            messages.success(request, _("Web hesabı ayarları kaydedildi."))
            return HttpResponseRedirect(reverse("otp-setup"))
    steps = setup.steps(actor.firm_id)
    context = {
        "tabs": service_centre.tabs(),
        "active": "otp-setup",
        "form": form,
        "steps": [(step, _url(step.code)) for step in steps],
        "done": sum(step.done for step in steps),
        "balance": credits.balance(actor.firm_id, Kind.OTP),
    }
    return render(request, "otp/setup.html", context, status=422 if form.errors else 200)


def _url(code: str) -> str:
    account = GatewayAccount.objects.filter(service=setup.SERVICE).first()
    return {
        "account": reverse("gateway-accounts-edit", args=[account.pk])
        if account
        else f"{reverse('gateway-accounts-add')}?adapter=camara_otp",
        "web_account": "#web-account",
        "connection": reverse("otp-connections-list"),
        "link": reverse("users-list"),
    }[code]
