"""İşletmeci alanı: every firm with what waits there, and the way into its money."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from turkcell_hub.billing.selectors import platform as selectors
from turkcell_hub.errors import NotFound
from turkcell_hub.tenancy import sessions
from turkcell_hub.tenancy.models import User
from turkcell_hub.tenancy.services import platform
from turkcell_hub.tenancy.views import doors


@doors.hosted_staff_only
@require_safe
def firms(request: HttpRequest) -> HttpResponse:
    search = request.GET.get("q", "")[:100]
    context = {
        "lines": selectors.firms(search),
        "search": search,
        "most": selectors.MOST,
        "inside": sessions.PLATFORM_KEY in request.session,
    }
    return doors.desk_page(request, "billing/platform.html", context, tab="platform")


@doors.hosted_staff_only
@require_POST
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        firm = platform.enter(cast(User, request.user), pk)
    except NotFound as missing:
        raise Http404(str(missing.message)) from missing
    request.session[sessions.PLATFORM_KEY] = firm.pk
    return HttpResponseRedirect(reverse("credit-orders-list"))


@doors.hosted_staff_only
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    request.session.pop(sessions.PLATFORM_KEY, None)
    return HttpResponseRedirect(reverse("platform"))
