"""İşletmeci's side of support: all firms' tickets, and what the page Destek shows."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from turkcell_hub.errors import HubError, NotFound
from turkcell_hub.help import selectors
from turkcell_hub.help.forms import AnswerForm, EntryForm
from turkcell_hub.help.models import HelpEntry, Ticket, TicketState
from turkcell_hub.help.resources import badge
from turkcell_hub.help.services import attachments, desk, entries
from turkcell_hub.help.views.firm import download
from turkcell_hub.portal.forms import show_error
from turkcell_hub.tenancy.models import User
from turkcell_hub.tenancy.scope import firm_scope
from turkcell_hub.tenancy.views import doors


@doors.staff_only
@require_safe
def tickets(request: HttpRequest) -> HttpResponse:
    state, search = request.GET.get("state", ""), request.GET.get("q", "")[:100]
    rows = selectors.for_staff(state=state, search=search)
    context = {
        "tickets": [(row, badge(row.state)) for row in rows],
        "states": [*TicketState.choices, (selectors.EVERY, _("Hepsi"))],
        "every": selectors.EVERY,
        "state": state,
        "search": search,
        "most": selectors.MOST,
    }
    return doors.desk_page(request, "help/staff_tickets.html", context, tab="platform-tickets")


@doors.staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def ticket(request: HttpRequest, pk: int) -> HttpResponse:
    user = cast(User, request.user)
    row = _found(lambda: desk.find(user, pk))
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and _decided(request, user, row, form):
        return HttpResponseRedirect(reverse("platform-tickets"))
    if request.method == "POST":  # somebody else may have been quicker
        row = _found(lambda: desk.find(user, pk))
    thread = selectors.staff_entries(row)
    context = {
        "ticket": row,
        "thread": thread,
        "seen": thread[-1].pk if thread else 0,
        "badge_level": badge(row.state),
        "is_open": row.state != TicketState.CLOSED,
        "form": form,
    }
    status = 422 if request.method == "POST" else 200
    return doors.desk_page(
        request, "help/staff_ticket.html", context, tab="platform-tickets", status=status
    )


def _decided(request: HttpRequest, user: User, row: Ticket, form: AnswerForm) -> bool:
    given = request.POST.get("seen", "")
    seen = int(given) if re.fullmatch("[0-9]{1,18}", given) else None
    if "end" in request.POST:
        text = request.POST.get("text", "")
        form.fields["text"].required = False
        return _done(
            request, form, lambda: desk.close(user, row, text=text, seen=seen),
            _("Talep kapatıldı."),
        )  # fmt: skip
    return form.is_valid() and _done(
        request, form, lambda: desk.answer(user, row, **form.cleaned_data, seen=seen),
        _("Yanıtınız gönderildi."),
    )  # fmt: skip


@doors.staff_only
@require_safe
def file(request: HttpRequest, pk: int, key: uuid.UUID) -> HttpResponse:
    user = cast(User, request.user)
    row = _found(lambda: desk.find(user, pk))
    with firm_scope(row.firm_id):
        entry = row.entries.filter(key=key).first()
        if entry is None:
            raise Http404(_("Ek bulunamadı."))
        return download(*_found(lambda: attachments.read(desk.reader(user, row), entry)))


@doors.staff_only
@require_safe
def contacts(request: HttpRequest) -> HttpResponse:
    context = {"entries": HelpEntry.objects.all()}
    return doors.desk_page(request, "help/staff_entries.html", context, tab="platform-help")


@doors.staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, pk: int = 0) -> HttpResponse:
    """Adds a contact or guide, or changes one."""
    row = HelpEntry.objects.filter(pk=pk).first()
    if pk and row is None:
        raise Http404(_("Bu destek bilgisi yok; liste değişmiş olabilir."))
    data = request.POST if request.method == "POST" else None
    form = EntryForm(data, initial=EntryForm.initial_of(row))
    if request.method == "POST" and form.is_valid():
        user = cast(User, request.user)
        if _done(
            request, form, lambda: entries.save(user, row, form.cleaned_data), _("Kaydedildi.")
        ):
            return HttpResponseRedirect(reverse("platform-help"))
    context = {"form": form, "entry": row}
    status = 422 if form.errors else 200
    return doors.desk_page(
        request, "help/staff_entry.html", context, tab="platform-help", status=status
    )


@doors.staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first: it goes from every firm's page at once."""
    if request.method != "POST":
        row = HelpEntry.objects.filter(pk=pk).first()
        if row is None:
            raise Http404(_("Bu destek bilgisi yok; liste değişmiş olabilir."))
        context = {"entry": row}
        return doors.desk_page(request, "help/staff_remove.html", context, tab="platform-help")
    gone = _found(lambda: entries.delete(cast(User, request.user), pk))
    messages.success(request, _("Silindi: %(name)s") % {"name": gone})
    return HttpResponseRedirect(reverse("platform-help"))


def _found(look: Callable[[], Any]) -> Any:
    try:
        return look()
    except NotFound as missing:
        raise Http404(str(missing.message)) from missing


def _done(request: HttpRequest, form: Any, act: Callable[[], object], said: str) -> bool:
    try:
        act()
    except HubError as error:
        form.is_valid()
        show_error(form, error)
        return False
    messages.success(request, said)
    return True
