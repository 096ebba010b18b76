"""Settling: the answer of one hand-over becomes the batch's state, exactly once.

Every move names the state and the claim token it expects. A late answer with the same
token may still settle an UNKNOWN batch (an answer is truth); any other late comer moves
nothing and its room is not called.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import Any

import orjson
import structlog
from django.db import transaction
from django.db.models.functions import Coalesce

from turkcell_hub.gateways.errors import GatewayError
from turkcell_hub.lib.redact import redact_text
from turkcell_hub.outbox import checkpoints, handlers, statements
from turkcell_hub.outbox.clock import NOW
from turkcell_hub.outbox.handlers import Taken
from turkcell_hub.outbox.models import Batch
from turkcell_hub.outbox.returning import locked, send_back
from turkcell_hub.outbox.states import State

log = structlog.get_logger(__name__)

OUT = (State.HANDING_OVER, State.UNKNOWN)
# Where an ending may come from. An answer also ends what was parked for a person meanwhile.
_TAKEN_FROM = [*OUT, State.NEEDS_PERSON]
_FROM = {
    State.REFUSED: (*OUT, State.NEEDS_PERSON),
    State.EXPIRED: (State.READY, State.HELD, State.CLAIMED),
}


def error_fields(error: BaseException) -> dict[str, str]:
    """What is kept of an error for people: our code, and the operator's code and text."""
    if not isinstance(error, GatewayError):
        return {
            "error_code": type(error).__name__[:60],
            "error_text": redact_text(str(error))[:300],
            "vendor_code": "",
        }
    return {
        "error_code": error.reason[:60],
        "error_text": redact_text(error.answer.text)[:300],
        "vendor_code": redact_text(error.answer.code)[:40],
    }


def accepted(batch: Batch, taken: Taken) -> bool:
    """ACCEPTED, with the operator's ids. Should the room fail to book it, the ids are kept
    and a person decides: what the operator took is never lost."""

    def take(row: Batch) -> bool:
        ids = orjson.dumps(taken.operator_ids).decode()
        facts = {"packet_id": taken.packet_id[:100], "operator_ids": ids}
        where = {"id": row.pk, "sources": _TAKEN_FROM, "token": row.claim_token}
        return statements.touched(statements.ACCEPT, facts | where)

    try:
        return _end(batch, State.ACCEPTED, take, "accepted", taken)
    except Exception as fault:
        if is_database_away(fault):
            raise
        log.exception("outbox.accepted_not_booked", batch_id=batch.pk)
        return needs_person(batch, fault, **_taken_fields(taken))


def refused(batch: Batch, error: GatewayError) -> bool:
    """REFUSED: final, the room gives the credits back."""
    return _ended_or_person(batch, State.REFUSED, error_fields(error), "refused", error)


def expired(batch: Batch) -> bool:
    """EXPIRED without having been handed over. What may be with the operator from an
    earlier attempt is not refunded but shown to a person."""
    if batch.may_be_with_operator:
        note = {"error_code": "EXPIRED_IN_DOUBT", "error_text": ""}
        return bool(
            Batch.objects.filter(pk=batch.pk, state=batch.state, claim_token=batch.claim_token)
            .filter(handed_over_at__isnull=False)
            .update(state=State.NEEDS_PERSON, lease_until=None, **note)
        )
    return _ended_or_person(batch, State.EXPIRED, {"error_code": "EXPIRED"}, "expired")


def unknown(batch: Batch, error: BaseException | None) -> bool:
    """UNKNOWN: the sweep asks the operator; nothing is repeated."""
    rows = Batch.objects.filter(
        pk=batch.pk, state=State.HANDING_OVER, claim_token=batch.claim_token
    )
    kept = error_fields(error) if error is not None else {}
    return bool(rows.update(state=State.UNKNOWN, lease_until=None, next_check_at=NOW, **kept))


def back(batch: Batch, error: BaseException | None, **options: Any) -> bool:
    """Not taken for sure: to the queue again (or where a person sent it meanwhile)."""
    kept: dict[str, Any] = {}
    if error is not None:
        kept = {**error_fields(error), "put_off_since": Coalesce("put_off_since", NOW)}
    with transaction.atomic():
        row = locked(batch.pk, (*OUT, State.CLAIMED), batch.claim_token)
        if row is None:
            return False
        send_back(row, **options, **kept)
        return True


def needs_person(batch: Batch, error: BaseException, **fields: Any) -> bool:
    """NEEDS_PERSON with the error kept; a machine does not touch the batch again."""
    rows = Batch.objects.filter(
        pk=batch.pk, state__in=(*OUT, State.CLAIMED), claim_token=batch.claim_token
    )
    kept = error_fields(error) | fields
    return bool(rows.update(state=State.NEEDS_PERSON, lease_until=None, **kept))


def is_database_away(error: BaseException) -> bool:
    from django.db import InterfaceError, OperationalError

    return isinstance(error, InterfaceError | OperationalError)


def _ended_or_person(
    batch: Batch, target: State, fields: dict[str, Any], tell: str, *told: Any
) -> bool:
    def move(row: Batch) -> bool:
        rows = Batch.objects.filter(pk=row.pk, state__in=_FROM[target])
        if row.claim_token is not None:
            rows = rows.filter(claim_token=row.claim_token)
        changes = {"state": target, "lease_until": None, "next_check_at": None}
        return bool(rows.update(**changes | fields))

    try:
        return _end(batch, target, move, tell, *told)
    except Exception as fault:
        if is_database_away(fault):
            raise
        log.exception("outbox.room_failed", batch_id=batch.pk)
        return needs_person(batch, fault)


def _end(batch: Batch, target: State, move: Callable[[Batch], bool], tell: str, *told: Any) -> bool:
    """``move`` is the guarded update. The room is told of a copy: should it fail, the caller's
    batch is still what it was."""
    row = copy(batch)
    with transaction.atomic():
        if not move(row):
            return False
        row.state = target
        checkpoints.at("settle.inside")
        told_to: Callable[..., None] = getattr(handlers.get(row.kind), tell)
        told_to(row, *told)
    checkpoints.at("settle.committed")
    return True


def _taken_fields(taken: Taken) -> dict[str, Any]:
    return {
        "packet_id": taken.packet_id[:100],
        "operator_ids": list(taken.operator_ids),
        "error_code": "",
        "error_text": "",
        "vendor_code": "",
    }
