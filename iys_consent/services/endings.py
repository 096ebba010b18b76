"""How a change that was listed ends: stored with its receipt, or not, with its quota back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from iys_consent.models import ConsentReceipt, ConsentTask, Status, TaskList, TaskState
from iys_consent.services.registry import Told, note_each
from turkcell_hub.gateways.iys.contract import Stored
from turkcell_hub.ledger.reasons import Reason
from turkcell_hub.ledger.services import credits
from turkcell_hub.ledger.services.refunds import RefundRow


def stored(pairs: Sequence[tuple[ConsentTask, Stored]], request_id: str, at: datetime) -> None:
    """The registry holds these (S-015): the receipt, and what it says of the key now."""
    ConsentReceipt.objects.bulk_create(
        [
            ConsentReceipt(
                firm_id=task.firm_id,
                movement_id=task.movement_id,
                transaction_id=told.transaction_id,
                registry_created_at=told.created_at,
                request_id=request_id,
            )
            for task, told in pairs
        ],
        batch_size=1000,
        ignore_conflicts=True,
    )
    ids = [task.pk for task, _told in pairs]
    ConsentTask.objects.filter(pk__in=ids).update(
        state=TaskState.STORED, code="", text="", settled_at=at
    )
    _note(pairs, request_id, at)


def _note(pairs: Sequence[tuple[ConsentTask, Stored]], request_id: str, at: datetime) -> None:
    groups: dict[tuple[int, int], list[Told]] = defaultdict(list)
    for task, told in pairs:
        groups[task.firm_id, task.brand_id].append(
            Told(
                task.recipient_type,
                task.channel,
                task.recipient,
                task.status,
                told.created_at or at,
                told.transaction_id or request_id,
            )
        )
    for (firm_id, brand_id), rows in groups.items():
        note_each(firm_id, brand_id, rows)


def end(tasks: Iterable[ConsentTask], state: TaskState, code: str, text: str, at: datetime) -> None:
    """Not stored: where it stands and why. The quota comes back (``give_back``)."""
    ids = [task.pk for task in tasks]
    ConsentTask.objects.filter(pk__in=ids).update(
        state=state, code=code[:40], text=text[:300], settled_at=at
    )


def back(tasks: Iterable[ConsentTask], *, not_before: datetime | None = None) -> None:
    """To the queue again, out of the list."""
    ConsentTask.objects.filter(pk__in=[task.pk for task in tasks]).update(
        state=TaskState.WAITING,
        sent_in=None,
        place=None,
        not_before=not_before,
        code="",
        text="",
    )


def give_back(made: TaskList, tasks: Iterable[ConsentTask], reason: str = Reason.NOT_SENT) -> None:
    """The quota of approvals that the registry does not hold, once each."""
    if made.spend_id is None:
        return
    credits.refund_many(
        made.firm_id,
        [
            RefundRow(
                made.spend_id, 1, f"iys-list:{made.pk}:{task.pk}", reason, "consent_task", task.pk
            )
            for task in tasks
            if task.status == Status.APPROVED
        ],
    )
