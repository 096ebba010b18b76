"""Celery doors of timed tasks and workflow cards; the rows are the queue, so each may run at any
time, twice."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from celery import shared_task
from django.db import InterfaceError, OperationalError

from otp.services import timed_runs
from turkcell_hub.tenancy.scope import every_firm, firm_scope

log = structlog.get_logger(__name__)


@shared_task(name="otp.tell_tasks")
def tell_tasks() -> None:
    """Timed tasks whose start or end has come. One that fails does not stop the others."""
    with every_firm():
        due = list(timed_runs.due())
    for firm_id, task_id in due:
        with firm_scope(firm_id):
            _each("tell", timed_runs.fire, task_id)
    with every_firm():
        timed_runs.close_ended()


def _each(step: str, do: Callable[..., object], *ids: int) -> None:
    try:
        do(*ids)
    except (InterfaceError, OperationalError):
        raise  # the database is away: the next sweep
    except Exception:
        log.exception("otp.sweep_failed", step=step, ids=ids)
