"""An approval on its way: begun, decided step by step, ended (L-079 … L-087; idea 20).

Every writer locks the approval's row, so two approvers in one instant stand in one line. What is
approved is asked of its own room again at each decision and when it is carried out: another
content makes the approval void."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from otp.flow_states import ProcessState, StepKind, TaskState, may_move, next_position
from otp.models import Process, Task, TaskAssignee, WorkflowStep
from otp.services import challenges, notices, replies, resolving, workflows
from otp.subjects import digest_of
from turkcell_hub import approvals
from turkcell_hub.approvals import Matter
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, HubError, Invalid, NotFound
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy.actor import Actor

SUBJECT = "workflow_task"


class WorkflowDesk:
    """``turkcell_hub.approvals.Desk`` by the firm's workflow cards."""

    def takes(self, matter: Matter) -> bool:
        return workflows.card_for(matter) is not None

    def ask(self, actor: Actor, matter: Matter) -> int:
        return int(begin(actor, matter).pk)

    def runs(self, kind: str, subject_id: int) -> bool:
        return Process.objects.filter(
            kind=kind, subject_id=subject_id, state=ProcessState.RUNNING
        ).exists()

    def withdraw(self, actor: Actor, kind: str, subject_id: int, note: str) -> bool:
        row = Process.objects.filter(
            kind=kind, subject_id=subject_id, state=ProcessState.RUNNING
        ).first()
        if row is None:
            return False
        end(actor, row, ProcessState.WITHDRAWN, note)
        return True


DESK = WorkflowDesk()


def begin(actor: Actor, matter: Matter) -> Process:
    """Begins the approval of a document by the card that fits it, and opens its first tasks; the
    one that runs already is given back. Raises ``Conflict`` without a card, ``Invalid`` when
    nobody could do the first step."""
    with transaction.atomic():
        known = Process.objects.filter(
            kind=matter.kind, subject_key=matter.subject_key, state=ProcessState.RUNNING
        ).first()
        if known is not None:
            return known
        card = workflows.card_for(matter)
        version = workflows.current(card) if card else None
        if version is None:
            raise Conflict(
                _("Bu belge türü için etkin bir iş akışı kartı yok."), code="workflow_missing"
            )
        row = Process(
            firm_id=actor.firm_id,
            version=version,
            kind=matter.kind,
            subject_id=matter.id or None,
            asked_by=(matter.asked_by or actor.label)[:150],
            asked_member=matter.asked_member or actor.membership_id,
            asked_key=matter.asked_key or actor.api_key_id,
        )
        write(row, matter)
        row.save()
        trail.record(actor, "approval.asked", row, {"digest": row.digest, "card": card.code})
        _advance(row)
    return row


def write(row: Process, matter: Matter) -> None:
    """What the approver reads, and what the approval is bound to."""
    row.subject_key = matter.subject_key[:100]
    row.title, row.text = matter.title[:200], matter.text[:110]
    row.amount, row.currency = matter.amount, matter.currency
    row.facts = [[str(label), str(value)] for label, value in matter.facts]
    row.authority_code_id = matter.authority_code_id
    row.content = dict(matter.content) if matter.id == 0 else {}  # nobody else keeps it
    row.digest = digest(matter)


def matter_of(row: Process) -> Matter | None:
    """The document as it is now; None when there is nothing to approve any more."""
    kind = approvals.kind_of(row.kind)
    return kind.current(row.subject_id or row.pk) if kind else None


def digest(matter: Matter) -> str:
    """What an approval of the document is bound to."""
    return digest_of(_bound(matter))


def still_holds(row: Process) -> bool:
    """Whether the document is what the approval began with (reliability.md, hole 3)."""
    matter = matter_of(row)
    return matter is not None and digest(matter) == row.digest


def end(actor: Actor, row: Process, state: ProcessState, note: str = "") -> Process:
    """Ends a running approval: its tasks close, codes for them die, those who have to know are
    told. Raises ``Conflict`` for one that is over."""
    with transaction.atomic():
        row = lock(row.pk)
        if not may_move(row.state, state):
            raise over(row)
        _close(row, state, note)
        trail.record(actor, f"approval.{state.name.lower()}", row, {"note": note[:200]})
    return row


def make_void(actor: Actor, row: Process, note: str) -> None:
    """The document is not what people were asked about any more."""
    ended = end(actor, row, ProcessState.VOID, note)
    _tell_kind(ended, note)


def withdraw(actor: Actor, row: Process, note: str = "") -> Process:
    """Whoever asked takes it back, and his document with it. Raises ``Invalid`` for anybody
    else."""
    own = actor.membership_id is not None and actor.membership_id == row.asked_member
    own = own or (actor.api_key_id is not None and actor.api_key_id == row.asked_key)
    if not own:
        raise Invalid(_("Süreci yalnız isteyen geri çekebilir."), code="approval_not_yours")
    with transaction.atomic():
        ended = end(actor, row, ProcessState.WITHDRAWN, note)
        _tell_kind(ended, note or _("İsteyen geri çekti."))
    return ended


def step_ended(actor: Actor, task: Task, state: TaskState, note: str) -> None:
    """A task has its outcome: the approval goes on or ends. The caller holds the approval."""
    task.state, task.ended_at = state, timezone.now()
    task.save(update_fields=["state", "ended_at"])
    _void_codes(task)
    notices.tell(task, notices.Event.DONE)
    row = task.approval
    if state == TaskState.REJECTED:
        _close(row, ProcessState.REJECTED, note)
        _tell_kind(row, note)
        trail.record(actor, "approval.rejected", row, {"note": note[:200]})
        return
    _advance(row)


