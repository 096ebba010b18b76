"""The bell: the actor's own work that runs, waits for him, or has ended unseen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import cache

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from turkcell_hub.jobs.models import Job, JobState
from turkcell_hub.portal.notifications import Notification
from turkcell_hub.resources import Actor
from turkcell_hub.statements import Given, Statement
from turkcell_hub.tenancy.models import Firm
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
    recent = timezone.now() - _REMEMBERED
    for job in _newest().rows(firm=actor.firm_id, owner=actor.user_id, recent=recent):
        yield Notification(
            title=job.title,
            url=reverse("jobs-detail", args=[job.pk]),
            text=_text(job),
            at=job.finished_at or job.created_at,
            level=_LEVELS.get(JobState(job.state), "info"),
        )


@cache
def _newest() -> Statement:
    """Asked by every page."""
    fields = Job._meta
    is_open = Q(state__in=(JobState.QUEUED, JobState.RUNNING, JobState.PREVIEW))
    since = Given("recent", fields.get_field("finished_at"))
    with every_firm():
        rows = Job.objects.filter(
            is_open | Q(finished_at__gte=since, seen_at=None),
            firm_id=Given("firm", Firm._meta.get_field("id")),
            owner_user=Given("owner", fields.get_field("owner_user")),
        )
        return Statement(rows.order_by("-pk")[:_SHOWN])


def _text(job: Job) -> str:
    if job.state == JobState.RUNNING and job.total:
        return _("%%%(percent)d tamamlandı") % {"percent": job.percent}
    return str(job.get_state_display())
