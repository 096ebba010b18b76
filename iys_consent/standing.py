"""The current state as a pure function of the movements (invariant I11, C-06).

The latest date wins, whatever the order in which movements arrive; of one moment the refusal
wins, whoever has it (decisions.md "Portal and İYS disagree").
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol, TypeVar

from turkcell_hub.gateways.iys.values import FIRST_DAY, Status, is_registry_source


class Movement(Protocol):
    """What the function reads of a movement."""

    status: str
    consented_at: datetime | None
    registry_created_at: datetime | None
    received_at: datetime
    counts: bool
    seq: int


AnyMovement = TypeVar("AnyMovement", bound=Movement)


def effective_at(
    status: str,
    consented_at: datetime | None,
    registry_created_at: datetime | None,
    received_at: datetime,
) -> datetime:
    """The moment at which a movement stands.

    Without a date of its own a refusal stands when we heard of it, while an approval is older
    than any date: it must never
    overrule a refusal.
    """
    known = consented_at or registry_created_at
    if known is not None:
        return known
    return received_at if status == Status.REFUSED else FIRST_DAY


def standing(movements: Iterable[AnyMovement]) -> AnyMovement | None:
    """The movement that decides one key now; None when none counts."""
    return max((m for m in movements if m.counts), key=_rank, default=None)


def _rank(movement: Movement) -> tuple[datetime, bool, int]:
    at = effective_at(
        movement.status,
        movement.consented_at,
        movement.registry_created_at,
        movement.received_at,
    )
    # Of two equal movements the earlier one stands: a repeat changes nothing.
    return at, movement.status == Status.REFUSED, -movement.seq


def burden_of_proof(source: str) -> str:
    """ "IYS" for what the citizen did at the registry, else "HS", the provider (S-037)."""
    return "IYS" if is_registry_source(source) else "HS"
