"""What support shows in the portal's bell: answers that the person has not read."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from turkcell_hub.help.models import Ticket, TicketState
from turkcell_hub.portal.notifications import FIRM, USER, Notification
from turkcell_hub.resources import Actor
from turkcell_hub.statements import Statement
from turkcell_hub.tenancy.scope import every_firm

_SHOWN = 5


def of_answers(actor: Actor) -> Iterator[Notification]:
    """One query over the person's own tickets."""
    if actor.user_id is None or getattr(actor, "membership_id", None) is None:
        return
    for ticket in _unread().rows(firm=actor.firm_id, user=actor.user_id):
        yield Notification(
            title=_("Destek talebiniz yanıtlandı"),
            url=reverse("tickets-detail", args=[ticket.pk]),
            text=ticket.subject,
            at=ticket.answered_at,
            level="success",
        )


def unread() -> QuerySet[Ticket]:
    """The person's own tickets whose answer he has not seen."""
    is_new = Q(seen_at=None) | Q(seen_at__lt=F("answered_at"))
    with every_firm():
        return Ticket.objects.filter(is_new, firm_id=FIRM, by_user=USER, state=TicketState.ANSWERED)


@cache
def _unread() -> Statement:
    return Statement(unread().order_by("-answered_at")[:_SHOWN])