def escalate_due(task_id: int) -> bool:
    """The time of a task is up: the step's other people join and are told, once. The caller has
    opened the firm's scope."""
    with transaction.atomic():
        task = (
            Task.objects.select_for_update(of=("self",), skip_locked=True)
            .select_related("approval", "step")
            .filter(
                pk=task_id,
                state=TaskState.OPEN,
                escalated_at=None,
                deadline_at__lte=timezone.now(),
            )
            .first()
        )
        if task is None:
            return False
        people = resolving.escalated(task.step, task.approval)
        _place(task, people, by_escalation=True)
        task.escalated_at = timezone.now()
        task.save(update_fields=["escalated_at"])
        notices.tell(task, notices.Event.ESCALATED)
        system = actors.system(task.firm_id, _("İş akışı"))
        trail.record(system, "task.escalated", task, {"people": len(people)})
    return True


def late() -> list[tuple[int, int]]:
    """(firm, task) of those whose time is up; the caller has opened every firm."""
    rows = Task.objects.filter(
        state=TaskState.OPEN, escalated_at=None, deadline_at__lte=timezone.now()
    )
    return list(rows.order_by("deadline_at").values_list("firm_id", "pk")[:500])


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


def _bound(matter: Matter) -> dict[str, Any]:
    """Everything that is shown is bound, too: nobody approves a text that the content denies."""
    return {
        "kind": matter.kind,
        "key": matter.subject_key,
        "title": matter.title,
        "text": matter.text,
        "amount": matter.amount,
        "currency": matter.currency,
        "facts": [list(pair) for pair in matter.facts],
        "content": dict(matter.content),
    }


def _advance(row: Process) -> None:
    """Opens the tasks of the next place in the order, or carries the approval out."""
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
            _open(row, step)


def _counts(step: WorkflowStep, row: Process) -> bool:
    return row.amount is None or row.amount >= step.from_amount


def _open(row: Process, step: WorkflowStep) -> None:
    people = resolving.doers(step, row)
    joined = people
    if len(people) < step.quorum:  # nobody is lowered to: others join
        joined = _joined(people, resolving.escalated(step, row))
        if len(joined) < step.quorum:
            joined = _joined(joined, resolving.admins(row))
    if len(joined) < step.quorum:
        raise Invalid(
            _("“%(step)s” adımını yapabilecek yeterli kişi yok (gereken %(n)d). İsteyen kişi kendi"
              " isteğini onaylayamaz; iş akışı kartına başka kişi ekleyin.")
            % {"step": step.name, "n": step.quorum},
            code="workflow_nobody",
        )  # fmt: skip
    hours = step.deadline_hours
    task = Task.objects.create(
        firm_id=row.firm_id,
        approval=row,
        step=step,
        kind=step.kind,
        deadline_at=timezone.now() + timedelta(hours=hours) if hours else None,
    )
    _place(task, joined)
    notices.tell(task, notices.Event.OPENED)


def _joined(first: list[Any], second: list[Any]) -> list[Any]:
    known = {one.pk for one in first}
    return [*first, *(one for one in second if one.pk not in known)]


def _place(task: Task, people: list[Any], *, by_escalation: bool = False) -> None:
    TaskAssignee.objects.bulk_create(
        [
            TaskAssignee(
                firm_id=task.firm_id,
                task=task,
                member=member,
                by_escalation=by_escalation,
                reply_number=replies.number() if task.step.allows_sms_reply else "",
            )
            for member in people
        ],
        ignore_conflicts=True,
    )


def _carry_out(row: Process) -> None:
    """Everybody has agreed: the document's own room acts, in this transaction. What it refuses is
    shown on the approval, which stays approved."""
    if not still_holds(row):
        note = _("Belge onaydan sonra değişti.")
        _close(row, ProcessState.VOID, note)
        _tell_kind(row, note)
        return
    _close(row, ProcessState.APPROVED, "")
    kind = approvals.kind_of(row.kind)
    system = actors.system(row.firm_id, _("İş akışı: %(card)s") % {"card": row.version.workflow})
    try:
        with transaction.atomic():
            if kind is not None:
                kind.approved(system, row.subject_id or row.pk)
    except HubError as error:
        row.problem = str(error.message)[:300]
        row.save(update_fields=["problem"])
    trail.record(system, "approval.approved", row, {"digest": row.digest, "problem": row.problem})


def _close(row: Process, state: ProcessState, note: str) -> None:
    row.state, row.ended_at, row.end_note = state, timezone.now(), note[:300]
    row.save(update_fields=["state", "ended_at", "end_note"])
    for task in row.tasks.filter(state=TaskState.OPEN):
        task.state, task.ended_at = TaskState.CANCELLED, timezone.now()
        task.save(update_fields=["state", "ended_at"])
        _void_codes(task)


def _void_codes(task: Task) -> None:
    """Codes that others of the step still hold approve nothing any more."""
    if task.kind == StepKind.OTP:
        challenges.void(SUBJECT, task.pk, "closed")


def _tell_kind(row: Process, note: str) -> None:
    kind = approvals.kind_of(row.kind)
    if kind is not None:
        system = actors.system(row.firm_id, _("İş akışı"))
        kind.refused(system, row.subject_id or row.pk, note)
