"""The door at which İYS pushes citizens' movements.

İYS asks for basic authentication and an answer within five seconds.
"""

from __future__ import annotations

import base64
import binascii

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from iys_consent.services import pushes
from turkcell_hub.api.peers import client_address
from turkcell_hub.tenancy.scope import firm_scope
from turkcell_hub.tenancy.services import registry_pushes


@csrf_exempt
@require_POST
def push(request: HttpRequest, token: str) -> HttpResponse:
    """Stores the body and answers 200; understanding it is a worker's work."""
    username, password = _login(request)
    account = registry_pushes.door(token, username, password, client_address(request))
    if account is None:
        # One answer for a wrong address and a wrong login: neither is told apart.
        return HttpResponse(status=401, headers={"WWW-Authenticate": 'Basic realm="iys"'})
    if len(request.body) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        return HttpResponse(status=413)
    with firm_scope(account.firm_id):
        pushes.receive(account, request.body)
    return HttpResponse(status=200)


def _login(request: HttpRequest) -> tuple[str, str]:
    scheme, _space, value = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        username, _colon, password = base64.b64decode(value, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return username, password
