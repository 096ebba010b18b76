"""The bell: the actor's own work that runs, waits for him, or has ended unseen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import cache

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from turkcell_hub.jobs.models import Job, JobState
from turkcell_hub.portal.notifications import FIRM, USER, Notification
from turkcell_hub.resources import Actor
from turkcell_hub.statements import Ago, Statement
from turkcell_hub.tenancy.scope import every_firm

_SHOWN = 10
_REMEMBERED = timedelta(days=7)
_LEVELS = {
    JobState.PREVIEW: "warning",
    JobState.DONE: "success",
    JobState.FAILED: "danger",
    JobState.CANCELLED: "info",
}


def of_jobs(actor: Actor) -> Iterator[Notification]:
    """One query over the owner's newest jobs."""
    if actor.user_id is None:
        return
    for job in _newest().rows(firm=actor.firm_id, user=actor.user_id):
        yield Notification(
            title=job.name,
            url=reverse("jobs-detail", args=[job.pk]),
            text=_text(job),
            at=job.finished_at or job.created_at,
            level=_LEVELS.get(JobState(job.state), "info"),
        )


def unseen() -> QuerySet[Job]:
    """The person's work that runs, waits for him, or has ended unseen."""
    is_open = Q(state__in=(JobState.QUEUED, JobState.RUNNING, JobState.PREVIEW))
    is_news = Q(finished_at__gte=Ago(_REMEMBERED), seen_at=None)
    with every_firm():
        return Job.objects.filter(is_open | is_news, firm_id=FIRM, owner_user=USER)


@cache
def _newest() -> Statement:
    return Statement(unseen().order_by("-pk")[:_SHOWN])


def _text(job: Job) -> str:
    if job.state == JobState.RUNNING and job.total:
        return _("%%%(percent)d tamamlandı") % {"percent": job.percent}
    return str(job.get_state_display())
