"""Figures of the first page, from campaigns and their counters alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from messaging.models import EDITABLE, Campaign, CampaignCount, CampaignState
from messaging.states import FAILED, REACHED
from turkcell_hub.tenancy.actor import Actor

DAYS = 14


def by_day(actor: Actor) -> dict[dt.date, int]:
    """Messages that were sent on each of the last fourteen days of the firm."""
    rows = (
        actor.visible(Campaign.objects.filter(prepared_at__gte=_since()))
        .order_by()
        .annotate(day=TruncDate("prepared_at"))
        .values_list("day")
        .annotate(Sum("sendable"))
    )
    return dict(rows)


@dataclass(frozen=True)
class Delivery:
    """``percent`` None while nothing has ended."""

    reached: int
    failed: int

    @property
    def percent(self) -> float | None:
        over = self.reached + self.failed
        return round(100 * self.reached / over, 1) if over else None


def delivery(actor: Actor) -> Delivery:
    """Of what ended in the last fourteen days, how much reached the person."""
    recent = actor.visible(Campaign.objects.filter(prepared_at__gte=_since()))
    sums = dict(
        CampaignCount.objects.filter(campaign__in=recent)
        .order_by()
        .values_list("state")
        .annotate(Sum("messages"))
    )
    return Delivery(
        reached=sum(n for state, n in sums.items() if state in REACHED),
        failed=sum(n for state, n in sums.items() if state in FAILED),
    )


def running(actor: Actor) -> list[Campaign]:
    states = (CampaignState.PREPARING, CampaignState.SENDING, CampaignState.PAUSED)
    return list(actor.visible(Campaign.objects.filter(state__in=states)).order_by("-pk")[:5])


def came_back(actor: Actor) -> list[Campaign]:
    """What was submitted or scheduled and could not go."""
    drafts = Campaign.objects.filter(state__in=EDITABLE).exclude(problem="")
    return list(actor.visible(drafts).order_by("-pk")[:3])


def _since() -> dt.datetime:
    first = timezone.localdate() - dt.timedelta(days=DAYS - 1)
    return timezone.make_aware(dt.datetime.combine(first, dt.time.min))
