"""G18: a refusal that we know stops the next hand-over, and every refusal reaches İYS in time.

Two campaigns of two brands, one queued and one still scheduled, run slowly at a paced account while
people refuse by SMS, at İYS (told by push, or by the feed alone) and in the panel; what is pushed
comes twice and in any order, and some say ONAY and RET in turn. Then İYS is told: it is slow,
answers with errors, drops answers before and after it has taken a list. Beside them stand refusals
of the last ten days and around feasts and new year, as after an outage: the clock has to count,
ring and give up as the calendar says, and nothing may be sent with another date than was said.

    python3 manage.py faults consent --messages 10000 --refusals 500 --pace 50 --runs 50 --planted
"""

from __future__ import annotations

import argparse
import random
import tempfile
import threading
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

from django.db import connections
from django.db.models import F

from iys_consent import tasks as consent_tasks
from iys_consent.models import ConsentTask, TaskList
from messaging import tasks
from messaging.models import Campaign, CampaignState
from messaging.services import campaigns, schedules
from tests.faults import _consent_stage as scene
from tests.faults import _consent_truth as truth
from tests.faults._planted_consent import BUGS, planted
from tests.faults._refusing import PANEL, PULL, PUSH, SMS, Crowd
from tests.faults._time import travel
from tests.faults._world import Place, World, world
from tests.faults.checker import Report, check, read_truth
from turkcell_hub.outbox import doubts, recovery
from turkcell_hub.outbox.dispatch import run_lane
from turkcell_hub.outbox.models import Batch, Lane
from turkcell_hub.tenancy.models import GatewayAccount
from turkcell_hub.tenancy.scope import firm_scope

STORM = (
    {"do": "drop_after", "chance": 0.1},
    {"do": "drop_before", "chance": 0.1},
    {"do": "late", "chance": 0.1, "seconds": 0.2},
    {"do": "error_before", "chance": 0.15},
)
_MOST_ROUNDS = 200  # three hours and a half


