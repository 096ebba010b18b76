"""Figures of the queue, in the caller's firm scope (or over all firms for metrics)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, QuerySet, Sum

from turkcell_hub.outbox.clock import NOW
from turkcell_hub.outbox.models import Batch, Lane
from turkcell_hub.outbox.states import State


@dataclass(frozen=True)
class QueueCount:
    account_id: int
    account: str
    state: str
    batches: int
    messages: int


def counts() -> list[QueueCount]:
    """Batches and messages by account and state."""
    rows = (
        Batch.objects.order_by()
        .values_list("account_id", "account__name", "state")
        .annotate(batches=Count("pk"), messages=Sum("size"))
    )
    return [QueueCount(*row) for row in rows.order_by("account__name", "state")]


def oldest_due() -> datetime | None:
    """Since when the longest waiting due batch could have gone; None when nothing waits."""
    due = Batch.objects.filter(state=State.READY, due_at__lte=NOW)
    return due.aggregate(oldest=Min("due_at"))["oldest"]


@dataclass(frozen=True)
class Health:
    """What is watched."""

    oldest_due: datetime | None
    oldest_handing_over: datetime | None
    unknown: int
    oldest_unknown: datetime | None
    needs_person: int
    paused_lanes: int


def health() -> Health:
    handing_over = Batch.objects.filter(state=State.HANDING_OVER)
    unknown = Batch.objects.filter(state=State.UNKNOWN)
    doubt = unknown.aggregate(count=Count("pk"), oldest=Min("handed_over_at"))
    return Health(
        oldest_due=oldest_due(),
        oldest_handing_over=handing_over.aggregate(at=Min("handed_over_at"))["at"],
        unknown=doubt["count"],
        oldest_unknown=doubt["oldest"],
        needs_person=Batch.objects.filter(state=State.NEEDS_PERSON).count(),
        paused_lanes=Lane.objects.filter(paused=True).count(),
    )


def queue() -> QuerySet[Batch]:
    """All batches with their accounts, newest first."""
    return Batch.objects.select_related("account").order_by("-id")
