"""Celery doors of messaging; the rows are the queue, so each may run at any time, twice."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from messaging.models import Campaign, CampaignState, ReportPoll, ReportPush
from messaging.services import campaigns, polling, preparing, reports
from turkcell_hub.tenancy.scope import every_firm, firm_scope


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
    """What a lost nudge or a killed worker left: campaigns to prepare, pushes to read,
    campaigns whose last message has ended."""
    with every_firm():
        waiting = list(_open_campaigns(CampaignState.PREPARING))
        pushes = list(
            ReportPush.objects.filter(processed_at=None).values_list("pk", flat=True)[:200]
        )
        sending = list(_open_campaigns(CampaignState.SENDING, CampaignState.CANCELLED))
    for firm_id, campaign_id in waiting:
        prepare(firm_id, campaign_id)
    for push_id in pushes:
        process_push(push_id)
    for firm_id, campaign_id in sending:
        with firm_scope(firm_id):
            campaigns.finish_if_done(campaign_id)


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
            polling.poll(batch_id)


def _open_campaigns(*states: CampaignState):  # type: ignore[no-untyped-def]
    return Campaign.objects.filter(state__in=states, finished_at=None).values_list("firm_id", "pk")
