"""Showing a public form inside the sites of its brand, and inside no other.

A page in another site's frame gets no cookies, so its posts carry no CSRF token. They need none
of the browser's authority either: what is typed counts only after the code or the mail has come
back. In the token's place they must come from our own page, which the browser says in ``Origin``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import REASON_BAD_ORIGIN
from django.utils.module_loading import import_string
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from iys_consent.models import ConsentForm

View = Callable[..., HttpResponse]


def embeddable(published: Callable[[str], ConsentForm]) -> Callable[[View], View]:
    """The view gets the form of its token as ``page``; where the form has sites, the answer may
    stand in their frames. ``published`` raises ``Http404``."""

    def decorate(view: View) -> View:
        guarded = csrf_protect(view)

        @csrf_protect
        def not_there(request: HttpRequest, missing: Http404) -> HttpResponse:
            raise missing

        @csrf_exempt
        @wraps(view)
        def shown(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                page = published(token)
            except Http404 as missing:
                return not_there(request, missing)
            if not page.embed_sites:
                return guarded(request, page, *args, **kwargs)
            if request.method == "POST" and request.headers.get("Origin") != _own(request):
                return _refused(request)
            answer = view(request, page, *args, **kwargs)
            answer._csp_replace = {"frame-ancestors": page.embed_sites}  # type: ignore[attr-defined]
            answer.xframe_options_exempt = True  # type: ignore[attr-defined]
            return answer

        return shown

    return decorate


def _own(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


def _refused(request: HttpRequest) -> HttpResponse:
    view = import_string(settings.CSRF_FAILURE_VIEW)
    answer: HttpResponse = view(request, reason=REASON_BAD_ORIGIN)
    return answer
