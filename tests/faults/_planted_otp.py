"""Bugs planted on purpose in the room of codes (G0): ``otp_burst`` must find every one of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from otp.models import Challenge, Receipt
from otp.services import challenges, codes, meters, receipts
from otp.subjects import Subject


def _count(_actor: Any, challenge: Challenge) -> bool:
    """What an ORM's habit makes of the counter: read, look, write."""
    row = Challenge.objects.get(pk=challenge.pk)
    if row.state != "OPEN" or row.tries >= 5:
        return False
    row.tries += 1
    row.save(update_fields=["tries"])
    return True


def _take(challenge: Challenge) -> bool:
    """The move to VERIFIED is not the one thing that decides."""
    Challenge.objects.filter(pk=challenge.pk).update(state="VERIFIED", ended_at=receipts.NOW)
    return True


def _use(actor: Any, subject: Subject) -> Receipt:
    """An approval is looked up and used without a lock, whether it was used or not."""
    found: Receipt = Receipt.objects.filter(
        subject_kind=subject.kind, subject_id=subject.id, subject_digest=subject.digest
    ).latest("pk")
    receipts.trail.record(actor, "otp.executed", found, {"digest": found.subject_digest})
    return found


def _limitless(_firm_id: int, _limit: Any) -> None:
    """The day's tries and the sends are counted nowhere."""


BUGS: dict[str, tuple[Any, str, Any]] = {
    "lost_counter": (challenges, "_count", _count),
    "double_use": (challenges, "_take", _take),
    "double_execution": (receipts, "use", _use),
    "lost_limit": (meters, "take", _limitless),
    "any_code": (codes, "look", lambda _challenge, _code: codes.Verdict.RIGHT),
}


@contextmanager
def planted(bug: str) -> Iterator[None]:
    """The product with this bug; "" for the product as it is."""
    if not bug:
        yield
        return
    where, name, wrong = BUGS[bug]
    with patch.object(where, name, wrong):
        yield
