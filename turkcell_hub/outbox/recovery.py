"""The sweep: finds what a lost nudge, a dead process or an unclear answer left behind.

Safe in parallel: every step takes its rows by a guarded UPDATE or SKIP LOCKED.
"""

from __future__ import annotations

from collections.abc import Callable

import structlog
from django.db import transaction
from django.db.models import F, Q

from turkcell_hub.outbox import checkpoints, doubts, lanes, nudges, settling
from turkcell_hub.outbox.clock import NOW
from turkcell_hub.outbox.models import URGENT, Batch, Lane, PauseReason
from turkcell_hub.outbox.returning import send_back
from turkcell_hub.outbox.states import State
from turkcell_hub.tenancy.models import GatewayAccount
from turkcell_hub.tenancy.scope import every_firm, firm_scope

log = structlog.get_logger(__name__)
_AT_ONCE = 500


def sweep() -> None:
    """One round; called every few seconds. A step that fails does not stop the others."""
    steps: tuple[Callable[[], object], ...] = (
        return_claimed,
        doubt_handed_over,
        expire_waiting,
        nudge_doubts,
        reopen_mended_lanes,
        nudge_lanes,
    )
    for step in steps:
        try:
            step()
        except Exception as fault:
            if settling.is_database_away(fault):
                raise
            log.exception("outbox.sweep_step_failed", step=step.__name__)
        checkpoints.at(f"sweep.{step.__name__}")


def return_claimed() -> int:
    """CLAIMED with an ended lease: nothing was handed over, so it may be taken again."""
    returned = 0
    for batch_id, firm_id in _overdue(State.CLAIMED):
        with firm_scope(firm_id), transaction.atomic():
            batch = _locked(batch_id, State.CLAIMED)
            if batch is not None:
                send_back(batch, taken_perhaps=batch.may_be_with_operator)
                returned += 1
    return returned


def doubt_handed_over() -> int:
    """HANDING_OVER with an ended lease: nobody knows, so UNKNOWN; never sent again as it is."""
    with every_firm():
        return Batch.objects.filter(state=State.HANDING_OVER, lease_until__lt=NOW).update(
            state=State.UNKNOWN,
            lease_until=None,
            next_check_at=NOW,
            error_code="WORKER_LOST",
            error_text="",
        )


def expire_waiting() -> None:
    """Batches whose validity ended while they waited (held, paused lane) are refunded."""
    with every_firm():
        late = list(
            Batch.objects.filter(state__in=(State.READY, State.HELD), expires_at__lte=NOW)
            .order_by("expires_at")
            .values_list("pk", "firm_id")[:_AT_ONCE]
        )
    for batch_id, firm_id in late:
        with firm_scope(firm_id):
            batch = Batch.objects.filter(
                pk=batch_id, state__in=(State.READY, State.HELD), expires_at__lte=NOW
            ).first()
            if batch is not None:
                settling.expired(batch)


def nudge_doubts() -> None:
    """Unknown batches are worked on outside the sweep: asking an operator may take long."""
    for account_id in doubts.due_accounts():
        nudges.doubts(account_id)


def reopen_mended_lanes() -> None:
    """A lane that stopped for a wrong login opens when a person has tried the login with
    success since (the button "Bağlantıyı dene")."""
    with every_firm():
        mended = Lane.objects.filter(
            paused=True,
            pause_reason=PauseReason.BAD_CREDENTIALS,
            account__health=GatewayAccount.Health.OK,
            account__checked_at__gt=F("paused_at"),
        )
        for account_id in mended.values_list("account_id", flat=True):
            lanes.resume(account_id)


def nudge_lanes() -> int:
    """Every lane with due work and no live dispatcher gets a nudge."""
    with every_firm():
        waiting = (
            Batch.objects.filter(state=State.READY, due_at__lte=NOW)
            .order_by()
            .values_list("account_id", "priority")
            .distinct()
        )
        urgent: dict[int, bool] = {}
        for account_id, priority in waiting:
            urgent[account_id] = urgent.get(account_id, False) or priority == URGENT
        for account_id, is_urgent in urgent.items():
            free = lanes.usable(account_id).filter(Q(lease_until=None) | Q(lease_until__lt=NOW))
            if free.exists():
                nudges.lane(account_id, urgent=is_urgent)
    return len(urgent)


def _overdue(state: State) -> list[tuple[int, int]]:
    with every_firm():
        rows = Batch.objects.filter(state=state, lease_until__lt=NOW).order_by("lease_until")
        return list(rows.values_list("pk", "firm_id")[:_AT_ONCE])


def _locked(batch_id: int, state: State) -> Batch | None:
    rows = Batch.objects.select_for_update(skip_locked=True)
    return rows.filter(pk=batch_id, state=state, lease_until__lt=NOW).first()
