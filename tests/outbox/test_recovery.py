"""What a dead process, an unclear answer or a lost nudge leaves is found and ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.outbox.conftest import age, make_due, state_of
from tests.outbox.scripted import KIND, Operator, Room
from turkcell_hub.gateways.errors import BadCredentials, Unreachable
from turkcell_hub.outbox import claims, doubts, handover, lanes, recovery, settling
from turkcell_hub.outbox.dispatch import run_lane
from turkcell_hub.outbox.handlers import Taken
from turkcell_hub.outbox.models import Batch, Lane, PauseReason
from turkcell_hub.outbox.outcomes import NotSent, apply
from turkcell_hub.outbox.services import queue
from turkcell_hub.outbox.states import State
from turkcell_hub.tenancy.models import GatewayAccount

Put = Callable[..., list[Batch]]
Lanes = Callable[[], Lane]
LAG = timedelta(seconds=30)
QUARANTINE = timedelta(minutes=10)


@pytest.fixture
def claimed(put: Put, account: GatewayAccount) -> Batch:
    """A batch in the hands of a dispatcher, before the hand-over."""
    (batch,) = put()
    lease = lanes.take(account.pk)
    assert lease is not None
    taken = claims.claim(batch, lease.token)
    assert taken is not None
    return taken


@pytest.fixture
def handed_over(claimed: Batch, room: Room) -> Batch:
    assert handover.hand_over(claimed, room) is not None
    return claimed


@pytest.fixture
def unknown(put: Put, operator: Operator, account: GatewayAccount) -> Batch:
    """A batch that the operator took without saying so."""
    (batch,) = put(size=2)
    operator.script.append("drop")
    run_lane(account.pk)
    assert state_of(batch) == "UNKNOWN"
    return batch


def end_leases() -> None:
    past = timezone.now() - timedelta(seconds=1)
    Batch.objects.filter(lease_until__isnull=False).update(lease_until=past)
    Lane.objects.filter(lease_until__isnull=False).update(lease_until=past)


def test_a_claim_of_a_dead_process_goes_back_to_the_queue(
    claimed: Batch, account: GatewayAccount
) -> None:
    recovery.return_claimed()
    assert state_of(claimed) == "CLAIMED"
    end_leases()
    recovery.return_claimed()
    assert state_of(claimed) == "READY"
    run_lane(account.pk)
    assert state_of(claimed) == "ACCEPTED"


def test_a_hand_over_of_a_dead_process_is_unknown_and_not_sent_again(
    handed_over: Batch, operator: Operator, account: GatewayAccount
) -> None:
    end_leases()
    recovery.sweep()
    run_lane(account.pk)
    assert (state_of(handed_over), handed_over.error_code) == ("UNKNOWN", "WORKER_LOST")
    assert operator.calls == []


def test_a_zombie_can_neither_claim_nor_hand_over_what_is_no_longer_its_own(
    claimed: Batch, put: Put, room: Room, account: GatewayAccount, lane: Lanes
) -> None:
    old_holder = lane().holder
    end_leases()
    recovery.return_claimed()
    assert handover.hand_over(claimed, room) is None
    (waiting,) = put(subject=2)
    assert old_holder is not None
    assert claims.claim(waiting, old_holder) is None
    assert not lanes.renew(account.pk, old_holder)


def test_a_zombie_whose_lease_ended_is_stopped_right_before_the_call(
    handed_over: Batch, room: Room, operator: Operator, account: GatewayAccount
) -> None:
    request = room.request(handed_over)
    outcome = handover.call(room, operator, request, None, None, deadline=0.0)
    assert isinstance(outcome, NotSent)
    assert operator.calls == []
    apply(account, handed_over, outcome, 0)
    assert state_of(handed_over) == "READY"
    assert handed_over.handed_over_at is None


@pytest.mark.parametrize("state", [State.UNKNOWN, State.NEEDS_PERSON])
def test_a_late_answer_ends_the_doubt(handed_over: Batch, room: Room, state: State) -> None:
    Batch.objects.filter(pk=handed_over.pk).update(state=state)
    assert settling.accepted(handed_over, Taken("P1", ("a",)))
    assert state_of(handed_over) == "ACCEPTED"
    assert room.told == [("accepted", handed_over.pk)]


def test_an_answer_under_an_old_token_moves_nothing(handed_over: Batch, room: Room) -> None:
    Batch.objects.filter(pk=handed_over.pk).update(claim_token=uuid4())
    assert not settling.accepted(handed_over, Taken("P1", ("a",)))
    assert state_of(handed_over) == "HANDING_OVER"
    assert room.told == []


def test_the_same_answer_twice_is_booked_once(handed_over: Batch, room: Room) -> None:
    assert settling.accepted(handed_over, Taken("P1"))
    assert not settling.accepted(handed_over, Taken("P1"))
    assert room.told == [("accepted", handed_over.pk)]


def test_class_b_what_the_operator_knows_is_accepted_without_a_second_call(
    unknown: Batch, room: Room, operator: Operator, account: GatewayAccount
) -> None:
    age(unknown, LAG)
    doubts.resolve(account.pk)
    assert (state_of(unknown), unknown.packet_id) == ("ACCEPTED", f"P{unknown.reference[:8]}")
    assert operator.taken[unknown.reference] == 1
    assert room.told == [("accepted", unknown.pk)]


def test_class_b_a_no_within_the_index_lag_does_not_count(
    unknown: Batch, operator: Operator, account: GatewayAccount
) -> None:
    operator.lookup_says.append("NO")
    doubts.resolve(account.pk)
    assert state_of(unknown) == "UNKNOWN"
    assert unknown.not_found_count == 0
    assert unknown.next_check_at > unknown.handed_over_at + LAG
    age(unknown, LAG * 2)
    doubts.resolve(account.pk)
    assert state_of(unknown) == "ACCEPTED"


def test_class_b_goes_again_only_when_still_not_found_after_the_quarantine(
    put: Put, operator: Operator, account: GatewayAccount
) -> None:
    (batch,) = put()
    operator.script.append("drop")
    run_lane(account.pk)
    operator.taken.clear()  # the operator lost it
    for step in (LAG * 2, LAG * 2, LAG * 2):
        age(batch, step)
        doubts.resolve(account.pk)
        assert state_of(batch) == "UNKNOWN"
        assert batch.next_check_at > timezone.now() + LAG
    assert batch.not_found_count == 3
    age(batch, QUARANTINE)
    doubts.resolve(account.pk)
    assert state_of(batch) == "READY"
    reference = batch.reference
    run_lane(account.pk)
    assert (state_of(batch), batch.reference) == ("ACCEPTED", reference)
    assert operator.taken == {reference: 1}


def test_class_b_one_no_is_not_enough_however_late_it_comes(
    unknown: Batch, operator: Operator, account: GatewayAccount
) -> None:
    operator.lookup_says.append("NO")
    age(unknown, QUARANTINE * 3)
    doubts.resolve(account.pk)
    assert (state_of(unknown), unknown.not_found_count) == ("UNKNOWN", 1)


def test_class_a_sends_the_same_content_under_the_same_reference(
    put: Put, operator: Operator, account: GatewayAccount
) -> None:
    operator.gateway_class = "A"
    (batch,) = put()
    operator.script.append("drop")
    run_lane(account.pk)
    doubts.resolve(account.pk)
    assert state_of(batch) == "READY"
    assert batch.may_be_with_operator
    make_due(batch)
    run_lane(account.pk)
    assert state_of(batch) == "ACCEPTED"
    assert {request.reference for _, request in operator.calls} == {batch.reference}
    assert operator.lookups == []


def test_class_a_what_may_have_gone_is_not_refunded_when_it_gets_too_old(
    put: Put, room: Room, operator: Operator, account: GatewayAccount
) -> None:
    operator.gateway_class = "A"
    (batch,) = put(expires_at=timezone.now() + timedelta(hours=1))
    operator.script.append("drop")
    run_lane(account.pk)
    doubts.resolve(account.pk)
    Batch.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    recovery.expire_waiting()
    assert state_of(batch) == "NEEDS_PERSON"
    assert room.told == []


def test_class_c_a_person_decides_at_once_and_nothing_is_refunded(
    put: Put, room: Room, operator: Operator, account: GatewayAccount
) -> None:
    operator.gateway_class = "C"
    (batch,) = put()
    operator.script.append("drop")
    run_lane(account.pk)
    doubts.resolve(account.pk)
    assert state_of(batch) == "NEEDS_PERSON"
    assert (operator.lookups, room.told) == ([], [])


def test_an_operator_that_cannot_be_asked_is_not_asked_the_next_hundred_times(
    put: Put, operator: Operator, account: GatewayAccount
) -> None:
    batches = put(5)
    operator.script.extend(["drop"] * 4)
    run_lane(account.pk)
    for batch in batches[:4]:
        age(batch, LAG)
    operator.lookup_says.append(Unreachable("NO_CONNECTION"))
    doubts.resolve(account.pk)
    assert len(operator.lookups) == 1
    assert doubts.due_accounts() == []


def test_after_a_refused_login_no_machine_asks_either(
    unknown: Batch, operator: Operator, account: GatewayAccount, lane: Lanes
) -> None:
    age(unknown, LAG)
    operator.lookup_says.append(BadCredentials("LOGIN_REFUSED"))
    doubts.resolve(account.pk)
    age(unknown, LAG)
    doubts.resolve(account.pk)
    assert lane().pause_reason == PauseReason.BAD_CREDENTIALS
    assert len(operator.lookups) == 1


def test_a_lane_opens_again_when_a_person_has_tried_the_new_password(
    put: Put, operator: Operator, account: GatewayAccount, lane: Lanes
) -> None:
    put()
    operator.script.append(BadCredentials("LOGIN_REFUSED"))
    run_lane(account.pk)
    recovery.reopen_mended_lanes()
    assert lane().paused
    GatewayAccount.objects.filter(pk=account.pk).update(
        health=GatewayAccount.Health.OK, checked_at=timezone.now() + timedelta(seconds=1)
    )
    recovery.reopen_mended_lanes()
    assert not lane().paused


def test_repeated_failures_pause_the_lane_and_a_probe_opens_it_again(
    put: Put, operator: Operator, account: GatewayAccount, lane: Lanes
) -> None:
    batches = put(3)
    operator.script.extend(Unreachable("NO_CONNECTION") for _ in range(6))
    for _ in range(5):
        for batch in batches:
            make_due(batch)
        run_lane(account.pk)
    assert (lane().paused, lane().pause_reason) == (True, PauseReason.UNREACHABLE)
    assert len(operator.calls) == 5
    assert run_lane(account.pk) == 0  # resting until the probe
    for batch in batches:
        make_due(batch)
    run_lane(account.pk)  # the probe fails
    assert lane().paused
    assert len(operator.calls) == 6
    for batch in batches:
        make_due(batch)
    run_lane(account.pk)  # the probe succeeds, the rest follows
    assert not lane().paused
    assert {state_of(batch) for batch in batches} == {"ACCEPTED"}


def test_an_operator_that_never_answers_is_not_probed_by_a_machine(
    put: Put, operator: Operator, account: GatewayAccount, lane: Lanes
) -> None:
    put(20)
    operator.script.extend(["drop"] * 20)
    run_lane(account.pk)
    assert lane().pause_reason == PauseReason.UNANSWERED
    assert len(operator.calls) <= 9  # five in a row, and at most what was under way
    Lane.objects.update(backoff_until=timezone.now() - timedelta(seconds=1))
    assert run_lane(account.pk) == 0


def test_waiting_batches_expire_also_while_held_or_paused(
    put: Put, room: Room, account: GatewayAccount
) -> None:
    soon = timezone.now() + timedelta(minutes=1)
    (held,), (ready,) = put(expires_at=soon), put(subject=2, expires_at=soon)
    queue.hold(KIND, 1)
    recovery.expire_waiting()
    assert (state_of(held), state_of(ready)) == ("HELD", "READY")
    Batch.objects.update(expires_at=timezone.now())
    recovery.expire_waiting()
    assert (state_of(held), state_of(ready)) == ("EXPIRED", "EXPIRED")
    assert sorted(room.told) == [("expired", held.pk), ("expired", ready.pk)]


def test_the_sweep_nudges_lanes_with_due_work_and_no_dispatcher(
    put: Put, account: GatewayAccount, lane: Lanes
) -> None:
    put()
    assert recovery.nudge_lanes() == 1
    lanes.take(account.pk)
    assert lanes.take(account.pk) is None
