"""Celery doors of messaging; the rows are the queue, so each may run at any time, twice."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from celery import shared_task
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from messaging.models import Campaign, CampaignState, ReportPoll, ReportPush
from messaging.services import campaigns, polling, preparing, reports, schedules
from turkcell_hub.errors import Conflict
from turkcell_hub.tenancy.scope import every_firm, firm_scope

log = structlog.get_logger(__name__)


@shared_task(name="messaging.prepare")
def prepare(firm_id: int, campaign_id: int) -> None:
    with firm_scope(firm_id):
        preparing.prepare(campaign_id)


@shared_task(name="messaging.process_push")
def process_push(push_id: int) -> None:
    with every_firm():
        firm_id = ReportPush.objects.values_list("firm_id", flat=True).filter(pk=push_id).first()
    if firm_id:
        with firm_scope(firm_id):
            reports.process(push_id)


@shared_task(name="messaging.sweep")
def sweep() -> None:
    """Campaigns whose hour has come, and what a lost nudge or a killed worker left: campaigns
    to prepare, pushes to read, campaigns whose last message has ended. One that fails does not
    stop the others."""
    with every_firm():
        due = list(schedules.due())
    for firm_id, campaign_id in due:
        with firm_scope(firm_id):
            _each("fire", schedules.fire, campaign_id)
    with every_firm():
        waiting = list(_open_campaigns(CampaignState.PREPARING))
        pushes = list(
            ReportPush.objects.filter(processed_at=None).values_list("pk", flat=True)[:200]
        )
        sending = list(_open_campaigns(CampaignState.SENDING, CampaignState.CANCELLED))
    for firm_id, campaign_id in waiting:
        _each("prepare", prepare, firm_id, campaign_id)
    for push_id in pushes:
        _each("process_push", process_push, push_id)
    for firm_id, campaign_id in sending:
        with firm_scope(firm_id):
            _each("finish", campaigns.finish_if_done, campaign_id)


@shared_task(name="messaging.poll_reports")
def poll_reports() -> None:
    with every_firm():
        due = list(
            ReportPoll.objects.filter(next_at__lte=timezone.now())
            .order_by("next_at")
            .values_list("firm_id", "batch_id")[:200]
        )
    for firm_id, batch_id in due:
        with firm_scope(firm_id):
            _each("poll_reports", polling.poll, batch_id)


def _each(step: str, do: Callable[..., object], *ids: int) -> None:
    try:
        do(*ids)
    except (InterfaceError, OperationalError):
        raise  # the database is away: the next sweep
    except Conflict:
        return  # another worker is at it
    except Exception:
        log.exception("messaging.sweep_failed", step=step, ids=ids)


def _open_campaigns(*states: CampaignState):  # type: ignore[no-untyped-def]
    return Campaign.objects.filter(state__in=states, finished_at=None).values_list("firm_id", "pk")
