"""The bell: alerts of timed tasks that nobody got, and what workflows say to the person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from otp.flow_states import Channel, ProcessState, TaskState
from otp.models import Notice, Process, Task, TaskRun, TimedTask
from otp.services import stuck as stuck_steps
from otp.services.notices import words
from turkcell_hub.portal.notifications import FIRM, MEMBER, Notification
from turkcell_hub.sentences import shown
from turkcell_hub.statements import Ago
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.scope import every_firm

_SHOWN = 10
_FOR = timedelta(days=7)
_UNSENT = (TaskRun.State.MISSED, TaskRun.State.FAILED)


def unsent() -> QuerySet[TaskRun]:
    with every_firm():
        return TaskRun.objects.filter(firm_id=FIRM, state__in=_UNSENT, at__gte=Ago(_FOR))


def unread() -> QuerySet[Notice]:
    with every_firm():
        return Notice.objects.filter(
            firm_id=FIRM, member_id=MEMBER, channel=Channel.PORTAL, read_at=None
        )


def stuck() -> QuerySet[Process]:
    with every_firm():
        return Process.objects.filter(firm_id=FIRM, ended_at__gte=Ago(_FOR)).exclude(problem="")


def short_of_people() -> QuerySet[Task]:
    with every_firm():
        return Task.objects.filter(firm_id=FIRM, state=TaskState.OPEN).exclude(problem="")


def of_timed_tasks(actor: Actor) -> Iterator[Notification]:
    """For everybody who could have changed it."""
    if not actor.can("otp.schedule.change"):
        return
    since = timezone.now() - _FOR
    rows = TaskRun.objects.filter(
        firm_id=actor.firm_id,
        state__in=_UNSENT,
        at__gte=since,
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


def of_workflows(actor: Actor) -> Iterator[Notification]:
    """The person's own unread notices, and approvals that could not be carried out for those who
    see them all."""
    if actor.membership_id is None:
        return
    yield from _notices(actor)
    if actor.can("otp.process.view"):
        yield from _stuck(actor, timezone.now() - _FOR)
        yield from _short(actor)


def _notices(actor: Actor) -> Iterator[Notification]:
    rows = Notice.objects.filter(
        firm_id=actor.firm_id,
        member_id=actor.membership_id,
        channel=Channel.PORTAL,
        read_at=None,
        task__approval__in=actor.visible(Process.objects.all()),
    ).exclude(task__approval__state=ProcessState.WITHDRAWN)
    wanted = rows.select_related("task__approval", "task__step").order_by("-pk")
    for notice in wanted[:_SHOWN]:
        is_warning = notice.purpose == Notice.Purpose.WARNING
        page, pk = "my-tasks-detail", notice.task_id
        if not is_warning:
            page, pk = "approvals-detail", notice.task.approval_id
        yield Notification(
            title=words(notice.task, notice.event),
            url=reverse(page, args=[pk]),
            at=notice.created_at,
            level="warning" if is_warning else "info",
        )


def _short(actor: Actor) -> Iterator[Notification]:
    seen = actor.visible(Process.objects.filter(firm_id=actor.firm_id))
    rows = stuck_steps.tasks().filter(firm_id=actor.firm_id, approval__in=seen)
    for task in rows.select_related("approval", "step").order_by("-pk")[:_SHOWN]:
        yield Notification(
            title=_("Onay ilerleyemiyor: %(name)s") % {"name": task.approval.title},
            url=reverse("approvals-detail", args=[task.approval_id]),
            text=shown(task.problem),
            at=task.opened_at,
            level="danger",
        )


def _stuck(actor: Actor, since: datetime) -> Iterator[Notification]:
    rows = Process.objects.filter(firm_id=actor.firm_id, ended_at__gte=since)
    for row in actor.visible(rows.exclude(problem="")).order_by("-ended_at")[:_SHOWN]:
        yield Notification(
            title=_("Onaylandı ama uygulanamadı: %(name)s") % {"name": row.title},
            url=reverse("approvals-detail", args=[row.pk]),
            text=shown(row.problem),
            at=row.ended_at,
            level="danger",
        )
