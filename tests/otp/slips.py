"""Slips that want a signature, and the people who decide about them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from otp.flow_states import TaskState
from otp.models import Process, Task, Workflow
from otp.services import decisions, flows
from tests.support.firms import actor_for
from turkcell_hub.approvals import Matter
from turkcell_hub.errors import HubError
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Membership

Card = Callable[..., Workflow]


class Slips:
    """Slips that want a signature."""

    def __init__(self) -> None:
        self.slips: dict[int, dict[str, Any]] = {}
        self.done: list[int] = []
        self.refused: list[tuple[int, str]] = []
        self.problem: HubError | None = None

    def put(self, pk: int, amount: int = 1000, **more: Any) -> Matter:
        self.slips[pk] = {"amount": amount, **more}
        found = self.current(pk)
        assert found is not None
        return found

    def current(self, pk: int) -> Matter | None:
        slip = self.slips.get(pk)
        if slip is None:
            return None
        return Matter(
            "slip", pk, f"Fiş {pk}", f"Ödeme F-{pk}, {slip['amount']} TL", {"slip": slip},
            amount=Decimal(slip["amount"]), facts=[("Tutar", str(slip["amount"]))],
            authority_code_id=slip.get("code"), currency=slip.get("currency", ""),
        )  # fmt: skip

    def approve(self, _actor: Actor, pk: int) -> None:
        if self.problem:
            raise self.problem
        self.done.append(pk)


def ask(clerk: Membership, matter: Matter) -> Process:
    return flows.begin(actor_for(clerk), matter)


def the_task(approval: Process) -> Task:
    return approval.tasks.get(state=TaskState.OPEN)


def say(member: Membership, task: Task, verdict: str = "ONAY", note: str = "olmaz") -> Task:
    return decisions.decide(actor_for(member), task, verdict, note)
