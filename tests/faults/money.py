"""G5: the books hold at every read, whatever happens at once.

Threads of many firms submit campaigns (more than the wallet can pay), cancel them, load
credit and deliver reports one to four times in any order, all through the real services;
an auditor reads the sums every 100 ms. Hand-overs are real, to the fake operator; the
reports are its own, repeated and shuffled here.

    python3 manage.py faults money --firms 20 --threads 50 --rounds 40
"""

from __future__ import annotations

import argparse
import random
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import OperationalError, connection, connections

from messaging.models import Campaign, Group
from messaging.services import campaigns, preparing, reports
from tests.faults import _processes
from tests.faults._time import drain
from tests.faults._world import Place, World, draft, people, world
from tests.faults.checker import Report, check
from turkcell_hub.errors import HubError
from turkcell_hub.ledger.models import Transfer
from turkcell_hub.ledger.services import credits
from turkcell_hub.outbox.dispatch import run_lane
from turkcell_hub.outbox.models import Batch
from turkcell_hub.tenancy.actor import system
from turkcell_hub.tenancy.scope import every_firm, firm_scope
from turkcell_hub.tenancy.services import connections as gateways

_READ = """
SELECT s.firm_id, s.id, SUM(r.amount)
  FROM ledger_transfer r JOIN ledger_transfer s ON s.id = r.of_id
 WHERE r.type = 'REFUND' GROUP BY s.id
HAVING SUM(r.amount) > s.amount OR s.type <> 'SPEND' OR s.firm_id <> MIN(r.firm_id)
UNION ALL
SELECT a.firm_id, a.balance, m.sum FROM ledger_account a
  JOIN (SELECT id, SUM(amount) AS sum FROM (
            SELECT credit_id AS id, amount FROM ledger_transfer
            UNION ALL SELECT debit_id, -amount FROM ledger_transfer) s GROUP BY id) m
    ON m.id = a.id
 WHERE a.role = 'AVAILABLE' AND (a.balance <> m.sum OR a.balance < 0)
"""


@dataclass
class Till:
    """What the clients saw; ``unknown`` is an answer that was an error of the database."""

    done: Counter[str] = field(default_factory=Counter)
    wrong: list[Any] = field(default_factory=list)
    reads: int = 0
    loads: dict[int, set[str]] = field(default_factory=dict)
    over: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, what: str) -> None:
        with self.lock:
            self.done[what] += 1


