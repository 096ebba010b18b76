"""``/metrics`` for Prometheus: from this machine itself, or with the token of METRICS_TOKEN."""

from __future__ import annotations

import hmac

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from django_prometheus.exports import ExportToDjangoView

from turkcell_hub.api.peers import client_address


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures; to anybody else there is no such page."""
    if not (_knows_token(request) or _is_local(request)):
        raise Http404
    answer: HttpResponse = ExportToDjangoView(request)
    answer["Cache-Control"] = "no-store"
    return answer


def _knows_token(request: HttpRequest) -> bool:
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    wanted = settings.METRICS_TOKEN.encode()
    return (
        bool(wanted)
        and scheme.lower() == "bearer"
        and hmac.compare_digest(token.strip().encode(), wanted)
    )


def _is_local(request: HttpRequest) -> bool:
    """A proxy on this machine speaks for somebody else and says so in its header."""
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    address = client_address(request)
    return address is not None and address.is_loopback
