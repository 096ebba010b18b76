"""G3: dispatchers never share a batch; one that slept through its lease doubles nothing.

Eight processes run the lanes of one account and of four; then one is stopped (SIGSTOP) in
mid-run for twice its lease (here 1.5 s instead of 45) and continued, a zombie beside its
successors.

    python3 manage.py faults dispatchers --messages 10000 --runs 5 --zombies 25
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from messaging import tasks
from tests.faults import _processes
from tests.faults._time import drain, end_leases, until
from tests.faults._world import Place, World, submit, world
from tests.faults.checker import Report, check
from turkcell_hub.outbox import recovery
from turkcell_hub.outbox.dispatch import run_lane
from turkcell_hub.outbox.models import Batch
from turkcell_hub.tenancy.scope import every_firm


def side_by_side(
    stage: World, *, accounts: int, messages: int, batch: int, processes: int = 8
) -> Report:
    """All dispatchers run all lanes at once until nothing is ready."""
    places = [stage.place("B", batch=batch) for _ in range(accounts)]
    for place in places:
        submit(place, messages // accounts)
    tasks.sweep()  # prepares

    def work() -> None:
        while _ready(places):
            for place in places:
                run_lane(place.account.pk, budget_seconds=0.3)
            time.sleep(0.02)

    log = stage.folder / "dispatcher.log"
    for pid in [_processes.fork(work, log) for _ in range(processes)]:
        _processes.wait(pid)
    drain(stage)
    return check(stage.control, places)


def zombie(stage: World, *, messages: int, batch: int, lease: float = 1.5) -> Report:
    """One is stopped in mid-run for twice its lease; two others go on; then it wakes up."""
    dice = random.Random(stage.seed)
    place = stage.place("B", batch=batch, latency_ms=20)
    submit(place, messages)
    tasks.sweep()
    kept = getattr(settings, "OUTBOX_LEASE", None)
    settings.OUTBOX_LEASE = timedelta(seconds=lease)

    def work() -> None:
        while _ready([place]):
            run_lane(place.account.pk, budget_seconds=10)
            recovery.sweep()
            time.sleep(0.05)

    log = stage.folder / "dispatcher.log"
    try:
        sleeper = _processes.fork(work, log)
        until(lambda: _accepted(place) > dice.randint(0, 3), 10, every=0.01)
        os.kill(sleeper, signal.SIGSTOP)
        time.sleep(2 * lease)  # real time: the lease is the thing tested
        others = [_processes.fork(work, log) for _ in range(2)]
        until(lambda: _accepted(place) > 5, 5)
        os.kill(sleeper, signal.SIGCONT)
        for pid in (sleeper, *others):
            _processes.wait(pid)
    finally:
        if kept is None:
            del settings.OUTBOX_LEASE
        else:
            settings.OUTBOX_LEASE = kept
    end_leases([place])
    drain(stage, step=100)
    return check(stage.control, [place])


def _ready(places: list[Place]) -> bool:
    accounts = [place.account.pk for place in places]
    with every_firm():
        return Batch.objects.filter(account__in=accounts, state__in=("READY", "CLAIMED")).exists()


def _accepted(place: Place) -> int:
    with every_firm():
        return Batch.objects.filter(account=place.account, state="ACCEPTED").count()


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="faults dispatchers")
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=5, help="for each batch size")
    parser.add_argument("--zombies", type=int, default=25)
    options = parser.parse_args(argv)
    bad = 0
    for accounts in (1, 4):
        for batch in (5, 50, 200):
            for seed in range(options.runs):
                with tempfile.TemporaryDirectory() as folder, world(Path(folder), seed) as stage:
                    report = side_by_side(
                        stage, accounts=accounts, messages=options.messages, batch=batch
                    )
                bad += not report.ok
                print(f"8 dispatchers, {accounts} accounts, batches of {batch}, seed {seed}:"
                      f" {'ok' if report.ok else report.broken}")  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(options.zombies):
            with world(Path(folder) / str(seed), seed) as stage:
                report = zombie(stage, messages=200, batch=5)
            bad += not report.ok
            print(f"zombie {seed}: {'ok' if report.ok else report.broken}")
    return 1 if bad else 0
