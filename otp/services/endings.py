"""The end of an approval, whatever brought it. Every writer holds the approval's row, so two in one
instant stand in one line."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from otp.flow_states import ProcessState, StepKind, TaskState, may_move
from otp.models import Process, Task
from otp.services import challenges, matters, notices
from turkcell_hub import approvals
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, NotFound
from turkcell_hub.events.services import publishing
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy.actor import Actor

DECIDED = "otp.approval.decided"  # the event that other programs are told


def end(actor: Actor, row: Process, state: ProcessState, note: str = "") -> Process:
    """Ends a running approval: its tasks close, codes for them die, those who have to know are
    told. Raises ``Conflict`` for one that is over."""
    with transaction.atomic():
        row = lock(row.pk)
        if not may_move(row.state, state):
            raise over(row)
        close(row, state, note)
        trail.record(actor, f"approval.{state.name.lower()}", row, {"note": note[:200]})
    return row


def make_void(actor: Actor, row: Process, note: str) -> None:
    """The document is not what people were asked about any more."""
    give_up(actor, row, ProcessState.VOID, note)


def give_up(actor: Actor, row: Process, state: ProcessState, note: str) -> Process:
    """Ends a running approval, and its document's room hears of it."""
    with transaction.atomic():
        ended = end(actor, row, state, note)
        tell_kind(ended, note)
    return ended


def lock(approval_id: int) -> Process:
    """The approval, locked. Raises ``NotFound``."""
    row = Process.objects.select_for_update(of=("self",)).filter(pk=approval_id).first()
    if row is None:
        raise NotFound(_("Onay süreci bulunamadı."))
    return row


def over(row: Process) -> Conflict:
    return Conflict(
        _("Onay süreci “%(state)s” durumunda; bu işlem yapılamaz.")
        % {"state": row.get_state_display()},
        code="approval_over",
        extra={"state": row.state},
    )


def close(row: Process, state: ProcessState, note: str) -> None:
    """The approval's end with that of its open tasks and their codes; webhooks hear of it. In the
    caller's transaction, which holds the approval."""
    row.state, row.ended_at, row.end_note = state, timezone.now(), note[:300]
    row.save(update_fields=["state", "ended_at", "end_note"])
    for task in row.tasks.filter(state=TaskState.OPEN):
        task.state, task.ended_at = TaskState.CANCELLED, timezone.now()
        task.save(update_fields=["state", "ended_at"])
        void_codes(task)
        if state in (ProcessState.VOID, ProcessState.EXPIRED):
            notices.tell(task, notices.Event.DONE)  # nobody has ended it: whoever asked must hear
    told = {"approval": row.pk, "kind": row.kind, "reference": row.subject_key, "state": state}
    publishing.publish(row.firm_id, DECIDED, told)


def void_codes(task: Task) -> None:
    """Codes that others of the step still hold approve nothing any more."""
    if task.kind == StepKind.OTP:
        challenges.void(matters.SUBJECT, task.pk, "closed")


def tell_kind(row: Process, note: str) -> None:
    """The document's own room hears that nobody agrees to it any more."""
    kind = approvals.kind_of(row.kind)
    if kind is not None:
        system = actors.system(row.firm_id, _("İş akışı"))
        kind.refused(system, row.subject_id or row.pk, note)
