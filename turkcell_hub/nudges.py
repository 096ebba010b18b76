"""Nudges: "look at this row", sent to a Celery worker after the commit.

The row in the database is the work; losing a nudge costs seconds, because the sweeps find
what it left. A nudge carries ids only.
"""

from __future__ import annotations

from functools import partial

import structlog
from celery import current_app
from django.db import transaction

log = structlog.get_logger(__name__)

# Older nudges vanish: the sweeps send new ones while there is work.
EXPIRES_SECONDS = 60


def after_commit(task: str, *ids: int, queue: str) -> None:
    """Asks a worker of ``queue`` to run ``task`` once the caller's transaction has committed."""
    transaction.on_commit(partial(_send, task, ids, queue))


def _send(task: str, ids: tuple[int, ...], queue: str) -> None:
    if not current_app.conf.broker_url:
        return  # a process without the Celery app, such as a management command
    try:
        current_app.send_task(task, args=ids, queue=queue, retry=False, expires=EXPIRES_SECONDS)
    except Exception as error:  # the broker is away: the sweep finds the rows
        log.warning("nudge.lost", task=task, ids=ids, error=type(error).__name__)
