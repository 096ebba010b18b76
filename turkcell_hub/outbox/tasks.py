"""Celery's doors to the engine."""

from __future__ import annotations

from celery import shared_task

from turkcell_hub.outbox import dispatch as dispatching
from turkcell_hub.outbox import doubts, recovery


@shared_task(name="outbox.sweep")
def sweep() -> None:
    recovery.sweep()


@shared_task(name="outbox.dispatch")
def dispatch(account_id: int) -> None:
    dispatching.run_lane(account_id)


@shared_task(name="outbox.resolve")
def resolve(account_id: int) -> None:
    doubts.resolve(account_id)