def run(stage: World, *, firms: int, threads: int, rounds: int, size: int = 5) -> (
    tuple[Report, Till]
):  # fmt: skip
    till = Till()
    # Enough for 60 % of what all rounds together want; but who cancels and fails often enough
    # gets that far with it, so each firm also tries once what no order of events can pay.
    credit = max(1, rounds * size * 6 // 10)
    too_dear = credit + rounds + 2  # each round loads one credit at most
    places = [stage.place("B", credit=credit, batch=3) for _ in range(firms)]
    groups = {place.firm.pk: people(place, size) for place in places}
    dear = {place.firm.pk: people(place, too_dear) for place in places}
    auditor = threading.Thread(target=_audit, args=(till,))
    auditor.start()
    try:
        with ThreadPoolExecutor(threads) as pool:
            jobs = [(place, groups[place.firm.pk], number) for number in range(rounds)
                    for place in places]  # fmt: skip
            middle = len(jobs) // 2
            jobs[middle:middle] = [(place, dear[place.firm.pk], rounds) for place in places]
            list(pool.map(lambda job: _client(stage, till, *job), jobs))
    finally:
        till.over.set()
        auditor.join()
    drain(stage)
    report = check(stage.control, places)
    with every_firm():
        paid = Campaign.objects.filter(total__gte=too_dear, firm__in=groups)
        report.rule("what no wallet can pay is refused", firms, paid.exclude(spend_id=None))
        _loads_once(report, till, places, credit)
    report.rule("I1 at every read of the auditor", till.reads, till.wrong)
    return report, till


def _loads_once(report: Report, till: Till, places: list[Place], credit: int) -> None:
    """By the client's own log: the first credit and one for each key, however often it was said."""
    wrong = []
    for place in places:
        rows = Transfer.objects.filter(firm=place.firm, type="LOAD")
        found = sum(rows.values_list("amount", flat=True))
        wanted = credit + len(till.loads.get(place.firm.pk, ()))
        wrong += [f"firm {place.firm.pk}: {found} for {wanted}"] if found != wanted else []
    report.rule("a load that is said again is one load", till.done["loads"], wrong)


def _client(stage: World, till: Till, place: Place, group: Group, number: int) -> None:
    dice = random.Random(f"{stage.seed}/{place.firm.pk}/{number}")
    try:
        with firm_scope(place.firm.pk):
            _one(till, place, group, number, dice)
    finally:
        connections.close_all()


def _one(till: Till, place: Place, group: Group, number: int, dice: random.Random) -> None:
    if number == 0 or dice.random() < 0.2:
        key = f"load-{number}"
        with till.lock:
            till.loads.setdefault(place.firm.pk, set()).add(key)
        for _ in range(dice.randint(1, 3)):  # the same load, said again
            credits.load(place.firm.pk, "SMS", 1, key, "MANUAL", system(place.firm.pk, "Deney"))
            till.count("loads")
    campaign = _submitted(till, place, group, number)
    if campaign is None:
        return
    _try(till, "prepare", lambda: preparing.prepare(campaign.pk))
    if dice.random() < 0.3 and _try(
        till, "cancel", lambda: campaigns.cancel(place.actor, campaign)
    ):
        with till.lock:
            place.cancelled.append(campaign.pk)
    run_lane(place.account.pk, budget_seconds=1)
    _tell(till, place, campaign, dice)


def _submitted(till: Till, place: Place, group: Group, number: int) -> Campaign | None:
    campaign = draft(place, group, f"Sipariş {number} hazır.")
    if not _try(till, "submit", lambda: campaigns.submit(place.actor, campaign)):
        return None
    with till.lock:
        place.log.append(campaign.pk)
        place.asked[campaign.pk] = group.members.count()
    return campaign


def _tell(till: Till, place: Place, campaign: Campaign, dice: random.Random) -> None:
    """The operator's reports of the campaign, each 1 to 4 times, in any order."""
    told = []
    for batch in Batch.objects.filter(subject_id=campaign.pk, state="ACCEPTED"):
        with gateways.gateway(place.account) as gateway:
            page = gateway.pull_reports(batch.packet_id, None)
        told += [report for report in page.reports for _ in range(dice.randint(1, 4))]
    dice.shuffle(told)
    middle = len(told) // 2
    for part in (told[:middle], told[middle:], told):
        _try(till, "reports", lambda part=part: reports.apply(place.account, part, None))  # type: ignore[misc]
    _try(till, "finish", lambda: campaigns.finish_if_done(campaign.pk))


def _try(till: Till, what: str, do: Any) -> bool:
    """True: done. A refusal is an answer; a broken database call is "unknown"."""
    try:
        do()
    except HubError as refusal:
        till.count(f"{what} refused ({refusal.code})")
        return False
    except OperationalError as error:
        till.count(f"{what} unknown ({str(error).split()[0]})")
        return False
    till.count(what)
    return True


def _audit(till: Till) -> None:
    try:
        while not till.over.is_set():
            with every_firm(), connection.cursor() as cursor:
                cursor.execute(_READ)
                till.wrong += cursor.fetchall()
            till.reads += 1
            time.sleep(0.1)
    finally:
        connections.close_all()


def in_child(stage: World, **sizes: int) -> bool:
    """The same in a child (for planted bugs); True when nothing was broken."""

    def work() -> int:
        return 0 if run(stage, **sizes)[0].ok else 1

    return _processes.wait(_processes.fork(work, stage.folder / "money.log")) == 0


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="faults money")
    parser.add_argument("--firms", type=int, default=20)
    parser.add_argument("--threads", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=40, help="campaigns of each firm")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder, world(Path(folder), options.seed) as stage:
        report, till = run(
            stage, firms=options.firms, threads=options.threads, rounds=options.rounds
        )
    for what, times in sorted(till.done.items()):
        print(f"  {times} {what}")
    print(f"{sum(till.done.values())} operations, {till.reads} reads of the auditor")
    report.print()
    return 0 if report.ok else 1
