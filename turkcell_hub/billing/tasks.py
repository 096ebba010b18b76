"""Celery doors of billing; the rows are the queue, so each may run at any time, twice."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from celery import shared_task
from django.db import InterfaceError, OperationalError
from django.db.models import Q
from django.utils import timezone

from turkcell_hub.billing.models import BillingProfile, LowCreditNotice, Order, OrderState
from turkcell_hub.billing.services import closing, limits, orders, payments, reminders
from turkcell_hub.tenancy.scope import every_firm, firm_scope

log = structlog.get_logger(__name__)
_AT_ONCE = 100


@shared_task(name="billing.sweep")
def sweep() -> None:
    """What a lost nudge left: notices to send, and orders whose callback is late or whose time
    is over."""
    now = timezone.now()
    with every_firm():
        due = list(
            Order.objects.filter(
                Q(ask_at__lte=now, state__in=(OrderState.WAITING, *orders.UNPAID))
                | Q(ask_at=None, expires_at__lte=now, state=OrderState.WAITING)
            )
            .order_by("expires_at")
            .values_list("firm_id", "pk")[:_AT_ONCE]
        )
        notices = list(
            LowCreditNotice.objects.filter(settled_at=None).values_list("firm_id", "pk")[:_AT_ONCE]
        )
    for firm_id, notice_id in notices:
        remind(firm_id, notice_id)
    for firm_id, order_id in due:
        _in_firm("ask", firm_id, payments.ask, order_id)


@shared_task(name="billing.remind")
def remind(firm_id: int, notice_id: int) -> None:
    _in_firm("remind", firm_id, reminders.deliver, notice_id)


@shared_task(name="billing.months")
def months() -> None:
    """The limit of a month that has begun, and the closing of those that are due."""
    with every_firm():
        firms = list(BillingProfile.objects.values_list("firm_id", flat=True))
    for firm_id in firms:
        _in_firm("renew", firm_id, limits.renew_now, firm_id)
        _in_firm("close", firm_id, closing.close_due, firm_id)


def _in_firm(step: str, firm_id: int, do: Callable[..., object], *ids: int) -> None:
    """One that fails does not stop the others."""
    try:
        with firm_scope(firm_id):
            do(*ids)
    except (InterfaceError, OperationalError):
        raise  # the database is away: the next sweep
    except Exception:
        log.exception("billing.sweep_failed", step=step, firm=firm_id, ids=ids)
