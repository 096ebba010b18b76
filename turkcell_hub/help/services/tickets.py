"""The firm's side of support: asking, writing on, closing (S-075)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from turkcell_hub import nudges
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.help.models import Ticket, TicketEntry, TicketState
from turkcell_hub.help.permissions import ADD, VIEW
from turkcell_hub.help.services import attachments
from turkcell_hub.lib import phone as phones
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm

FURTHEST_DAYS = 30
SHORTEST = dt.timedelta(minutes=30)


def open_(actor: Actor, data: Mapping[str, Any]) -> Ticket:
    """A new ticket. ``data``: subject, text, file (or None) and, for "beni arayın", phone with
    call_day, call_from and call_until (a day and two times of the firm's clock). Raises
    ``Invalid`` with the field."""
    actor.require(ADD)
    subject, text = _subject(data), _text(data)
    call = _call(actor, data)
    now = timezone.now()
    with transaction.atomic():
        row = Ticket(
            firm_id=actor.firm_id, subject=subject, by_label=actor.label[:150],
            by_member=actor.membership_id, by_user=actor.user_id, by_key=actor.api_key_id,
            changed_at=now, **call,
        )  # fmt: skip
        row.save()
        _write(actor, row, text, data.get("file"), now)
        trail.record(actor, "help.ticket.opened", row, {"call": bool(call)})
    return row


def write(actor: Actor, ticket: Ticket, text: str, file: Any = None) -> TicketEntry:
    """One more text of the firm's own; the ticket is open again. Raises ``Invalid``, and
    ``Conflict`` for a closed one."""
    actor.require(ADD)
    text = _text({"text": text})
    now = timezone.now()
    with transaction.atomic():
        row = Ticket.objects.select_for_update().get(pk=ticket.pk)
        _refuse_closed(row)
        row.state, row.changed_at = TicketState.OPEN, now
        row.save(update_fields=["state", "changed_at"])
        entry = _write(actor, row, text, file, now)
        trail.record(actor, "help.ticket.written", row)
    return entry


def close(actor: Actor, ticket: Ticket) -> Ticket:
    """Raises ``Conflict`` where it is closed already."""
    actor.require(ADD)
    with transaction.atomic():
        row = Ticket.objects.select_for_update().get(pk=ticket.pk)
        _refuse_closed(row)
        row.state, row.closed_at = TicketState.CLOSED, timezone.now()
        row.save(update_fields=["state", "closed_at"])
        trail.record(actor, "help.ticket.closed", row)
    return row


def mark_seen(actor: Actor, ticket: Ticket) -> None:
    """Who opened it has read it: the bell stops telling."""
    actor.require(VIEW)
    if ticket.answered_at and ticket.by_user == actor.user_id is not None:
        Ticket.objects.filter(pk=ticket.pk).update(seen_at=timezone.now())


def _write(actor: Actor, ticket: Ticket, text: str, file: Any, now: dt.datetime) -> TicketEntry:
    entry = TicketEntry(
        firm_id=ticket.firm_id, ticket=ticket, by_label=actor.label[:150], text=text, notify_at=now
    )
    entry.save()
    if file:
        attachments.attach(entry, file)
    nudges.after_commit("help.tell", ticket.firm_id, entry.pk, queue="slow")
    return entry


def _subject(data: Mapping[str, Any]) -> str:
    subject = " ".join(str(data.get("subject") or "").split())[:120]
    if not subject:
        raise Invalid(_("Konuyu bir iki sözcükle yazın."), field="subject")
    return subject


def _text(data: Mapping[str, Any]) -> str:
    text = str(data.get("text") or "").strip()[:4000]
    if not text:
        raise Invalid(_("Ne istediğinizi yazın."), field="text")
    return text


def _call(actor: Actor, data: Mapping[str, Any]) -> dict[str, Any]:
    """The phone and the window of a call; nothing where none is wanted."""
    given = {name: data.get(name) for name in ("phone", "call_day", "call_from", "call_until")}
    if not any(given.values()):
        return {}
    firm = Firm.objects.get(pk=actor.firm_id)
    for name in ("phone", "call_day", "call_from", "call_until"):
        if not given[name]:
            text = _("Sizi arayabilmemiz için telefonu, günü ve saat aralığını yazın.")
            raise Invalid(text, field=name, code="call_incomplete")
    read = phones.parse(str(given["phone"]), phones.Country(firm.country))
    if read.e164 is None:
        raise Invalid(" ".join(read.texts), field="phone")
    zone = ZoneInfo(firm.time_zone)
    begin, end = (
        dt.datetime.combine(given["call_day"], given[name], zone)  # type: ignore[arg-type]
        for name in ("call_from", "call_until")
    )
    now = timezone.now()
    if end - begin < SHORTEST:
        raise Invalid(_("Aralık en az yarım saat olsun."), field="call_until")
    if end <= now or begin > now + dt.timedelta(days=FURTHEST_DAYS):
        text = _("Bugünden sonraki %(days)d gün içinde bir zaman seçin.") % {"days": FURTHEST_DAYS}
        raise Invalid(text, field="call_day")
    return {"phone": read.e164, "call_from": begin, "call_until": end}


def _refuse_closed(row: Ticket) -> None:
    if row.state == TicketState.CLOSED:
        raise Conflict(_("Bu talep kapandı; yeni bir talep açın."), code="ticket_closed")
