"""Celery doors of messaging; the rows are the queue, so each may run at any time, twice."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from celery import shared_task
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from messaging import nudges
from messaging.models import Campaign, CampaignState, ReportPoll, ReportPush
from messaging.services import (
    asking,
    blacklist_sync,
    campaigns,
    inbound_pull,
    media,
    polling,
    preparing,
    registry_checks,
    relays,
    repeat_runs,
    report_mails,
    report_pushes,
    report_schedules,
    routing,
    schedules,
)
from turkcell_hub.errors import Conflict
from turkcell_hub.tenancy.models import GatewayAccount
from turkcell_hub.tenancy.scope import every_firm, firm_scope

log = structlog.get_logger(__name__)


@shared_task(name="messaging.prepare")
def prepare(firm_id: int, campaign_id: int) -> None:
    """A commercial campaign asks İYS first; what cannot be asked now is tried again."""
    with firm_scope(firm_id):
        if registry_checks.run(campaign_id):
            preparing.prepare(campaign_id)


@shared_task(name="messaging.ask_registry")
def ask_registry(firm_id: int, campaign_id: int) -> None:
    """Right before hand-over: answers of İYS that have grown too old are asked for again."""
    with firm_scope(firm_id):
        if registry_checks.run(campaign_id):
            registry_checks.go_on(campaign_id)


@shared_task(name="messaging.process_push")
def process_push(push_id: int) -> None:
    with every_firm():
        firm_id = ReportPush.objects.values_list("firm_id", flat=True).filter(pk=push_id).first()
    if firm_id:
        with firm_scope(firm_id):
            report_pushes.process(push_id)


@shared_task(name="messaging.sweep")
def sweep() -> None:
    """Campaigns and repeat runs whose hour has come, and what a lost nudge or a killed worker
    left: campaigns to prepare, pushes to read, campaigns whose last message has ended. One that
    fails does not stop the others."""
    with every_firm():
        due = list(schedules.due())
        repeats = list(repeat_runs.due())
    for firm_id, campaign_id in due:
        with firm_scope(firm_id):
            _each("fire", schedules.fire, campaign_id)
    for firm_id, rule_id in repeats:
        with firm_scope(firm_id):
            _each("repeat", repeat_runs.fire, rule_id)
    with every_firm():
        waiting = list(_open_campaigns(CampaignState.PREPARING))
        pushes = report_pushes.waiting()
        sending = list(_open_campaigns(CampaignState.SENDING, CampaignState.CANCELLED))
    for firm_id, campaign_id in waiting:
        _each("prepare", _prepare, firm_id, campaign_id)
    for push_id in pushes:
        _each("process_push", process_push, push_id)
    for firm_id, campaign_id in sending:
        with firm_scope(firm_id):
            _each("finish", campaigns.finish_if_done, campaign_id)


@shared_task(name="messaging.poll_reports")
def poll_reports() -> None:
    with every_firm():
        polling.forget_ended()
        due = list(
            ReportPoll.objects.filter(next_at__lte=timezone.now())
            .order_by("next_at")
            .values_list("firm_id", "batch_id")[:200]
        )
    for firm_id, batch_id in due:
        with firm_scope(firm_id):
            _each("poll_reports", polling.poll, batch_id)


@shared_task(name="messaging.mail_reports")
def mail_reports() -> None:
    """Scheduled reports whose hour has come, and the mails that wait."""
    with every_firm():
        due = report_schedules.due()
    for firm_id, schedule_id in due:
        with firm_scope(firm_id):
            _each("open_report_run", report_schedules.open_run, schedule_id)
    with every_firm():
        report_mails.give_up_lost()
        waiting = report_mails.waiting()
    for firm_id, mail_id in waiting:
        with firm_scope(firm_id):
            _each("mail_report", report_mails.send, mail_id)


@shared_task(name="messaging.clean_media")
def clean_media() -> None:
    """Once an hour: files of MMS whose time is over."""
    with every_firm():
        media.clean()


@shared_task(name="messaging.route_inbound")
def route_inbound() -> None:
    """Kept inbound messages that no handler has taken yet; the shared numbers' first."""
    with every_firm():
        relayed = relays.waiting()
    for relay_id in relayed:
        _each("relay_inbound", relays.route, relay_id)
    with every_firm():
        kept = routing.waiting()
    for firm_id, message_id in kept:
        with firm_scope(firm_id):
            _each("route_inbound", routing.route, message_id)


@shared_task(name="messaging.pull_inbound")
def pull_inbound() -> None:
    """Inbound messages of operators that can be asked for them."""
    with every_firm():
        due = inbound_pull.due()
    _with_accounts("pull_inbound", due, inbound_pull.pull)


@shared_task(name="messaging.tell_blacklist")
def tell_blacklist() -> None:
    """Changes of the blacklist that the operators do not know yet."""
    with every_firm():
        due = blacklist_sync.due_pushes()
    _with_accounts("tell_blacklist", due, blacklist_sync.tell)


@shared_task(name="messaging.read_operator_lists")
def read_operator_lists() -> None:
    """The operators' own lists, once an hour an account."""
    with every_firm():
        due = blacklist_sync.due_pulls()
    _with_accounts("read_operator_lists", due, blacklist_sync.keep_equal)


def _prepare(firm_id: int, campaign_id: int) -> None:
    """One that has to ask İYS first takes its time: a worker of its own does it."""
    with firm_scope(firm_id):
        campaign = Campaign.objects.get(pk=campaign_id)
        if asking.account_for(campaign) is None:
            preparing.prepare(campaign_id)
        else:
            nudges.prepare(campaign)


def _with_accounts(
    step: str, due: list[tuple[int, int]], do: Callable[[GatewayAccount], object]
) -> None:
    for firm_id, account_id in due:
        with firm_scope(firm_id):
            account = GatewayAccount.objects.get(pk=account_id)
            _each(step, lambda *_ids, account=account: do(account), account_id)


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
