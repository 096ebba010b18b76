"""What is told of a repeat rule: its coming runs, and what became of the past ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from messaging.models import Campaign, RepeatRule, RepeatRun
from messaging.services import repeats
from turkcell_hub.tenancy.actor import Actor

NEXT = 12
PAST = 50
RULES = 100


@dataclass(frozen=True)
class Coming:
    """A run that has not come: ``at`` is naive, on the firm's clock."""

    at: dt.datetime
    skipped: bool


def coming(rule: RepeatRule, limit: int = NEXT, until: dt.date | None = None) -> list[Coming]:
    """The next runs with whether a person has skipped them."""
    walls = repeats.coming(rule, limit, until)
    skipped = RepeatRun.objects.filter(rule=rule, state=RepeatRun.State.SKIPPED)
    days = set(
        skipped.filter(day__in=[wall.date() for wall in walls]).values_list("day", flat=True)
    )
    return [Coming(wall, wall.date() in days) for wall in walls]


def past(actor: Actor, rule: RepeatRule) -> list[RepeatRun]:
    """What became of the last runs, newest first; a campaign that the actor may not see is
    taken out of the row."""
    runs = list(
        RepeatRun.objects.filter(rule=rule).select_related("campaign").order_by("-day")[:PAST]
    )
    seen = actor.visible(Campaign.objects.filter(repeat_run__rule=rule))
    visible = set(seen.values_list("pk", flat=True))
    for run in runs:
        if run.campaign_id not in visible:
            run.campaign = None
    return runs


def rule_page(actor: Actor, rule: RepeatRule) -> dict[str, Any]:
    return {
        "coming": coming(rule),
        "runs": past(actor, rule),
        "may_stop": actor.can("messaging.campaign.stop"),
        "may_send": actor.can("messaging.campaign.send"),
        "may_see_pattern": rule.pattern is not None
        and actor.visible(Campaign.objects.filter(pk=rule.pattern_id)).exists(),
    }


def active(actor: Actor) -> list[RepeatRule]:
    """The rules that make runs, the next first."""
    rows = RepeatRule.objects.filter(state=RepeatRule.State.ACTIVE)
    return list(actor.visible(rows.select_related("pattern__sender")).order_by("next_for")[:RULES])


def planned(actor: Actor, until: dt.date) -> Iterator[tuple[RepeatRule, dt.datetime]]:
    """(rule, wall-clock time) of every run of the active rules that is not skipped, to a day."""
    for rule in active(actor):
        for run in coming(rule, repeats.MOST_DAYS, until):
            if not run.skipped:
                yield rule, run.at
