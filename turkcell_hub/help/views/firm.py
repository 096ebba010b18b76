"""Destek: whom to reach, what to read, and one's tickets (S-075, Y-032, K-076, S-016)."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from turkcell_hub import resources
from turkcell_hub.errors import HubError, NotAllowed, NotFound
from turkcell_hub.help import selectors
from turkcell_hub.help.forms import ReplyForm
from turkcell_hub.help.models import Ticket, TicketEntry
from turkcell_hub.help.permissions import ADD, VIEW
from turkcell_hub.help.services import attachments, tickets
from turkcell_hub.portal.forms import show_error
from turkcell_hub.portal.views.mixins import actor_required
from turkcell_hub.tenancy.models import Membership

SHOWN = 5


@require_safe
@actor_required(VIEW)
def page(request: HttpRequest) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    blocks, guides = selectors.contacts()
    context = {
        "blocks": blocks,
        "guides": guides,
        "tickets": selectors.tickets_of(actor).order_by("-changed_at")[:SHOWN],
        "may_add": actor.can(ADD),
        "call_url": _call_url(actor),
    }
    return render(request, "help/page.html", context)


def _call_url(actor: Any) -> str:
    """The form as whoever only wants to be called needs it: the subject and the own number are
    there already."""
    member = Membership.objects.filter(pk=actor.membership_id).first()
    typed = {"subject": _("Beni arayın"), "phone": member.phone if member else ""}
    return f"{reverse('tickets-add')}?{urlencode(typed)}#id_phone"


@require_POST
@actor_required(ADD)
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    row = _ticket(actor, pk)
    form = ReplyForm(request.POST, request.FILES, actor=actor)
    if form.is_valid() and _written(actor, row, form):
        messages.success(request, _("Yazınız iletildi."))
        return HttpResponseRedirect(reverse("tickets-detail", args=[pk]))
    resource = resources.get("tickets")
    context = {
        "resource": resource,
        "row": row,
        "row_label": str(row),
        "breadcrumbs": [(resource.title, reverse("tickets-list"))],
        **resource.detail(actor, row),
        "form": form,
    }
    return render(request, resource.detail_template, context, status=422)


@require_safe
@actor_required(VIEW)
def file(request: HttpRequest, pk: int, key: uuid.UUID) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    entry = TicketEntry.objects.filter(ticket=_ticket(actor, pk), key=key).first()
    if entry is None:
        raise NotFound(_("Ek bulunamadı."))
    return download(*attachments.read(actor, entry))


def download(row: Any, content: bytes) -> HttpResponse:
    """Always saved, never shown: the file came from somebody else."""
    response = HttpResponse(content, content_type=row.content_type)
    response.headers["Content-Disposition"] = (
        content_disposition_header(True, row.name) or "attachment"
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _ticket(actor: Any, pk: int) -> Ticket:
    row: Ticket | None = selectors.tickets_of(actor).filter(pk=pk).first()
    if row is None:
        raise NotFound(_("Talep bulunamadı."))
    return row


def _written(actor: Any, row: Ticket, form: ReplyForm) -> bool:
    try:
        tickets.write(actor, row, form.cleaned_data["text"], form.cleaned_data.get("file"))
    except (NotAllowed, NotFound):
        raise
    except HubError as error:
        show_error(form, error)
        return False
    return True
