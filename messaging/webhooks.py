"""The door through which operators push delivery reports and inbound messages.

Operators do not sign their pushes, so the address holds an unguessable token of the
account and may be limited to the operator's addresses.
"""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from messaging import nudges
from messaging.services import report_pushes
from turkcell_hub.api.peers import client_address
from turkcell_hub.tenancy.scope import firm_scope
from turkcell_hub.tenancy.services import connections

_KEPT_HEADERS = ("Content-Type", "User-Agent", "X-Correlation-Id")


@csrf_exempt
@require_POST
def push(request: HttpRequest, token: str) -> HttpResponse:
    """Stores the body and answers 200; understanding it is a worker's work."""
    account = connections.by_push_token(token, client_address(request))
    if account is None:
        raise Http404
    if len(request.body) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        return HttpResponse(status=413)
    headers = {name: request.headers[name] for name in _KEPT_HEADERS if name in request.headers}
    with firm_scope(account.firm_id):
        kept = report_pushes.receive(account, request.body, headers)
    nudges.process_push(kept.pk)
    return HttpResponse(status=200)
