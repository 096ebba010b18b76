"""Zamanlanmış gönderimler: what goes by itself, and when."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from messaging.selectors import agenda
from messaging.views.base import actor_of
from turkcell_hub.portal.views.mixins import actor_required


@require_GET
@actor_required("messaging.campaign.view")
def page(request: HttpRequest) -> HttpResponse:
    """A month's calendar (``?month=2027-01``) and the list of what comes next."""
    actor = actor_of(request)
    entries = agenda.upcoming(actor)
    context = {
        "entries": entries,
        "waiting": agenda.waiting(actor),
        "month": agenda.month(actor, request.GET.get("month", ""), entries),
        "may_add": actor.can("messaging.campaign.add"),
        "breadcrumbs": [(_("İşlemler"), "")],
    }
    return render(request, "messaging/agenda.html", context)
