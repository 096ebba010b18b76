"""The bell: alerts of timed tasks that nobody got, and what workflows say to the person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from otp.flow_states import Channel, ProcessState
from otp.models import Notice, Process, TaskRun, TimedTask
from otp.services.notices import words
from turkcell_hub.portal.notifications import Notification
from turkcell_hub.statements import Figures, Given
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, Membership
from turkcell_hub.tenancy.scope import every_firm

_SHOWN = 10
_FOR = timedelta(days=7)
_FIRM = Given("firm", Firm._meta.get_field("id"))
_MEMBER = Given("member", Membership._meta.get_field("id"))
_SINCE = Given("since", TaskRun._meta.get_field("at"))
_UNSENT = (TaskRun.State.MISSED, TaskRun.State.FAILED)


# Every page asks these three; nearly every answer is no, and then nothing more is asked.
@cache
def _any_unsent() -> Figures:
    with every_firm():
        rows = TaskRun.objects.filter(firm_id=_FIRM, state__in=_UNSENT, at__gte=_SINCE)
        return Figures(rows.order_by().values_list("pk")[:1])


@cache
def _any_unread() -> Figures:
    with every_firm():
        rows = Notice.objects.filter(
            firm_id=_FIRM, member_id=_MEMBER, channel=Channel.PORTAL, read_at=None
        )
        return Figures(rows.order_by().values_list("pk")[:1])


@cache
def _any_stuck() -> Figures:
    with every_firm():
        rows = Process.objects.filter(firm_id=_FIRM, ended_at__gte=_SINCE).exclude(problem="")
        return Figures(rows.order_by().values_list("pk")[:1])


def of_timed_tasks(actor: Actor) -> Iterator[Notification]:
    """One query over a small index, for everybody who could have changed it."""
    since = timezone.now() - _FOR
    if not actor.can("otp.schedule.change"):
        return
    if not _any_unsent().rows(firm=actor.firm_id, since=since):
        return
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
    if _any_unread().rows(firm=actor.firm_id, member=actor.membership_id):
        yield from _notices(actor)
    since = timezone.now() - _FOR
    if actor.can("otp.process.view") and _any_stuck().rows(firm=actor.firm_id, since=since):
        yield from _stuck(actor, since)


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


def _stuck(actor: Actor, since: datetime) -> Iterator[Notification]:
    stuck = Process.objects.filter(firm_id=actor.firm_id, ended_at__gte=since)
    for row in actor.visible(stuck.exclude(problem="")).order_by("-ended_at")[:_SHOWN]:
        yield Notification(
            title=_("Onaylandı ama uygulanamadı: %(name)s") % {"name": row.title},
            url=reverse("approvals-detail", args=[row.pk]),
            text=row.problem,
            at=row.ended_at,
            level="danger",
        )