def run(
    stage: World, *, messages: int, refusals: int, pace: int, grace: float, batch: int = 20,
    at_once: bool = True, turns: int = 6,
) -> tuple[Report, dict[str, float]]:  # fmt: skip
    """``at_once``: people refuse in a thread of their own while the lane runs; else between its
    turns (so many or more), where "known before it is handed over" leaves no room for chance."""
    dice = random.Random(stage.seed)  # noqa: S311 - an experiment that can be repeated
    place, codes = scene.place_of(stage, batch)
    with scene.network_up() as network, firm_scope(place.firm.pk):
        brands, account = scene.prepared(stage, place, codes, network, pace)
        first, phones = scene.campaign(stage, place, brands[0], messages // 2)
        second, others = scene.campaign(stage, place, brands[1], messages // 2)
        tasks.prepare(place.firm.pk, campaigns.submit(place.actor, first).pk)
        schedules.schedule(place.actor, second, datetime.now(UTC) + timedelta(hours=5))
        place.log += [first.pk]
        crowd = Crowd(place, stage.control, network, dice, *brands)
        wishes = _wishes(dice, phones, others, refusals)
        _send(place, crowd, wishes, second, messages / pace, at_once, turns)
        report = check(stage.control, [place], final=False)
        told = read_truth(stage.control, place.username)
        worst = truth.judge_sending(report, told, crowd.said, scene.TEXT, grace)
        got = {row["dest"] for row in told}
        without = [phone for phone in (*phones, *others) if phone not in (*crowd.said, *got)]
        report.rule("G18 who has not refused gets it", messages, without)
        old = scene.outage(stage, place, brands[0])
        truth.judge_clock(report, place.firm.pk, old, truth.now())
        passed, rounds = _tell(stage, place, account)
        registry = [
            row for brand in brands
            for row in stage.control.registry_truth(int(brand.code), limit=100_000)["movements"]
        ]  # fmt: skip
        late = {
            phone: at for phone, at in old.items() if truth.level(at, truth.now()) == truth.LATE
        }
        ours = {one.phone: one.at for one in crowd.said.values() if one.ours}
        ours |= {phone: at for phone, at in old.items() if phone not in late}
        truth.judge_registry(report, registry, ours, late)
        names = {brand.pk: brand.code for brand in brands}
        truth.judge_ledger(report, place.firm.pk, names, crowd.said.values(), registry)
        said = crowd.said.values()
        truth.judge_end(report, place.firm.pk, truth.now() + passed, said)
    return report, {"refused": len(crowd.said), "worst": worst, "rounds": rounds}


def _wishes(
    dice: random.Random, phones: list[str], others: list[str], refusals: int
) -> list[tuple[str, str]]:
    """Who refuses how, in the order in which it happens: half of each campaign."""
    chosen = list(zip(dice.sample(phones, refusals // 2), cycle((SMS, PUSH)), strict=False))
    chosen += zip(dice.sample(others, refusals // 2), cycle((PANEL, PULL, SMS)), strict=False)
    dice.shuffle(chosen)
    return chosen


def _send(
    place: Place, crowd: Crowd, wishes: list[tuple[str, str]], scheduled: Campaign,
    seconds: float, at_once: bool, turns: int,
) -> None:  # fmt: skip
    """The lane runs to its end; the scheduled campaign's hour comes half way."""
    steps = max(turns, int(seconds) // 2)
    share = -(-len(wishes) // steps)
    parts = [wishes[at : at + share] for at in range(0, len(wishes), share)]
    turn = seconds / steps
    if not at_once:
        for number, part in enumerate(parts):
            if number == len(parts) // 2:
                _its_hour(scheduled, place)
            crowd.say(part)
            _work(place)
            run_lane(place.account.pk, budget_seconds=turn)
        _drain(place, turn)
        return
    over = threading.Event()
    failed: list[str] = []
    refusing = threading.Thread(
        target=_refuse, args=(place, crowd, parts, scheduled, turn, over, failed)
    )
    refusing.start()
    while not over.is_set():
        run_lane(place.account.pk, budget_seconds=5)
        over.wait(0.2)
    refusing.join()
    assert not failed, failed
    _drain(place, 5)


def _refuse(
    place: Place, crowd: Crowd, parts: list[list[tuple[str, str]]], scheduled: Campaign,
    turn: float, over: threading.Event, failed: list[str],
) -> None:  # fmt: skip
    """Beside the lane: people, and the worker that reads what comes."""
    try:
        with firm_scope(place.firm.pk):
            for number, part in enumerate(parts):
                if number == len(parts) // 2:
                    _its_hour(scheduled, place)
                crowd.say(part)
                _work(place)
                over.wait(turn)
    except BaseException as error:
        failed.append(repr(error))
        raise
    finally:
        over.set()
        connections.close_all()


def _work(place: Place) -> None:
    """What workers and their sweeps do meanwhile."""
    consent_tasks.read()
    tasks.sweep()
    tasks.route_inbound()
    waiting = Campaign.objects.filter(firm=place.firm)
    for row in waiting.filter(state=CampaignState.PREPARING):
        tasks.prepare(place.firm.pk, row.pk)
    for row in waiting.filter(state=CampaignState.SENDING):
        tasks.ask_registry(place.firm.pk, row.pk)


def _drain(place: Place, turn: float) -> None:
    for _ in range(100_000):
        _work(place)
        run_lane(place.account.pk, budget_seconds=turn)
        moving = Batch.objects.filter(firm=place.firm, kind="sms")
        if not moving.filter(state__in=("READY", "CLAIMED", "HANDING_OVER")).exists():
            return


def _its_hour(campaign: Campaign, place: Place) -> None:
    local = datetime.now(truth.TURKEY) - timedelta(minutes=1)
    Campaign.objects.filter(pk=campaign.pk).update(
        scheduled_for=local, scheduled_local=f"{local:%Y-%m-%dT%H:%M}"
    )
    place.log.append(campaign.pk)


def _tell(stage: World, place: Place, account: GatewayAccount) -> tuple[timedelta, int]:
    """Tells İYS through its storm; returns the time that passed for that, and the rounds."""
    stage.control.chaos(account.username, *STORM, seed=stage.seed)
    passed, rounds = 0, 0
    while rounds < _MOST_ROUNDS:
        rounds += 1
        consent_tasks.sweep()
        recovery.sweep()
        run_lane(account.pk, budget_seconds=5)
        doubts.resolve(account.pk)
        consent_tasks.sweep()
        if not ConsentTask.objects.filter(state__in=("WAITING", "SENT", "HELD")).exists():
            break
        passed += 61
        _travel(stage, place, account, 61)
    return timedelta(seconds=passed), rounds


def _travel(stage: World, place: Place, account: GatewayAccount, seconds: int) -> None:
    travel(stage, seconds, [place])
    step: Any = timedelta(seconds=seconds)
    TaskList.objects.filter(done_at=None).update(ask_at=F("ask_at") - step)
    ConsentTask.objects.exclude(not_before=None).update(not_before=F("not_before") - step)
    Lane.objects.filter(account=account).update(backoff_until=F("backoff_until") - step)
    rows = Batch.objects.filter(account=account)
    rows.filter(state="READY").update(due_at=F("due_at") - step)
    rows.filter(state="UNKNOWN").update(
        handed_over_at=F("handed_over_at") - step, next_check_at=F("next_check_at") - step
    )


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="faults consent")
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--refusals", type=int, default=500)
    parser.add_argument("--pace", type=int, default=50, help="messages a second of the account")
    parser.add_argument("--grace", type=float, default=60.0, help="seconds that G18 allows")
    parser.add_argument("--runs", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--planted", action="store_true", help="each bug once; all must be found")
    options = parser.parse_args(argv)
    sizes = {
        "messages": options.messages, "refusals": options.refusals, "pace": options.pace,
        "grace": options.grace,
    }  # fmt: skip
    bad = 0
    for number in range(options.runs):
        report = _one(options.seed + number, "", sizes)
        bad += not report.ok
    # Small and between the lane's turns: a bug must show whatever the clock does.
    for bug in BUGS if options.planted else ():
        report = _one(options.seed, bug, {"messages": 60, "refusals": 24, "pace": 60, "grace": 0.0,
                                          "batch": 4, "at_once": False})  # fmt: skip
        print(f"{bug}: {'found' if report.broken else 'NOT FOUND'}")
        bad += report.ok
    print(f"{options.runs} runs, {bad} wrong")
    return 1 if bad else 0


def _one(seed: int, bug: str, sizes: dict[str, Any]) -> Report:
    with tempfile.TemporaryDirectory() as folder, world(Path(folder), seed) as stage, planted(bug):
        report, seen = run(stage, **sizes)
    print(
        f"seed {seed}{f', {bug} planted' if bug else ''}: {seen['refused']:g} refused, the longest"
        f" way from a known refusal to a hand-over {seen['worst']:.2f} s, {seen['rounds']:g} rounds"
        " until İYS had all"
    )
    report.print()
    return report
