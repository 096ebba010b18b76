"""Zamanlanmış görevler (L-081, L-082): set, changed, ended, one occurrence left out.

Every writer locks the task's row, ``timed_runs.fire`` too: what is changed before the moment
holds at the moment, and an alert is made once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from otp.models import TaskRun, TimedTask
from otp.services import timed_alerts, timed_runs, timed_times
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid, NotFound
from turkcell_hub.lib import local_time
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.firm_clock import zone_of

CHANGE = "otp.schedule.change"
State, Every = TimedTask.State, TimedTask.Every
# What a change of these means: the occurrences are counted anew.
_RHYTHM = ("every", "interval", "first_day", "starts", "days", "ends", "last_day", "most_times")
_FACTS = ("title", "description", "owner", "warns", "authority_code", *_RHYTHM)


def create(actor: Actor, data: Mapping[str, Any]) -> TimedTask:
    """A new task. ``data``: title, owner (a membership), starts_at and ends_at (naive: the firm's
    wall clock; aware: instants), and as wanted description, every, interval, last_day,
    most_times, warns, start_subscribers, start_groups, start_text, end_subscribers, end_groups,
    end_text, authority_code. Raises ``Invalid`` naming the field."""
    actor.require("otp.schedule.add")
    with transaction.atomic():
        task = TimedTask(firm_id=actor.firm_id)
        timed_times.take(actor, task, data)
        timed_times.require_future_start(task)
        timed_times.check(task)
        _sign(actor, task)
        task.save()
        timed_alerts.take(actor, task, data)
        _aim(task)
        trail.record(actor, "task.scheduled", task)
    return task


def change(actor: Actor, task: TimedTask, data: Mapping[str, Any]) -> TimedTask:
    """Other times, people or words, for what has not come yet; ``data`` as of ``create``, what is
    left out stays. What has come and still waits for its sweep is told as it was set. Whoever
    changes it answers for its alerts from now on. Raises ``Invalid``, and ``Conflict`` for a task
    that is over."""
    actor.require(CHANGE)
    with transaction.atomic():
        task = _lock(task.pk)
        timed_runs.tell_due(task)
        before, rhythm = _facts(task), _rhythm(task)
        began = task.first_day, task.starts
        timed_times.take(actor, task, data)
        if (task.first_day, task.starts) != began:
            timed_times.require_future_start(task)
        timed_times.check(task)
        _sign(actor, task)
        task.save()
        timed_alerts.take(actor, task, data)
        if _rhythm(task) != rhythm:
            task.alerts.update(next_number=0)
        _aim(task)
        if not timed_times.coming(task, 1):
            raise Invalid(
                _("Bu ayarla gelecek zaman kalmıyor; daha geç bir bitiş yazın."),
                code="task_without_time",
                field="ends_at",
            )
        trail.record(actor, "task.changed", task, trail.changed(before, _facts(task)))
    return task


def cancel(actor: Actor, task: TimedTask) -> TimedTask:
    """No further alert; what has gone stays."""
    actor.require(CHANGE)
    with transaction.atomic():
        task = _lock(task.pk)
        task.state, task.ended_at = State.CANCELLED, timezone.now()
        task.save(update_fields=["state", "ended_at"])
        task.alerts.update(next_for=None)
        trail.record(actor, "task.cancelled", task)
    return task


def skip(actor: Actor, task: TimedTask, start: datetime) -> TimedTask:
    """The occurrence that starts then (naive, on the firm's clock) is not told of, neither its
    start nor its end. Raises ``Invalid`` for one that is none of the coming ones."""
    actor.require(CHANGE)
    with transaction.atomic():
        task = _lock(task.pk)
        for edge, wall in timed_times.edges_of(task, start):
            TaskRun.objects.get_or_create(
                firm_id=task.firm_id, task=task, edge=edge, local=timed_times.local_name(wall),
                defaults={"state": TaskRun.State.SKIPPED, "by_label": actor.label[:120]},
            )  # fmt: skip
        trail.record(actor, "task.skipped", task, {"start": [None, timed_times.local_name(start)]})
    return task


def unskip(actor: Actor, task: TimedTask, start: datetime) -> TimedTask:
    """It is told of after all. Raises as ``skip``."""
    actor.require(CHANGE)
    with transaction.atomic():
        task = _lock(task.pk)
        walls = dict(timed_times.edges_of(task, start))
        names = [timed_times.local_name(wall) for wall in walls.values()]
        rows = TaskRun.objects.filter(task=task, state=TaskRun.State.SKIPPED, local__in=names)
        if rows.delete()[0]:
            name = timed_times.local_name(start)
            trail.record(actor, "task.unskipped", task, {"start": [name, None]})
    return task


def _aim(task: TimedTask) -> None:
    """Alerts look at their next moment that has not passed; a task knows when it is over."""
    zone = zone_of(task.firm_id)
    for alert in task.alerts.all():
        alert.task = task
        if task.warns and timed_alerts.is_told(alert):
            timed_runs.aim_ahead(alert, zone)
        else:
            alert.next_for = None
        alert.save(update_fields=["next_number", "next_for"])
    task.over_at = _over(task, zone)
    task.save(update_fields=["over_at"])


def _over(task: TimedTask, zone: str) -> datetime | None:
    if task.every != Every.ONCE and task.last_day is None and task.most_times is None:
        return None
    number = 0
    while task.end(number + 1) is not None:
        number += 1
    last = task.end(number)
    return local_time.resolve(last, zone).instant if last else timezone.now()


def _rhythm(task: TimedTask) -> list[Any]:
    return [getattr(task, name) for name in _RHYTHM]


def _facts(task: TimedTask) -> dict[str, str]:
    return {name: str(getattr(task, name)) for name in _FACTS}


def _sign(actor: Actor, task: TimedTask) -> None:
    task.set_by_label = actor.label[:120]
    task.set_by_member, task.set_by_key = actor.membership_id, actor.api_key_id


def _lock(task_id: int) -> TimedTask:
    task = TimedTask.objects.select_for_update(of=("self",)).filter(pk=task_id).first()
    if task is None:
        raise NotFound(_("Zamanlanmış görev bulunamadı."))
    if task.state != State.ACTIVE:
        raise Conflict(
            _("Görev “%(state)s” durumunda; bu işlem yapılamaz.")
            % {"state": task.get_state_display()},
            code="task_state",
            extra={"state": task.state},
        )
    return task
