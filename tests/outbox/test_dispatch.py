"""Handing over: every class of answer, and what it means for batch and lane."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.outbox.conftest import make_due, state_of
from tests.outbox.scripted import KIND, Operator, Request, Room
from turkcell_hub.gateways.errors import (
    BadCredentials,
    Broken,
    Busy,
    OutOfFunds,
    Refused,
    Unknown,
    Unreachable,
    VendorAnswer,
)
from turkcell_hub.outbox import checkpoints
from turkcell_hub.outbox.dispatch import run_lane
from turkcell_hub.outbox.handlers import Later
from turkcell_hub.outbox.models import Batch, Lane, PauseReason
from turkcell_hub.outbox.services import queue
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import GatewayAccount

Put = Callable[..., list[Batch]]
Lanes = Callable[[], Lane]


def test_a_batch_is_handed_over_once_and_its_ids_are_kept(
    put: Put, room: Room, operator: Operator, account: GatewayAccount
) -> None:
    (batch,) = put(size=3)
    assert run_lane(account.pk) == 1
    assert state_of(batch) == "ACCEPTED"
    assert batch.packet_id == f"P{batch.reference[:8]}"
    assert batch.operator_ids == [f"{batch.reference}-{n}" for n in range(3)]
    assert batch.accepted_at is not None
    assert room.told == [("accepted", batch.pk)]
    assert run_lane(account.pk) == 0
    assert operator.taken == {batch.reference: 1}


def test_all_batches_of_a_campaign_go_within_the_connections(
    put: Put, operator: Operator, account: GatewayAccount
) -> None:
    operator.latency = 0.01
    batches = put(40, size=500)
    run_lane(account.pk)
    assert {state_of(batch) for batch in batches} == {"ACCEPTED"}
    assert operator.most_at_once <= 4
    assert set(operator.taken.values()) == {1}


def test_the_first_call_goes_alone_so_that_a_wrong_password_is_tried_once(
    put: Put, operator: Operator, account: GatewayAccount, lane: Lanes
) -> None:
    batches = put(10)
    operator.script.append(BadCredentials("LOGIN_REFUSED", VendorAnswer("401", "Hatalı şifre")))
    run_lane(account.pk)
    run_lane(account.pk)
    assert len(operator.calls) == 1
    assert {state_of(batch) for batch in batches} == {"READY"}
    assert (lane().paused, lane().pause_reason) == (True, PauseReason.BAD_CREDENTIALS)
    account.refresh_from_db()
    assert account.health == GatewayAccount.Health.BAD_CREDENTIALS


def test_a_refused_batch_ends_and_the_lane_goes_on(
    put: Put, room: Room, operator: Operator, account: GatewayAccount
) -> None:
    first, second = put(2)
    operator.script.append(Refused("BAD_SENDER", VendorAnswer("51", "Başlık onaylı değil")))
    run_lane(account.pk)
    assert (state_of(first), state_of(second)) == ("REFUSED", "ACCEPTED")
    assert (first.error_code, first.vendor_code, first.error_text) == (
        "BAD_SENDER",
        "51",
        "Başlık onaylı değil",
    )
    assert room.told == [("refused", first.pk), ("accepted", second.pk)]


def test_a_busy_operator_is_left_alone_for_as_long_as_he_asks(
    put: Put, operator: Operator, account: GatewayAccount, lane: Lanes
) -> None:
    first, second = put(2)
    operator.script.append(Busy("TOO_MANY_REQUESTS", retry_after=90))
    run_lane(account.pk)
    assert len(operator.calls) == 1
    assert (state_of(first), state_of(second)) == ("READY", "READY")
    assert first.due_at > timezone.now() + timedelta(seconds=80)
    began = first.put_off_since
    assert timezone.now() - timedelta(minutes=1) < began <= timezone.now()
    assert second.put_off_since is None
    make_due(first)
    operator.script.append(Busy("TOO_MANY_REQUESTS", retry_after=90))
    run_lane(account.pk)
    assert (state_of(first), first.put_off_since) == ("READY", began)
    assert lane().backoff_until > timezone.now() + timedelta(seconds=80)
    assert not lane().paused
    make_due(first)
    run_lane(account.pk)
    assert (state_of(first), state_of(second)) == ("ACCEPTED", "ACCEPTED")


def test_an_empty_operator_account_stops_the_lane_for_a_person(
    put: Put, operator: Operator, account: GatewayAccount, lane: Lanes, actor: Actor
) -> None:
    (batch,) = put()
    operator.script.append(OutOfFunds("NO_BALANCE", VendorAnswer(text="Bakiye yetersiz")))
    run_lane(account.pk)
    assert state_of(batch) == "READY"
    assert (lane().pause_reason, lane().pause_note) == ("OUT_OF_FUNDS", "Bakiye yetersiz")
    assert run_lane(account.pk) == 0
    queue.resume_lane(account.pk, actor)
    run_lane(account.pk)
    assert state_of(batch) == "ACCEPTED"


def test_an_unreachable_operator_gets_the_batch_again_after_a_pause(
    put: Put, operator: Operator, account: GatewayAccount, lane: Lanes
) -> None:
    (batch,) = put()
    operator.script.append(Unreachable("NO_CONNECTION"))
    run_lane(account.pk)
    assert state_of(batch) == "READY"
    assert batch.handed_over_at is None
    assert (lane().consecutive_failures, lane().paused) == (1, False)
    assert lane().backoff_until > timezone.now()
    make_due(batch)
    run_lane(account.pk)
    assert state_of(batch) == "ACCEPTED"
    assert lane().consecutive_failures == 0


@pytest.mark.parametrize("error", [Unknown("NO_ANSWER_IN_TIME"), Broken("UNREADABLE")])
def test_no_usable_answer_means_unknown_and_is_never_repeated(
    put: Put, operator: Operator, account: GatewayAccount, error: Exception
) -> None:
    (batch,) = put()
    operator.script.append(error)
    run_lane(account.pk)
    run_lane(account.pk)
    assert state_of(batch) == "UNKNOWN"
    assert len(operator.calls) == 1


def test_a_fault_of_a_room_parks_its_batch_with_the_error_and_others_go_on(
    put: Put, operator: Operator, account: GatewayAccount
) -> None:
    first, second = put(2)
    operator.script.append(ZeroDivisionError("hesap"))
    run_lane(account.pk)
    assert (state_of(first), state_of(second)) == ("NEEDS_PERSON", "ACCEPTED")
    assert (first.error_code, first.error_text) == ("ZeroDivisionError", "hesap")


def test_a_fault_while_loading_parks_the_batch_before_anything_is_sent(
    put: Put, room: Room, operator: Operator, account: GatewayAccount
) -> None:
    (batch,) = put()

    def fail(batch: Batch) -> None:
        raise KeyError("şablon")

    room.load_does = fail
    run_lane(account.pk)
    assert state_of(batch) == "NEEDS_PERSON"
    assert batch.handed_over_at is None
    assert operator.calls == []


def test_what_the_operator_took_is_kept_even_when_the_room_cannot_book_it(
    put: Put, room: Room, account: GatewayAccount, actor: Actor
) -> None:
    (batch,) = put(size=2)

    def fail(batch: Batch) -> None:
        raise RuntimeError("yer yok")

    room.booking_does = fail
    run_lane(account.pk)
    assert state_of(batch) == "NEEDS_PERSON"
    assert batch.packet_id
    assert len(batch.operator_ids) == 2
    room.booking_does = None
    queue.resolve(batch.pk, actor, "sent")
    assert state_of(batch) == "ACCEPTED"
    assert room.taken[batch.pk].operator_ids == tuple(batch.operator_ids)


def test_a_batch_with_nothing_left_to_send_ends_without_a_call(
    put: Put, room: Room, operator: Operator, account: GatewayAccount
) -> None:
    (batch,) = put()
    room.load_does = lambda batch: None
    run_lane(account.pk)
    assert state_of(batch) == "CANCELLED"
    assert batch.error_code == "NOTHING_LEFT"
    assert (operator.calls, room.told) == ([], [])


def test_a_batch_that_is_too_old_is_never_handed_over(
    put: Put, room: Room, operator: Operator, account: GatewayAccount
) -> None:
    (batch,) = put(expires_at=timezone.now() - timedelta(seconds=1))
    run_lane(account.pk)
    assert state_of(batch) == "EXPIRED"
    assert room.told == [("expired", batch.pk)]
    assert operator.calls == []


def test_a_batch_of_the_future_waits(put: Put, operator: Operator, account: GatewayAccount) -> None:
    put(due_at=timezone.now() + timedelta(hours=1))
    assert run_lane(account.pk) == 0
    assert operator.calls == []


def test_an_account_that_cannot_be_opened_stops_its_lane(
    put: Put, room: Room, account: GatewayAccount, lane: Lanes
) -> None:
    (batch,) = put()

    def fail() -> None:
        raise ValueError("options")

    room.open_does = fail
    run_lane(account.pk)
    assert state_of(batch) == "READY"
    assert lane().pause_reason == PauseReason.FAULT


def test_an_inactive_account_hands_nothing_over(put: Put, account: GatewayAccount) -> None:
    (batch,) = put()
    GatewayAccount.objects.filter(pk=account.pk).update(is_active=False)
    assert run_lane(account.pk) == 0
    assert state_of(batch) == "READY"


def test_an_urgent_batch_that_arrives_meanwhile_is_taken_next(
    put: Put, operator: Operator, account: GatewayAccount
) -> None:
    account.options = {"connections": 1}
    account.save()
    put(5, subject=1)
    urgent: list[Batch] = []

    def arrive(name: str) -> None:
        if name == "settle.committed" and not urgent:
            urgent.extend(put(1, subject=2, priority=queue.URGENT))

    checkpoints.install(arrive)
    run_lane(account.pk)
    assert operator.order().index(urgent[0].pk) == 1


def test_an_urgent_batch_does_not_wait_behind_slow_calls(
    put: Put, operator: Operator, account: GatewayAccount
) -> None:
    account.options = {"connections": 2}
    account.save()
    put(5, subject=1)
    urgent: list[Batch] = []
    release = threading.Event()

    handed_over: list[str] = []

    def arrive(name: str) -> None:
        if name != "hand_over.committed":
            return  # calls pass other lines in threads that would wait for this test's transaction
        handed_over.append(name)
        if len(handed_over) == 3:
            urgent.extend(put(1, subject=2, priority=queue.URGENT))

    def hang(request: Request) -> None:
        # The first call earns the trust; the next two hang until the urgent one lets them go.
        if urgent and request.batch_id == urgent[0].pk:
            release.set()
        elif len(operator.calls) > 1:
            assert release.wait(10)

    operator.on_call = hang
    checkpoints.install(arrive)
    run_lane(account.pk)
    assert state_of(urgent[0]) == "ACCEPTED"
    assert release.is_set()


def test_a_short_campaign_goes_between_the_batches_of_a_long_one(
    put: Put, operator: Operator, account: GatewayAccount
) -> None:
    account.options = {"connections": 1}
    account.save()
    put(6, subject=1)
    put(2, subject=2)
    run_lane(account.pk)
    subjects = dict(Batch.objects.values_list("pk", "subject_id"))
    assert [subjects[pk] for pk in operator.order()] == [1, 2, 1, 2, 1, 1, 1, 1]


def test_the_same_ranges_twice_are_queued_once(put: Put) -> None:
    put(3)
    assert len(put(3)) == 3
    assert Batch.objects.filter(kind=KIND).count() == 3


def test_batches_whose_hours_are_closed_wait_in_their_lane_and_go_once_when_they_open(
    put: Put, room: Room, operator: Operator, account: GatewayAccount
) -> None:
    opens = timezone.now() + timedelta(hours=9)

    def closed(_batch: Batch) -> None:
        raise Later(opens)

    room.load_does = closed
    batches = put(3)
    run_lane(account.pk)
    assert operator.calls == []
    for batch in batches:
        assert state_of(batch) == "READY"
        assert batch.due_at == opens
    room.load_does = None
    assert run_lane(account.pk) == 0
    for batch in batches:
        make_due(batch)
    run_lane(account.pk)
    assert {state_of(batch) for batch in batches} == {"ACCEPTED"}
    assert set(operator.taken.values()) == {1}
    assert len(operator.taken) == 3
