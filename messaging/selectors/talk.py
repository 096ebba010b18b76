"""Everything that was said with a number, in both directions: what the conversation shows and
what a report of messages counts are the same rows (L-024, L-046)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from messaging.models import Campaign, InboundMessage, Message
from messaging.selectors import hidden
from messaging.states import NEVER_HANDED_OVER
from turkcell_hub.tenancy.actor import Actor


def sent(actor: Actor, phones: Iterable[str]) -> QuerySet[Message]:
    """What went out to the numbers, by whatever way; without what was stopped before the operator
    had it, and without what lies behind a Yetki Kodu or a brand."""
    rows = Message.objects.filter(
        phone__in=list(phones), campaign__in=actor.visible(Campaign.objects.all()).values("pk")
    )
    return hidden.visible(actor, rows.exclude(state__in=[int(one) for one in NEVER_HANDED_OVER]))


def came(actor: Actor, phones: Iterable[str]) -> QuerySet[InboundMessage]:
    """What the numbers wrote to the firm, wherever it was led."""
    rows = InboundMessage.objects.filter(sender__in=list(phones))
    return hidden.visible(actor, rows, "sender")
