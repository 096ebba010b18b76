"""The last look before something goes to the registry: nothing is sent that it would refuse
(an account whose calls fail too often loses its access)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection
from django.utils.translation import gettext as _

from iys_consent import rules
from iys_consent.models import ConsentRecord, ConsentTask, RegistryStatus, Status, TaskState
from iys_consent.rules import DateRules, Finding, Proposal, Severity, Stored
from iys_consent.sql import outgoing as sql

# How old the registry's answer may be that a refusal is measured by.
FRESH_FOR = timedelta(hours=24)
_LATE = {"date_too_old"}
# The registry has something newer, or nothing to take back: there is nothing to tell.
_NEEDLESS = {"first_is_refusal", "earlier_than_stored"}
Key = tuple[int, str, str, str]


class Judgement(NamedTuple):
    """What becomes of a task that is not sent."""

    state: TaskState
    code: str
    text: str


def key_of(row: ConsentTask | ConsentRecord) -> Key:
    return row.brand_id, row.channel, row.recipient_type, row.recipient


def judge(
    tasks: Sequence[ConsentTask], now: datetime, dates: DateRules, can_ask: bool
) -> dict[int, Judgement]:
    """Task id -> why it is not sent; the others may go. Tasks come with their movement.

    ``can_ask`` False: the connection cannot ask the registry in bulk, so a refusal of an
    address of which nothing is known is sent on the word of our own ledger.
    """
    held = _at_registry(tasks)
    records = _records(tasks)
    found = {}
    for task in tasks:
        record = records.get(key_of(task))
        stored = _stored(task, held.get(task.pk), record, can_ask)
        findings = rules.check(_proposal(task), now, dates, stored, refresh=True)
        if findings:
            found[task.pk] = _judgement(findings)
    return found


def unasked(tasks: Sequence[ConsentTask], now: datetime) -> list[ConsentTask]:
    """Refusals of which the registry has not said lately whether there is an approval."""
    refusals = [task for task in tasks if task.status == Status.REFUSED]
    records = _records(refusals)
    return [task for task in refusals if not _is_fresh(records.get(key_of(task)), now)]


def _is_fresh(record: ConsentRecord | None, now: datetime) -> bool:
    at = record.registry_at if record else None
    return at is not None and at > now - FRESH_FOR


def _stored(
    task: ConsentTask, held: tuple[Stored, datetime] | None, record: ConsentRecord | None,
    can_ask: bool,
) -> Stored | None:  # fmt: skip
    """What the key holds at the registry, by the newest that we know of it."""
    status = record.registry_status if record else RegistryStatus.UNASKED
    answered = record.registry_at if record else None
    if held is not None and (answered is None or held[1] >= answered):
        return held[0]
    if status in (RegistryStatus.APPROVED, RegistryStatus.REFUSED):
        same = held is not None and held[0].status == status
        return held[0] if same and held else Stored(status, None)
    if status in (RegistryStatus.ABSENT, RegistryStatus.NOT_APPROVED):
        # Of a refusal we know that it would be refused; an approval may still be too early.
        return None if task.status == Status.REFUSED else (held[0] if held else None)
    if held is None and task.status == Status.REFUSED and not can_ask:
        return Stored(Status.APPROVED, None)
    return held[0] if held else None


def _proposal(task: ConsentTask) -> Proposal:
    movement = task.movement
    kind = rules.AddressKind.EMAIL if "@" in task.recipient else rules.AddressKind.PHONE
    at = movement.consented_at
    return Proposal(
        address=task.recipient,
        address_kind=kind,
        recipient_type=task.recipient_type,
        channel=task.channel,
        status=task.status,
        source=movement.source,
        # The registry keeps seconds.
        consented_at=at.replace(microsecond=0) if at else None,
    )


def _judgement(findings: Sequence[Finding]) -> Judgement:
    errors = [one for one in findings if one.problem.severity is Severity.ERROR]
    problem = (errors or list(findings))[0].problem
    if problem.code in _LATE:
        return late()
    needless = problem.severity is Severity.SKIP or problem.code in _NEEDLESS
    state = TaskState.DROPPED if needless else TaskState.FAILED
    text = f"{problem.message} {problem.advice}".strip()
    return Judgement(state, problem.registry or problem.code, text[:300])


def late() -> Judgement:
    """The registry takes this date no more. It is never sent with another one by itself."""
    return Judgement(
        TaskState.LATE,
        "H467",
        _("İzin tarihinin üzerinden süre geçmiş; İYS bu tarihi kabul etmez. Kararınız gerekiyor."),
    )


def _at_registry(tasks: Sequence[ConsentTask]) -> dict[int, tuple[Stored, datetime]]:
    with connection.cursor() as cursor:
        cursor.execute(sql.AT_REGISTRY, [[task.pk for task in tasks]])
        return {pk: (Stored(status, at), known) for pk, status, at, known in cursor.fetchall()}


def _records(tasks: Sequence[ConsentTask]) -> dict[Key, ConsentRecord]:
    if not tasks:
        return {}
    wanted = {key_of(task) for task in tasks}
    rows = ConsentRecord.objects.filter(
        brand__in={task.brand_id for task in tasks},
        recipient__in={task.recipient for task in tasks},
    )
    return {key_of(row): row for row in rows if key_of(row) in wanted}
