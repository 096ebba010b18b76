"""The other side of support: those who run the portal read and answer every firm's tickets."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from turkcell_hub import nudges
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid, NotAllowed, NotFound
from turkcell_hub.help.models import Ticket, TicketEntry, TicketState
from turkcell_hub.tenancy.actor import Actor, of_platform
from turkcell_hub.tenancy.models import User
from turkcell_hub.tenancy.scope import every_firm, firm_scope


def require_staff(user: User) -> None:
    """Raises ``NotAllowed`` for who does not run the portal."""
    if not user.is_platform_staff or not user.is_active:
        raise NotAllowed(_("Bunu yalnız portalı işletenler yapabilir."))


def find(user: User, ticket_id: int) -> Ticket:
    """A ticket of any firm. Raises ``NotFound``."""
    require_staff(user)
    with every_firm():
        row: Ticket | None = Ticket.objects.select_related("firm").filter(pk=ticket_id).first()
    if row is None:
        raise NotFound(_("Talep bulunamadı."))
    return row


def answer(
    user: User, ticket: Ticket, text: str, *, closes: bool = False, seen: int | None = None
) -> TicketEntry:
    """The answer that the person gets by mail and in his bell. ``seen``: the newest text that
    its writer had before him. Raises ``Invalid`` for an empty one, ``Conflict`` for a ticket that
    is closed or has a newer text: two of the staff at once, or one who pressed twice."""
    require_staff(user)
    text = text.strip()[:4000]
    if not text:
        raise Invalid(_("Yanıtı yazın."), field="text")
    now = timezone.now()
    with firm_scope(ticket.firm_id), transaction.atomic():
        row = _locked(ticket, seen)
        row.state, row.answered_at, row.changed_at = TicketState.ANSWERED, now, now
        if closes:
            row.state, row.closed_at = TicketState.CLOSED, now
        row.save(update_fields=["state", "answered_at", "changed_at", "closed_at"])
        entry = TicketEntry(
            firm_id=row.firm_id, ticket=row, by_staff=True, by_label=str(user)[:150], text=text,
            notify_at=now,
        )  # fmt: skip
        entry.save()
        nudges.after_commit("help.tell", row.firm_id, entry.pk, queue="slow")
        trail.record(of_platform(user, row.firm_id), "help.ticket.answered", row)
    return entry


def close(user: User, ticket: Ticket, *, text: str = "", seen: int | None = None) -> Ticket:
    """Ends a ticket without a further word: ``Invalid`` where there is one, written and not
    sent. Raises ``Conflict`` as ``answer`` does."""
    require_staff(user)
    if text.strip():
        raise Invalid(
            _("Yazdığınız yanıt gönderilmedi. “Yanıttan sonra talebi kapat”ı işaretleyip yanıtlayın"
              " ya da metni silin."),
            field="text",
        )  # fmt: skip
    with firm_scope(ticket.firm_id), transaction.atomic():
        row = _locked(ticket, seen)
        row.state, row.closed_at = TicketState.CLOSED, timezone.now()
        row.save(update_fields=["state", "closed_at"])
        trail.record(of_platform(user, row.firm_id), "help.ticket.closed", row)
    return row


def reader(user: User, ticket: Ticket) -> Actor:
    """Who the firm's trail names when a file of the ticket is read."""
    require_staff(user)
    return of_platform(user, ticket.firm_id)


def _locked(ticket: Ticket, seen: int | None) -> Ticket:
    row: Ticket = Ticket.objects.select_for_update().get(pk=ticket.pk)
    if row.state == TicketState.CLOSED:
        raise Conflict(_("Bu talep kapandı."), code="ticket_closed")
    if seen is not None and row.entries.filter(pk__gt=seen).exists():
        text = _("Siz bakarken bu talebe yeni bir yazı geldi. Okuyun, sonra yeniden gönderin.")
        raise Conflict(text, code="ticket_has_newer_text")
    return row
