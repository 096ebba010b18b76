"""Who may come in: for the generic views and for the rooms' own pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views import View
from django_otp import user_has_device

from turkcell_hub.errors import HubError, NotAllowed, NotFound
from turkcell_hub.portal.links import to_if_routed
from turkcell_hub.portal.views import errors
from turkcell_hub.resources import Actor

Page = Callable[..., HttpResponseBase]


def actor_required(right: str | None = None) -> Callable[[Page], Page]:
    """Decorator of a page function: sends strangers to the login, people without ``right`` to
    the 403 page, and shows a service's ``HubError`` as a page of its own."""

    def decorate(page: Page) -> Page:
        @wraps(page)
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return answer(request, right, lambda: page(request, *args, **kwargs))

        return wrapper

    return decorate


class ActorRequiredMixin(View):
    """The same for class-based pages. ``right``: "" admits every member; override
    ``needed_right`` where it depends on the request."""

    right: str = ""
    actor: Actor

    def needed_right(self) -> str:
        return self.right

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.actor = getattr(request, "actor", None)  # type: ignore[assignment]
        handle = super().dispatch
        return answer(request, self.needed_right(), lambda: handle(request, *args, **kwargs))


def answer(
    request: HttpRequest, right: str | None, page: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    """The page's answer, or the door's."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return _to_the_door(request)
    try:
        if right:
            actor.require(right)
        return page()
    except NotAllowed as refused:
        raise PermissionDenied(str(refused.message)) from refused
    except NotFound as missing:
        raise Http404(str(missing.message)) from missing
    except HubError as error:
        return errors.hub_error(request, error)


def _to_the_door(request: HttpRequest) -> HttpResponse:
    user = request.user
    if not user.is_authenticated:
        response: HttpResponse = redirect_to_login(_return_path(request))
    elif user_has_device(user) and not user.is_verified():  # type: ignore[attr-defined]
        response = HttpResponseRedirect(to_if_routed("second-factor-verify") or "/")
    elif getattr(user, "is_platform_staff", False) and to_if_routed("platform"):
        response = HttpResponseRedirect(to_if_routed("platform") or "/")
    else:
        raise PermissionDenied(
            _("Hesabınız etkin bir firmaya bağlı değil. Firma yöneticinizden davet isteyin.")
        )
    if getattr(request, "htmx", None):
        # 401: the script decides whether the person has something to lose on his page.
        moved = HttpResponse(status=204 if user.is_authenticated else 401)
        moved["HX-Redirect"] = response["Location"]
        return moved
    return response


def _return_path(request: HttpRequest) -> str:
    if request.method != "GET":
        return to_if_routed("home") or "/"
    htmx = getattr(request, "htmx", None)
    return (htmx.current_url_abs_path or "/") if htmx else request.get_full_path()
