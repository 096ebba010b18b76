"""People who decide about one task in the same instant, each over a connection of his own."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.utils import timezone

from otp.flow_states import ProcessState, TaskState
from otp.models import Decision, Process, Task
from otp.services import carrying, decisions, endings, flows, lateness, workflows
from tests.otp.burst import at_once, said
from tests.support.firms import actor_for, make_firm, make_member
from turkcell_hub import approvals
from turkcell_hub.approvals import Kind, Matter
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict
from turkcell_hub.ledger import wallets
from turkcell_hub.ledger.reasons import Reason
from turkcell_hub.ledger.services import credits
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Membership, Role
from turkcell_hub.tenancy.scope import firm_scope

carried_out: list[int] = []


def _slip(pk: int) -> Matter:
    return Matter("slip", pk, f"Fiş {pk}", f"Ödeme F-{pk}, 10 TL", {"n": pk}, amount=Decimal(10))


@pytest.fixture
def people(transactional_db: None) -> Iterator[list[Membership]]:
    """One who asks, then five who may decide."""
    known = dict(approvals._kinds)
    approvals.register(
        Kind("slip", "Fiş", _slip, lambda _actor, pk: carried_out.append(pk), lambda *_told: None)
    )
    firm = make_firm()
    with firm_scope(firm.pk):
        clerk = make_member(firm, Role.STAFF, name="Derya")
        bosses = [make_member(firm, Role.MANAGER, name=f"Müdür {n}") for n in range(5)]
        yield [clerk, *bosses]
    approvals._kinds.clear()
    approvals._kinds.update(known)
    carried_out.clear()


def _card(people: list[Membership], quorum: int, *, then: int = 0) -> None:
    admin = make_member(people[0].firm, Role.ADMIN)
    steps = [{"name": "Onay", "kind": "ONAY", "members": people[1:], "quorum": quorum}]
    if then:
        steps.append({"name": "Son", "kind": "ONAY", "members": people[1:], "quorum": then})
    data = {"code": "FIS", "name": "Fiş", "kind": "slip", "steps": steps}
    workflows.save(actor_for(admin), None, data)


def _all_say(people: list[Membership], task: Task, verdicts: list[str]) -> dict[str, int]:
    def say(place: int) -> str:
        actor = actor_for(people[1 + place])
        return said(actor, lambda: decisions.decide(actor, task, verdicts[place], "neden"))

    return dict(at_once(say, range(len(verdicts))))


def test_of_five_in_one_instant_as_many_decide_as_the_step_asks_for(
    people: list[Membership],
) -> None:
    _card(people, quorum=2, then=1)
    row = flows.begin(actor_for(people[0]), _slip(1))
    task = row.tasks.get(state=TaskState.OPEN)
    assert _all_say(people, task, ["ONAY"] * 5) == {"yes": 2, "task_over": 3}
    assert Decision.objects.filter(task=task).count() == 2, "each is counted once"
    second = row.tasks.get(state=TaskState.OPEN)
    assert row.tasks.count() == 2, "the next step opens once"
    assert _all_say(people, second, ["ONAY"] * 5) == {"yes": 1, "task_over": 4}
    assert carried_out == [1], "and the document is carried out once"


def test_one_who_agrees_and_one_who_refuses_in_one_instant_make_one_end(
    people: list[Membership],
) -> None:
    _card(people, quorum=1)
    for number in range(1, 4):
        row = flows.begin(actor_for(people[0]), _slip(number))
        answers = _all_say(people, row.tasks.get(), ["ONAY", "RED"])
        assert answers == {"yes": 1, "task_over": 1}
        row.refresh_from_db()
        verdict = Decision.objects.get(task__approval=row).verdict
        ended = ProcessState.APPROVED if verdict == "ONAY" else ProcessState.REJECTED
        assert row.state == ended
        assert (number in carried_out) is (verdict == "ONAY")


def test_a_step_that_is_late_while_a_decision_ends_it_is_no_deadlock(
    people: list[Membership],
) -> None:
    """The decision holds its approval and the trail, and has still to close the late step."""
    _card(people, quorum=1)
    row = flows.begin(actor_for(people[0]), _slip(1))
    task = row.tasks.get()
    past = timezone.now() - timedelta(hours=1)
    Task.objects.filter(pk=task.pk).update(deadline_at=past)
    ended: list[bool] = []

    def escalate() -> None:
        try:
            with firm_scope(row.firm_id):
                ended.append(lateness.escalate_due(task.pk))
        finally:
            connection.close()

    thread = threading.Thread(target=escalate)
    with transaction.atomic():
        endings.lock(row.pk)
        trail.record(actor_for(people[1]), "task.decided", task)
        thread.start()
        _wait_for_a_lock()
        Task.objects.filter(pk=task.pk).update(state=TaskState.CANCELLED, ended_at=past)
    thread.join()
    assert ended == [False], "it waited, and found the step closed"


def test_a_decision_that_loses_a_deadlock_is_made_all_the_same(people: list[Membership]) -> None:
    """It holds the trail and wants the firm's wallet; a campaign that is being prepared holds the
    wallet and wants the trail."""
    _card(people, quorum=1)
    row = flows.begin(actor_for(people[0]), _slip(1))
    kind, system = approvals._kinds["slip"], actors.system(row.firm_id, "Hazırlama")
    credits.load(row.firm_id, "SMS", 10, "x", Reason.OPENING, system)
    has_wallet, told, turns = threading.Event(), [], []

    def prepare() -> None:
        try:
            with firm_scope(row.firm_id), transaction.atomic():
                wallets.lock(row.firm_id, "SMS")
                has_wallet.set()
                trail.record(system, "campaign.prepared", row)
                told.append("prepared")
        finally:
            connection.close()

    def pays(_actor: Actor, pk: int) -> None:
        turns.append(pk)
        if len(turns) == 1:
            other.start()
            assert has_wallet.wait(20)
            _wait_for_a_lock()
            with connection.cursor() as cursor:
                cursor.execute("SHOW deadlock_timeout")
                assert cursor.fetchone()[0] == "1s"
            time.sleep(1.2)  # the other has looked for a deadlock by then: we are who is ended
        wallets.lock(row.firm_id, "SMS")
        carried_out.append(pk)

    other = threading.Thread(target=prepare)
    approvals._kinds["slip"] = replace(kind, approved=pays)
    decisions.decide(actor_for(people[1]), row.tasks.get(), "ONAY")
    other.join()
    assert (turns, told, carried_out) == ([1, 1], ["prepared"], [1])
    assert Decision.objects.count() == 1
    assert Process.objects.get().state == ProcessState.APPROVED


def _wait_for_a_lock() -> None:
    """Until somebody waits for what another holds."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.01)
    raise AssertionError("nobody has waited")


