"""kill -9 at every line, zombies, and dispatchers side by side (G2, G3)."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction

from tests.outbox.conftest import state_of
from tests.outbox.processes import (
    BookingRoom,
    FileOperator,
    bookings,
    end_leases,
    ended,
    fork,
    kill_at,
    recover,
)
from tests.outbox.scripted import KIND
from turkcell_hub.outbox import checkpoints, claims, handlers, lanes, recovery
from turkcell_hub.outbox.dispatch import run_lane
from turkcell_hub.outbox.models import Batch
from turkcell_hub.settings import environment
from turkcell_hub.tenancy.models import Firm, GatewayAccount
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = pytest.mark.django_db(transaction=True)

Put = Callable[..., list[Batch]]
LINES = [
    "lane.taken",
    "claim.before",
    "claim.inside",
    "claim.committed",
    "load.inside",
    "hand_over.committed",
    "call.before",
    "call.after",
    "settle.before",
    "settle.inside",
    "settle.committed",
    "lane.released",
]
# Killed here, nobody can know whether the operator has the batch.
IN_DOUBT = {"hand_over.committed", "call.before", "call.after", "settle.before", "settle.inside"}


@pytest.fixture
def in_firm(transactional_db: None) -> Iterator[Firm]:
    """Committed rows, which other processes see."""
    from tests.support.firms import make_firm

    firm = make_firm()
    with firm_scope(firm.pk):
        yield firm


@pytest.fixture
def operator(tmp_path: Path) -> FileOperator:
    operator = FileOperator()
    operator.path = tmp_path / "truth"
    return operator


@pytest.fixture
def room(operator: FileOperator) -> Iterator[BookingRoom]:
    room = BookingRoom(operator)
    handlers._handlers.pop(KIND, None)
    handlers.register(KIND, room)
    yield room
    handlers._handlers.pop(KIND)
    checkpoints.install(None)


def run_killed(account: GatewayAccount, line: str, hits: int = 1) -> int:
    def work() -> None:
        checkpoints.install(kill_at(line, hits))
        run_lane(account.pk)

    return ended(fork(work))


@pytest.mark.parametrize("gateway_class", ["A", "B", "C"])
def test_a_kill_at_any_line_loses_nothing_and_doubles_nothing(
    put: Put, operator: FileOperator, account: GatewayAccount, gateway_class: str
) -> None:
    operator.gateway_class = gateway_class
    for subject, line in enumerate(LINES):
        batches = put(3, subject=subject)
        assert run_killed(account, line) == signal.SIGKILL, line
        recover(account.pk)
        doubtful = [batch for batch in batches if state_of(batch) == "NEEDS_PERSON"]
        assert len(doubtful) == (1 if gateway_class == "C" and line in IN_DOUBT else 0), line
        accepted = [batch for batch in batches if state_of(batch) == "ACCEPTED"]
        assert len(accepted) == 3 - len(doubtful), line
        truth, booked = operator.truth(), bookings()
        assert set(truth.values()) == {1}, line
        assert {batch.reference for batch in accepted} <= set(truth), line
        assert [booked[batch.pk] for batch in accepted] == [1] * len(accepted), line
        assert not any(booked[batch.pk] for batch in doubtful), line


@pytest.mark.parametrize("gateway_class", ["A", "B", "C"])
def test_a_campaign_survives_kill_after_kill(
    put: Put, operator: FileOperator, account: GatewayAccount, gateway_class: str
) -> None:
    operator.gateway_class = gateway_class
    batches = put(25)
    dice = random.Random(gateway_class)
    kills = 0
    while kills < 15:
        kills += bool(run_killed(account, "*", dice.randint(1, 60)))
        end_leases()
        recovery.return_claimed()
        if not Batch.objects.filter(state="READY").exists():
            break
    for _ in range(3):
        recover(account.pk)
    ends = {state_of(batch) for batch in batches}
    assert ends <= ({"ACCEPTED", "NEEDS_PERSON"} if gateway_class == "C" else {"ACCEPTED"})
    assert set(operator.truth().values()) == {1}
    accepted = {batch.pk: 1 for batch in batches if batch.state == "ACCEPTED"}
    assert bookings() == accepted


def stopped_at(account: GatewayAccount, line: str, ready: Path) -> int:
    """A dispatcher that stops itself (SIGSTOP) at the line."""

    def stop(name: str) -> None:
        if name == line and not ready.exists():
            ready.touch()
            os.kill(os.getpid(), signal.SIGSTOP)

    def work() -> None:
        checkpoints.install(stop)
        run_lane(account.pk)

    pid = fork(work)
    os.waitpid(pid, os.WUNTRACED)
    return pid


@pytest.mark.parametrize("line", ["lane.taken", "claim.committed", "hand_over.committed"])
def test_a_zombie_that_wakes_up_doubles_nothing(
    put: Put, operator: FileOperator, account: GatewayAccount, tmp_path: Path, line: str
) -> None:
    batches = put(3)
    pid = stopped_at(account, line, tmp_path / "ready")
    end_leases()
    recovery.sweep()
    run_lane(account.pk)  # the successor
    os.kill(pid, signal.SIGCONT)
    ended(pid)
    assert {state_of(batch) for batch in batches} == {"ACCEPTED"}
    assert set(operator.truth().values()) == {1}
    assert bookings() == {batch.pk: 1 for batch in batches}


def test_a_zombie_that_slept_through_its_lease_does_not_call(
    put: Put,
    operator: FileOperator,
    account: GatewayAccount,
    tmp_path: Path,
    settings: object,
) -> None:
    settings.OUTBOX_LEASE = timedelta(seconds=0.5)  # type: ignore[attr-defined]
    (batch,) = put()
    pid = stopped_at(account, "hand_over.committed", tmp_path / "ready")
    time.sleep(0.7)  # real time: the lease is the thing tested
    recovery.sweep()
    assert state_of(batch) == "UNKNOWN"
    os.kill(pid, signal.SIGCONT)
    ended(pid)
    assert operator.truth() == {}
    assert state_of(batch) == "READY"


@pytest.mark.parametrize("line", ["claim.inside", "settle.inside"])
def test_a_process_that_freezes_in_a_transaction_holds_nobody_up(
    put: Put,
    operator: FileOperator,
    account: GatewayAccount,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    line: str,
) -> None:
    """The server ends the transaction (DATABASE_IDLE_SECONDS, here half a second)."""
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@nowhere/none")
    monkeypatch.setenv("DATABASE_IDLE_SECONDS", "60")
    product = environment.read(tmp_path).database["OPTIONS"]["options"]
    shorter = {"options": product.replace("=60s", "=500ms")}
    assert shorter["options"] != product
    batches = put(3)
    with monkeypatch.context() as child:
        child.setitem(connection.settings_dict, "OPTIONS", shorter)
        pid = stopped_at(account, line, tmp_path / "ready")
    try:
        end_leases_when_free()
        recover(account.pk)  # while it is still frozen
        assert {state_of(batch) for batch in batches} == {"ACCEPTED"}
    finally:
        os.kill(pid, signal.SIGCONT)
        ended(pid)
    assert {state_of(batch) for batch in batches} == {"ACCEPTED"}
    assert set(operator.truth().values()) == {1}
    assert bookings() == {batch.pk: 1 for batch in batches}


def end_leases_when_free() -> None:
    """``end_leases`` needs the rows that the frozen process holds: it waits for the server."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '10s'")
        end_leases()


def test_eight_dispatchers_never_share_a_batch(
    put: Put, operator: FileOperator, account: GatewayAccount
) -> None:
    batches = put(30)

    def work() -> None:
        for _ in range(8):
            run_lane(account.pk, budget_seconds=0.2)

    for pid in [fork(work) for _ in range(8)]:
        ended(pid)
    recover(account.pk)
    assert {state_of(batch) for batch in batches} == {"ACCEPTED"}
    assert operator.truth() == {batch.reference: 1 for batch in batches}


def test_even_with_one_lease_for_all_a_batch_is_claimed_once(
    put: Put, account: GatewayAccount
) -> None:
    put(24)
    lease = lanes.take(account.pk)
    assert lease is not None
    token = lease.token

    def work() -> None:
        while (upcoming := claims.upcoming(account.pk)) is not None:
            claims.claim(upcoming, token)

    for pid in [fork(work) for _ in range(8)]:
        ended(pid)
    assert set(Batch.objects.values_list("state", "attempt")) == {("CLAIMED", 1)}
