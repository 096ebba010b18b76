"""İşletmeci alanı: the memberships of all firms that wait for a look."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from turkcell_hub.errors import NotFound
from turkcell_hub.membership import selectors
from turkcell_hub.membership.models import Dossier
from turkcell_hub.membership.states import State
from turkcell_hub.tenancy import scope, sessions
from turkcell_hub.tenancy.models import User
from turkcell_hub.tenancy.services import platform
from turkcell_hub.tenancy.views import doors


@doors.hosted_staff_only
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    state = request.GET.get("state", "")
    context = {
        "lines": selectors.to_review(state),
        "state": state,
        "states": [one for one in State.choices if one[0] not in (State.DRAFT, State.INCOMPLETE)],
        "most": selectors.MOST,
    }
    return doors.desk_page(request, "membership/desk.html", context, tab="membership-desk")


@doors.hosted_staff_only
@require_POST
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    """Into the membership's firm, which its trail tells, and to the file."""
    with scope.every_firm():
        dossier = Dossier.objects.filter(pk=pk, sent_at__isnull=False).first()
    try:
        if dossier is None:
            raise NotFound(_("Üyelik dosyası bulunamadı."))
        firm = platform.enter(cast(User, request.user), dossier.firm_id)
    except NotFound as missing:
        raise Http404(str(missing.message)) from missing
    request.session[sessions.PLATFORM_KEY] = firm.pk
    return HttpResponseRedirect(reverse("memberships-detail", args=[pk]))
