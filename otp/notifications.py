"""The bell: alerts of timed tasks that nobody got."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from otp.models import TaskRun, TimedTask
from turkcell_hub.portal.notifications import Notification
from turkcell_hub.tenancy.actor import Actor

_SHOWN = 10
_FOR = timedelta(days=7)


def of_timed_tasks(actor: Actor) -> Iterator[Notification]:
    """One query over a small index, for everybody who could have changed it."""
    if not actor.can("otp.schedule.change"):
        return
    rows = TaskRun.objects.filter(
        firm_id=actor.firm_id,
        state__in=(TaskRun.State.MISSED, TaskRun.State.FAILED),
        at__gte=timezone.now() - _FOR,
        task__in=actor.visible(TimedTask.objects.all()),
    )
    for run in rows.select_related("task").order_by("-at")[:_SHOWN]:
        yield Notification(
            title=_("Görev uyarısı gönderilemedi: %(task)s") % {"task": run.task.title},
            url=reverse("scheduled-tasks-detail", args=[run.task_id]),
            text=run.problem,
            at=run.at,
            level="danger",
        )
