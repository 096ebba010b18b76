"""What decisions, places and substitutes come to: pure tables."""

from __future__ import annotations

from decimal import Decimal

import pytest

from otp import amounts
from otp.flow_states import ProcessState, TaskState, may_move, next_position, outcome
from otp.models import Process
from otp.services import substitutes

D = Decimal
RULES = [(1, 2, D(100)), (2, 3, None), (4, 2, None), (5, 6, D(50)), (5, 7, D(500))]


@pytest.mark.parametrize(
    ("yes", "no", "quorum", "state"),
    [(0, 0, 1, "ACIK"), (1, 0, 1, "TAMAM"), (1, 0, 2, "ACIK"), (2, 0, 2, "TAMAM"),
     (0, 1, 1, "RED"), (1, 1, 2, "RED"), (2, 1, 2, "RED"), (3, 0, 2, "TAMAM")],
)  # fmt: skip
def test_one_refusal_ends_a_task_and_the_quorum_completes_it(
    yes: int, no: int, quorum: int, state: str
) -> None:
    assert outcome(yes, no, quorum) == state


@pytest.mark.parametrize("state", [*ProcessState.values, *TaskState.values])
def test_only_open_states_lead_on(state: str) -> None:
    others = ProcessState.values if state in ProcessState.values else TaskState.values
    leads = {after for after in others if may_move(state, after)}
    is_open = state in (ProcessState.RUNNING, TaskState.OPEN)
    assert leads == ({one for one in others if one != state} if is_open else set())


@pytest.mark.parametrize(
    ("places", "done", "found"),
    [([1, 2], set(), 1), ([2, 1, 1], {1}, 2), ([1], {1}, None), ([], set(), None)],
)
def test_steps_follow_their_places(places: list[int], done: set[int], found: int | None) -> None:
    assert next_position(places, done) == found


@pytest.mark.parametrize(
    ("deputy", "amount", "found"),
    [(2, D(100), {1, 4}), (2, D(101), {4}), (2, None, {4}), (3, D(100), {1, 2, 4}),
     (3, D(101), {2, 4}), (1, D(1), set()), (6, D(51), set()), (7, D(51), {5})],
)  # fmt: skip
def test_a_substitute_stands_in_up_to_the_smallest_limit_on_the_way(
    deputy: int, amount: Decimal | None, found: set[int]
) -> None:
    assert substitutes.stands_in_for(RULES, deputy, amount) == found


@pytest.mark.parametrize(
    ("currency", "kind", "shown", "limited"),
    [("TRY", "external", "1.000,00 TL", D(1000)), ("EUR", "external", "1.000,00 EUR", None),
     ("", "limit", "1.000 SMS", D(1000)), ("", "campaign", "1.000 kredi", D(1000)),
     ("", "gone", "1.000", D(1000))],
)  # fmt: skip
def test_an_amount_says_what_it_counts_and_other_money_is_above_every_limit(
    currency: str, kind: str, shown: str, limited: Decimal | None
) -> None:
    row = Process(amount=D(1000), currency=currency, kind=kind)
    assert (amounts.shown(row), row.limited_amount) == (shown, limited)
    assert amounts.shown(Process(kind=kind)) == ""


@pytest.mark.parametrize(
    ("member", "deputy", "loops"), [(1, 1, True), (3, 1, True), (2, 1, True), (1, 9, False)]
)
def test_nobody_becomes_his_own_substitute(member: int, deputy: int, loops: bool) -> None:
    assert substitutes.makes_a_loop(RULES, member, deputy) is loops
