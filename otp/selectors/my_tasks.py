"""Görevlerim: the tasks that wait for somebody, for himself or as a substitute."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from otp import amounts
from otp.flow_states import StepKind, TaskState
from otp.models import Decision, Method, Notice, Process, Task
from otp.permissions import VIEW
from otp.services import approvers, carrying, decisions, matters, stuck, substitutes, workflows
from turkcell_hub import approvals
from turkcell_hub.errors import HubError
from turkcell_hub.ledger.models import Kind
from turkcell_hub.ledger.services import credits
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Membership


def mine(actor: Actor) -> QuerySet[Task]:
    """What the person may decide, may have decided or has decided; documents behind a Yetki Kodu
    that he does not hold are not there."""
    rows = Task.objects.select_related("approval__version__workflow", "step")
    if actor.membership_id is None:
        return rows.none()
    named = Q(places__member=actor.membership_id) | Q(decisions__by_member=actor.membership_id)
    named |= _for_others(substitutes.rules_on(actor.firm_id), actor.membership_id)
    seen = actor.visible(Process.objects.all())
    found = Task.objects.filter(named, approval__in=seen).exclude(
        approval__asked_member=actor.membership_id
    )
    return rows.filter(pk__in=found.values("pk"))


def _for_others(rules: list[substitutes.Rule], deputy: int) -> Q:
    """Tasks of those for whom he stands in; of what somebody on the way has asked for himself,
    only those that he reaches without him, as ``decisions.place_of`` has it."""
    reached = substitutes.limits(rules, deputy)
    found = _places(reached) & ~Q(approval__asked_member__in=reached)
    for asked in reached:
        others = substitutes.limits(substitutes.without(rules, asked), deputy)
        found |= _places(others) & Q(approval__asked_member=asked)
    return found


def _places(reached: Mapping[int, Decimal | None]) -> Q:
    found = Q(pk__in=[])
    for member, limit in reached.items():
        allowed = Q(places__member=member)
        found |= allowed if limit is None else allowed & _within(limit)
    return found


def _within(limit: Decimal) -> Q:
    """Other money is above every limit, as ``Process.limited_amount`` has it."""
    return Q(approval__amount__lte=limit, approval__currency__in=("", "TRY"))


def waiting(actor: Actor) -> QuerySet[Task]:
    """Of them those that still want his decision."""
    if actor.membership_id is None:
        return Task.objects.none()
    return (
        mine(actor).filter(state=TaskState.OPEN).exclude(decisions__by_member=actor.membership_id)
    )


def task_page(actor: Actor, task: Task) -> dict[str, Any]:
    row = task.approval
    refusal, place = "", None
    try:
        place = decisions.place_of(actor, task)
    except HubError as error:
        refusal = str(error.message)
    is_open = task.state == TaskState.OPEN
    acts_for = None
    if place is not None and place != actor.membership_id:
        acts_for = Membership.objects.filter(pk=place).select_related("user").first()
    return {
        "approval": row,
        "amount": amounts.shown(row),
        "said": decided(row),
        "tasks": list(row.tasks.select_related("step").order_by("step__position", "pk")),
        "acts_for": acts_for,
        "may_decide": is_open and place is not None and actor.can(decisions.ACT),
        "refusal": refusal if is_open else "",
        "needs_code": task.kind == StepKind.OTP,
        "needs_app": task.step.code_method == Method.TOTP,
        "has_app": actor.membership_id is not None and approvers.has_app(actor.membership_id),
        "balance": credits.balance(actor.firm_id, Kind.OTP) if task.kind == StepKind.OTP else None,
        "is_work": task.kind == StepKind.WORK,
        "document_url": document_url(row),
        "holds": matters.still_holds(row) if is_open else True,
        "failed": list(failed(row)),
        "may_see_receipts": actor.can(VIEW),
    }


def approval_page(actor: Actor, row: Process) -> dict[str, Any]:
    tasks = row.tasks.select_related("step").prefetch_related("places__member__user")
    return {
        "may_retry": carrying.may_retry(actor, row),
        "stuck": _stuck(actor, row),
        "may_withdraw": actor.membership_id is not None and actor.membership_id == row.asked_member,
        "amount": amounts.shown(row),
        "said": decided(row),
        "tasks": list(tasks.order_by("step__position", "pk")),
        "steps": list(row.version.steps.all()),
        "document_url": document_url(row),
        "failed": list(failed(row)),
        "may_see_receipts": actor.can(VIEW),
    }


@dataclass(frozen=True)
class Stuck:
    """A step without enough people, and whom the actor may name for it."""

    task: Task
    candidates: list[Membership]


def _stuck(actor: Actor, row: Process) -> list[Stuck]:
    may_add = actor.can(workflows.CHANGE) and actor.membership_id != row.asked_member
    tasks = stuck.tasks().filter(approval=row).select_related("step", "approval").order_by("pk")
    return [Stuck(task, list(stuck.candidates(task)) if may_add else []) for task in tasks]


def decided(row: Process) -> list[Decision]:
    """Who has said what, the first first."""
    rows = Decision.objects.filter(task__approval=row)
    return list(
        rows.select_related("by_member__user", "for_member__user", "task__step").order_by("pk")
    )


def failed(row: Process) -> QuerySet[Notice]:
    """Whom a telling did not reach, and why (L-079)."""
    rows = Notice.objects.filter(
        task__approval=row, state__in=(Notice.State.FAILED, Notice.State.UNKNOWN)
    )
    return rows.select_related("member__user", "task__step").order_by("pk")


def document_url(row: Process) -> str:
    kind = approvals.kind_of(row.kind)
    return kind.url(row.subject_id) if kind and kind.url and row.subject_id else ""
