"""The lane's lease, its back-off and its pause. One dispatcher an account."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db.models import F, Q, QuerySet

from turkcell_hub.outbox import options
from turkcell_hub.outbox.clock import NOW
from turkcell_hub.outbox.models import Lane, PauseReason


@dataclass(frozen=True)
class Lease:
    """``probing``: the lane is paused as unreachable and one batch may try it."""

    token: UUID
    probing: bool
    failures: int
    window: list[list[float]]
    next_slot_at: datetime | None
    now: datetime


def take(account_id: int) -> Lease | None:
    """The lease, by the database's clock; None while another holds it or the lane rests."""
    token = uuid4()
    taken = (
        usable(account_id)
        .filter(Q(lease_until=None) | Q(lease_until__lt=NOW))
        .update(holder=token, lease_until=NOW + options.get("OUTBOX_LEASE"))
    )
    if not taken:
        return None
    lane = Lane.objects.annotate(db_now=NOW).get(account_id=account_id)
    return Lease(
        token, lane.paused, lane.consecutive_failures, lane.window, lane.next_slot_at, lane.db_now
    )


def renew(account_id: int, token: UUID) -> bool:
    """False when the lane is no longer ours, or was paused meanwhile."""
    lanes = usable(account_id).filter(holder=token, lease_until__gt=NOW)
    return bool(lanes.update(lease_until=NOW + options.get("OUTBOX_LEASE")))


def release(account_id: int, token: UUID) -> None:
    Lane.objects.filter(account_id=account_id, holder=token).update(holder=None, lease_until=None)


def note_success(account_id: int) -> None:
    """The operator answers: failures are forgotten and a probed lane opens again."""
    Lane.objects.filter(account_id=account_id).update(consecutive_failures=0, backoff_until=None)
    Lane.objects.filter(account_id=account_id, pause_reason=PauseReason.UNREACHABLE).update(
        paused=False, pause_reason=PauseReason.NONE, pause_note="", paused_at=None, paused_by=""
    )


def note_failure(account_id: int, reason: PauseReason, note: str) -> int:
    """Counts a failed call; pauses the lane after ``OUTBOX_PAUSE_AFTER`` in a row."""
    lanes = Lane.objects.filter(account_id=account_id)
    lanes.update(consecutive_failures=F("consecutive_failures") + 1)
    failures = lanes.values_list("consecutive_failures", flat=True).get()
    if failures >= options.get("OUTBOX_PAUSE_AFTER"):
        pause(account_id, reason, note)
    return failures


def rest(account_id: int, pause: timedelta) -> None:
    """No batch is handed over on the lane for that long."""
    Lane.objects.filter(account_id=account_id).update(backoff_until=NOW + pause)


def pause(account_id: int, reason: PauseReason, note: str, by: str = "") -> None:
    """Stops the lane. An unreachable one is probed by itself; all others wait for a person.

    A pause that waits for a person is never weakened to one that does not.
    """
    probe = NOW + options.get("OUTBOX_PROBE_EVERY") if reason == PauseReason.UNREACHABLE else None
    lanes = Lane.objects.filter(account_id=account_id)
    if reason == PauseReason.UNREACHABLE:
        lanes = lanes.filter(pause_reason__in=(PauseReason.NONE, PauseReason.UNREACHABLE))
    lanes.update(
        paused=True,
        pause_reason=reason,
        pause_note=note[:300],
        paused_at=NOW,
        paused_by=by[:150],
        backoff_until=probe,
    )


def resume(account_id: int) -> None:
    Lane.objects.filter(account_id=account_id).update(
        paused=False,
        pause_reason=PauseReason.NONE,
        pause_note="",
        paused_at=None,
        paused_by="",
        consecutive_failures=0,
        backoff_until=None,
    )


def backoff(attempt: int) -> timedelta:
    """Doubling with full jitter in its upper half, so that batches do not come in step."""
    base: timedelta = options.get("OUTBOX_BACKOFF")
    longest: timedelta = options.get("OUTBOX_BACKOFF_MAX")
    pause = min(longest, base * 2 ** min(max(attempt - 1, 0), 16))
    return pause * (0.5 + random.random() / 2)  # noqa: S311 (no secret hangs on it)


def usable(account_id: int) -> QuerySet[Lane]:
    """The lane, if batches may be handed over on it now (a probe counts)."""
    return (
        Lane.objects.filter(account_id=account_id)
        .filter(Q(backoff_until=None) | Q(backoff_until__lte=NOW))
        .filter(Q(paused=False) | Q(pause_reason=PauseReason.UNREACHABLE))
    )


def pause_after() -> int:
    """Failures in a row that pause a lane."""
    return int(options.get("OUTBOX_PAUSE_AFTER"))
