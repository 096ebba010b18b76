"""Rows that name a person by number alone follow the Yetki Kodu of his card (L-036, I8)."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from messaging.models import Subscriber
from turkcell_hub.tenancy.actor import Actor


def visible(actor: Actor, rows: QuerySet[Any], field: str = "phone") -> QuerySet[Any]:
    """``rows`` without those whose number belongs to a card behind a code that the actor does
    not hold. Asked anew each time: a card that gets a code hides what was said before."""
    if actor.code_ids is None:
        return rows
    hidden = Subscriber.objects.filter(
        firm_id=OuterRef("firm_id"), phone=OuterRef(field), authority_code__isnull=False
    ).exclude(authority_code_id__in=actor.code_ids)
    return rows.filter(~Exists(hidden))
