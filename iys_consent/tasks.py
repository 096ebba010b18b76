"""Celery doors of the consent room; the rows are the queue, so each may run at any time, twice."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from celery import shared_task
from django.db import InterfaceError, OperationalError

from iys_consent.models import AccessState, ConsentTask, DealerAccess, TaskState
from iys_consent.services import (
    dealer_access,
    dealer_registry,
    escalation,
    evidence,
    form_mails,
    listing,
    package_notices,
    pulling,
    push_places,
    pushes,
    reconciling,
    results,
    via_calls,
    web_forms,
)
from turkcell_hub.errors import Conflict
from turkcell_hub.tenancy.models import GatewayAccount
from turkcell_hub.tenancy.scope import every_firm, firm_scope

log = structlog.get_logger(__name__)


@shared_task(name="iys_consent.send")
def send(firm_id: int) -> None:
    with firm_scope(firm_id):
        listing.send(firm_id)


@shared_task(name="iys_consent.sweep")
def sweep() -> None:
    """Changes that wait for İYS, and lists whose results may be asked for."""
    with every_firm():
        waiting = ConsentTask.objects.filter(state=TaskState.WAITING, sent_in=None)
        held = ConsentTask.objects.filter(state=TaskState.HELD, code=listing.QUOTA)
        firms = sorted(
            {*waiting.values_list("firm_id", flat=True).distinct()}
            | {*held.values_list("firm_id", flat=True).distinct()}
        )
        asked = results.due()
        accesses = DealerAccess.objects.filter(state=AccessState.WAITING)
        giving = sorted(set(accesses.values_list("firm_id", flat=True).distinct()))
        dealers = dealer_registry.due()
        citizens = via_calls.due()
    for firm_id, via_id in citizens:
        _each("ask_citizen", firm_id, lambda via_id=via_id: via_calls.look(via_id))
    for firm_id in firms:
        _each("send", firm_id, lambda firm_id=firm_id: listing.send(firm_id))
    for firm_id in giving:
        _each("access", firm_id, lambda firm_id=firm_id: dealer_access.send(firm_id))
    for firm_id, dealer_id in dealers:
        _each("dealer", firm_id, lambda dealer_id=dealer_id: dealer_registry.look(dealer_id))
    for firm_id, list_id in asked:
        _each("results", firm_id, lambda list_id=list_id: results.ask(list_id))


@shared_task(name="iys_consent.send_access")
def send_access(firm_id: int) -> None:
    with firm_scope(firm_id):
        dealer_access.send(firm_id)


@shared_task(name="iys_consent.look_at_dealer")
def look_at_dealer(firm_id: int, dealer_id: int) -> None:
    with firm_scope(firm_id):
        dealer_registry.look(dealer_id)


@shared_task(name="iys_consent.dealers")
def dealers() -> None:
    """Once a night: every brand's dealers as İYS has them."""
    with every_firm():
        rows = GatewayAccount.objects.filter(service=GatewayAccount.Service.IYS, is_active=True)
        firms = sorted(set(rows.values_list("firm_id", flat=True)))
    for firm_id in firms:
        _each("dealers", firm_id, dealer_registry.read_all)


@shared_task(name="iys_consent.ask_citizen")
def ask_citizen(firm_id: int, via_id: int) -> None:
    with firm_scope(firm_id):
        via_calls.look(via_id)


@shared_task(name="iys_consent.mail_form")
def mail_form(firm_id: int, request_id: int) -> None:
    with firm_scope(firm_id):
        form_mails.mail(request_id)


@shared_task(name="iys_consent.read_push")
def read_push(firm_id: int, push_id: int) -> None:
    with firm_scope(firm_id):
        pushes.read(push_id)


@shared_task(name="iys_consent.push_place")
def push_place(firm_id: int, place_id: int) -> None:
    with firm_scope(firm_id):
        push_places.look(place_id)


@shared_task(name="iys_consent.read")
def read() -> None:
    """Pushes and mails that a lost nudge left, feeds whose hour has come, addresses that İYS
    pushes to, and days to compare."""
    for due, do in (
        (pushes.waiting, pushes.read),
        (pulling.due, pulling.pull),
        (form_mails.waiting, form_mails.mail),
        (push_places.due, push_places.look),
        (reconciling.due, reconciling.compare),
    ):
        with every_firm():
            rows = due()
        for firm_id, row_id in rows:
            _each(do.__name__, firm_id, lambda do=do, row_id=row_id: do(row_id))


@shared_task(name="iys_consent.clock")
def clock() -> None:
    """What has become late waits for a person from now on, and the people are told."""
    with every_firm():
        firms = escalation.due()
    for firm_id in firms:
        _each("lapse", firm_id, escalation.lapse)
        _each("ring", firm_id, lambda firm_id=firm_id: escalation.ring(firm_id))


@shared_task(name="iys_consent.packages")
def packages() -> None:
    """Packages whose year is over, edges that were crossed, and the mails about them."""
    for due, do in (
        (package_notices.active, package_notices.look),
        (package_notices.waiting, package_notices.mail),
    ):
        with every_firm():
            rows = due()
        for firm_id, row_id in rows:
            _each(do.__name__, firm_id, lambda do=do, row_id=row_id: do(row_id))


@shared_task(name="iys_consent.clean")
def clean() -> None:
    """Once an hour: form requests that nobody confirmed, pushes that were read long ago, scans
    that no evidence names."""
    with every_firm():
        web_forms.forget()
        pushes.forget()
        evidence.clean_orphans()


def _each(step: str, firm_id: int, do: Callable[[], object]) -> None:
    try:
        with firm_scope(firm_id):
            do()
    except (InterfaceError, OperationalError):
        raise  # the database is away: the next sweep
    except Conflict:
        return  # another worker is at it
    except Exception:
        log.exception("iys_consent.sweep_failed", step=step, firm_id=firm_id)
