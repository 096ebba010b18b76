"""Holding, releasing, cancelling, and what people decide."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.outbox.conftest import age, state_of
from tests.outbox.scripted import KIND, Operator, Room
from turkcell_hub.audit.models import AuditEntry
from turkcell_hub.errors import Conflict, NotAllowed, NotFound
from turkcell_hub.gateways.errors import Busy
from turkcell_hub.outbox import claims, doubts, handover, lanes, selectors
from turkcell_hub.outbox.dispatch import run_lane
from turkcell_hub.outbox.models import Batch, Lane, PauseReason
from turkcell_hub.outbox.services import queue
from turkcell_hub.outbox.states import FINAL, MOVES, State
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import GatewayAccount, Membership

Put = Callable[..., list[Batch]]


def states(batches: list[Batch]) -> list[str]:
    return [state_of(batch) for batch in batches]


@pytest.fixture
def parked(put: Put, operator: Operator, account: GatewayAccount) -> Batch:
    operator.gateway_class = "C"
    (batch,) = put()
    operator.script.append("drop")
    run_lane(account.pk)
    doubts.resolve(account.pk)
    return batch


def test_a_held_subject_waits_and_goes_on_when_released(
    put: Put, operator: Operator, account: GatewayAccount
) -> None:
    mine, others = put(2, subject=1), put(1, subject=2)
    assert queue.hold(KIND, 1).batches == 2
    run_lane(account.pk)
    assert states(mine + others) == ["HELD", "HELD", "ACCEPTED"]
    assert queue.release(KIND, 1) == 2
    run_lane(account.pk)
    assert states(mine) == ["ACCEPTED", "ACCEPTED"]


@pytest.mark.requirement("S-076")
def test_what_is_urgent_stands_before_a_campaign_of_a_hundred_thousand(
    put: Put, account: GatewayAccount
) -> None:
    campaign = put(100, size=1000, subject=1)
    (code,) = put(1, subject=2, priority=queue.URGENT)
    first = claims.upcoming(account.pk)
    assert first is not None
    assert first.pk == code.pk
    Batch.objects.filter(pk=code.pk).update(state=State.ACCEPTED)
    then = claims.upcoming(account.pk)
    assert then is not None
    assert then.pk == campaign[0].pk


def test_cancelling_ends_what_is_ours_and_tells_the_room_once(
    put: Put, room: Room, operator: Operator, account: GatewayAccount
) -> None:
    batches = put(3)
    queue.hold(KIND, 1)
    assert queue.cancel(KIND, 1) == queue.Stopped(3, 0)
    assert queue.cancel(KIND, 1) == queue.Stopped(0, 0)
    assert room.told == [("cancelled", batch.pk) for batch in batches]
    run_lane(account.pk)
    assert operator.calls == []


def test_a_batch_that_is_cancelled_while_claimed_is_not_handed_over(
    put: Put, room: Room, account: GatewayAccount
) -> None:
    (batch,) = put()
    lease = lanes.take(account.pk)
    assert lease is not None
    claimed = claims.claim(batch, lease.token)
    assert claimed is not None
    queue.cancel(KIND, 1)
    assert handover.hand_over(claimed, room) is None
    assert state_of(batch) == "CANCELLED"


@pytest.mark.parametrize(("stop", "ends"), [("cancel", "CANCELLED"), ("hold", "HELD")])
def test_what_was_with_the_operator_follows_the_subject_when_it_comes_back(
    put: Put, room: Room, operator: Operator, account: GatewayAccount, stop: str, ends: str
) -> None:
    (batch,) = put()
    operator.script.append(Busy("LATER", retry_after=0))
    operator.on_call = lambda request: None
    from turkcell_hub.outbox import checkpoints

    def stop_meanwhile(name: str) -> None:
        if name == "hand_over.committed":
            assert getattr(queue, stop)(KIND, 1) == queue.Stopped(0, 1)

    checkpoints.install(stop_meanwhile)
    run_lane(account.pk)
    assert state_of(batch) == ends
    assert room.told == ([("cancelled", batch.pk)] if stop == "cancel" else [])


def test_what_the_operator_took_stays_accepted_after_a_cancel(
    put: Put, room: Room, operator: Operator, account: GatewayAccount
) -> None:
    (batch,) = put()
    operator.script.append("drop")
    run_lane(account.pk)
    assert queue.cancel(KIND, 1) == queue.Stopped(0, 1)
    age(batch, operator.lag * 2)
    doubts.resolve(account.pk)
    assert state_of(batch) == "ACCEPTED"
    assert room.told == [("accepted", batch.pk)]


@pytest.mark.parametrize(
    ("verdict", "state", "told"),
    [
        ("sent", "ACCEPTED", ["accepted"]),
        ("not_sent_retry", "READY", []),
        ("not_sent_refund", "CANCELLED", ["cancelled"]),
    ],
)
def test_a_person_ends_the_doubt_and_the_trail_keeps_it(
    parked: Batch, room: Room, actor: Actor, verdict: str, state: str, told: list[str]
) -> None:
    queue.resolve(parked.pk, actor, verdict, note="operatöre soruldu")
    assert state_of(parked) == state
    assert [what for what, _ in room.told] == told
    assert "operatöre soruldu" in parked.resolution
    entry = AuditEntry.objects.get(action="outbox.batch.resolve")
    assert entry.changes["state"] == ["NEEDS_PERSON", state]


def test_a_batch_that_is_not_in_doubt_cannot_be_decided(put: Put, actor: Actor) -> None:
    (batch,) = put()
    with pytest.raises(Conflict):
        queue.resolve(batch.pk, actor, "sent")


def test_a_parked_batch_of_a_cancelled_subject_is_not_sent_again(
    parked: Batch, room: Room, actor: Actor
) -> None:
    queue.cancel(KIND, 1)
    queue.resolve(parked.pk, actor, "not_sent_retry")
    assert state_of(parked) == "CANCELLED"


def test_trying_again_makes_a_waiting_batch_due_but_never_resends_a_doubt(
    put: Put, parked: Batch, operator: Operator, account: GatewayAccount, actor: Actor
) -> None:
    with pytest.raises(Conflict, match="Operatöre sorun"):
        queue.retry(parked.pk, actor)
    (waiting,) = put(subject=2)
    operator.script.append(Busy("LATER", retry_after=600))
    run_lane(account.pk)
    queue.retry(waiting.pk, actor)
    Lane.objects.update(backoff_until=None)
    run_lane(account.pk)
    assert state_of(waiting) == "ACCEPTED"


def test_a_paused_lane_hands_nothing_over_until_it_is_resumed(
    put: Put, account: GatewayAccount, actor: Actor
) -> None:
    (batch,) = put()
    assert queue.pause_lane(account.pk, actor, "bakım").pause_reason == PauseReason.PERSON
    assert run_lane(account.pk) == 0
    assert not queue.resume_lane(account.pk, actor).paused
    run_lane(account.pk)
    assert state_of(batch) == "ACCEPTED"
    assert AuditEntry.objects.filter(action__startswith="outbox.lane").count() == 2


def test_a_lane_that_is_paused_in_the_middle_stops_before_the_next_batch(
    put: Put, operator: Operator, account: GatewayAccount, actor: Actor
) -> None:
    from turkcell_hub.outbox import checkpoints

    account.options = {"connections": 1}
    account.save()
    put(5)

    def pause(name: str) -> None:
        if name == "settle.committed":
            queue.pause_lane(account.pk, actor)

    checkpoints.install(pause)
    run_lane(account.pk)
    assert len(operator.calls) == 1


def test_only_who_may_change_the_queue_decides(
    parked: Batch, staff: Membership, stranger: Membership
) -> None:
    from tests.support.firms import actor_for

    with pytest.raises(NotAllowed):
        queue.resolve(parked.pk, actor_for(staff), "sent")
    with pytest.raises(NotFound):
        queue.resolve(parked.pk, actor_for(stranger), "sent")


def test_the_queue_is_counted_by_account_and_state(put: Put, account: GatewayAccount) -> None:
    put(3, size=10)
    put(1, subject=2)
    run_lane(account.pk)
    (waiting,) = put(1, size=7, subject=3)
    counts = selectors.counts()
    assert {(c.state, c.batches, c.messages) for c in counts} == {
        ("ACCEPTED", 4, 31),
        ("READY", 1, 7),
    }
    assert selectors.oldest_due() is not None


def test_final_states_have_no_way_out_and_every_state_has_a_text() -> None:
    assert {state for state, targets in MOVES.items() if not targets} == FINAL
    assert all(State(state).label for state in State)
