"""Nudges: "look at this account's lane". Losing one costs seconds, never work."""

from __future__ import annotations

from functools import partial

import structlog
from celery import current_app
from django.db import transaction

log = structlog.get_logger(__name__)


def lane(account_id: int, *, urgent: bool = False) -> None:
    """After the commit, asks a worker to run the lane."""
    transaction.on_commit(partial(_send, account_id, "fast" if urgent else "bulk"))


def _send(account_id: int, queue: str) -> None:
    try:
        current_app.send_task("outbox.dispatch", args=(account_id,), queue=queue, retry=False)
    except Exception as error:  # the broker is away: the sweep finds the rows
        log.warning("outbox.nudge_lost", account_id=account_id, error=type(error).__name__)
