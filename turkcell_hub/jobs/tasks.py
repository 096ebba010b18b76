"""Celery doors of long work."""

from __future__ import annotations

from celery import shared_task
from django.db.models import Q
from django.utils import timezone

from turkcell_hub.jobs.models import Job, JobState
from turkcell_hub.jobs.services import jobs, retention
from turkcell_hub.tenancy.scope import every_firm, firm_scope


@shared_task(name="jobs.run")
def run(firm_id: int, job_id: int) -> None:
    with firm_scope(firm_id):
        jobs.run(job_id)


@shared_task(name="jobs.sweep")
def sweep() -> None:
    """Takes up what a lost nudge or a killed worker left, one job at a time."""
    waiting = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lt=timezone.now())
    with every_firm():
        found = Job.objects.filter(waiting).order_by("id").values_list("firm_id", "pk").first()
    if found:
        run(*found)


@shared_task(name="jobs.clean")
def clean() -> None:
    """Once an hour: personal data of old uploads."""
    with every_firm():
        retention.clean()
        retention.clean_orphans()
