"""What is told of timed tasks: their people, coming times, past alerts, and the month."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from messaging.models import Campaign, CampaignCount, Group, Subscriber
from messaging.selectors import agenda
from messaging.states import REACHED
from otp.models import TaskAlert, TaskRun, TimedTask
from otp.services import timed_runs, timed_tasks, timed_times
from turkcell_hub.lib import local_time
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.firm_clock import zone_of

NEXT, PAST, SHOWN = 12, 50, 200


@dataclass(frozen=True)
class Coming:
    """An occurrence that is not over; naive, on the firm's clock."""

    start: dt.datetime
    end: dt.datetime
    skipped: bool


@dataclass(frozen=True)
class Told:
    """One alert that has been, with what became of its messages as far as the actor sees them."""

    run: TaskRun
    campaign: Campaign | None
    reached: int


@dataclass(frozen=True)
class People:
    """Who is told of an edge, and in which words."""

    alert: TaskAlert
    subscribers: list[Subscriber]
    groups: list[Group]
    words: str


def coming(task: TimedTask, limit: int = NEXT, until: dt.datetime | None = None) -> list[Coming]:
    """The next occurrences with whether a person has taken them out."""
    found = timed_times.coming(task, limit, until)
    skipped = set(
        TaskRun.objects.filter(task=task, state=TaskRun.State.SKIPPED).values_list("edge", "local")
    )
    start, end = TaskAlert.Edge.START.value, TaskAlert.Edge.END.value
    return [
        Coming(
            begins,
            ends,
            (start, _local(begins)) in skipped or (end, _local(ends)) in skipped,
        )
        for begins, ends in found
    ]


def past(actor: Actor, task: TimedTask) -> list[Told]:
    """The last alerts, newest first."""
    runs = list(
        TaskRun.objects.filter(task=task).select_related("campaign").order_by("-local")[:PAST]
    )
    made = Campaign.objects.filter(task_run__in=runs)
    seen = set(actor.visible(made).values_list("pk", flat=True))
    reached: dict[int, int] = {}
    for count in CampaignCount.objects.filter(campaign__in=seen, state__in=REACHED):
        reached[count.campaign_id] = reached.get(count.campaign_id, 0) + count.messages
    return [
        Told(
            run,
            run.campaign if run.campaign_id in seen else None,
            reached.get(run.campaign_id or 0, 0),
        )
        for run in runs
    ]


def people(actor: Actor, task: TimedTask) -> list[People]:
    """Start and end, each with its own list (L-082)."""
    found = []
    for alert in task.alerts.order_by("pk"):
        alert.task = task
        wall = (
            alert.wall(alert.next_number)
            or alert.wall(0)
            or dt.datetime.combine(task.first_day, task.starts)
        )
        found.append(
            People(
                alert,
                list(actor.visible(alert.subscribers.all()).order_by("sort_key", "pk")[:SHOWN]),
                list(actor.visible(alert.groups.all()).order_by("sort_key", "pk")[:SHOWN]),
                timed_runs.words(alert, wall),
            )
        )
    return found


def task_page(actor: Actor, task: TimedTask) -> dict[str, Any]:
    return {
        "coming": coming(task),
        "told": past(actor, task),
        "people": people(actor, task),
        "may_change_task": actor.can(timed_tasks.CHANGE),
    }


def active(actor: Actor) -> list[TimedTask]:
    """The tasks that are not over."""
    rows = TimedTask.objects.filter(state=TimedTask.State.ACTIVE)
    return list(actor.visible(rows).select_related("owner__user").order_by("-pk")[:SHOWN])


def month(actor: Actor, wanted: str) -> agenda.Month:
    """The calendar of a month ("2027-01"; anything else: of today)."""
    today = local_time.at(timezone.now(), zone_of(actor.firm_id)).date()
    first = agenda.first_of(wanted) or today.replace(day=1)
    last = dt.datetime.combine(local_time.add_months(first, 1) + dt.timedelta(days=7), dt.time())
    entries = [
        agenda.Entry(
            occurrence.start,
            "",
            task.title,
            reverse("scheduled-tasks-detail", args=[task.pk]),
            task.owner.name,
            task.every != TimedTask.Every.ONCE,
        )
        for task in active(actor)
        for occurrence in coming(task, timed_times.MOST_COMING, last)
        if not occurrence.skipped
    ]
    return agenda.grid(first, sorted(entries, key=lambda entry: entry.at), today)


def how_often(task: TimedTask) -> str:
    """ "Her hafta", "2 ayda bir"."""
    if task.interval == 1:
        return str(task.get_every_display())
    unit = {
        TimedTask.Every.DAY: _("günde"),
        TimedTask.Every.WEEK: _("haftada"),
        TimedTask.Every.MONTH: _("ayda"),
        TimedTask.Every.YEAR: _("yılda"),
    }.get(TimedTask.Every(task.every), "")
    return _("%(n)d %(unit)s bir") % {"n": task.interval, "unit": unit}


def _local(wall: dt.datetime) -> str:
    return wall.isoformat(timespec="minutes")
