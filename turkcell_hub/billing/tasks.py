"""Celery doors of billing; the rows are the queue, so each may run at any time, twice."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from celery import shared_task
from django.db import InterfaceError, OperationalError
from django.db.models import Q
from django.utils import timezone

from turkcell_hub.billing.models import Order, OrderState
from turkcell_hub.billing.services import payments
from turkcell_hub.tenancy.scope import every_firm, firm_scope

log = structlog.get_logger(__name__)
_AT_ONCE = 100


@shared_task(name="billing.sweep")
def sweep() -> None:
    """Orders whose callback is late or whose time is over."""
    now = timezone.now()
    with every_firm():
        due = list(
            Order.objects.filter(
                Q(ask_at__lte=now) | Q(ask_at=None, expires_at__lte=now), state=OrderState.WAITING
            )
            .order_by("expires_at")
            .values_list("firm_id", "pk")[:_AT_ONCE]
        )
    for firm_id, order_id in due:
        _in_firm("ask", firm_id, payments.ask, order_id)


def _in_firm(step: str, firm_id: int, do: Callable[..., object], *ids: int) -> None:
    """One that fails does not stop the others."""
    try:
        with firm_scope(firm_id):
            do(*ids)
    except (InterfaceError, OperationalError):
        raise  # the database is away: the next sweep
    except Exception:
        log.exception("billing.sweep_failed", step=step, firm=firm_id, ids=ids)
