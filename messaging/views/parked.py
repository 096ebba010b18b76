"""İşletmeci's desk: messages to a shared number that belong to no firm beyond doubt."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from messaging.forms.parked import AssignForm, DiscardForm
from messaging.models import RelayedInbound
from messaging.selectors import parked
from messaging.services import relay_reads, relays
from turkcell_hub.errors import HubError, NotFound
from turkcell_hub.portal.forms import show_error
from turkcell_hub.tenancy.models import User
from turkcell_hub.tenancy.views import doors

TAB = "platform-parked"
_SEEN = "parked_messages_read"
Decision = AssignForm | DiscardForm


@doors.staff_only
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    return _shown(request)


@doors.staff_only
@require_POST
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    form = AssignForm(request.POST, firms=parked.candidates([_row(pk)])[0], auto_id=f"firm_{pk}_%s")
    if form.is_valid():
        firm = parked.firm(int(form.cleaned_data["firm"]))
        try:
            relays.assign(pk, firm, cast(User, request.user).get_full_name())
        except HubError as error:
            show_error(form, error)
        else:
            said = _("Mesaj %(firm)s firmasına verildi; birkaç saniye içinde yönlendirilir.")
            messages.success(request, said % {"firm": firm.name})
            return HttpResponseRedirect(reverse(TAB))
    return _shown(request, pk, form)


@doors.staff_only
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    _row(pk)
    form = DiscardForm(request.POST, auto_id=f"reason_{pk}_%s")
    if form.is_valid():
        try:
            by = cast(User, request.user).get_full_name()
            relays.discard(pk, by, form.cleaned_data["reason"])
        except HubError as error:
            show_error(form, error)
        else:
            messages.success(request, _("Mesaj atıldı; kaydı ve nedeni duruyor."))
            return HttpResponseRedirect(reverse(TAB))
    return _shown(request, pk, form)


def _row(pk: int) -> parked.Parked:
    try:
        return parked.find(pk)
    except NotFound as missing:
        raise Http404(str(missing.message)) from missing


def _note_reads(request: HttpRequest, rows: list[RelayedInbound]) -> None:
    """Once a message and session: the page is drawn anew after each decision."""
    seen = set(request.session.get(_SEEN, ()))
    fresh = [row for row in rows if row.pk not in seen]
    if fresh:
        relay_reads.note(fresh, cast(User, request.user).get_full_name())
        # What waits no more is not shown again.
        request.session[_SEEN] = [row.pk for row in rows]


def _shown(request: HttpRequest, pk: int = 0, wrong: Decision | None = None) -> HttpResponse:
    """All that wait; ``wrong``: the form of one of them that was refused."""
    rows, waits = [], parked.waiting()
    _note_reads(request, [one.row for one in waits])
    for one, firms in zip(waits, parked.candidates(waits), strict=True):
        forms = {
            "assign": AssignForm(firms=firms, auto_id=f"firm_{one.row.pk}_%s"),
            "discard": DiscardForm(auto_id=f"reason_{one.row.pk}_%s"),
        }
        if wrong is not None and one.row.pk == pk:
            forms["assign" if isinstance(wrong, AssignForm) else "discard"] = wrong
        rows.append((one, forms))
    is_gone = wrong is not None and pk not in {one.row.pk for one, _forms in rows}
    context = {"rows": rows, "count": relays.parked_count(), "gone": wrong if is_gone else None}
    status = 422 if wrong is not None else 200
    return doors.desk_page(request, "messaging/parked.html", context, tab=TAB, status=status)
