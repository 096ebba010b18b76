"""Reading the inbox: who sees which conversation, its lines, what has changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, Max, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Concat, Trim
from django.utils.translation import gettext_lazy as _

from messaging.models import Campaign, CampaignState, Message, Subscriber, Thread, ThreadEntry
from messaging.search import phone_digits, search_subscribers
from messaging.selectors import hidden, talk
from messaging.selectors.messages import with_batches
from turkcell_hub.tenancy.actor import Actor

MOST_LINES = 200


# An SMS that went to the person by another way than an answer: a campaign, a job's question.
SENT = "GIDEN"
KINDS = [*ThreadEntry.Kind.choices, (SENT, _("Gönderilen"))]
Kind = ThreadEntry.Kind


@dataclass(frozen=True)
class Line:
    """One line of a conversation; ``kind`` one of ``KINDS``. ``entry``: what was stored for the
    conversation itself. ``message`` carries the state of what was sent; ``problem`` says why an
    answer was not sent (Turkish)."""

    kind: str
    text: str
    at: datetime
    by: str = ""
    entry: ThreadEntry | None = None
    message: Message | None = None
    problem: str = ""

    @property
    def pk(self) -> int | None:
        return self.entry.pk if self.entry else None


def visible(actor: Actor) -> QuerySet[Thread]:
    """Conversations that exist for the actor, with ``person_id`` and ``person_name``."""
    people = Subscriber.objects.filter(
        firm_id=OuterRef("firm_id"), phone=OuterRef("phone")
    ).order_by("pk")
    name = Trim(Concat("first_name", Value(" "), "last_name", output_field=CharField()))
    rows = Thread.objects.select_related("assigned_to__user").annotate(
        person_id=Subquery(people.values("pk")[:1]),
        person_name=Subquery(people.annotate(full=name).values("full")[:1]),
    )
    return hidden.visible(actor, rows)


def search(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """By number, by the person's name, or by what was said."""
    digits = phone_digits(text)
    if digits:
        return rows.filter(phone__contains=digits)
    people = search_subscribers(Subscriber.objects.all(), text).values("phone")
    said = ThreadEntry.objects.filter(text__icontains=text).values("thread_id")
    return rows.filter(Q(phone__in=people) | Q(pk__in=said))


def lines(actor: Actor, thread: Thread) -> list[Line]:
    """The newest lines, oldest first: what was written here, and everything else that went to the
    number or came from it, as far as the actor may read messages and what came in."""
    stored = thread.entries.select_related("campaign").order_by("-at", "-pk")[:MOST_LINES]
    found = [*_stored(list(stored)), *_elsewhere(actor, thread)]
    return sorted(found, key=lambda line: line.at)[-MOST_LINES:]


def _stored(entries: list[ThreadEntry]) -> list[Line]:
    campaigns = [entry.campaign_id for entry in entries if entry.campaign_id]
    messages = Message.objects.filter(campaign_id__in=campaigns)
    sent = {one.campaign_id: one for one in with_batches(messages)} if campaigns else {}
    return [
        Line(entry.kind, entry.text, entry.at, entry.by_label, entry,
             sent.get(entry.campaign_id), _problem(entry.campaign))
        for entry in entries
    ]  # fmt: skip


def _elsewhere(actor: Actor, thread: Thread) -> list[Line]:
    found = []
    if actor.can("messaging.message.view"):
        answers = thread.entries.filter(campaign__isnull=False).values("campaign")
        sent = talk.sent(actor, [thread.phone]).exclude(campaign__in=answers)
        sent = with_batches(sent.select_related("campaign")).order_by("-pk")[:MOST_LINES]
        found += [Line(SENT, one.text, one.created_at, one.campaign.name, message=one)
                  for one in sent]  # fmt: skip
    if actor.can("messaging.inbound.view"):
        here = thread.entries.filter(inbound__isnull=False).values("inbound")
        came = talk.came(actor, [thread.phone]).exclude(pk__in=here).order_by("-pk")[:MOST_LINES]
        found += [Line(Kind.INBOUND, one.text, one.received_at, one.note) for one in came]
    return found


def stamp(actor: Actor) -> str:
    """Changes whenever the actor's inbox does."""
    found = visible(actor).order_by().aggregate(at=Max("last_at"), unread=Sum("unread"))
    at = found["at"].timestamp() if found["at"] else 0
    return f"{at:.3f}-{found['unread'] or 0}"


def unread(actor: Actor) -> int:
    """Conversations with something unread."""
    return hidden.visible(actor, Thread.objects.filter(unread__gt=0)).count()


def _problem(campaign: Campaign | None) -> str:
    if campaign is None or campaign.state != CampaignState.DRAFT:
        return ""
    return campaign.problem
