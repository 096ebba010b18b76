"""Deliveries out: taken by a lease, sent outside any transaction, settled, tried again.

The same event may reach a receiver twice (an answer that was lost); its ``webhook-id`` says so.
"""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass

import structlog
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from turkcell_hub.events.models import Delivery, DeliveryState, Endpoint, Event, StopReason
from turkcell_hub.gateways.webhooks import standard
from turkcell_hub.outbox.clock import NOW
from turkcell_hub.tenancy import addresses
from turkcell_hub.tenancy.scope import every_firm

log = structlog.get_logger(__name__)
S = DeliveryState
BATCH = 20
LEASE = dt.timedelta(seconds=90)  # longer than one attempt can take
# Waits after each failed attempt (Standard Webhooks); then it is given up.
WAITS = tuple(
    dt.timedelta(seconds=seconds)
    for seconds in (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
)
# An address that has answered nothing for so long is stopped.
STOP_AFTER = dt.timedelta(days=3)
KEEP = dt.timedelta(days=30)
GONE = 410


@dataclass(frozen=True)
class Job:
    """One attempt with everything that it needs, so that no row is held while it runs."""

    delivery_id: int
    number: int
    endpoint_id: int
    url: str
    secrets: tuple[str, ...]
    key: str
    body: str


def run(limit: int = BATCH) -> int:
    """Sends what is due; how many attempts were made. Of one address one at a time."""
    made = 0
    for job in _claim(limit):
        if not _is_ours(job):
            continue
        started = time.monotonic()
        outcome = _attempt(job)
        _settle(job, outcome, int((time.monotonic() - started) * 1000))
        made += 1
    return made


def _is_ours(job: Job) -> bool:
    """A lease is as long as one attempt: before each it begins anew, unless those before it took
    so long that another worker has the delivery."""
    with every_firm():
        mine = Delivery.objects.filter(pk=job.delivery_id, state=S.WAITING, attempts=job.number)
        return mine.update(lease_until=NOW + LEASE) == 1


def _attempt(job: Job) -> standard.Outcome:
    """Whatever goes wrong at one address is a failed attempt there, and holds up no other."""
    try:
        return standard.deliver(
            job.url,
            job.secrets,
            job.key,
            int(time.time()),
            job.body,
            only_outside=not addresses.is_named_by_the_operator(job.url),
        )
    except Exception:
        log.exception("webhook.attempt_failed", delivery=job.delivery_id)
        return standard.Outcome(None, "UNEXPECTED")


def _claim(limit: int) -> list[Job]:
    with every_firm(), transaction.atomic():
        due = Delivery.objects.filter(state=S.WAITING, due_at__lte=NOW)
        due = due.exclude(lease_until__gt=NOW).exclude(endpoint__stop_reason__gt="")
        rows = list(
            due.select_for_update(skip_locked=True, of=("self",))
            .select_related("endpoint", "event")
            .order_by("due_at", "pk")[:limit]
        )
        ids = [row.pk for row in rows]
        Delivery.objects.filter(pk__in=ids).update(
            lease_until=NOW + LEASE, attempts=F("attempts") + 1, tried_at=timezone.now()
        )
    return [
        Job(
            row.pk,
            row.attempts + 1,
            row.endpoint_id,
            row.endpoint.url,
            _secrets(row.endpoint),
            row.event.key.hex,
            row.event.body,
        )
        for row in rows
    ]


def _secrets(endpoint: Endpoint) -> tuple[str, ...]:
    until = endpoint.old_secret_until
    old = endpoint.old_secret if until is not None and until > timezone.now() else ""
    return tuple(filter(None, (endpoint.secret, old)))


def _settle(job: Job, outcome: standard.Outcome, milliseconds: int) -> None:
    now = timezone.now()
    with every_firm(), transaction.atomic():
        endpoint = Endpoint.objects.select_for_update().filter(pk=job.endpoint_id).first()
        row = Delivery.objects.select_for_update().filter(pk=job.delivery_id).first()
        if endpoint is None or row is None or row.state != S.WAITING:
            return
        row.lease_until, row.status = None, outcome.status
        row.problem, row.milliseconds = outcome.problem, milliseconds
        if outcome.delivered:
            row.state = S.DELIVERED
            endpoint.failing_since, endpoint.last_ok_at = None, now
        else:
            _failed(row, endpoint, outcome, now)
        row.save()
        endpoint.save(update_fields=["failing_since", "last_ok_at", "stop_reason"])


def _failed(row: Delivery, endpoint: Endpoint, outcome: standard.Outcome, now: dt.datetime) -> None:
    endpoint.failing_since = endpoint.failing_since or now
    if row.attempts > len(WAITS):
        row.state = S.FAILED
    else:
        row.due_at = now + WAITS[row.attempts - 1]
    if outcome.status == GONE:
        endpoint.stop_reason = StopReason.GONE
    elif now - endpoint.failing_since >= STOP_AFTER:
        endpoint.stop_reason = StopReason.FAILING
    if endpoint.stop_reason:
        log.warning("webhook.stopped", endpoint=endpoint.pk, reason=endpoint.stop_reason)


def clean() -> int:
    """Events of more than 30 days and their deliveries; how many events."""
    with every_firm():
        old = Event.objects.filter(created_at__lt=timezone.now() - KEEP)
        ids = list(old.order_by("pk").values_list("pk", flat=True)[:5000])
        Event.objects.filter(pk__in=ids).delete()
    return len(ids)
