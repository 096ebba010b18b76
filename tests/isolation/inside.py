"""Asks a page below the middleware, with what the middleware has found out about the person.

The stack is one and the same before every address: it reads the session, the person and his firm,
and no view. Going through it thousands of times was half of the walk. Whoever knocks comes through
all of it once; then his requests begin where the stack ends, as if it had run: the error pages,
the language, the messages and htmx are the product's own. test_inside.py holds both ways against
each other.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import cache
from typing import Any

import structlog
from django.contrib.sessions.backends.base import SessionBase
from django.core.handlers.base import BaseHandler
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template import Template, engines
from django.test import RequestFactory, override_settings

from turkcell_hub.tenancy import scope

_BELOW = (
    "tests.isolation.inside.Arrived",
    "turkcell_hub.tenancy.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
)
# What the stack says of the person; the rest of a request is of its address.
_FOUND = ("session", "user", "actor", "firm", "memberships", "csp_nonce")
_OWN = "person"


class _Stack(BaseHandler):
    """The whole stack, and behind it, in the place of all pages, a look at what has arrived."""

    def _get_response(self, request: HttpRequest) -> HttpResponse:
        known = vars(request)
        known["session"].is_empty()  # read now, if nobody has asked yet
        self.found = {name: _own(known[name]) for name in _FOUND if name in known}
        self.found["csp_nonce"] = str(known["csp_nonce"])
        return HttpResponse()


class _Inside(BaseHandler):
    """The product's own handling of a request, behind the short stack."""


class Arrived:
    """In the place of sessions, persons and firms: those that the whole stack has found."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        found = getattr(request, _OWN)
        for name, value in found.items():
            setattr(request, name, _own(value))
        try:
            with scope.no_scope():
                if found["actor"] is not None:
                    scope.enter(found["actor"].firm_id)
                return self.get_response(request)
        finally:
            structlog.contextvars.clear_contextvars()


def _own(value: Any) -> Any:
    """A copy, as another request's: a form that fills the person in changes its own alone."""
    if isinstance(value, list):
        return [copy.copy(one) for one in value]
    own = copy.copy(value)
    if isinstance(value, SessionBase):
        own._session_cache = dict(value._session_cache)  # type: ignore[attr-defined]
    return own


def arrival(factory: RequestFactory) -> dict[str, Any]:
    """What the whole stack finds out about somebody with this browser's cookies."""
    stack = _Stack()
    stack.load_middleware()
    stack.get_response(factory.get("/"))
    return stack.found


class Door:
    """The handler below the stack; made once a process."""

    _handler: _Inside | None = None

    @classmethod
    def answer(
        cls, request: HttpRequest, found: dict[str, Any], *, framed: bool
    ) -> HttpResponseBase:
        if cls._handler is None:
            with override_settings(MIDDLEWARE=_BELOW):
                cls._handler = _Inside()
                cls._handler.load_middleware()
        setattr(request, _OWN, found)
        with nullcontext() if framed else unframed():
            response = cls._handler.get_response(request)
            _read(response)
        return response


def _read(response: Any) -> None:
    """All of a file that comes in pieces, and its file closed; a program's answer as a value."""
    if response.streaming:
        response.streaming_content = [b"".join(response.streaming_content)]
    else:
        response.json = lambda: json.loads(response.content)
    for close in response._resource_closers:
        close()


@contextmanager
def unframed() -> Iterator[None]:
    """Pages without what stands around all of them: the menu, the bell, the firm and the person.
    It depends on the person, not on the page."""
    engine = engines["django"].engine
    engine.get_template(_BASE)
    known = engine.template_loaders[0].get_template_cache
    whole = known[_BASE]
    known[_BASE] = _bare(whole)
    try:
        yield
    finally:
        known[_BASE] = whole


@cache
def _bare(whole: Template) -> Template:
    source, found = _FRAME.subn("", whole.source)
    assert found == len(_PARTS)
    return Template(source, whole.origin, _BASE, whole.engine)


_BASE = "base.html"
_PARTS = ("sidebar", "topbar", "palette", "shortcuts")
_FRAME = re.compile(rf'{{% \w+ "portal/parts/({"|".join(_PARTS)})\.html" %}}')
