"""Celery doors of this room."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import structlog
from celery import shared_task
from django.db import InterfaceError, OperationalError

from invoices.models import Transfer, TransferState
from invoices.services import notices, runs
from turkcell_hub.tenancy.models import GatewayAccount
from turkcell_hub.tenancy.scope import every_firm, firm_scope

log = structlog.get_logger(__name__)


@shared_task(name="invoices.sweep")
def sweep() -> None:
    """Transfers whose work ended without them, and passwords that are near their end."""
    with every_firm():
        running = Transfer.objects.filter(state=TransferState.RUNNING)
        firms = sorted(set(running.values_list("firm_id", flat=True)))
        rows = GatewayAccount.objects.filter(service="invoice", is_active=True)
        accounts = list(rows.values_list("firm_id", "pk"))
    for firm_id in firms:
        _each("transfers", firm_id, runs.sweep)
    for firm_id, account_id in accounts:
        _each("warn", firm_id, partial(notices.warn, account_id))


def _each(step: str, firm_id: int, do: Callable[[], object]) -> None:
    """One that fails does not stop the others."""
    try:
        with firm_scope(firm_id):
            do()
    except (InterfaceError, OperationalError):
        raise  # the database is away: the next sweep
    except Exception:
        log.exception("invoices.sweep_failed", step=step, firm_id=firm_id)
