"""What each outcome of a hand-over means for the batch and for its lane.

The table is the engine's whole judgement (architecture, "The outbox engine"):
who is to blame, may it be repeated, and does the lane go on.
"""

from __future__ import annotations

from datetime import timedelta

from turkcell_hub.gateways.errors import (
    BadCredentials,
    Busy,
    GatewayError,
    OutOfFunds,
    Refused,
    Unknown,
    Unreachable,
)
from turkcell_hub.outbox import lanes, settling
from turkcell_hub.outbox.handlers import Taken
from turkcell_hub.outbox.models import Batch, PauseReason
from turkcell_hub.tenancy.models import GatewayAccount
from turkcell_hub.tenancy.services import account_health


class NotSent(Exception):
    """The worker found, before the call, that the batch's lease is over."""


Outcome = Taken | BaseException


def apply(account: GatewayAccount, batch: Batch, outcome: Outcome, failures: int) -> int:
    """Settles one batch and notes what it says about the lane.

    Returns the lane's failures in a row; -1 when the lane must not go on now.
    """
    if isinstance(outcome, Taken):
        settling.accepted(batch, outcome)
        return _answered(account, failures)
    if isinstance(outcome, Refused):
        settling.refused(batch, outcome)
        return _answered(account, failures)
    if isinstance(outcome, NotSent):
        settling.back(batch, None)
        return -1
    if isinstance(outcome, GatewayError):
        return _lane_trouble(account, batch, outcome)
    settling.needs_person(batch, outcome)
    return failures


def _lane_trouble(account: GatewayAccount, batch: Batch, error: GatewayError) -> int:
    if isinstance(error, Busy):
        pause = max(timedelta(seconds=error.retry_after or 0), lanes.backoff(batch.attempt))
        settling.back(batch, error, after=pause)
        lanes.rest(account.pk, pause)
        return -1
    if isinstance(error, BadCredentials | OutOfFunds):
        # The lane first: no other worker may meet the same answer (T8: the third wrong
        # login locks the account).
        stop(account, error)
        settling.back(batch, error)
        return -1
    account_health.note_failure(account, error)
    if isinstance(error, Unreachable):
        failures = lanes.note_failure(account.pk, PauseReason.UNREACHABLE, error.reason)
        pause = lanes.backoff(failures)
        settling.back(batch, error, after=pause)
        if failures < lanes.pause_after():
            lanes.rest(account.pk, pause)
        return -1
    assert isinstance(error, Unknown)  # noqa: S101 (the family is closed)
    settling.unknown(batch, error)
    failures = lanes.note_failure(account.pk, PauseReason.UNANSWERED, error.reason)
    return -1 if failures >= lanes.pause_after() else failures


def line_trouble(account: GatewayAccount, error: GatewayError) -> None:
    """What a line that could not be opened, or broke, says about the lane; no batch was in it."""
    if isinstance(error, BadCredentials | OutOfFunds):
        stop(account, error)
        return
    account_health.note_failure(account, error)
    failures = lanes.note_failure(account.pk, PauseReason.UNREACHABLE, error.reason)
    if failures < lanes.pause_after():
        lanes.rest(account.pk, lanes.backoff(failures))


def line_works(account: GatewayAccount, failures: int) -> None:
    """The operator let us in: earlier ``failures`` of the lane are forgotten."""
    _answered(account, failures)


def stop(account: GatewayAccount, error: GatewayError) -> None:
    """Pauses the lane for what only a person can mend."""
    account_health.note_failure(account, error)
    reason = (
        PauseReason.OUT_OF_FUNDS if isinstance(error, OutOfFunds) else PauseReason.BAD_CREDENTIALS
    )
    lanes.pause(account.pk, reason, error.answer.text or error.reason)


def _answered(account: GatewayAccount, failures: int) -> int:
    account_health.note_success(account)
    if failures:
        lanes.note_success(account.pk)
    return 0
