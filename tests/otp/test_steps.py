"""Who decides, in which order, once, about exactly what was shown."""

from __future__ import annotations

import pytest

from otp.flow_states import ProcessState, TaskState
from otp.services import workflows
from tests.otp.slips import Card, Slips, ask, say, the_task
from tests.support.firms import actor_for, client_for, make_member
from turkcell_hub import approvals
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.tenancy.models import Firm, Membership, Role

pytestmark = pytest.mark.django_db


def test_steps_run_in_order_side_by_side_and_only_from_their_amount(
    card: Card, clerk: Membership, admin: Membership, bosses: list[Membership], slips: Slips
) -> None:
    murat, nil, _oya = bosses
    card({"members": [murat], "position": 1}, {"members": [nil], "position": 1},
         {"roles": ["ADMIN"], "position": 2, "from_amount": 5000})  # fmt: skip
    small = ask(clerk, slips.put(1, 1000))
    assert [task.step.name for task in small.tasks.order_by("pk")] == ["Adım 1", "Adım 2"]
    for boss, task in zip((murat, nil), small.tasks.order_by("pk"), strict=True):
        say(boss, task)
    small.refresh_from_db()
    assert (small.state, slips.done) == (ProcessState.APPROVED, [1])
    large = ask(clerk, slips.put(2, 5000))
    for boss, task in zip((murat, nil), large.tasks.order_by("pk"), strict=True):
        say(boss, task)
    assert the_task(large).step.name == "Adım 3"
    say(admin, the_task(large))
    assert slips.done == [1, 2]


def test_two_of_three_and_nobody_twice(
    card: Card, clerk: Membership, bosses: list[Membership], slips: Slips
) -> None:
    card({"roles": ["YONETICI"], "quorum": 2})
    task = the_task(ask(clerk, slips.put(1)))
    say(bosses[0], task)
    with pytest.raises(Conflict) as twice:
        say(bosses[0], task)
    assert twice.value.code == "already_decided"
    assert slips.done == []
    say(bosses[1], task)
    assert slips.done == [1]
    with pytest.raises(Conflict) as late:
        say(bosses[2], task)
    assert late.value.code == "task_over"


def test_a_refusal_needs_its_reason_and_ends_everything(
    card: Card, clerk: Membership, bosses: list[Membership], slips: Slips
) -> None:
    card({"members": bosses[:1]}, {"members": bosses[1:2]})
    approval = ask(clerk, slips.put(1))
    with pytest.raises(Invalid):
        say(bosses[0], the_task(approval), "RED", " ")
    say(bosses[0], the_task(approval), "RED", "Bütçe yok")
    approval.refresh_from_db()
    assert (approval.state, approval.end_note) == (ProcessState.REJECTED, "Bütçe yok")
    assert slips.refused == [(1, "Bütçe yok")]
    assert not approval.tasks.filter(state=TaskState.OPEN).exists()


def test_what_runs_keeps_the_version_it_began_with(
    card: Card, clerk: Membership, admin: Membership, bosses: list[Membership], slips: Slips
) -> None:
    made = card({"members": bosses[:1]}, {"members": bosses[1:2]})
    running = ask(clerk, slips.put(1))
    version = workflows.set_steps(
        actor_for(admin), made, [{"name": "Tek", "kind": "ONAY", "roles": ["ADMIN"]}]
    )
    assert version.number == 2
    say(bosses[0], the_task(running))
    assert the_task(running).step.name == "Adım 2"
    assert the_task(ask(clerk, slips.put(2))).step.name == "Tek"


def test_a_document_that_changes_makes_the_approval_void(
    card: Card, clerk: Membership, bosses: list[Membership], slips: Slips
) -> None:
    card({"members": bosses[:1]})
    approval = ask(clerk, slips.put(1, 1000))
    slips.put(1, 1001)
    with pytest.raises(Conflict) as changed:
        say(bosses[0], the_task(approval))
    assert changed.value.code == "document_changed"
    approval.refresh_from_db()
    assert (approval.state, slips.done) == (ProcessState.VOID, [])
    assert slips.refused[0][0] == 1


def test_what_the_room_refuses_to_carry_out_is_shown_and_told(
    card: Card, clerk: Membership, bosses: list[Membership], slips: Slips
) -> None:
    card({"members": bosses[:1]})
    slips.problem = Conflict("Dönem kapalı.")
    approval = ask(clerk, slips.put(1))
    say(bosses[0], the_task(approval))
    approval.refresh_from_db()
    assert (approval.state, approval.problem) == (ProcessState.APPROVED, "Dönem kapalı.")
    assert "Dönem kapalı." in client_for(bosses[0]).get("/").content.decode()


def test_the_card_that_says_most_is_used_and_small_ones_go_free(
    card: Card, firm: Firm, clerk: Membership, admin: Membership, slips: Slips
) -> None:
    step = {"roles": ["ADMIN"]}
    card(step, from_amount=100)
    high = card(step, code="BUYUK", from_amount=1000)
    card(step, code="KAPALI", from_amount=2000, is_active=False)
    assert not approvals.required(slips.put(1, 99))
    assert workflows.card_for(slips.put(2, 5000)) == high
    with pytest.raises(Conflict):
        ask(clerk, slips.put(3, 5))
    # No rate is known: other money is above every limit in lira.
    assert workflows.card_for(slips.put(4, 99, currency="EUR")) == high


def test_only_holders_of_the_documents_code_decide(
    card: Card, firm: Firm, clerk: Membership, bosses: list[Membership], slips: Slips
) -> None:
    holder = make_member(firm, Role.MANAGER, name="Pınar", codes=["SATIS"])
    card({"roles": ["YONETICI"]})
    code = holder.authority_codes.get()
    task = the_task(ask(clerk, slips.put(1, code=code.pk)))
    assert [place.member for place in task.places.all()] == [holder]
    assert client_for(bosses[0]).get(f"/my-tasks/{task.pk}/").status_code == 404
