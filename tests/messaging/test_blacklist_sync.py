"""The operator's own list and ours, over HTTP: what changes here is told, what changes there is
read, and a block wins."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest

from messaging import blacklist_job
from messaging.models import (
    BlacklistEntry,
    BlacklistOrder,
    OperatorBlock,
    OperatorSync,
    Thread,
)
from messaging.services import blacklist, blacklist_sync, inbound_pull, routing
from messaging.services.blacklist import Block
from tests.messaging.inbound_world import PERSON
from tests.support.fake_operator import ControlClient, FakeOperatorProcess
from tests.support.firms import actor_for, make_member
from tests.support.messaging import make_account
from turkcell_hub.jobs.models import JobState
from turkcell_hub.jobs.services import jobs
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, GatewayAccount, Role
from turkcell_hub.tenancy.services import connections

pytestmark = pytest.mark.django_db
WEB = "+905321115501"
_numbers = itertools.count(1)


@pytest.fixture(scope="module")
def operator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeOperatorProcess]:
    process = FakeOperatorProcess(tmp_path_factory.mktemp("operator"))
    process.start()
    yield process
    process.stop()


@pytest.fixture(autouse=True)
def _address_is_allowed(operator: FakeOperatorProcess, settings: Any) -> None:
    settings.FAKE_OPERATOR_URL = operator.url


@pytest.fixture(params=["mesajussu", "verimor"])
def account(in_firm: Firm, operator: FakeOperatorProcess, request: Any) -> GatewayAccount:
    username = f"5321{next(_numbers):06}"
    ControlClient(operator.url).create_account(username, request.param)
    path = "/api/api/integration" if request.param == "mesajussu" else ""
    return make_account(
        in_firm, request.param, base_url=operator.url + path, username=username,
        password="dogru-sifre",
    )  # fmt: skip


@pytest.fixture
def manager(in_firm: Firm) -> Actor:
    return actor_for(make_member(in_firm, Role.MANAGER))


def there(account: GatewayAccount) -> set[str]:
    with connections.gateway(account) as gateway:
        return {entry.phone for entry in gateway.blacklist()}


def test_what_changes_here_is_told_to_the_operator(account: GatewayAccount, manager: Actor) -> None:
    entry = blacklist.add(manager, {"phone": PERSON, "reason": "Borçlu"})
    assert blacklist_sync.push(account) == 1
    assert there(account) == {PERSON}
    assert blacklist_sync.push(account) == 0
    blacklist.remove(manager, entry, "Ödedi")
    blacklist_sync.push(account)
    assert there(account) == set()
    assert not BlacklistOrder.objects.exists()


@pytest.mark.requirement("S-069", "S-070")
def test_a_block_wins_whichever_side_has_it(account: GatewayAccount, manager: Actor) -> None:
    blacklist.add(manager, {"phone": PERSON, "reason": "Borçlu"})
    with connections.gateway(account) as gateway:
        gateway.block([WEB])
    job = blacklist_job.start(manager)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.DONE
    assert there(account) == {PERSON, WEB}
    assert set(BlacklistEntry.objects.values_list("phone", flat=True)) == {PERSON, WEB}
    assert BlacklistEntry.objects.get(phone=WEB).origin == "OPERATOR"
    with connections.gateway(account) as gateway:
        gateway.unblock([PERSON])
    found = blacklist_sync.run(account)
    assert (found["added"], found["missing"]) == (0, 1)
    assert there(account) == {PERSON, WEB}


def test_our_own_removal_that_is_on_its_way_is_not_taken_for_their_block(
    account: GatewayAccount, manager: Actor
) -> None:
    blacklist.add(manager, {"phone": PERSON, "reason": "Borçlu"})
    blacklist_sync.run(account)
    blacklist.remove(manager, BlacklistEntry.objects.get(), "Ödedi")
    blacklist_sync.pull(account)
    assert not BlacklistEntry.objects.exists()
    blacklist_sync.run(account)
    assert there(account) == set()


def test_a_long_list_is_read_once_however_often_the_reading_stops(
    account: GatewayAccount,
) -> None:
    phones = [f"+9053211{n:05}" for n in range(250)]
    with connections.gateway(account) as gateway:
        for start in range(0, 250, 50):
            gateway.block(phones[start : start + 50])

    class Stopped(Exception):
        pass

    def stop(_read: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        blacklist_sync.pull(account, stop)
    cursor = OperatorSync.objects.get().blacklist_cursor
    assert cursor is not None
    found = blacklist_sync.pull(account)
    assert found["read"] == 250 - int(cursor)
    assert BlacklistEntry.objects.count() == OperatorBlock.objects.count() == 250
    assert blacklist_sync.pull(account)["added"] == 0


def test_a_number_that_the_operator_refuses_holds_up_no_other(
    in_firm: Firm, operator: FakeOperatorProcess, manager: Actor
) -> None:
    ControlClient(operator.url).create_account("5321110999", "mesajussu")
    account = make_account(
        in_firm, base_url=f"{operator.url}/api/api/integration", username="5321110999",
        password="dogru-sifre",
    )  # fmt: skip
    blacklist.block(manager, [Block("+994501234567", "FIRMA", "x"), Block(PERSON, "FIRMA", "x")])
    assert blacklist_sync.push(account) == 1
    assert there(account) == {PERSON}
    left = BlacklistOrder.objects.get()
    assert (left.phone, left.tries, left.error) == ("+994501234567", 1, "NUMBER_NOT_SUPPORTED")


def test_while_the_operator_is_away_the_changes_wait(
    account: GatewayAccount, manager: Actor
) -> None:
    GatewayAccount.objects.filter(pk=account.pk).update(base_url="http://127.0.0.1:9")
    account.refresh_from_db()
    blacklist.add(manager, {"phone": PERSON, "reason": "Borçlu"})
    assert blacklist_sync.tell(account) == 0
    assert BlacklistOrder.objects.get().error == "BAD_ADDRESS"
    assert blacklist_sync.due_pushes() == []


def test_messages_that_were_not_pushed_are_asked_for_once(
    in_firm: Firm, operator: FakeOperatorProcess
) -> None:
    control = ControlClient(operator.url)
    control.create_account("geleni-soran", "verimor")
    account = make_account(
        in_firm, "verimor", base_url=operator.url, username="geleni-soran",
        password="dogru-sifre",
    )  # fmt: skip
    control.inbound("geleni-soran", PERSON.lstrip("+"), "RET")
    control.inbound("geleni-soran", WEB.lstrip("+"), "Merhaba")
    assert inbound_pull.due() == [(in_firm.pk, account.pk)]
    assert inbound_pull.pull(account) == 2
    assert inbound_pull.due() == []
    assert inbound_pull.pull(account) == 0
    for _firm, pk in routing.waiting():
        routing.route(pk)
    assert BlacklistEntry.objects.get().phone == PERSON
    assert Thread.objects.get().phone == WEB
