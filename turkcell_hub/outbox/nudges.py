"""Nudges: "look at this account's lane". Losing one costs seconds, never work."""

from __future__ import annotations

from functools import partial

import structlog
from celery import current_app
from django.db import transaction

log = structlog.get_logger(__name__)


def lane(account_id: int, *, urgent: bool = False) -> None:
    """After the commit, asks a worker to run the lane."""
    _after_commit("outbox.dispatch", account_id, "fast" if urgent else "bulk")


def doubts(account_id: int) -> None:
    """After the commit, asks a worker to resolve the account's unknown batches."""
    _after_commit("outbox.resolve", account_id, "slow")


def _after_commit(task: str, account_id: int, queue: str) -> None:
    transaction.on_commit(partial(_send, task, account_id, queue))


def _send(task: str, account_id: int, queue: str) -> None:
    if not current_app.conf.broker_url:
        return  # a process without the Celery app, such as a management command
    try:
        # Old nudges vanish: the sweep sends new ones while there is work.
        current_app.send_task(task, args=(account_id,), queue=queue, retry=False, expires=60)
    except Exception as error:  # the broker is away: the sweep finds the rows
        log.warning("outbox.nudge_lost", account_id=account_id, error=type(error).__name__)
