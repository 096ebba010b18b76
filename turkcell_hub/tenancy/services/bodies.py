"""Bodies whose understanding fails: each waits longer after each failure, behind the others, and
after a day it is set aside for a person. None is ever lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

log = structlog.get_logger(__name__)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=15), timedelta(hours=1)
# Both must be over: the age alone would set aside what came while the workers stood still.
ENOUGH_TRIES, ENOUGH_TIME = 5, timedelta(days=1)
_MOST_DOUBLINGS = 8  # 15 s doubled eight times is more than an hour


def due(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those of ``rows`` whose turn it is: the oldest first, what has failed behind the others."""
    turn = Q(retry_at=None) | Q(retry_at__lte=timezone.now())
    return rows.filter(turn, processed_at=None, set_aside_at=None).order_by("tries", "pk")


def failed(rows: QuerySet[Any], pk: int, failure: BaseException) -> None:
    """Puts one body off, or aside. Outside the transaction that failed; in the firm's scope."""
    with transaction.atomic():
        open_ones = rows.select_for_update(of=("self",), skip_locked=True)
        body = open_ones.filter(pk=pk, processed_at=None).first()
        if body is None:
            return  # somebody else has it
        now = timezone.now()
        body.tries = min(body.tries + 1, 30_000)
        body.error = type(failure).__name__
        if body.tries >= ENOUGH_TRIES and now - body.received_at >= ENOUGH_TIME:
            body.set_aside_at, body.retry_at = now, None
            log.error("body.set_aside", kind=body._meta.label, body=pk, error=body.error)
        else:
            pause = FIRST_PAUSE * 2 ** min(body.tries - 1, _MOST_DOUBLINGS)
            body.retry_at = now + min(pause, LONGEST_PAUSE)
        body.save(update_fields=["tries", "retry_at", "set_aside_at", "error"])


def set_aside(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those of ``rows`` that wait for a person. (``processed_at`` has the index.)"""
    return rows.filter(processed_at=None, set_aside_at__isnull=False)


def again(rows: QuerySet[Any]) -> int:
    """A person says that the cause is mended: all of ``rows`` that were set aside are tried at
    once. They are set aside at the next failure. Returns how many."""
    return set_aside(rows).update(set_aside_at=None, retry_at=None)
