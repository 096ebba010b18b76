"""Bugs planted on purpose in the room of codes (G0): ``otp_burst`` must find every one of ``BUGS``,
``otp_clock`` every one of ``BINDING``,
``otp_held`` that of ``HELD``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from threading import Barrier
from typing import Any
from unittest.mock import patch

from django.utils import timezone

from otp import subjects
from otp.models import Challenge, CodeSend, Receipt
from otp.services import challenges, codes, meters, receipts
from otp.subjects import Subject
from turkcell_hub.gateways.otp.codes import CodeBook
from turkcell_hub.outbox import claims, statements
from turkcell_hub.outbox.clock import DatabaseTime

_MEETING = 6  # one more than the tries of a code
_meetings: defaultdict[int, tuple[Barrier, Iterator[int]]] = defaultdict(
    lambda: (Barrier(_MEETING), count())
)


def _count(_actor: Any, challenge: Challenge) -> bool:
    """What an ORM's habit makes of the counter: read, look, write. The first hands at a code write
    when all of them have read, so that no chance decides whether a try is lost."""
    row = Challenge.objects.get(pk=challenge.pk)
    together, places = _meetings[challenge.pk]
    if next(places) < _MEETING:
        together.wait(30)
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


def _not_asked_again(kind: str, subject_id: int) -> Subject:
    """What was asked for is taken for what is there now."""
    row = Challenge.objects.filter(subject_kind=kind, subject_id=subject_id).latest("pk")
    return Subject(kind, subject_id, row.subject_digest, row.subject_text)


def _by_record(subject: Subject) -> Any:
    """An approval of the record is taken for one of its content."""
    return Receipt.objects.filter(
        subject_kind=subject.kind, subject_id=subject.id, executed_at=None
    )


def _of_person(challenge: Challenge) -> Any:
    """Codes are kept by person: the newest one fits everything that he approves."""
    rows = CodeSend.objects.filter(challenge__member_id=challenge.member_id)
    return rows.select_related("account").latest("pk")


def _of_record(challenge: Challenge) -> Any:
    """Codes are kept by record, whoever asked."""
    rows = CodeSend.objects.filter(challenge__subject_id=challenge.subject_id)
    return rows.select_related("account").latest("pk")


def _anybodys(_actor: Any, challenge_id: int) -> Challenge:
    """Whoever knows a challenge's number may answer it."""
    return Challenge.objects.annotate(db_now=challenges.NOW).get(pk=challenge_id)


class _WorkerTime(DatabaseTime):
    """The clock of the process in the place of the database's."""

    def as_sql(self, *_args: Any, **_more: Any) -> Any:
        return "%s::timestamptz", [timezone.now()]


def _in_clear(book: CodeBook, reference: str) -> tuple[str, str]:
    """The ticket tells its code."""
    code, ticket = _NEW(book, reference)
    key, _dot, rest = ticket.partition(".")
    return code, f"{key}.{rest} {code}"


_NEW = CodeBook.new
BINDING: dict[str, tuple[Any, str, Any]] = {
    "not_asked_again": (subjects, "current", _not_asked_again),
    "approved_by_record": (receipts, "unused", _by_record),
    "code_of_person": (codes, "newest", _of_person),
    "code_of_record": (codes, "newest", _of_record),
    "anybodys_challenge": (challenges, "_own", _anybodys),
    "clock_of_process": (challenges, "NOW", _WorkerTime()),
    "code_in_clear": (CodeBook, "new", _in_clear),
}


def _late_all_the_same(account_id: int, below: int = claims.ANY_PRIORITY) -> Any:
    """What has lived out is handed over like anything else."""
    batch = statements.upcoming(account_id, below)
    if batch is not None:
        batch.late = False
    return batch


HELD: dict[str, tuple[Any, str, Any]] = {
    "late_is_sent": (claims, "upcoming", _late_all_the_same),
}


@contextmanager
def planted(bug: str) -> Iterator[None]:
    """The product with this bug; "" for the product as it is."""
    if not bug:
        yield
        return
    where, name, wrong = (BUGS | BINDING | HELD)[bug]
    with patch.object(where, name, wrong):
        yield
