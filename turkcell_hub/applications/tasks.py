"""Celery doors of the applications; the rows are the queue."""

from __future__ import annotations

import structlog
from celery import shared_task
from django.utils import timezone

from turkcell_hub.applications.models import Application
from turkcell_hub.applications.services import delivery
from turkcell_hub.tenancy.scope import every_firm

log = structlog.get_logger(__name__)


@shared_task(name="applications.deliver")
def deliver(application_id: int) -> None:
    with every_firm():
        firm_id = _firm_of(application_id)
    if firm_id:
        delivery.deliver(firm_id, application_id)


@shared_task(name="applications.follow")
def follow(application_id: int) -> None:
    with every_firm():
        firm_id = _firm_of(application_id)
    if firm_id:
        delivery.follow(firm_id, application_id)


@shared_task(name="applications.sweep")
def sweep() -> None:
    """What a lost nudge or a killed worker left, and who is to be asked. One that fails does not
    stop the others."""
    now = timezone.now()
    with every_firm():
        waiting, unheard = delivery.due(now), delivery.unheard(now)
    for work, rows in ((delivery.deliver, waiting), (delivery.follow, unheard)):
        for firm_id, application_id in rows:
            try:
                work(firm_id, application_id)
            except Exception as error:
                log.exception("applications.failed", id=application_id, error=type(error).__name__)


def _firm_of(application_id: int) -> int | None:
    rows = Application.objects.filter(pk=application_id)
    return rows.values_list("firm_id", flat=True).first()
