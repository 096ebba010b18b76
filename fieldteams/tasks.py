"""Celery doors of the field teams; the rows are the queue, so each may run at any time, twice."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

import structlog
from celery import shared_task
from django.db import InterfaceError, OperationalError

from fieldteams.models import FieldPhone
from fieldteams.services import (
    customer_places,
    dispatch,
    fences,
    operator,
    requests,
    retention,
    stays,
    theft,
    zone_alerts,
)
from turkcell_hub.tenancy.scope import every_firm, firm_scope

log = structlog.get_logger(__name__)


@shared_task(name="fieldteams.ask_operator")
def ask_operator(firm_id: int, request_id: int) -> None:
    with firm_scope(firm_id):
        operator.ask(request_id)


@shared_task(name="fieldteams.sweep")
def sweep() -> None:
    """Requests and consents whose time is over end; the operator is asked what it has to say."""
    with every_firm():
        over, late = requests.over(), theft.late_ones()
        asked = operator.to_ask()
        watching = fences.firms()
        inside = stays.with_open_stays()
    for firm_id, request_id, phone_id in over:
        _each("expire", firm_id, partial(requests.expire_one, request_id, phone_id))
    for firm_id, watch_id in late:
        _each("end_theft", firm_id, partial(theft.end_late, watch_id))
    for firm_id, request_id in asked:
        _each("ask", firm_id, lambda request_id=request_id: operator.ask(request_id))
    for firm_id in watching:
        _each("fences", firm_id, lambda firm_id=firm_id: fences.sync(firm_id))
    for firm_id in inside:
        _each("stays", firm_id, stays.end_unwatched)


@shared_task(name="fieldteams.poll")
def poll() -> None:
    """Phones whose turn it is are asked for."""
    with every_firm():
        firms = operator.firms_to_poll()
    for firm_id in firms:
        _each("poll", firm_id, lambda firm_id=firm_id: operator.poll(firm_id))


@shared_task(name="fieldteams.zones")
def look_at_zones() -> None:
    """New points against the zones; then the alerts that they make."""
    with every_firm():
        phones = stays.behind()
    for firm_id, phone_id in phones:
        _each("zones", firm_id, lambda phone_id=phone_id: stays.evaluate(phone_id))
    with every_firm():
        visits = zone_alerts.to_tell()
    for firm_id, visit_id in visits:
        _each("tell", firm_id, lambda visit_id=visit_id: zone_alerts.tell(visit_id))


@shared_task(name="fieldteams.job")
def job(firm_id: int, job_id: int) -> None:
    """A job was answered or ended: those who wait hear of it, and its next round may be due."""
    _go_on(job_id)


@shared_task(name="fieldteams.jobs")
def jobs() -> None:
    """What a lost nudge has left, and rounds whose minutes are over."""
    _go_on()


def _go_on(job_id: int | None = None) -> None:
    with every_firm():
        offers, rounds = dispatch.to_tell(job_id), dispatch.due(job_id)
    for firm_id, offer_id in offers:
        _each("word", firm_id, lambda offer_id=offer_id: dispatch.tell(offer_id))
    for firm_id, due_id in rounds:
        _each("round", firm_id, lambda due_id=due_id: dispatch.go_on(due_id))


@shared_task(name="fieldteams.customers")
def customers() -> None:
    """Addresses of customers that are new or have changed; each firm has its share of the time."""
    with every_firm():
        due = customer_places.due()
    begun = time.monotonic()
    for place, (firm_id, place_ids) in enumerate(due.items(), start=1):
        until = begun + customer_places.PATIENCE * place / len(due)
        _each("customers", firm_id, partial(customer_places.settle, place_ids, until))


@shared_task(name="fieldteams.clean")
def clean() -> None:
    """Once an hour: positions older than each firm keeps."""
    with every_firm():
        firms = sorted(set(FieldPhone.objects.values_list("firm_id", flat=True)))
    for firm_id in firms:
        _each("forget", firm_id, lambda firm_id=firm_id: retention.forget(firm_id))


def _each(step: str, firm_id: int, do: Callable[[], object]) -> None:
    try:
        with firm_scope(firm_id):
            do()
    except (InterfaceError, OperationalError):
        raise  # the database is away: the next sweep
    except Exception:
        log.exception("fieldteams.sweep_failed", step=step, firm_id=firm_id)