def test_one_person_who_clicks_many_times_at_once_decides_once(people: list[Membership]) -> None:
    _card(people, quorum=2)
    row = flows.begin(actor_for(people[0]), _slip(1))
    task, actor = row.tasks.get(), actor_for(people[1])
    answers = at_once(
        lambda verdict: said(actor, lambda: decisions.decide(actor, task, verdict)), ["ONAY"] * 8
    )
    assert answers == {"yes": 1, "already_decided": 7}
    assert Process.objects.get().state == ProcessState.RUNNING


def test_of_many_who_try_again_at_once_one_carries_it_out(people: list[Membership]) -> None:
    _card(people, quorum=1)
    kind = approvals._kinds["slip"]
    closed = Conflict("Dönem kapalı.")

    def refuse(_actor: Actor, _pk: int) -> None:
        raise closed

    approvals._kinds["slip"] = replace(kind, approved=refuse)
    row = flows.begin(actor_for(people[0]), _slip(1))
    decisions.decide(actor_for(people[1]), row.tasks.get(), "ONAY")
    approvals._kinds["slip"] = kind
    assert Process.objects.get().problem == "Dönem kapalı."

    def retry(place: int) -> str:
        actor = actor_for(people[1 + place])
        return said(actor, lambda: carrying.retry(actor, row))

    assert dict(at_once(retry, range(5))) == {"yes": 1, "approval_done": 4}
    assert carried_out == [1]
