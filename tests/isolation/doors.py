"""How an address lets people in, read off its view.

Where every method of a view passes one and the same door before anything else, whoever has to
be refused there is asked for once an address; a view that is built otherwise is asked for with
every method by everybody.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import dropwhile
from typing import Any

from django.urls import resolve
from django.views import View
from rest_framework.views import APIView

from tests.isolation.routes import Route
from turkcell_hub.portal.views.mixins import ActorRequiredMixin
from turkcell_hub.tenancy.authentication import KeyAuthentication

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# Every request of the API passes these, in this order, before its handler.
_STEPS = ("dispatch", "initialize_request", "initial", "perform_authentication",
          "get_authenticators", "check_permissions", "get_permissions")  # fmt: skip
_SHARED = ("rest_framework.views", "rest_framework.viewsets", "turkcell_hub.api.views.base",
           "turkcell_hub.api.views.resource")  # fmt: skip


@cache
def methods_of(route: Route) -> tuple[str, ...]:
    """What the address answers; a page function without a decorator that says so, every method."""
    view = resolve(route.path()).func
    if handlers := getattr(view, "actions", None):
        return tuple(method for method in METHODS if method.lower() in handlers)
    if page := class_of(view):
        return tuple(method for method in METHODS if hasattr(page, method.lower()))
    allowed = [_kept_in(layer, "request_method_list") for layer in _layers(view)
               if _is_made_by(layer, "require_http_methods")]  # fmt: skip
    return tuple(method for method in METHODS if all(method in names for names in allowed))


def unknown_method(route: Route) -> tuple[str, ...]:
    """One that the address does not answer."""
    return tuple(method for method in METHODS if method not in methods_of(route))[:1]


@cache
def has_one_door(route: Route) -> bool:
    """Whether the key, or the session and its right, is asked for before the method matters."""
    return asks_first(resolve(route.path()).func)


def asks_first(view: Any) -> bool:
    page: Any = class_of(view)
    if page is None:
        above = dropwhile(lambda layer: _is_made_by(layer, "require_http_methods"), _layers(view))
        return _is_made_by(next(above, view), "actor_required")
    if not issubclass(page, APIView):
        return issubclass(page, ActorRequiredMixin) and page.dispatch is ActorRequiredMixin.dispatch
    keyed = list(page.authentication_classes) == [KeyAuthentication] and not page.public
    return keyed and all(getattr(page, step).__module__ in _SHARED for step in _STEPS)


@cache
def takes_options(route: Route) -> bool:
    """Whether OPTIONS comes through the door and then draws nothing."""
    page: Any = class_of(resolve(route.path()).func)
    return page is not None and has_one_door(route) and page.options is View.options


@cache
def is_common(route: Route) -> bool:
    """Whether the page is one of those that all lists share."""
    return getattr(class_of(resolve(route.path()).func), "__module__", "").startswith(
        "turkcell_hub.portal.views."
    )


def asked(route: Route, place: int = 0) -> tuple[str, ...]:
    """The methods for somebody whom the door refuses. ``place``: people next to each other take
    turns, so that every method is asked for by somebody."""
    if not has_one_door(route):
        return METHODS
    known = methods_of(route)
    return (known[place % len(known)],)


def class_of(view: Any) -> Any:
    return getattr(view, "cls", None) or getattr(view, "view_class", None)


def _layers(view: Any) -> Iterator[Any]:
    """A function and what it is wrapped around, from the outside in."""
    while view is not None:
        yield view
        view = getattr(view, "__wrapped__", None)


def _is_made_by(layer: Any, decorator: str) -> bool:
    return layer.__code__.co_qualname.startswith(f"{decorator}.")


def _kept_in(layer: Any, name: str) -> Any:
    return layer.__closure__[layer.__code__.co_freevars.index(name)].cell_contents
