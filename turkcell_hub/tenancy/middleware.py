"""Gives each request its actor and opens the firm's scope for it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from turkcell_hub.tenancy import scope, sessions

GetResponse = Callable[[HttpRequest], HttpResponse]


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
