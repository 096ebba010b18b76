"""Who may see his own account's pages, and where a login leads."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from turkcell_hub.tenancy import desk, sessions
from turkcell_hub.tenancy.permissions import is_hosted

Page = Callable[..., HttpResponse]


def signed_in(page: Page) -> Page:
    """For pages of the person himself, with or without a firm; the second factor counts."""

    @wraps(page)
    @never_cache
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not sessions.second_factor_passed(request):
            return to_second_factor(request.get_full_path())
        return page(request, *args, **kwargs)

    return wrapper


def next_url(request: HttpRequest) -> str:
    """Where the person wanted to go: only within this host, else the home page."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else reverse("home")


def to_second_factor(wanted: str) -> HttpResponse:
    query = urlencode({"next": wanted})
    return HttpResponseRedirect(f"{reverse('second-factor-verify')}?{query}")


def page(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """With the menu for somebody who works in a firm, plain for anybody else."""
    layout = "portal/plain.html" if getattr(request, "actor", None) is None else "base.html"
    return render(request, template, {"layout": layout, **context}, status=status)


def desk_page(
    request: HttpRequest, template: str, context: dict[str, Any], *, tab: str, status: int = 200
) -> HttpResponse:
    """A page of İşletmeci's desk, under its tabs; with the menu of the firm that was entered."""
    inside = getattr(request, "actor", None) is not None
    frame = {
        "layout": "base.html" if inside else "tenancy/desk.html",
        "desk_tabs": desk.tabs(hosted=is_hosted()),
        "desk_tab": tab,
    }
    return render(request, template, {**frame, **context}, status=status)


def staff_only(page: Page) -> Page:
    """For pages of those who run the portal; for everybody else there is no such page."""
    return _for(page, lambda request: bool(getattr(request.user, "is_platform_staff", False)))


def hosted_staff_only(page: Page) -> Page:
    """The same, where those who run the portal decide what firms pay."""
    return _for(page, sessions.is_platform_staff)


def _for(page: Page, may: Callable[[HttpRequest], bool]) -> Page:
    @wraps(page)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may(request):
            raise Http404(_("Sayfa bulunamadı."))
        return page(request, *args, **kwargs)

    return signed_in(wrapper)
