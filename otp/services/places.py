"""Which places of a task still count: their person is there, may see the document, and the step
still means him. One condition for the sweep that finds steps without people and for who decides."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from otp.flow_states import TaskState, Verdict
from otp.models import Decision, Task, TaskAssignee, WorkflowStep
from otp.services import resolving
from turkcell_hub.tenancy.models import Membership, Role

_STEP = "task__step"


def able() -> Q:
    """Of ``TaskAssignee``: those whose person is there and whom the step means."""
    here = Q(member__is_active=True, member__awaits_consent=False, member__user__is_active=True)
    return here & meant()


def meant() -> Q:
    """Of ``TaskAssignee``: whose person may see the document and is named by the card or by an
    Admin, of one of its roles now, or an Admin, who joins where nobody else is left."""
    member = {"membership": OuterRef("member")}
    holds = Membership.authority_codes.through.objects.filter(**member)
    is_admin = Q(member__role=Role.ADMIN)
    document = "task__approval__authority_code"
    sees = Q(**{document: None}) | is_admin | Exists(holds.filter(authoritycode=OuterRef(document)))
    return sees & (Q(by_person=True) | is_admin | _named(member) | _of_role(holds))


def _named(member: dict[str, Any]) -> Q:
    tables = (WorkflowStep.members.through, WorkflowStep.escalate_members.through)
    found = Q()
    for table in tables:
        found |= Exists(table.objects.filter(workflowstep=OuterRef(_STEP), **member))
    return found


def _of_role(holds: QuerySet[Any]) -> Q:
    holder = f"{_STEP}__holder_code"
    is_holder = Q(**{holder: None}) | Exists(holds.filter(authoritycode=OuterRef(holder)))
    found = Q()
    for role in Role.values:
        own = Q(**{f"{_STEP}__roles__contains": [role]}) & is_holder
        found |= Q(member__role=role) & (own | Q(**{f"{_STEP}__escalate_roles__contains": [role]}))
    return found


def of(task: Task) -> set[int]:
    """Members whose place in the task counts."""
    rows = TaskAssignee.objects.filter(task=task).filter(able())
    return set(rows.values_list("member_id", flat=True))


def for_substitutes(task: Task) -> set[int]:
    """Members in whose place a substitute may decide: nobody hands on what the step no more means
    him to do; whether he is there himself does not matter."""
    rows = TaskAssignee.objects.filter(task=task).filter(meant())
    return set(rows.values_list("member_id", flat=True))


def count(task: Task) -> int:
    """How many may still agree or have agreed; for who is not there his substitute counts."""
    counted = of(task) | set(
        task.decisions.filter(verdict=Verdict.YES).values_list("for_member_id", flat=True)
    )
    gone = Membership.objects.filter(pk__in=for_substitutes(task) - counted)
    return len(counted) + sum(bool(resolving.deputies(task.approval, [one])) for one in gone)


def short() -> QuerySet[Task]:
    """Open tasks, not known to be stuck, whose places are too few by now (substitutes aside)."""
    agreed = Decision.objects.filter(
        task=OuterRef("task"), for_member=OuterRef("member"), verdict=Verdict.YES
    )
    rows = TaskAssignee.objects.filter(task=OuterRef("pk")).filter(able() | Exists(agreed))
    counted = rows.order_by().values("task").annotate(n=Count("pk")).values("n")
    has = Coalesce(Subquery(counted, output_field=IntegerField()), 0)
    tasks = Task.objects.filter(state=TaskState.OPEN, problem="").annotate(has=has)
    return tasks.filter(has__lt=F("step__quorum"))
