"""Bugs planted on purpose where places come in (G0): ``positions`` must find every one."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from fieldteams import statements
from fieldteams.models import DropReason
from fieldteams.services import intake
from fieldteams.services import retention as retention_service
from fieldteams.shifts import Shift

_REASON, _STORE = intake._reason, intake._store


def _captured_consent_counts(one: Any, window: Any, *more: Any) -> DropReason | None:
    """A consent that was withdrawn after the capture is taken for one that holds."""
    reason = _REASON(one, window, *more)
    withdrawn = window.state == "GERI_ALINDI"
    return None if withdrawn and reason == DropReason.NO_CONSENT else reason


def _by_day_alone(shift: Shift, at: Any, zone: Any) -> bool:
    """A shift over midnight ends at midnight."""
    local = at.astimezone(zone)
    if shift.since is None or shift.until is None:
        return shift._begins(local.date())
    until = shift.until if shift.since < shift.until else local.time().max
    return shift._begins(local.date()) and shift.since <= local.time() < until


def _loud(firm_id: int, rows: Any, source: Any) -> int:
    """What is stored is written into the log, too."""
    for row in rows:
        logging.getLogger("fieldteams").debug("stored %s %s", row.latitude, row.longitude)
    return _STORE(firm_id, rows, source)


BUGS: dict[str, tuple[Any, str, Any]] = {
    "captured_consent_counts": (intake, "_reason", _captured_consent_counts),
    "midnight_ends_a_shift": (Shift, "covers", _by_day_alone),
    "refused_not_counted": (intake, "_count", lambda *_all: None),
    "late_point_is_the_latest": (
        statements, "STORE", statements.STORE.replace("WHERE excluded.at > l.at", ""),
    ),
    "places_in_the_log": (intake, "_store", _loud),
    "erasure_forgets_the_latest": (
        retention_service, "PLACES", tuple(retention_service.PLACES[1:]),
    ),
}  # fmt: skip


@contextmanager
def planted(bug: str) -> Iterator[None]:
    """The code with this bug in it; without one for ""."""
    if not bug:
        yield
        return
    where, name, wrong = BUGS[bug]
    with patch.object(where, name, wrong):
        yield
