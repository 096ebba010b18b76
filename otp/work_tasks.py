"""Celery doors of timed tasks and workflow cards; the rows are the queue, so each may run at any
time, twice."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from celery import shared_task
from django.db import InterfaceError, OperationalError

from otp.models import Notice
from otp.services import late_substitutes, lateness, notices, stuck, timed_runs
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


@shared_task(name="otp.run_workflows")
def run_workflows() -> None:
    """Tasks whose time is up, and what is still to be told."""
    for step, due, do in (
        ("expire", lateness.expired, lateness.expire),
        ("escalate", lateness.late, lateness.escalate_due),
        ("notice", stuck.lost, stuck.notice),
        ("fill", stuck.waiting, stuck.fill),
        ("tell_substitutes", late_substitutes.begun, late_substitutes.tell),
    ):
        with every_firm():
            rows = due()
        for firm_id, pk in rows:
            with firm_scope(firm_id):
                _each(step, do, pk)
    with every_firm():
        notices.give_up_lost()
        waiting = notices.waiting()
    for firm_id, notice_id in waiting:
        with firm_scope(firm_id):
            _each("tell_person", notices.send, notice_id)


@shared_task(name="otp.tell_people")
def tell_people(firm_id: int, task_id: int) -> None:
    """What has just happened to a task."""
    with firm_scope(firm_id):
        rows = Notice.objects.filter(task_id=task_id, state=Notice.State.WAITING)
        for notice_id in list(rows.order_by("pk").values_list("pk", flat=True)):
            _each("tell_person", notices.send, notice_id)


def _each(step: str, do: Callable[..., object], *ids: int) -> None:
    try:
        do(*ids)
    except (InterfaceError, OperationalError):
        raise  # the database is away: the next sweep
    except Exception:
        log.exception("otp.sweep_failed", step=step, ids=ids)
