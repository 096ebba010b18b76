"""Pages of a subscriber and of a group."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from messaging.models import (
    BlacklistEntry,
    Campaign,
    Group,
    Message,
    PastReport,
    Subscriber,
    SubscriberKind,
)
from messaging.selectors.messages import with_batches
from messaging.services.mirrored import LINKED
from turkcell_hub.erp.imports import list_of
from turkcell_hub.erp.resources.mirror import number_note
from turkcell_hub.tenancy.actor import Actor

_RECENT = 10
_MEMBERS = 50


def subscriber_page(actor: Actor, row: Subscriber) -> dict[str, Any]:
    """His groups, his entry on the blacklist, the last messages to his number, and what another
    panel had sent there before."""
    messages = Message.objects.filter(phone=row.phone)
    if actor.code_ids is not None or actor.brand_ids is not None:
        messages = messages.filter(campaign__in=actor.visible(Campaign.objects.all()))
    may_see = actor.can("messaging.message.view")
    recent = with_batches(messages.select_related("campaign")).order_by("-pk")[:_RECENT]
    past = PastReport.objects.filter(phone=row.phone).order_by("-sent_at", "-pk")
    return {
        **_card_of(actor, row),
        "past": list(past[:_RECENT]) if actor.can("messaging.past_report.view") else [],
        "groups": [place.group for place in row.group_places.all()],
        "blocked": BlacklistEntry.objects.filter(phone=row.phone).first(),
        "recent": list(recent) if may_see else [],
    }


def _card_of(actor: Actor, row: Subscriber) -> dict[str, Any]:
    """The ERP's card that the subscriber follows, and what is odd about its number (L-049)."""
    source = LINKED.get(SubscriberKind(row.kind))
    if source is None:
        return {}
    card = getattr(row, source.field)
    may_see = actor.can("erp.mirror.view")
    return {
        "card": card,
        "card_url": reverse(f"{list_of(source.mirror)}-detail", args=[card.pk]) if may_see else "",
        "number_note": number_note(card),
    }


def group_page(actor: Actor, row: Group) -> dict[str, Any]:
    """The first members by name; all of them stand in the subscriber list's filter."""
    members = actor.visible(Subscriber.objects.filter(group_places__group=row))
    return {
        "members": list(members.order_by("sort_key", "pk")[:_MEMBERS]),
        "shown": _MEMBERS,
        "may_change_members": actor.can("messaging.group.change"),
    }
