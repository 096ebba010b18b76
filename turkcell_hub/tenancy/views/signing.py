"""The public halves of the keys with which the portal signs, for whoever checks a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from turkcell_hub.tenancy.services import signing


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """Open to everybody: it holds nothing of a firm."""
    shown = [(key, signing.fingerprint(key)) for key in signing.known()]
    return render(request, "tenancy/signing_keys.html", {"keys": shown})


@require_safe
def pem(_request: HttpRequest) -> HttpResponse:
    return _file(signing.pem(signing.known()).encode(), "portal-anahtarlari.pem")


@require_safe
def checker(_request: HttpRequest) -> HttpResponse:
    """The program itself, so that nobody need trust the one inside a pack."""
    return _file(signing.checker(), signing.CHECKER)


def _file(body: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(body, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-cache"
    return answer
