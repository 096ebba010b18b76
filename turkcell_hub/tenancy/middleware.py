"""Gives each request its language and its actor, and opens the firm's scope for it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import override

from turkcell_hub.tenancy import languages, scope, sessions

GetResponse = Callable[[HttpRequest], HttpResponse]


class LanguageMiddleware:
    """Answers in the reader's language, and forgets it afterwards: the next request of the
    thread is somebody else's."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = languages.of_request(request)
        request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
        with override(language):
            response = self.get_response(request)
        if languages.is_asked(request):
            patch_vary_headers(response, ("Accept-Language",))
        response.headers.setdefault("Content-Language", language)
        return response


class FirmScopeMiddleware:
    """Sets ``request.actor`` (None for strangers) and the firm scope of browser sessions.

    REST requests get theirs from the key (``api.authentication``); either way nothing of
    it outlives the request.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with scope.no_scope():
            actor = sessions.actor_of(request)
            request.actor = actor  # type: ignore[attr-defined]
            if actor is not None:
                scope.enter(actor.firm_id)
            return self.get_response(request)
