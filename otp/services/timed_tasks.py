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

from messaging.models import UsagePlace
from messaging.services.planning import zone_of
from otp.models import TaskAlert, TaskRun, TimedTask
from otp.services import task_rules, timed_runs
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid, NotFound
from turkcell_hub.lib import local_time
from turkcell_hub.tenancy.actor import Actor

CHANGE = "otp.schedule.change"
State, Every, Edge = TimedTask.State, TimedTask.Every, TaskAlert.Edge
MOST_COMING = 32_767
# What a change of these means: the occurrences are counted anew.
_RHYTHM = ("every", "interval", "first_day", "starts", "days", "ends", "last_day", "most_times")
_PLAIN = ("title", "description", "owner", "warns", "authority_code")
_LISTS = {Edge.START: "start", Edge.END: "end"}


def create(actor: Actor, data: Mapping[str, Any]) -> TimedTask:
    """A new task. ``data``: title, owner (a membership), starts_at and ends_at (naive: the firm's
    wall clock; aware: instants), and as wanted description, every, interval, last_day,
    most_times, warns, start_subscribers, start_groups, start_text, end_subscribers, end_groups,
    end_text, authority_code. Raises ``Invalid`` naming the field."""
    actor.require("otp.schedule.add")
    with transaction.atomic():
        task = TimedTask(firm_id=actor.firm_id)
        _take(actor, task, data)
        _require_future_start(task)
        _check(task)
        _sign(actor, task)
        task.save()
        _take_alerts(actor, task, data)
        _aim(task)
        trail.record(actor, "task.scheduled", task)
    return task


def change(actor: Actor, task: TimedTask, data: Mapping[str, Any]) -> TimedTask:
    """Other times, people or words, for what has not come yet; ``data`` as of ``create``, what is
    left out stays. Whoever changes it answers for its alerts from now on. Raises ``Invalid``, and
    ``Conflict`` for a task that is over."""
    actor.require(CHANGE)
    with transaction.atomic():
        task = _lock(task.pk)
        before, rhythm = _facts(task), _rhythm(task)
        began = task.first_day, task.starts
        _take(actor, task, data)
        if (task.first_day, task.starts) != began:
            _require_future_start(task)
        _check(task)
        _sign(actor, task)
        task.save()
        _take_alerts(actor, task, data)
        if _rhythm(task) != rhythm:
            task.alerts.update(next_number=0)
        _aim(task)
        if not coming(task, 1):
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
        for edge, wall in _edges_of(task, start):
            TaskRun.objects.get_or_create(
                firm_id=task.firm_id, task=task, edge=edge, local=_local(wall),
                defaults={"state": TaskRun.State.SKIPPED, "by_label": actor.label[:120]},
            )  # fmt: skip
        trail.record(actor, "task.skipped", task, {"start": [None, _local(start)]})
    return task


def unskip(actor: Actor, task: TimedTask, start: datetime) -> TimedTask:
    """It is told of after all. Raises as ``skip``."""
    actor.require(CHANGE)
    with transaction.atomic():
        task = _lock(task.pk)
        walls = dict(_edges_of(task, start))
        rows = TaskRun.objects.filter(
            task=task, state=TaskRun.State.SKIPPED, local__in=map(_local, walls.values())
        )
        if rows.delete()[0]:
            trail.record(actor, "task.unskipped", task, {"start": [_local(start), None]})
    return task


def coming(
    task: TimedTask, limit: int, until: datetime | None = None
) -> list[tuple[datetime, datetime]]:
    """(start, end) of the occurrences that are not over, naive on the firm's clock."""
    found: list[tuple[datetime, datetime]] = []
    if task.state != State.ACTIVE:
        return found
    now = local_time.at(timezone.now(), zone_of(task.firm_id))
    number = 0
    while len(found) < limit:
        start, end = task.start(number), task.end(number)
        if start is None or end is None or (until is not None and start > until):
            break
        if end > now:
            found.append((start, end))
        number += 1
    return found


def _edges_of(task: TimedTask, start: datetime) -> list[tuple[str, datetime]]:
    """The edges of an occurrence that have not come."""
    for begins, ends in coming(task, MOST_COMING, start):
        if begins == start:
            now = local_time.at(timezone.now(), zone_of(task.firm_id))
            edges = [(Edge.START.value, begins), (Edge.END.value, ends)]
            return [(edge, wall) for edge, wall in edges if wall > now]
    raise Invalid(
        _("%(at)s bu görevin gelecek zamanlarından değil.") % {"at": f"{start:%d.%m.%Y %H:%M}"},
        code="no_such_occurrence",
        field="start",
    )


def _local(wall: datetime) -> str:
    return wall.isoformat(timespec="minutes")


