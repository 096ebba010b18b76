"""Wallets under fire (G5, in a short form): threads that spend, load and refund at once."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from tests.support.firms import make_firm
from turkcell_hub.errors import InsufficientCredit
from turkcell_hub.ledger import checks
from turkcell_hub.ledger.models import Account, Kind, Transfer
from turkcell_hub.ledger.reasons import Reason
from turkcell_hub.ledger.services import credits
from turkcell_hub.tenancy.actor import system
from turkcell_hub.tenancy.scope import every_firm

pytestmark = pytest.mark.django_db(transaction=True)


def side_by_side(works: list[Callable[[], object]], threads: int) -> list[object]:
    """Results of all works, in any order: every thread has a connection, and all begin together."""
    together = threading.Barrier(threads)

    def run(share: list[Callable[[], object]]) -> list[object]:
        try:
            connection.ensure_connection()
            together.wait(30)
            return [work() for work in share]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(threads) as pool:
        shares = [works[place::threads] for place in range(threads)]
        return [result for results in pool.map(run, shares) for result in results]


@pytest.mark.requirement("A-007")
def test_a_wallet_of_one_credit_serves_exactly_one_of_fifty() -> None:
    actor = system(make_firm().pk, "Test")
    credits.load(actor.firm_id, Kind.SMS, 1, "load", Reason.PURCHASE, actor)

    def spend(number: int) -> bool:
        try:
            credits.spend(actor.firm_id, Kind.SMS, 1, f"s{number}", Reason.SINGLE, actor)
        except InsufficientCredit:
            return False
        return True

    results = side_by_side([lambda n=n: spend(n) for n in range(50)], threads=16)  # type: ignore[misc]
    assert results.count(True) == 1
    assert credits.balance(actor.firm_id, Kind.SMS) == 0


def test_the_same_key_at_the_same_time_is_one_spend() -> None:
    actor = system(make_firm().pk, "Test")
    credits.load(actor.firm_id, Kind.SMS, 100, "load", Reason.PURCHASE, actor)
    work = lambda: credits.spend(actor.firm_id, Kind.SMS, 7, "one", Reason.SINGLE, actor).pk  # noqa: E731
    assert len(set(side_by_side([work] * 24, threads=12))) == 1
    assert credits.balance(actor.firm_id, Kind.SMS) == 93


@pytest.fixture
def auditor() -> Iterator[list[tuple[int, int]]]:
    """Reads (lowest balance, sum) again and again; yields what it saw."""
    seen: list[tuple[int, int]] = []
    stop = threading.Event()

    def read() -> None:
        with every_firm():
            while not stop.is_set():
                rows = list(Account.objects.values_list("role", "balance"))
                lowest = min((b for role, b in rows if role != "SOURCE"), default=0)
                seen.append((lowest, sum(balance for _, balance in rows)))
                stop.wait(0.01)
        connection.close()

    thread = threading.Thread(target=read)
    thread.start()
    yield seen
    stop.set()
    thread.join()


@pytest.mark.requirement("C-02", "S-065")
def test_money_holds_under_parallel_spends_loads_and_repeated_refunds(
    auditor: list[tuple[int, int]],
) -> None:
    actors = [system(make_firm().pk, "Test") for _ in range(3)]
    dice = random.Random(7)
    works: list[Callable[[], object]] = []
    for actor in actors:
        credits.load(actor.firm_id, Kind.SMS, 70, "opening", Reason.OPENING, actor)
        for number in range(30):
            amount = dice.randint(1, 9)  # about 150 are wanted, 70 + 30 are there
            works.append(lambda a=actor, n=number, x=amount: _campaign(a, n, x))  # type: ignore[misc]
        for number in range(6):
            works.append(
                lambda a=actor, n=number: credits.load(  # type: ignore[misc]
                    a.firm_id, Kind.SMS, 5, f"load {n}", Reason.PURCHASE, a
                )
            )
    # Each spend's reports arrive up to four times, mixed with everything else.
    works += [work for work in works if dice.random() < 0.5]
    dice.shuffle(works)
    side_by_side(works, threads=10)
    assert checks.findings() == []
    assert {total for _, total in auditor} == {0}
    assert min(lowest for lowest, _ in auditor) >= 0
    with every_firm():
        for spend in Transfer.objects.filter(type="SPEND"):
            back = sum(spend.refunds.values_list("amount", flat=True))
            assert back == spend.refunded <= spend.amount


def _campaign(actor, number: int, amount: int) -> None:  # type: ignore[no-untyped-def]
    """A spend and the refunds of its failed messages; safe to be repeated as a whole."""
    try:
        spend = credits.spend(
            actor.firm_id, Kind.SMS, amount, f"campaign {number}", Reason.CAMPAIGN, actor
        )
    except InsufficientCredit:
        return
    rows = [(spend.pk, 1, f"message {number}/{n}") for n in range(0, amount, 2)]
    random.shuffle(rows)
    credits.refund_many(actor.firm_id, rows + rows[:2])
