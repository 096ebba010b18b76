"""Time travel, said honestly: the operator's clock goes forward, and the waiting times that
our rows hold go back by as much. Leases are ended only for processes that are dead."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from datetime import timedelta

from django.db.models import F
from django.db.models.functions import Now

from messaging import tasks
from messaging.models import Campaign, CampaignState, Message, ReportPoll, ReportPush
from tests.faults._world import Place, World
from turkcell_hub.outbox import doubts, recovery
from turkcell_hub.outbox.dispatch import run_lane
from turkcell_hub.outbox.models import Batch, Lane
from turkcell_hub.tenancy.scope import every_firm

MOVING = ("READY", "CLAIMED", "HANDING_OVER", "UNKNOWN")


def end_leases(places: Iterable[Place]) -> None:
    """As if the leases of dead processes had run out."""
    accounts = [place.account.pk for place in places]
    past = Now() - timedelta(seconds=1)
    with every_firm():
        Batch.objects.filter(account__in=accounts, lease_until__isnull=False).update(
            lease_until=past
        )
        Lane.objects.filter(account__in=accounts, lease_until__isnull=False).update(
            lease_until=past
        )


def travel(world: World, seconds: float, places: Iterable[Place] | None = None) -> None:
    """``seconds`` pass for the operator, for quarantines, checks, back-offs and polls."""
    accounts = [place.account.pk for place in places or world.places]
    step = timedelta(seconds=seconds)
    with every_firm():
        batches = Batch.objects.filter(account__in=accounts)
        batches.filter(state="UNKNOWN").update(
            handed_over_at=F("handed_over_at") - step, next_check_at=F("next_check_at") - step
        )
        batches.filter(state="READY").update(due_at=F("due_at") - step)
        lanes = Lane.objects.filter(account__in=accounts)
        lanes.update(backoff_until=F("backoff_until") - step)
        polls = ReportPoll.objects.filter(batch__account__in=accounts)
        polls.update(next_at=F("next_at") - step)
    world.control.advance(seconds)


def round_of_work(places: Iterable[Place]) -> None:
    """What workers and sweeps would do, here and now, in this process."""
    tasks.sweep()
    recovery.sweep()
    for place in places:
        run_lane(place.account.pk, budget_seconds=30)
        doubts.resolve(place.account.pk)
    tasks.poll_reports()


def drain(world: World, *, step: float = 60, rounds: int = 60) -> int:
    """Works and travels until nothing moves any more; returns the simulated seconds."""
    passed = 0.0
    for _ in range(rounds):
        round_of_work(world.places)
        if at_rest(world.places):
            break
        travel(world, step)
        passed += step
    tasks.sweep()
    return int(passed)


def at_rest(places: Iterable[Place]) -> bool:
    """Every message has ended, or its batch waits for a person."""
    firms = [place.firm.pk for place in places]
    with every_firm():
        if ReportPush.objects.filter(firm__in=firms, processed_at=None).exists():
            return False
        if Campaign.objects.filter(firm__in=firms, state=CampaignState.PREPARING).exists():
            return False
        if Batch.objects.filter(firm__in=firms, state__in=MOVING).exists():
            return False
        parked = 0
        for batch in Batch.objects.filter(firm__in=firms, state__in=("NEEDS_PERSON", "HELD")):
            parked += Message.objects.filter(
                campaign_id=batch.subject_id, batch_no=batch.number, state=0
            ).count()
        return Message.objects.filter(firm__in=firms, state=0).count() == parked


def until(true: Callable[[], bool], seconds: float, every: float = 0.05) -> bool:
    """Waits in real time, no longer than needed."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if true():
            return True
        time.sleep(every)
    return true()
