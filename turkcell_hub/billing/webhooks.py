"""The door through which the payment service tells of payments."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from turkcell_hub.billing.services import payments
from turkcell_hub.errors import HubError, NotAllowed

_LARGEST = 64 * 1024


@csrf_exempt
@require_POST
def payment(request: HttpRequest) -> HttpResponse:
    """200 once the word has been taken in; anything else asks the service to repeat it."""
    if len(request.body) > _LARGEST:
        return HttpResponse(status=413)
    try:
        payments.receive(request.body, dict(request.headers))
    except NotAllowed:
        return HttpResponse(status=401)
    except HubError as error:
        return HttpResponse(status=error.status)
    return HttpResponse(status=200)
