"""Neden gitti, neden gitmedi? (idea 1): every message to a number, each with its sentence."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from messaging.selectors import why
from messaging.views.base import actor_of
from turkcell_hub.portal.views.mixins import actor_required
from turkcell_hub.tenancy.models import Firm


@require_GET
@actor_required("messaging.message.view")
def page(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    number = request.GET.get("number", "").strip()[:40]
    found = None
    if "number" in request.GET:
        country = Firm.objects.values_list("country", flat=True).get(pk=actor.firm_id)
        found = why.find(actor, number, country)
    context = {
        "number": number,
        "found": found,
        "shown": why.SHOWN,
        "breadcrumbs": [(_("Raporlar"), "")],
    }
    status = 422 if found and found.problem else 200
    return render(request, "messaging/why.html", context, status=status)
