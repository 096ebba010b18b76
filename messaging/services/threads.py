"""Konuşmalar: what comes in, what the firm answers, and who looks after it (L-060)."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from iys_consent.exemptions import ExemptReason
from messaging.inbound_handlers import Match
from messaging.models import Campaign, InboundMessage, MessageClass, Subscriber, Thread, ThreadEntry
from messaging.services import campaigns, refusals
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Invalid, NotFound
from turkcell_hub.tenancy.actor import Actor, of_membership
from turkcell_hub.tenancy.models import Membership

LONGEST_ANSWER, LONGEST_NOTE = 1000, 1000
_SHOWN = 160
Kind = ThreadEntry.Kind


def receive(message: InboundMessage, match: Match) -> bool:
    """The inbox's handler: puts a message into its person's conversation, in the order of the
    senders' clock however late it comes. A closed conversation opens again."""
    Thread.objects.bulk_create(
        [
            Thread(
                firm_id=message.firm_id,
                phone=message.sender,
                last_at=message.received_at,
                label=match.label if match.label in Thread.Label.values else "",
            )
        ],
        ignore_conflicts=True,
    )
    thread = Thread.objects.select_for_update().get(phone=message.sender)
    ThreadEntry.objects.create(
        firm_id=message.firm_id,
        thread=thread,
        kind=Kind.INBOUND,
        text=message.text,
        inbound=message,
        at=message.received_at,
    )
    thread.unread += 1
    thread.state = Thread.State.OPEN
    thread.possible_refusal = thread.possible_refusal or bool(match.note)
    if not thread.label and match.label in Thread.Label.values:
        thread.label = match.label
    if message.received_at >= thread.last_at:
        _show_last(thread, message.text, message.received_at)
    thread.save()
    return True


def answer(actor: Actor, thread: Thread, text: str, key: uuid.UUID | None = None) -> ThreadEntry:
    """Sends one informational message to the person, by the way that every message goes
    (credit, blacklist, consent). The same ``key`` twice is one answer.

    Raises ``Invalid`` (empty, too long, blocked number), ``InsufficientCredit``, ``Conflict``.
    """
    actor.require("messaging.inbox.answer")
    text = _text(text, LONGEST_ANSWER)
    with transaction.atomic():
        row = _locked(thread)
        if key is not None and (made := row.entries.filter(key=key).first()):
            return made
        campaign = campaigns.send_single(
            actor, _campaign(actor, row, text), source=Campaign.Source.PORTAL
        )
        entry = _add(actor, row, Kind.ANSWER, text, campaign=campaign, key=key)
        row.state, row.unread = Thread.State.ANSWERED, 0
        _show_last(row, text, entry.at)
        row.save()
        trail.record(actor, "thread.answered", row, {"campaign": campaign.pk})
    return entry


def note(actor: Actor, thread: Thread, text: str, key: uuid.UUID | None = None) -> ThreadEntry:
    """An internal note; it is never sent."""
    actor.require("messaging.inbox.manage")
    text = _text(text, LONGEST_NOTE)
    with transaction.atomic():
        row = _locked(thread)
        if key is not None and (made := row.entries.filter(key=key).first()):
            return made
        entry = _add(actor, row, Kind.NOTE, text, key=key)
        trail.record(actor, "thread.noted", row)
    return entry


def assign(actor: Actor, thread: Thread, member: Membership | None) -> Thread:
    """Gives the conversation to a member who can see it (None: to nobody)."""
    actor.require("messaging.inbox.manage")
    if member is not None and not may_look_after(member, thread):
        raise Invalid(
            _("Bu kullanıcı konuşmayı göremiyor; başka birini seçin."),
            code="member_cannot_see",
            field="member",
        )
    return _change(actor, thread, "thread.assigned", "assigned_to", member)


def label(actor: Actor, thread: Thread, value: str) -> Thread:
    """Talep, şikâyet or soru ("" takes the label off)."""
    actor.require("messaging.inbox.manage")
    if value and value not in Thread.Label.values:
        raise Invalid(_("Etiketi listeden seçin."), code="label_unknown", field="label")
    return _change(actor, thread, "thread.labelled", "label", value)


