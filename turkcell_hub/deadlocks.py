"""Two transactions that wait for each other: the database ends one, and that one begins anew.

Whoever writes to the trail holds its head until the commit, and may then need what another holds
that waits for the head. Nothing of the one that was ended is done, so it may run again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import structlog
from django.db import OperationalError, connection
from django.utils.translation import gettext_lazy as _

CODE = "collision"
ADVICE = _(
    "Aynı anda yapılan başka bir işlemle çakıştı ve kaydedilmedi. Kaydın son durumuna bakıp"
    " yeniden deneyin."
)
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
            if not left or connection.in_atomic_block or not was_met(error):
                raise
            log.warning("database.deadlock", left=left)


def was_met(error: BaseException | None) -> bool:
    """Whether ``error`` is the database's word that it ended this one for another's sake."""
    cause = getattr(error, "__cause__", None)
    return isinstance(error, OperationalError) and getattr(cause, "pgcode", "") == _DEADLOCK
