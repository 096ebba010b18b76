"""What support shows in the portal's bell: answers that the person has not read."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from turkcell_hub.help.models import Ticket, TicketState
from turkcell_hub.portal.notifications import Notification
from turkcell_hub.resources import Actor
from turkcell_hub.statements import Given, Statement
from turkcell_hub.tenancy.models import Firm
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


@cache
def _unread() -> Statement:
    """Asked by every page."""
    with every_firm():
        rows = Ticket.objects.filter(
            Q(seen_at=None) | Q(seen_at__lt=F("answered_at")),
            firm_id=Given("firm", Firm._meta.get_field("id")),
            by_user=Given("user", Ticket._meta.get_field("by_user")),
            state=TicketState.ANSWERED,
        )
        return Statement(rows.order_by("-answered_at")[:_SHOWN])
