"""What rooms and people do to the queue. Rooms' calls run in the caller's firm scope.

Fairness: batches of one priority are taken by ``turn``. A subject's batches get the turns
after the newest claimed one, so a short campaign that comes later goes between the
batches of a long one instead of behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Min, QuerySet, Value
from django.db.models.functions import Greatest

from turkcell_hub.outbox import handlers, nudges
from turkcell_hub.outbox.clock import NOW
from turkcell_hub.outbox.models import BULK, URGENT, Batch, Lane
from turkcell_hub.outbox.services.decisions import (
    cancel_batch,
    pause_lane,
    resolve,
    resume_lane,
    retry,
)
from turkcell_hub.outbox.states import OURS, PASSING, Halt, State
from turkcell_hub.tenancy.models import GatewayAccount
from turkcell_hub.tenancy.scope import firm_scope

__all__ = [
    "BULK",
    "URGENT",
    "Range",
    "Stopped",
    "cancel",
    "cancel_batch",
    "enqueue",
    "hasten",
    "hold",
    "pause_lane",
    "postpone",
    "release",
    "resolve",
    "resume_lane",
    "retry",
]

_OUT = (State.HANDING_OVER, State.UNKNOWN, State.NEEDS_PERSON)


@dataclass(frozen=True)
class Range:
    """Rows ``first``…``last`` of the subject; ``size`` of them are to be handed over."""

    number: int
    first: int
    last: int
    size: int


@dataclass(frozen=True)
class Stopped:
    """``batches`` stopped at once; ``out`` are with the operator or in doubt: they follow
    if they come back."""

    batches: int
    out: int


def enqueue(
    account: GatewayAccount,
    kind: str,
    subject_id: int,
    ranges: Sequence[Range],
    *,
    priority: int = BULK,
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
    held: bool = False,
) -> None:
    """Puts a subject's ranges in, in the caller's transaction; a repeat adds nothing.

    ``expires_at``: from then on a batch is never handed over (EXPIRED, the room refunds).
    Sizes come from ``pace.batch_size``: a batch larger than the account's pace makes the
    lane wait so that the average holds, but is itself handed over in one call.
    """
    with transaction.atomic(), firm_scope(account.firm_id):
        first_turn = _lane_turn(account) + 1
        extra = {"due_at": due_at} if due_at else {}
        Batch.objects.bulk_create(
            [
                Batch(
                    firm_id=account.firm_id,
                    account_id=account.pk,
                    kind=kind,
                    subject_id=subject_id,
                    number=part.number,
                    first=part.first,
                    last=part.last,
                    size=part.size,
                    priority=priority,
                    turn=first_turn + place,
                    expires_at=expires_at,
                    state=State.HELD if held else State.READY,
                    **extra,
                )
                for place, part in enumerate(ranges)
            ],
            batch_size=1000,
            ignore_conflicts=True,
        )
        nudges.lane(account.pk, urgent=priority == URGENT)


def hold(kind: str, subject_id: int) -> Stopped:
    """Stops a subject: waiting batches are HELD; those that are out follow if they return."""
    with transaction.atomic():
        ours, out = _locked(kind, subject_id)
        ours.exclude(state=State.HELD).update(state=State.HELD, claim_token=None, lease_until=None)
        return Stopped(ours.count(), out.filter(halt=Halt.NONE).update(halt=Halt.HOLD))


def release(kind: str, subject_id: int) -> int:
    """Lets a held subject go on, behind what was claimed last. Returns the batches."""
    with transaction.atomic():
        ours, out = _locked(kind, subject_id)
        out.filter(halt=Halt.HOLD).update(halt=Halt.NONE)
        held = ours.filter(state=State.HELD)
        released = 0
        for row in held.order_by().values("account_id").annotate(start=Min("number")):
            account = GatewayAccount.objects.get(pk=row["account_id"])
            turn = _lane_turn(account) + 1 - row["start"]
            released += held.filter(account=account).update(
                state=State.READY, turn=F("number") + turn
            )
            nudges.lane(account.pk)
        return released


def postpone(kind: str, subject_id: int, until: datetime) -> int:
    """No batch of a subject goes before ``until``; what a dispatcher has just taken comes back.
    The validity of each is longer by the time that it waits. Returns the batches.

    Held ones are not touched: they are asked again when they go on."""
    with transaction.atomic():
        ours, _out = _locked(kind, subject_id)
        early = ours.exclude(state=State.HELD).filter(due_at__lt=until)
        return early.update(
            state=State.READY,
            claim_token=None,
            lease_until=None,
            due_at=until,
            expires_at=F("expires_at") + (Value(until) - Greatest(NOW, F("due_at"))),
        )


def hasten(kind: str, subject_id: int, waited: datetime) -> int:
    """Batches that ``postpone`` sent to wait until ``waited`` may go now; the validity that the
    waiting added beyond now is taken back. Returns the batches."""
    with transaction.atomic():
        rows = Batch.objects.filter(
            kind=kind, subject_id=subject_id, state=State.READY, due_at=waited, due_at__gt=NOW
        )
        accounts = list(rows.order_by().values_list("account_id", flat=True).distinct())
        moved = rows.update(due_at=NOW, expires_at=F("expires_at") - (F("due_at") - NOW))
        for account_id in accounts:
            nudges.lane(account_id)
        return moved


def cancel(kind: str, subject_id: int) -> Stopped:
    """Ends a subject: what only we know is CANCELLED (the room's ``cancelled`` refunds);
    what is out is cancelled too if it turns out that the operator did not take it."""
    handler = handlers.get(kind)
    with transaction.atomic():
        ours, out = _locked(kind, subject_id)
        batches = list(ours.order_by("id"))
        # A batch whose fate is unknown from an earlier attempt waits for a person.
        doubtful = [b.pk for b in batches if b.may_be_with_operator]
        plain = [b for b in batches if not b.may_be_with_operator]
        Batch.objects.filter(pk__in=doubtful).update(
            state=State.NEEDS_PERSON, claim_token=None, lease_until=None, halt=Halt.CANCEL
        )
        Batch.objects.filter(pk__in=[b.pk for b in plain]).update(
            state=State.CANCELLED, claim_token=None, lease_until=None
        )
        for batch in plain:
            batch.state = State.CANCELLED
            handler.cancelled(batch)
        return Stopped(len(plain), out.update(halt=Halt.CANCEL) + len(doubtful))


def _locked(kind: str, subject_id: int) -> tuple[QuerySet[Batch], QuerySet[Batch]]:
    """(ours, out): querysets over the subject's open batches, all rows locked."""
    subject = Batch.objects.filter(kind=kind, subject_id=subject_id)
    open_rows = subject.filter(state__in=PASSING).order_by("id")
    ids = list(open_rows.select_for_update().values_list("pk", "state"))
    ours = [pk for pk, state in ids if state in OURS]
    out = [pk for pk, state in ids if state in _OUT]
    return Batch.objects.filter(pk__in=ours), Batch.objects.filter(pk__in=out)


def _lane_turn(account: GatewayAccount) -> int:
    turn = Lane.objects.filter(account_id=account.pk).values_list("turn", flat=True).first()
    if turn is None:
        Lane.objects.bulk_create(
            [Lane(firm_id=account.firm_id, account_id=account.pk)], ignore_conflicts=True
        )
    return turn or 0
