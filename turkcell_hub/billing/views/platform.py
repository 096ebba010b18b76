"""İşletmeci alanı: every firm with what waits there, and the way into its money."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from turkcell_hub.billing.selectors import platform as selectors
from turkcell_hub.errors import NotFound
from turkcell_hub.tenancy import sessions
from turkcell_hub.tenancy.models import User
from turkcell_hub.tenancy.services import platform
from turkcell_hub.tenancy.views import doors


def _staff(page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For everybody else there is no such page."""

    @wraps(page)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not sessions.is_platform_staff(request):
            raise Http404(_("Sayfa bulunamadı."))
        return page(request, *args, **kwargs)

    return doors.signed_in(wrapper)


@_staff
@require_safe
def firms(request: HttpRequest) -> HttpResponse:
    search = request.GET.get("q", "")[:100]
    context = {
        "lines": selectors.firms(search),
        "search": search,
        "most": selectors.MOST,
        "inside": sessions.PLATFORM_KEY in request.session,
    }
    return doors.page(request, "billing/platform.html", context)


@_staff
@require_POST
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        firm = platform.enter(cast(User, request.user), pk)
    except NotFound as missing:
        raise Http404(str(missing.message)) from missing
    request.session[sessions.PLATFORM_KEY] = firm.pk
    return HttpResponseRedirect(reverse("credit-orders-list"))


@_staff
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    request.session.pop(sessions.PLATFORM_KEY, None)
    return HttpResponseRedirect(reverse("platform"))
