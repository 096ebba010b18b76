"""Lines: one holder an account, who also stores what comes over it."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.outbox.conftest import state_of
from tests.outbox.scripted import KIND, Operator, Room
from turkcell_hub.gateways.errors import BadCredentials, Busy, Unreachable
from turkcell_hub.outbox import dispatch, handlers, keeping, lines, recovery
from turkcell_hub.outbox.models import Batch, Lane, PauseReason
from turkcell_hub.outbox.resources import LaneResource
from turkcell_hub.tenancy.models import GatewayAccount

Put = Callable[..., list[Batch]]


class LineRoom(Room):
    """A room whose operator keeps a line. ``heard``: what listening brings (True: something
    was stored; an error is raised); an empty one brings nothing."""

    def __init__(self, operator: Operator) -> None:
        super().__init__(operator)
        self.heard: deque[Any] = deque()
        self.opened = self.closed = 0
        self.on_listen: Callable[[], None] = lambda: None

    def open(self, account: GatewayAccount) -> Operator:
        self.opened += 1
        return super().open(account)

    def close(self, gateway: Operator) -> None:
        self.closed += 1

    def keeps_line(self, account: GatewayAccount) -> bool:
        return True

    def listen(self, account: GatewayAccount, gateway: Any, wait: float) -> bool:
        self.on_listen()
        told = self.heard.popleft() if self.heard else False
        if isinstance(told, BaseException):
            raise told
        return told


@pytest.fixture
def room(operator: Operator) -> Iterator[LineRoom]:
    room = LineRoom(operator)
    handlers.register(KIND, room)
    yield room
    handlers._handlers.pop(KIND)


@pytest.fixture
def line(account: GatewayAccount, room: LineRoom) -> Iterator[lines.Line]:
    held = lines.take(account)
    assert held is not None
    yield held
    held.close()


def past(account: GatewayAccount, **fields: Any) -> None:
    Lane.objects.filter(account=account).update(**fields)


def test_a_line_has_one_holder_until_it_is_given_back(account, room, line):
    assert lines.take(account) is None
    line.close()
    second = lines.take(account)
    assert second is not None
    second.close()
    assert (room.opened, room.closed) == (2, 2)


def test_a_dead_holders_line_is_free_when_its_lease_ends(account, room, line):
    past(account, line_until=timezone.now() - timedelta(seconds=1))
    second = lines.take(account)
    assert second is not None
    line._renewed = float("-inf")
    assert not line.listen(0)  # the first holder notices at its next renewal
    line.close()
    assert Lane.objects.get(account=account).line_until is not None  # and takes nothing away
    second.close()


def test_a_worker_leaves_the_lane_to_whoever_holds_the_line(account, room, line, put: Put, lane):
    (batch,) = put()
    assert dispatch.run_lane(account.pk) == 0
    assert state_of(batch) == "READY"
    assert dispatch.run_lane(account.pk, line=line) == 1
    assert state_of(batch) == "ACCEPTED"
    assert (room.opened, room.closed) == (1, 0)  # one gateway, and it stays open


def test_a_worker_borrows_the_line_while_nobody_holds_it(account, room, put: Put):
    batches = put(3)
    assert dispatch.run_lane(account.pk) == 3
    assert [state_of(batch) for batch in batches] == ["ACCEPTED"] * 3
    assert (room.opened, room.closed) == (1, 1)
    assert Lane.objects.get(account=account).line_until is None


def test_what_comes_in_is_heard_while_a_campaign_goes_out(account, room, line, put: Put):
    put(5)
    room.heard.extend([True, True, True])
    dispatch.run_lane(account.pk, line=line)
    assert not room.heard


def test_a_refused_login_pauses_the_lane_and_nobody_connects(account, room, line, put: Put):
    put()
    room.heard.append(BadCredentials("AUTH_FAILED"))
    assert not line.listen(0)
    assert not line.may_connect()
    line.close()
    assert Lane.objects.get(account=account).pause_reason == PauseReason.BAD_CREDENTIALS
    account.refresh_from_db()
    assert account.health == GatewayAccount.Health.BAD_CREDENTIALS
    assert lines.take(account) is None
    assert dispatch.run_lane(account.pk) == 0
    assert room.opened == 1
    GatewayAccount.objects.filter(pk=account.pk).update(health="ok", checked_at=timezone.now())
    recovery.reopen_mended_lanes()  # a person has tried it with success
    assert dispatch.run_lane(account.pk) == 1


@pytest.mark.parametrize("error", [Unreachable("NO_CONNECTION"), Busy("OPERATOR_BUSY")])
def test_a_line_that_cannot_be_opened_rests_longer_each_time(account, room, line, lane, error):
    room.heard.append(error)
    assert not line.listen(0)
    assert not line.may_connect()
    first = lane().backoff_until
    assert first > timezone.now()
    past(account, backoff_until=None)
    assert line.may_connect()
    room.heard.extend([error] * 4)
    for _ in range(4):
        line.listen(0)
    assert lane().pause_reason == PauseReason.UNREACHABLE
    assert line.listen(0)  # it is there again
    assert (lane().paused, lane().consecutive_failures) == (False, 0)
    account.refresh_from_db()
    assert account.health == GatewayAccount.Health.OK


def test_a_line_is_listened_to_while_a_person_has_stopped_the_lane(account, room, line, put: Put):
    (batch,) = put()
    past(account, paused=True, pause_reason=PauseReason.PERSON)
    room.heard.append(True)
    assert line.may_connect()
    assert line.listen(0)
    assert dispatch.run_lane(account.pk, line=line) == 0
    assert state_of(batch) == "READY"


def test_people_see_whether_somebody_holds_the_line(account, room, line):
    lane = LaneResource().queryset(None).get(account=account)
    column = next(one for one in LaneResource.columns if one.name == "connection")
    assert column.raw(lane) == "Açık"
    line.close()
    lane.refresh_from_db()
    assert column.raw(lane) == "Kapalı"


def test_the_keeper_sends_what_comes_and_ends_when_it_is_asked(account, room, put: Put):
    stop = threading.Event()
    batches: list[Batch] = []
    patience = iter(range(200))

    def listening() -> None:
        if not batches:
            batches.extend(put(2))
        elif state_of(batches[-1]) == "ACCEPTED" or next(patience, None) is None:
            stop.set()

    room.on_listen = listening
    keeping.keep(account.pk, stop)
    assert [state_of(batch) for batch in batches] == ["ACCEPTED"] * 2
    assert Lane.objects.get(account=account).line_until is None
    assert (room.opened, room.closed) == (1, 1)


def test_the_keeper_lets_go_of_an_account_that_has_changed(account, room, monkeypatch):
    monkeypatch.setattr(keeping, "_LOOK_EVERY", 0)
    stop, patience = threading.Event(), iter(range(200))

    def listening() -> None:
        GatewayAccount.objects.filter(pk=account.pk).update(username="new")
        if next(patience, None) is None:
            stop.set()

    room.on_listen = listening
    keeping.keep(account.pk, stop)
    assert not stop.is_set(), "it let go by itself"
    assert (room.opened, room.closed) == (1, 1)


def test_the_keeper_leaves_a_refused_account_alone(account, room):
    GatewayAccount.objects.filter(pk=account.pk).update(health="bad_credentials")
    assert keeping._wanted() == []
    GatewayAccount.objects.filter(pk=account.pk).update(health="ok")
    assert keeping._wanted() == [account.pk]