def _take(actor: Actor, task: TimedTask, data: Mapping[str, Any]) -> None:
    for name in (*_PLAIN, "every", "interval", "last_day", "most_times"):
        if name in data and (data[name] is not None or name in ("last_day", "most_times",
                                                                "authority_code")):  # fmt: skip
            setattr(task, name, data[name])
    zone = zone_of(actor.firm_id)
    starts_at, ends_at = data.get("starts_at"), data.get("ends_at")
    if starts_at is None and ends_at is not None and task.first_day:
        starts_at = datetime.combine(task.first_day, task.starts)
    if starts_at is None:
        return
    length = None if ends_at is not None else _length(task)
    start = _wall(starts_at, zone)
    end = _wall(ends_at, zone) if ends_at is not None else start + length if length else start
    if end < start:
        raise Invalid(_("Bitiş başlamadan önce olamaz."), code="task_ends_early", field="ends_at")
    task.first_day, task.starts = start.date(), start.time()
    task.days, task.ends = (end.date() - start.date()).days, end.time()


def _length(task: TimedTask) -> Any:
    start, end = task.start(0), task.end(0)
    return end - start if start and end else None


def _wall(when: datetime, zone: str) -> datetime:
    local = local_time.at(when, zone) if when.tzinfo else when
    return local_time.resolve(local.replace(second=0, microsecond=0), zone).local


def _require_future_start(task: TimedTask) -> None:
    zone = zone_of(task.firm_id)
    start = datetime.combine(task.first_day, task.starts)
    if local_time.resolve(start, zone).instant <= timezone.now():
        raise Invalid(
            _("Başlama zamanı geçti. İleri bir gün ve saat seçin."),
            code="time_passed",
            field="starts_at",
        )
    today = local_time.at(timezone.now(), zone).date()
    months = task_rules.in_force(task.firm_id, today).furthest_months
    if task.first_day > local_time.add_months(today, months):
        raise Invalid(
            _("Görev en çok %(months)d ay sonra başlayabilir (Görev Kuralları).")
            % {"months": months},
            code="time_too_far",
            field="starts_at",
        )


def _check(task: TimedTask) -> None:
    if not task.title.strip():
        raise Invalid(_("Görevin adını yazın."), field="title")
    if not task.owner.is_active:
        raise Invalid(_("Sorumlu etkin bir kullanıcı olmalı."), field="owner")
    if not 1 <= task.interval <= 365:
        raise Invalid(_("1 ile 365 arasında bir sayı yazın."), field="interval")
    if task.every == Every.ONCE:
        task.last_day = task.most_times = None
        task.interval = 1
    if task.last_day is not None and task.last_day < task.first_day:
        raise Invalid(
            _("Son gün ilk günden önce olamaz."), code="repeat_ends_early", field="last_day"
        )
    if task.most_times is not None and not 1 <= task.most_times <= MOST_COMING:
        raise Invalid(_("En az 1 yazın."), field="most_times")


def _take_alerts(actor: Actor, task: TimedTask, data: Mapping[str, Any]) -> None:
    for edge, prefix in _LISTS.items():
        alert, _made = TaskAlert.objects.get_or_create(
            firm_id=task.firm_id, task=task, edge=edge.value
        )
        if f"{prefix}_text" in data:
            alert.text = str(data[f"{prefix}_text"] or "").strip()[:400]
            alert.save(update_fields=["text"])
        for what in ("subscribers", "groups"):
            name = f"{prefix}_{what}"
            if data.get(name) is not None:
                _set(actor, getattr(alert, what), list(data[name]), name)
    if task.warns:
        _require_told(actor, task)


def _set(actor: Actor, places: Any, wanted: list[Any], field: str) -> None:
    """What the actor cannot see stays as it is."""
    if field.endswith("subscribers"):
        unfit = [row for row in wanted if UsagePlace.TIMED_TASK not in row.usage_places]
        if unfit:
            raise Invalid(
                _("%(names)s: kullanım yerinde zamanlanmış görev yok. Abone kartında işaretleyin"
                  " ya da başka kişi seçin.")
                % {"names": ", ".join(map(str, unfit[:3]))},
                code="usage_place",
                field=field,
            )  # fmt: skip
    seen = set(actor.visible(places.all()).values_list("pk", flat=True))
    hidden = [row.pk for row in places.all() if row.pk not in seen]
    places.set([*hidden, *(row.pk for row in wanted)])


def _require_told(actor: Actor, task: TimedTask) -> None:
    """The SMS goes with the rights of whoever sets it, so he must be one who may send."""
    for right in ("messaging.campaign.add", "messaging.campaign.send"):
        actor.require(right)
    if not any(is_told(alert) for alert in task.alerts.all()):
        raise Invalid(
            _("Kısa mesaj ile uyarmak için başlama ya da bitiş uyarısına en az bir alıcı seçin."),
            code="alert_without_people",
            field="start_subscribers",
        )


def is_told(alert: TaskAlert) -> bool:
    return alert.subscribers.exists() or alert.groups.exists()


def _aim(task: TimedTask) -> None:
    """Alerts look at their next moment that has not passed; a task knows when it is over."""
    zone = zone_of(task.firm_id)
    for alert in task.alerts.all():
        alert.task = task
        if task.warns and is_told(alert):
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
    return {name: str(getattr(task, name)) for name in (*_PLAIN, *_RHYTHM)}


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
