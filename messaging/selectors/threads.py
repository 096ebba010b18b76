"""Reading the inbox: who sees which conversation, its lines, what has changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Max, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Concat, Trim

from messaging.models import Campaign, CampaignState, Message, Subscriber, Thread, ThreadEntry
from messaging.search import phone_digits, search_subscribers
from messaging.selectors import hidden
from messaging.selectors.messages import with_batches
from turkcell_hub.tenancy.actor import Actor

MOST_LINES = 200


@dataclass(frozen=True)
class Line:
    """One line of a conversation. ``message`` carries an answer's state; ``problem`` says why
    an answer was not sent (Turkish)."""

    entry: ThreadEntry
    message: Message | None = None
    problem: str = ""


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


def lines(thread: Thread) -> list[Line]:
    """The newest lines, oldest first."""
    newest = thread.entries.select_related("campaign").order_by("-at", "-pk")[:MOST_LINES]
    entries = list(reversed(newest))
    campaigns = [entry.campaign_id for entry in entries if entry.campaign_id]
    sent = {
        message.campaign_id: message
        for message in with_batches(Message.objects.filter(campaign_id__in=campaigns))
    }
    return [Line(entry, sent.get(entry.campaign_id), _problem(entry.campaign)) for entry in entries]


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
