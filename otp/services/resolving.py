"""Who a step means: the one resolution that tasks, warnings and information share (L-080)."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from otp.models import Process, Task, WorkflowStep
from otp.services import substitutes
from turkcell_hub.tenancy.models import Membership, Role
from turkcell_hub.tenancy.services import keys


def doers(step: WorkflowStep, approval: Process) -> list[Membership]:
    """Who may do the step, in the order of their cards: those named and those of the roles, who
    are still there and may see the document; never whoever asked for it."""
    return _people(approval, step.members.values("pk"), step.roles, step.holder_code_id)


def escalated(step: WorkflowStep, approval: Process) -> list[Membership]:
    """Who joins when the time is up."""
    return _people(approval, step.escalate_members.values("pk"), step.escalate_roles, None)


def admins(approval: Process) -> list[Membership]:
    """Those who are left when nobody else is."""
    return _people(approval, [], [Role.ADMIN], None)


def informed(task: Task) -> list[Membership]:
    """Who is told how a task ended: whoever asked, and those whom the step names."""
    wanted = Q(pk__in=task.step.informed.values("pk"))
    if task.approval.asked_member is not None:
        wanted |= Q(pk=task.approval.asked_member)
    return list(_here(task.approval).filter(wanted).order_by("pk"))


def _people(
    approval: Process, named: object, roles: Sequence[str], holder_code_id: int | None
) -> list[Membership]:
    by_role = Q(role__in=list(roles))
    if holder_code_id is not None:
        by_role &= Q(authority_codes=holder_code_id) | Q(role=Role.ADMIN)
    rows = _here(approval).filter(Q(pk__in=named) | by_role)
    return list(rows.exclude(pk=approval.asked_member).distinct().order_by("pk"))


def deputies(approval: Process, people: Sequence[Membership]) -> list[Membership]:
    """Who stands in today for one of ``people`` and may decide about the document."""
    rules = substitutes.without(substitutes.rules_on(approval.firm_id), approval.asked_member)
    found = substitutes.deputies(rules, [one.pk for one in people], approval.limited_amount)
    return list(_here(approval).filter(pk__in=found).order_by("pk")) if found else []


def others(approval: Process) -> QuerySet[Membership]:
    """Everybody in force who may see the document and has not asked for it."""
    return _here(approval).exclude(pk=approval.asked_member)


def maker_of(key_id: int | None) -> int | None:
    """The membership of whoever made an API key: what the key asks for he asks for himself."""
    user_id = keys.maker_of(key_id)
    if user_id is None:
        return None
    return Membership.objects.filter(user=user_id).values_list("pk", flat=True).first()


def may_see(member: Membership, authority_code_id: int | None) -> bool:
    """Whether the person is in force and may see documents behind the Yetki Kodu."""
    return _in_force(member.firm_id, authority_code_id).filter(pk=member.pk).exists()


def _here(approval: Process) -> QuerySet[Membership]:
    """Members in force who hold the document's Yetki Kodu (C-01)."""
    return _in_force(approval.firm_id, approval.authority_code_id)


def _in_force(firm_id: int, authority_code_id: int | None) -> QuerySet[Membership]:
    rows = Membership.objects.filter(
        firm_id=firm_id, is_active=True, awaits_consent=False, user__is_active=True
    ).select_related("user")
    if authority_code_id is not None:
        holds = Q(authority_codes=authority_code_id) | Q(role=Role.ADMIN)
        rows = rows.filter(pk__in=Membership.objects.filter(holds).values("pk"))
    return rows
