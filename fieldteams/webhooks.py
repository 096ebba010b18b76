"""The doors of tracking devices: OsmAnd's protocol, spoken by trackers and by phones' apps.

Devices do not sign, so the address holds an unguessable token of the firm's location account.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from fieldteams.services import devices
from turkcell_hub.errors import HubError, NotFound
from turkcell_hub.tenancy.scope import firm_scope


@csrf_exempt
@require_http_methods(["GET", "POST"])
def device(request: HttpRequest, token: str) -> HttpResponse:
    """200 also for what may not be kept: a device would send a refused point for ever."""
    try:
        account = devices.account_at(token)
        told = {**request.GET.dict(), **request.POST.dict()}
        with firm_scope(account.firm_id):
            devices.take_from_device(account, told)
    except NotFound as missing:
        raise Http404(str(missing.message)) from None
    except HubError as refused:
        return HttpResponse(str(refused.message), status=400, content_type="text/plain")
    return HttpResponse(status=200)
