"""A timed task's moments: what is said of them, and which are still to come."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from otp.models import TaskAlert, TimedTask
from otp.models.schedule import MOST_TIMES
from otp.services import task_rules
from turkcell_hub.errors import Invalid
from turkcell_hub.lib import local_time
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.firm_clock import zone_of

State, Every, Edge = TimedTask.State, TimedTask.Every, TaskAlert.Edge
MOST_COMING, MOST_DAYS = MOST_TIMES, 3_660
_PLAIN = ("title", "description", "owner", "warns", "authority_code")


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


def edges_of(task: TimedTask, start: datetime) -> list[tuple[str, datetime]]:
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


def local_name(wall: datetime) -> str:
    """A moment of the firm's clock as runs keep it."""
    return wall.isoformat(timespec="minutes")


def take(actor: Actor, task: TimedTask, data: Mapping[str, Any]) -> None:
    """Writes what ``data`` (as of ``timed_tasks.create``) says onto the unsaved row. Raises
    ``Invalid``."""
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


def require_future_start(task: TimedTask) -> None:
    """Raises ``Invalid`` for a start that has passed or lies beyond the dated limit."""
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


def check(task: TimedTask) -> None:
    """Raises ``Invalid`` naming the field that does not fit."""
    if not task.title.strip():
        raise Invalid(_("Görevin adını yazın."), field="title")
    if not task.owner.is_active:
        raise Invalid(_("Sorumlu etkin bir kullanıcı olmalı."), field="owner")
    if task.days > MOST_DAYS:
        raise Invalid(
            _("Bir görev en çok %(days)d gün sürer; daha erken bir bitiş yazın.")
            % {"days": MOST_DAYS},
            code="task_too_long",
            field="ends_at",
        )
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
