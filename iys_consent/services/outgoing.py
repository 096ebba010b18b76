"""What İYS has to be told: each movement of ours gets its task in the movement's transaction
(S-015, K-027). Nothing is lost: the task is the queue, the nudge only saves time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from iys_consent.clock import Deadlines, deadlines
from iys_consent.models import ConsentMovement, ConsentTask, SyncRules
from iys_consent.services import sync_rules
from turkcell_hub import nudges
from turkcell_hub.gateways.iys.values import Source, is_registry_source

SEND = "iys_consent.send"
_CHUNK = 5000


def enqueue(movements: Sequence[ConsentMovement]) -> int:
    """Queues what the registry does not know yet; a movement that is queued already, came from
    there or has no effect is left out. Returns how many were new.

    Called by ``movements.record`` itself, in the same transaction and firm scope.
    """
    wanted = [movement for movement in movements if _is_for_registry(movement)]
    if not wanted:
        return 0
    firm_id = wanted[0].firm_id
    rules = sync_rules.in_force(firm_id)
    known = set(
        ConsentTask.objects.filter(movement__in=[m.pk for m in wanted]).values_list(
            "movement_id", flat=True
        )
    )
    fresh = [_task(movement, rules) for movement in wanted if movement.pk not in known]
    ConsentTask.objects.bulk_create(fresh, batch_size=_CHUNK)
    if fresh:
        nudges.after_commit(SEND, firm_id, queue="bulk")
    return len(fresh)


def _is_for_registry(movement: ConsentMovement) -> bool:
    ours = not (movement.transaction_id or is_registry_source(movement.source))
    return ours and movement.counts


def _task(movement: ConsentMovement, rules: SyncRules) -> ConsentTask:
    times = times_of(movement, rules)
    return ConsentTask(
        firm_id=movement.firm_id,
        movement=movement,
        seq=movement.seq,
        brand_id=movement.brand_id,
        recipient_type=movement.recipient_type,
        channel=movement.channel,
        recipient=movement.recipient,
        status=movement.status,
        warn_at=times.warn_at,
        red_at=times.red_at,
        due_at=times.due_at,
    )


def times_of(movement: ConsentMovement, rules: SyncRules) -> Deadlines:
    """The clock of a movement: it runs from what the person said, and where that has no date
    (or the one of HS_2015, which the rule need not bind) from when we heard of it."""
    return deadlines(_since(movement, rules), rules.dates)


def _since(movement: ConsentMovement, rules: SyncRules) -> datetime:
    old = movement.source == Source.BEFORE_2015 and not rules.binds_before_2015
    if movement.consented_at is None or old:
        return movement.received_at
    return movement.consented_at
