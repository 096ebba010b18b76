"""What happens when time is up: others join a task, an approval ends."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from otp.flow_states import ProcessState, TaskState
from otp.models import Process, Task
from otp.services import advancing, endings, notices, resolving
from turkcell_hub.audit.services import trail
from turkcell_hub.tenancy import actor as actors


def escalate_due(task_id: int) -> bool:
    """The time of a task is up: the step's other people join and are told, once. The caller has
    opened the firm's scope."""
    found = Task.objects.filter(pk=task_id).values_list("approval_id", flat=True).first()
    if found is None:
        return False
    with transaction.atomic():
        endings.lock(found)  # first, as whoever decides: else each may wait for the other
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
        advancing.place(task, people, by_escalation=True)
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


def expired() -> list[tuple[int, int]]:
    """(firm, approval) of those whose own time is up; the caller has opened every firm."""
    rows = Process.objects.filter(state=ProcessState.RUNNING, due_at__lte=timezone.now())
    return list(rows.order_by("due_at").values_list("firm_id", "pk")[:500])


def expire(approval_id: int) -> bool:
    """Nobody has agreed in time; False when somebody was quicker. The caller has opened the
    firm's scope."""
    with transaction.atomic():
        row = endings.lock(approval_id)
        if row.state != ProcessState.RUNNING or not is_late(row):
            return False
        endings.give_up(actors.system(row.firm_id, _("İş akışı")), row, ProcessState.EXPIRED,
                        _("Son zamanına kadar karar verilmedi."))  # fmt: skip
    return True


def is_late(row: Process) -> bool:
    return row.due_at is not None and row.due_at <= timezone.now()
