"""Resolving UNKNOWN by the gateway's class.

A: the same content goes again under the same reference (idempotency key). B: the operator
is asked by our reference; "not found" counts only when said after the index lag, twice,
with more than the lag between, and a batch goes again only when it is still not found
after the quarantine. C: a person decides; the credit stays held.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Q

from turkcell_hub.gateways.errors import BadCredentials, GatewayError, OutOfFunds
from turkcell_hub.outbox import checkpoints, handlers, lanes, options, settling
from turkcell_hub.outbox.clock import NOW
from turkcell_hub.outbox.handlers import Handler, Taken
from turkcell_hub.outbox.models import Batch, Lane, PauseReason
from turkcell_hub.outbox.outcomes import stop
from turkcell_hub.outbox.returning import locked, send_back
from turkcell_hub.outbox.states import State
from turkcell_hub.tenancy.models import GatewayAccount
from turkcell_hub.tenancy.scope import every_firm, firm_scope

log = structlog.get_logger(__name__)
_DUE = Q(next_check_at=None) | Q(next_check_at__lte=NOW)


def due_accounts() -> list[int]:
    """Accounts with a doubt whose next check is due."""
    with every_firm():
        return list(
            Batch.objects.filter(_DUE, state=State.UNKNOWN)
            .order_by()
            .values_list("account_id", flat=True)
            .distinct()
        )


def resolve(account_id: int, budget_seconds: float = 20.0) -> int:
    """Works on the account's due doubts; returns how many were looked at.

    Stops at the first sign of trouble: an operator that does not answer one question is
    not asked the next hundred.
    """
    with every_firm():
        account = GatewayAccount.objects.get(pk=account_id)
    ends = time.monotonic() + budget_seconds
    looked_at = 0
    gateways: dict[str, Any] = {}
    with firm_scope(account.firm_id):
        try:
            while time.monotonic() < ends:
                # After a refused login no machine calls the operator (T8).
                batch = None if _login_refused(account_id) else _take(account_id)
                if batch is None:
                    break
                looked_at += 1
                if not _resolve(account, batch, gateways):
                    break
            _postpone_rest(account_id)
        finally:
            for kind, gateway in gateways.items():
                handlers.get(kind).close(gateway)
    return looked_at


def _take(account_id: int) -> Batch | None:
    """The next due doubt, reserved against other sweeps by moving its next check."""
    with transaction.atomic():
        batch = (
            Batch.objects.select_for_update(skip_locked=True)
            .filter(_DUE, account_id=account_id, state=State.UNKNOWN)
            .annotate(db_now=NOW)
            .order_by("priority", "id")
            .first()
        )
        if batch is not None:
            pause = max(options.get("OUTBOX_CHECK_EVERY"), options.get("OUTBOX_LEASE"))
            Batch.objects.filter(pk=batch.pk).update(next_check_at=NOW + pause)
        return batch


def _resolve(account: GatewayAccount, batch: Batch, gateways: dict[str, Any]) -> bool:
    """False when the operator could not be asked."""
    try:
        handler = handlers.get(batch.kind)
        if batch.kind not in gateways:
            gateways[batch.kind] = handler.open(account)
        gateway = gateways[batch.kind]
        by_class = {"A": _repeat, "B": _ask}.get(str(handler.gateway_class(gateway)), _park)
        by_class(handler, gateway, batch)
    except (BadCredentials, OutOfFunds) as error:
        stop(account, error)
        return False
    except GatewayError as error:
        log.info("outbox.lookup_failed", batch_id=batch.pk, reason=error.reason)
        _check_again(batch, NOW + options.get("OUTBOX_CHECK_EVERY"))
        return False
    except Exception as fault:
        if settling.is_database_away(fault):
            raise
        log.exception("outbox.lookup_fault", batch_id=batch.pk)
        settling.needs_person(batch, fault)
    return True


def _repeat(handler: Handler, gateway: Any, batch: Batch) -> None:
    with transaction.atomic():
        row = locked(batch.pk, State.UNKNOWN, batch.claim_token)
        if row is not None:
            send_back(row, after=lanes.backoff(row.attempt), taken_perhaps=True)


def _park(handler: Handler, gateway: Any, batch: Batch) -> None:
    Batch.objects.filter(pk=batch.pk, state=State.UNKNOWN, claim_token=batch.claim_token).update(
        state=State.NEEDS_PERSON, next_check_at=None
    )


def _ask(handler: Handler, gateway: Any, batch: Batch) -> None:
    lag = handler.index_lag(gateway)
    since = batch.handed_over_at or batch.created_at
    visible_at = since + lag
    now: datetime = batch.db_now  # type: ignore[attr-defined]
    # Asking before the index can know it is harmless when it says yes, worthless when no.
    answer = handler.lookup(gateway, batch)
    checkpoints.at("lookup.answered")
    if str(answer.known) == "YES":
        ids = dict(answer.operator_ids)
        settling.accepted(batch, Taken(answer.packet_id, (), ids))
    elif now <= visible_at:
        _check_again(batch, visible_at + timedelta(seconds=1))
    else:
        _not_found(batch, since, lag)


def _not_found(batch: Batch, since: datetime, lag: timedelta) -> None:
    """A counted "no". The last one that counts is said after the quarantine."""
    quarantine_ends = since + options.get("OUTBOX_QUARANTINE")
    with transaction.atomic():
        row = locked(batch.pk, State.UNKNOWN, batch.claim_token)
        if row is None:
            return
        now: datetime = batch.db_now  # type: ignore[attr-defined]
        if row.not_found_count >= 1 and now >= quarantine_ends:
            send_back(row)
            return
        # Asked again all the while, so that an answer that comes late is found soon.
        next_check = now + max(lag + timedelta(seconds=1), options.get("OUTBOX_CHECK_EVERY"))
        Batch.objects.filter(pk=row.pk).update(
            not_found_count=row.not_found_count + 1, next_check_at=next_check
        )


def _check_again(batch: Batch, at: object) -> None:
    Batch.objects.filter(pk=batch.pk, state=State.UNKNOWN, claim_token=batch.claim_token).update(
        next_check_at=at
    )


def _login_refused(account_id: int) -> bool:
    return Lane.objects.filter(
        account_id=account_id, paused=True, pause_reason=PauseReason.BAD_CREDENTIALS
    ).exists()


def _postpone_rest(account_id: int) -> None:
    """What is still due (trouble, or the budget is used up) is asked a little later."""
    Batch.objects.filter(_DUE, account_id=account_id, state=State.UNKNOWN).update(
        next_check_at=NOW + options.get("OUTBOX_CHECK_EVERY")
    )
