"""The first page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from turkcell_hub.portal import checklist, dashboard
from turkcell_hub.portal.views.mixins import actor_required


@actor_required()
def home(request: HttpRequest) -> HttpResponse:
    """Cards of the rooms, and the way to the first message until it is walked."""
    actor = request.actor  # type: ignore[attr-defined]
    context = {"checklist": checklist.for_actor(actor), "cards": dashboard.cards_for(actor)}
    return render(request, "portal/home.html", context)
