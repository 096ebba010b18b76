"""Two transactions that wait for each other: the database ends one, and that one begins anew.

Whoever writes to the trail holds its head until the commit, and may then need what another holds
that waits for the head. Nothing of the one that was ended is done, so it may run again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import structlog
from django.db import OperationalError, connection

log = structlog.get_logger(__name__)
Result = TypeVar("Result")
_DEADLOCK = "40P01"
_TRIES = 3


def outlived(work: Callable[[], Result]) -> Result:
    """Runs ``work``, one whole transaction, again where it was ended as one of a deadlock. Inside
    of another's transaction it runs once: that one is over too, and is its caller's to repeat."""
    left = _TRIES
    while True:
        left -= 1
        try:
            return work()
        except OperationalError as error:
            if not left or connection.in_atomic_block or not _is_deadlock(error):
                raise
            log.warning("database.deadlock", left=left)


def _is_deadlock(error: OperationalError) -> bool:
    return getattr(error.__cause__, "pgcode", None) == _DEADLOCK
