"""The engine's settings, with what they are by default (overridable in settings)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings

_DEFAULTS: dict[str, Any] = {
    # Longer than any gateway time-out; a silent worker's batches come back after it.
    "OUTBOX_LEASE": timedelta(seconds=45),
    # Longer than the longest pause a process can have.
    "OUTBOX_QUARANTINE": timedelta(minutes=10),
    "OUTBOX_PAUSE_AFTER": 5,
    "OUTBOX_PROBE_EVERY": timedelta(seconds=30),
    "OUTBOX_BACKOFF": timedelta(seconds=2),
    "OUTBOX_BACKOFF_MAX": timedelta(minutes=2),
    "OUTBOX_CHECK_EVERY": timedelta(seconds=15),
}


def get(name: str) -> Any:
    """The value of an ``OUTBOX_…`` setting."""
    return getattr(settings, name, _DEFAULTS[name])
