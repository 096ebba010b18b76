"""Gönderen Kimliği: MERSİS, unvan, iletişim ve ret bilgisi (S-002 … S-005)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from turkcell_hub.errors import HubError
from turkcell_hub.portal.forms import show_error
from turkcell_hub.portal.views.mixins import actor_required
from turkcell_hub.tenancy.forms.identity import IdentityForm
from turkcell_hub.tenancy.services import identities


@require_http_methods(["GET", "POST"])
@actor_required("tenancy.firm.change")
def sender_identity(request: HttpRequest) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    row = identities.of_firm(actor.firm_id)
    initial = {name: getattr(row, name) for name in identities.FIELDS}
    data = request.POST if request.method == "POST" else None
    form = IdentityForm(data, initial=initial, actor=actor)
    if request.method == "POST" and form.is_valid():
        try:
            identities.change(actor, form.cleaned_data)
        except HubError as error:
            show_error(form, error)
        else:
            messages.success(request, _("Gönderen kimliği kaydedildi."))
            return HttpResponseRedirect(reverse("sender-identity"))
    context = {
        "form": form,
        "firm": request.firm,  # type: ignore[attr-defined]
        "missing": identities.missing(row),
        "footer": " ".join(filter(None, identities.elements(actor.firm_id).values())),
    }
    return render(request, "tenancy/identity.html", context, status=422 if form.errors else 200)
