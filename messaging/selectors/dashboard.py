"""Figures of the first page, from campaigns and their counters alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Sum
from django.db.models.functions import TruncDate

from messaging.models import EDITABLE, Campaign, CampaignCount, CampaignState
from messaging.states import FAILED, REACHED
from turkcell_hub.lib import local_time
from turkcell_hub.tenancy import firm_clock
from turkcell_hub.tenancy.actor import Actor

DAYS = 14


def by_day(actor: Actor) -> dict[dt.date, int]:
    """Messages that were sent on each of the last fourteen days of the firm."""
    zone = ZoneInfo(firm_clock.zone_of(actor.firm_id))
    rows = (
        actor.visible(Campaign.objects.filter(prepared_at__gte=_since(actor)))
        .order_by()
        .annotate(day=TruncDate("prepared_at", tzinfo=zone))
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
    recent = actor.visible(Campaign.objects.filter(prepared_at__gte=_since(actor)))
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


def first_day(actor: Actor) -> dt.date:
    """The first of the fourteen days, the last of which is today on the firm's clock."""
    return firm_clock.today(actor.firm_id) - dt.timedelta(days=DAYS - 1)


def _since(actor: Actor) -> dt.datetime:
    midnight = dt.datetime.combine(first_day(actor), dt.time.min)
    return local_time.resolve(midnight, firm_clock.zone_of(actor.firm_id)).instant
