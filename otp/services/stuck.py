"""Steps that cannot be completed by the people there are: seen, filled as soon as somebody may do
them, and helped by an Admin who names another person. What was decided before stays."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from otp.flow_states import TaskState
from otp.models import Process, Task
from otp.services import advancing, endings, notices, places, resolving, workflows
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid, NotAllowed, NotFound
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Membership


def tasks() -> QuerySet[Task]:
    """Open ones that have too few people, in scope."""
    return Task.objects.filter(state=TaskState.OPEN).exclude(problem="")


def waiting() -> list[tuple[int, int]]:
    """(firm, task); the caller has opened every firm."""
    return list(tasks().order_by("pk").values_list("firm_id", "pk")[:500])


def lost() -> list[tuple[int, int]]:
    """(firm, task) that have lost people since they opened: switched off, without the role or the
    Yetki Kodu. The caller has opened every firm."""
    return list(places.short().order_by("pk").values_list("firm_id", "pk")[:500])


def notice(task_id: int) -> bool:
    """A task that has lost its people: others join as where it opened, and where they are too few
    it says so. True when it has enough. The caller has opened the firm's scope."""
    with transaction.atomic():
        found = Task.objects.filter(pk=task_id).values_list("approval_id", flat=True).first()
        if found is None:
            return True
        row = endings.lock(found)
        task = places.short().select_related("step").filter(pk=task_id).first()
        if task is None:
            return True
        task.approval = row
        has = places.count(task)
        if has >= task.step.quorum:
            return True
        placed = set(task.places.values_list("member_id", flat=True))
        people = [one for one in advancing.people_for(row, task.step) if one.pk not in placed]
        is_enough = _join(task, people)
        system = actors.system(row.firm_id, _("İş akışı"))
        changes = {"people": has, "joined": [one.name for one in people]}
        trail.record(system, "task.people_lost", task, changes)
        if not is_enough:
            trail.record(system, "task.stuck", task, {"people": places.count(task)})
    return is_enough


def fill(task_id: int) -> bool:
    """Looks for people anew: somebody has been given a role, a Yetki Kodu or has come back. True
    once there are enough. The caller has opened the firm's scope."""
    with transaction.atomic():
        task = _locked(task_id)
        if task is None:
            return True
        placed = set(task.places.values_list("member_id", flat=True))
        people = advancing.people_for(task.approval, task.step)
        return _join(task, [one for one in people if one.pk not in placed])


def candidates(task: Task) -> QuerySet[Membership]:
    """Whom an Admin may name: who may see the document, has not asked for it and is not named."""
    return (
        resolving.others(task.approval).exclude(pk__in=places.of(task)).order_by("full_name", "pk")
    )


def add_person(actor: Actor, task: Task, member_id: int) -> Task:
    """An Admin names one more person for a step that is stuck. Raises ``NotAllowed`` for whoever
    asked (he does not choose who decides), ``Conflict`` when it is stuck no more, ``Invalid`` for
    somebody who may not decide."""
    actor.require(workflows.CHANGE)
    if actor.membership_id is not None and actor.membership_id == task.approval.asked_member:
        raise NotAllowed(_("Kendi isteğinize onaylayacak kişi ekleyemezsiniz."), code="own_request")
    if not actor.visible(Process.objects.filter(pk=task.approval_id)).exists():
        raise NotFound(_("Görev bulunamadı."))
    with transaction.atomic():
        fresh = _locked(task.pk)
        if fresh is None:
            raise Conflict(_("Bu adım artık kişi beklemiyor."), code="step_not_stuck")
        person = candidates(fresh).filter(pk=member_id).first()
        if person is None:
            raise Invalid(
                _("Bu adımda olmayan, belgeyi görebilen ve belgeyi kendisi sunmamış etkin bir"
                  " kullanıcı seçin."),
                code="step_person",
                field="member",
            )  # fmt: skip
        trail.record(actor, "task.person_added", fresh, {"person": person.name})
        fresh.places.filter(member=person).update(by_person=True)  # whose old place counts no more
        _join(fresh, [person], by_person=True)
    return fresh


def _locked(task_id: int) -> Task | None:
    """The task with its approval locked; None once it is over or has its people."""
    found = Task.objects.filter(pk=task_id).values_list("approval_id", flat=True).first()
    if found is None:
        return None
    row = endings.lock(found)
    task = tasks().select_related("step").filter(pk=task_id).first()
    if task is not None:
        task.approval = row
    return task


def _join(task: Task, people: list[Membership], *, by_person: bool = False) -> bool:
    advancing.place(task, people, by_person=by_person)
    has = places.count(task)
    task.problem = "" if has >= task.step.quorum else advancing.too_few(task.step, has)
    task.save(update_fields=["problem"])
    if people:
        notices.tell_late(task)
    return not task.problem