def set_state(actor: Actor, thread: Thread, value: str) -> Thread:
    actor.require("messaging.inbox.manage")
    if value not in Thread.State.values:
        raise Invalid(_("Durumu listeden seçin."), code="state_unknown", field="state")
    return _change(actor, thread, "thread.state", "state", value)


def mark_read(actor: Actor, thread: Thread) -> None:
    """Somebody who looks after the inbox has seen it."""
    if thread.unread and actor.can("messaging.inbox.manage"):
        Thread.objects.filter(pk=thread.pk).update(unread=0)
        thread.unread = 0


def mark_unread(actor: Actor, thread: Thread) -> Thread:
    actor.require("messaging.inbox.manage")
    Thread.objects.filter(pk=thread.pk, unread=0).update(unread=1)
    return thread


def treat_as_refusal(actor: Actor, thread: Thread) -> None:
    """A person reads the last text as a refusal: the number is blocked by the person's wish,
    with that message as the evidence, and the followers hear of it."""
    actor.require("messaging.blacklist.add")
    with transaction.atomic():
        row = _locked(thread)
        last = row.entries.filter(kind=Kind.INBOUND).order_by("-at", "-pk").first()
        if last is None or last.inbound is None:
            raise Invalid(_("Bu konuşmada gelen mesaj yok."), code="nothing_inbound")
        refusals.take_for(actor, last.inbound)
        row.possible_refusal, row.state = False, Thread.State.CLOSED
        row.save(update_fields=["possible_refusal", "state"])
        trail.record(actor, "thread.refused", row)


def not_a_refusal(actor: Actor, thread: Thread) -> Thread:
    """A person has read it: no refusal."""
    actor.require("messaging.inbox.manage")
    Thread.objects.filter(pk=thread.pk).update(possible_refusal=False)
    thread.possible_refusal = False
    return thread


def may_look_after(member: Membership, thread: Thread) -> bool:
    if not member.is_active or member.awaits_consent:
        return False
    found = of_membership(member)
    hidden = Subscriber.objects.filter(phone=thread.phone, authority_code__isnull=False)
    if found.code_ids is not None:
        hidden = hidden.exclude(authority_code_id__in=found.code_ids)
    else:
        hidden = hidden.none()
    return found.can("messaging.inbox.view") and not hidden.exists()


def _campaign(actor: Actor, thread: Thread, text: str) -> dict[str, Any]:
    person = actor.visible(
        Subscriber.objects.filter(phone=thread.phone, authority_code__isnull=False)
    ).first()
    return {
        "name": _("Yanıt %(at)s") % {"at": timezone.localtime().strftime("%d.%m.%Y %H:%M")},
        "text": text,
        "message_class": MessageClass.INFORMATIONAL,
        "exemption": ExemptReason.SIMILAR,  # the person asked; an answer is no advertisement
        "authority_code": person.authority_code if person else None,
        "recipients": [{"phone": thread.phone}],
    }


def _change(actor: Actor, thread: Thread, action: str, field: str, value: Any) -> Thread:
    with transaction.atomic():
        row = _locked(thread)
        before = getattr(row, field)
        if before == value:
            return row
        setattr(row, field, value)
        row.save(update_fields=[field])
        trail.record(actor, action, row, {field: [str(before or ""), str(value or "")]})
    return row


def _locked(thread: Thread) -> Thread:
    row = Thread.objects.select_for_update().filter(pk=thread.pk).first()
    if row is None:
        raise NotFound(_("Konuşma bulunamadı."))
    return row


def _add(actor: Actor, thread: Thread, kind: str, text: str, **links: Any) -> ThreadEntry:
    return ThreadEntry.objects.create(
        firm_id=thread.firm_id,
        thread=thread,
        kind=kind,
        text=text,
        by_label=actor.label[:120],
        at=timezone.now(),
        **links,
    )


def _show_last(thread: Thread, text: str, at: Any) -> None:
    line = " ".join(text.split())
    thread.last_text = line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"
    thread.last_at = at


def _text(given: str, longest: int) -> str:
    text = given.replace("\r\n", "\n").replace("\x00", "").strip()
    if not text:
        raise Invalid(_("Metni yazın."), code="text_missing", field="text")
    if len(text) > longest:
        raise Invalid(
            _("Metin en çok %(n)d karakter olabilir.") % {"n": longest},
            code="text_too_long",
            field="text",
        )
    return text
