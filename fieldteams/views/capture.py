"""The page on which a person answers a tracking request: no login, the address is the key.

It says who wants to see what and when, takes yes and no, takes a yes back, and shows who looked.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from fieldteams.models import TrackingRequest
from fieldteams.selectors import own
from fieldteams.services import requests
from turkcell_hub.api.peers import client_address
from turkcell_hub.errors import HubError, NotFound
from turkcell_hub.tenancy.scope import firm_scope

_ANSWERS = ("accept", "refuse", "withdraw")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, token: str) -> HttpResponse:
    try:
        asked = requests.at_address(token)
    except NotFound as missing:
        raise Http404(str(missing.message)) from None
    with firm_scope(asked.firm_id):
        address = client_address(request)
        if request.method == "POST":
            return _answered(request, asked, str(address) if address else None)
        requests.seen(asked, str(address) if address else None)
        return _shown(request, asked)


def _answered(request: HttpRequest, asked: TrackingRequest, address: str | None) -> HttpResponse:
    choice = request.POST.get("answer", "")
    if choice not in _ANSWERS:
        return _shown(request, asked, _("Yanıtınızı seçin."))
    try:
        if choice == "withdraw":
            requests.withdraw(asked, address)
        else:
            asked = requests.answer(asked, choice == "accept", address)
    except HubError as refused:
        asked.refresh_from_db()
        return _shown(request, asked, str(refused.message))
    if choice == "accept" and asked.operator_url and asked.state == TrackingRequest.State.OPEN:
        return HttpResponseRedirect(asked.operator_url)
    return HttpResponseRedirect(request.path)


def _shown(request: HttpRequest, asked: TrackingRequest, problem: str = "") -> HttpResponse:
    context = {
        "asked": asked,
        "problem": problem,
        "is_open": own.can_answer(asked),
        "is_accepted": asked.state == TrackingRequest.State.ACCEPTED,
        "waits_for_operator": own.waits_for_operator(asked),
        "views": own.views(asked),
        "thefts": own.thefts(asked),
        "dropped": own.dropped(asked),
        "retention_days": own.retention_days(asked),
    }
    status = 422 if problem else 200
    return render(request, "fieldteams/capture.html", context, status=status)
