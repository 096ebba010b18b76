"""An approval step by step: tasks open, end, and the document is carried out."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from otp.flow_states import ProcessState, TaskState, next_position
from otp.models import Process, Task, TaskAssignee, WorkflowStep
from otp.services import carrying, endings, matters, notices, reply_numbers, resolving
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Invalid
from turkcell_hub.sentences import kept
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Membership


def step_ended(actor: Actor, task: Task, state: TaskState, note: str) -> None:
    """A task has its outcome: the approval goes on or ends. The caller holds the approval."""
    task.state, task.ended_at = state, timezone.now()
    task.save(update_fields=["state", "ended_at"])
    endings.void_codes(task)
    notices.tell(task, notices.Event.DONE)
    row = task.approval
    if state == TaskState.REJECTED:
        endings.close(row, ProcessState.REJECTED, note)
        endings.tell_kind(row, note)
        trail.record(actor, "approval.rejected", row, {"note": note[:200]})
        return
    advance(row, begun=True)


def advance(row: Process, *, begun: bool = False) -> None:
    """Opens the tasks of the next place in the order, or carries the approval out. Raises
    ``Invalid`` when nobody could do the first of them; once people have decided (``begun``) a task
    without enough people opens and says so, and what was decided stays."""
    steps = [step for step in row.version.steps.all() if _counts(step, row)]
    done = set(row.tasks.filter(state=TaskState.DONE).values_list("step_id", flat=True))
    open_steps = set(row.tasks.filter(state=TaskState.OPEN).values_list("step_id", flat=True))
    finished = {
        place
        for place in {step.position for step in steps}
        if all(step.pk in done for step in steps if step.position == place)
    }
    place = next_position([step.position for step in steps], finished)
    if place is None:
        _carry_out(row)
        return
    for step in steps:
        if step.position == place and step.pk not in done | open_steps:
            _open(row, step, begun=begun)


def _counts(step: WorkflowStep, row: Process) -> bool:
    amount = row.limited_amount
    return amount is None or amount >= step.from_amount


def people_for(row: Process, step: WorkflowStep) -> list[Membership]:
    """Who may do the step now. Where they are too few nobody is lowered to: others join."""
    joined = resolving.doers(step, row)
    if len(joined) < step.quorum:
        joined = _joined(joined, resolving.escalated(step, row))
    if len(joined) < step.quorum:
        joined = _joined(joined, resolving.admins(row))
    return joined


def _open(row: Process, step: WorkflowStep, *, begun: bool) -> None:
    joined, problem = people_for(row, step), ""
    if len(joined) < step.quorum:
        if not begun:
            raise Invalid(
                _("“%(step)s” adımını yapabilecek yeterli kişi yok (gereken %(n)d). İsteyen kişi"
                  " kendi isteğini onaylayamaz; iş akışı kartına başka kişi ekleyin.")
                % {"step": step.name, "n": step.quorum},
                code="workflow_nobody",
            )  # fmt: skip
        problem = too_few(step, len(joined))
    hours = step.deadline_hours
    task = Task.objects.create(
        firm_id=row.firm_id,
        approval=row,
        step=step,
        kind=step.kind,
        deadline_at=_deadline(row, hours),
        problem=problem,
    )
    place(task, joined)
    notices.tell(task, notices.Event.OPENED)
    if problem:
        system = actors.system(row.firm_id, _("İş akışı"))
        trail.record(system, "task.stuck", task, {"people": len(joined)})


def too_few(step: WorkflowStep, people: int) -> str:
    """Why a step cannot be completed, for everybody who sees the approval."""
    with kept():
        return _("“%(step)s” adımı %(n)d kişinin onayını ister, yapabilecek %(has)d kişi var.") % {
            "step": step.name, "n": step.quorum, "has": people,
        }  # fmt: skip


def _deadline(row: Process, hours: int | None) -> datetime | None:
    """The step's own, and never after the approval's."""
    ends = [row.due_at] if row.due_at else []
    if hours:
        ends.append(timezone.now() + timedelta(hours=hours))
    return min(ends, default=None)


def _joined(first: list[Any], second: list[Any]) -> list[Any]:
    known = {one.pk for one in first}
    return [*first, *(one for one in second if one.pk not in known)]


def place(
    task: Task, people: list[Any], *, by_escalation: bool = False, by_person: bool = False
) -> None:
    """These people may decide about the task, too."""
    TaskAssignee.objects.bulk_create(
        [
            TaskAssignee(
                firm_id=task.firm_id,
                task=task,
                member=member,
                by_escalation=by_escalation,
                by_person=by_person,
                reply_number=reply_numbers.number() if task.step.allows_sms_reply else "",
            )
            for member in people
        ],
        ignore_conflicts=True,
    )


def _carry_out(row: Process) -> None:
    """Everybody has agreed: the document's own room acts, in this transaction. What it refuses is
    shown on the approval, which stays approved."""
    if not matters.still_holds(row):
        note = _("Belge onaydan sonra değişti.")
        endings.close(row, ProcessState.VOID, note)
        endings.tell_kind(row, note)
        return
    endings.close(row, ProcessState.APPROVED, "")
    system = carrying.carry_out(row)
    trail.record(system, "approval.approved", row, {"digest": row.digest, "problem": row.problem})
