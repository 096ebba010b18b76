"""Mails of support. The entry is the queue: ``notify_at`` says what is still to be told."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from turkcell_hub.help.models import HelpEntry, TicketEntry
from turkcell_hub.tenancy import mailing
from turkcell_hub.tenancy.models import User

log = structlog.get_logger(__name__)
_LEASE = timedelta(minutes=5)
_PAUSES = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
_MOST_TRIES = 8


def due(now: datetime) -> list[tuple[int, int]]:
    """(firm, entry) to tell of; the caller has opened ``every_firm``."""
    rows = TicketEntry.objects.filter(notify_at__lte=now).order_by("notify_at")
    return list(rows.values_list("firm_id", "pk")[:100])


def tell(entry_id: int) -> bool:
    """Mails one entry to whom it is for: an answer to who asked, a question to those who run the
    portal. In the firm's scope. A mail server that is away is asked again later; the ticket
    stands in the lists and in the bell all the while. May be killed at any line: then the mail
    may go twice, never not at all."""
    entry = _claimed(entry_id)
    if entry is None:
        return False
    readers = _asker(entry) if entry.by_staff else _staff()
    try:
        mailing.to_each(readers, lambda reader: _mail(entry, *reader))
    except OSError as error:
        log.warning("help.mail_failed", entry_id=entry.pk, error=type(error).__name__)
        _later(entry)
        return False
    TicketEntry.objects.filter(pk=entry.pk).update(notify_at=None)
    return bool(readers)


def _claimed(entry_id: int) -> TicketEntry | None:
    with transaction.atomic():
        rows = TicketEntry.objects.select_for_update(skip_locked=True, of=("self",))
        entry: TicketEntry | None = (
            rows.select_related("ticket", "firm")
            .filter(pk=entry_id, notify_at__lte=timezone.now())
            .first()
        )
        if entry is not None:
            entry.tries += 1
            entry.notify_at = timezone.now() + _LEASE
            entry.save(update_fields=["tries", "notify_at"])
        return entry


def _later(entry: TicketEntry) -> None:
    again = None
    if entry.tries < _MOST_TRIES:
        again = timezone.now() + _PAUSES[min(entry.tries, len(_PAUSES)) - 1]
    TicketEntry.objects.filter(pk=entry.pk).update(notify_at=again)


def _asker(entry: TicketEntry) -> list[tuple[str, str]]:
    """Who opened the ticket; nobody where a program did, or the person is gone."""
    rows = User.objects.filter(pk=entry.ticket.by_user, is_active=True)
    return list(rows.values_list("email", "language"))


def _staff() -> list[tuple[str, str]]:
    """Those who run the portal; where nobody is named so, the address that Destek shows."""
    rows = User.objects.filter(is_platform_staff=True, is_active=True).order_by("pk")
    found = list(rows.values_list("email", "language"))
    if found:
        return found
    contacts = HelpEntry.objects.filter(kind=HelpEntry.Kind.EMAIL, is_active=True)
    return [(address, "tr") for address in contacts.values_list("value", flat=True)[:1]]


def _mail(entry: TicketEntry, address: str, language: str) -> None:
    ticket = entry.ticket
    name = "tickets-detail" if entry.by_staff else "platform-ticket"
    with override(language):
        subject = _("[%(number)s] %(subject)s") % {
            "number": ticket.number,
            "subject": " ".join(ticket.subject.split()),
        }
        body = render_to_string(
            "help/mail/entry.txt",
            {
                "entry": entry,
                "ticket": ticket,
                "firm": entry.firm,
                "link": settings.PUBLIC_URL + reverse(name, args=[ticket.pk]),
            },
        )
    message = EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [address])
    message.send()
