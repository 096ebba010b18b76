"""The doors of tracking devices and of the operator's crossings.

OsmAnd's protocol is spoken by trackers and by phones' apps. Devices do not sign, so the address
holds an unguessable token of the firm's location account. The operator's CloudEvents come to such
an address too and carry the token of their watch.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from fieldteams.services import devices, fences
from turkcell_hub.errors import HubError, NotAllowed, NotFound

LONGEST_EVENT = 20_000


@csrf_exempt
@require_http_methods(["GET", "POST"])
def device(request: HttpRequest, token: str) -> HttpResponse:
    """200 also for what may not be kept: a device would send a refused point for ever."""
    try:
        devices.take_from_device(token, {**request.GET.dict(), **request.POST.dict()})
    except NotFound as missing:
        raise Http404(str(missing.message)) from None
    except HubError as refused:
        return HttpResponse(str(refused.message), status=400, content_type="text/plain")
    return HttpResponse(status=200)


@csrf_exempt
@require_http_methods(["POST"])
def geofence(request: HttpRequest, token: str) -> HttpResponse:
    """204 for everything that is the operator's own, also what may not be kept or is told twice:
    another answer would make it come again."""
    scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not bearer or len(request.body) > LONGEST_EVENT:
        return HttpResponse(status=401)
    try:
        fences.hear(token, bearer, request.body)
    except NotFound as missing:
        raise Http404(str(missing.message)) from None
    except NotAllowed:
        return HttpResponse(status=401)
    except HubError:
        return HttpResponse(status=400)
    return HttpResponse(status=204)
