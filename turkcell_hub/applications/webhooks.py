"""The door at which the operator tells that an order has changed (TMF622's listener)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from turkcell_hub.applications.services import listening
from turkcell_hub.errors import Invalid

_LARGEST = 256 * 1024


@csrf_exempt
@require_POST
def orders(request: HttpRequest, token: str, event: str = "") -> HttpResponse:
    """201 as the standard wants it, also for orders that we do not have; 400 asks for no repeat."""
    if not listening.is_ours(token):
        raise Http404
    if len(request.body) > _LARGEST:
        return HttpResponse(status=413)
    try:
        listening.heard(request.body)
    except Invalid:
        return HttpResponse(status=400)
    return HttpResponse(status=201)
