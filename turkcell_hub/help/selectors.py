"""What the pages of support read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Q, QuerySet, When

from turkcell_hub.help.models import HelpEntry, Ticket, TicketEntry, TicketState
from turkcell_hub.help.permissions import ALL, VIEW
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.resources.base import folded
from turkcell_hub.tenancy.scope import every_firm

MOST = 200
EVERY = "HEPSI"  # stands among the states for all of them
_NUMBER = re.compile(r"(?:[dD]-?)?0*([0-9]{1,15})")
ICONS = {
    HelpEntry.Kind.PHONE: "phone",
    HelpEntry.Kind.WHATSAPP: "message-circle",
    HelpEntry.Kind.EMAIL: "mail",
    HelpEntry.Kind.WEB: "world",
    HelpEntry.Kind.GUIDE: "book",
}


@dataclass(frozen=True)
class Contacts:
    """One supplier's ways to be reached."""

    supplier: str
    entries: tuple[tuple[HelpEntry, str], ...]


def tickets_of(actor: Actor) -> QuerySet[Any]:
    """His own; all of the firm for who may see them. A program's own are those of its key."""
    rows = Ticket.objects.all()
    if not actor.can(VIEW):
        return rows.none()
    if actor.can(ALL):
        return rows
    if actor.api_key_id is not None:
        return rows.filter(by_key=actor.api_key_id)
    return rows.filter(by_user=actor.user_id, by_user__isnull=False)


def contacts() -> tuple[list[Contacts], list[HelpEntry]]:
    """The contact blocks, and the guides."""
    rows = list(HelpEntry.objects.filter(is_active=True))
    guides = [row for row in rows if row.kind == HelpEntry.Kind.GUIDE]
    blocks: dict[str, list[tuple[HelpEntry, str]]] = {}
    for row in rows:
        if row.kind != HelpEntry.Kind.GUIDE:
            blocks.setdefault(row.supplier, []).append((row, ICONS[HelpEntry.Kind(row.kind)]))
    return [Contacts(name, tuple(found)) for name, found in blocks.items()], guides


def entries_of(ticket: Ticket) -> QuerySet[Any]:
    """The texts, the oldest first, with their files' names and without their content."""
    return ticket.entries.select_related("file").defer("file__content")


def for_staff(*, state: str = "", search: str = "") -> list[Ticket]:
    """Tickets of all firms: who waits for an answer first, the oldest of them on top, then the
    others, the newest on top. "" of ``state`` shows what is not closed, ``EVERY`` all.
    ``search`` finds a subject, a firm or a person, and a number (D-000012 or 12) in whatever
    state. At most ``MOST``."""
    with every_firm():
        rows = Ticket.objects.select_related("firm")
        number = _NUMBER.fullmatch(search.strip())
        if number is not None:
            rows = rows.filter(pk=int(number[1]))
        elif state in TicketState.values:
            rows = rows.filter(state=state)
        elif state != EVERY:
            rows = rows.exclude(state=TicketState.CLOSED)
        if search.strip() and number is None:
            rows = folded(rows.order_by("-pk"), search, "subject", "firm__name", "by_label")
        is_open = Q(state=TicketState.OPEN)
        rows = rows.order_by(
            Case(When(is_open, then=0), default=1),
            Case(When(is_open, then="changed_at")),
            Case(When(is_open, then=None), default="changed_at").desc(),
            "-pk",
        )
        return list(rows[:MOST])


def staff_entries(ticket: Ticket) -> list[TicketEntry]:
    """The texts of any firm's ticket, for those who run the portal."""
    with every_firm():
        return list(entries_of(ticket))


def waiting() -> int:
    """How many tickets of all firms wait for an answer."""
    with every_firm():
        return Ticket.objects.filter(state=TicketState.OPEN).count()
