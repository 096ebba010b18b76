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
from django.db import InterfaceError, OperationalError, connection

from messaging import tasks
from tests.faults import _processes
from tests.faults._time import drain, end_leases, until
from tests.faults._world import Place, World, submit, world
from tests.faults.checker import Report, check
from turkcell_hub.outbox import recovery
from turkcell_hub.outbox.dispatch import run_lane
from turkcell_hub.outbox.models import Batch
from turkcell_hub.tenancy.scope import every_firm

_SEVERAL = 2


def side_by_side(
    stage: World, *, accounts: int, messages: int, batch: int, processes: int = 8,
    turn: float = 0.3,
) -> Report:  # fmt: skip
    """All dispatchers begin together and run all lanes, ``turn`` seconds each, until nothing is
    ready."""
    places = [stage.place("B", batch=batch) for _ in range(accounts)]
    for place in places:
        submit(place, messages // accounts)
    tasks.sweep()  # prepares

    shares = stage.folder / f"shares-{places[0].username}"
    shares.mkdir()
    gate, opens = os.pipe()

    def work() -> None:
        os.close(opens)
        os.read(gate, 1)  # until nobody holds it shut
        share = 0
        while _ready(places):
            for place in places:
                share += run_lane(place.account.pk, budget_seconds=turn)
            time.sleep(0.02)
        (shares / str(os.getpid())).write_text(str(share))

    log = stage.folder / "dispatcher.log"
    pids = [_processes.fork(work, log) for _ in range(processes)]
    os.close(gate)
    os.close(opens)
    ends = [_processes.wait(pid) for pid in pids]
    drain(stage)
    report = check(stage.control, places)
    report.rule("every dispatcher lived", processes, [end for end in ends if end])
    took_part = sum(int(share.read_text()) > 0 for share in shares.iterdir())
    alone = [f"{took_part} of {processes} did all"] if took_part < _SEVERAL else []
    report.rule("several dispatchers took part", took_part, alone)
    return report


def zombie(stage: World, *, messages: int, batch: int, lease: float = 1.5) -> Report:
    """One is stopped in mid-run for twice its lease; two others go on; then it wakes up."""
    dice = random.Random(stage.seed)
    place = stage.place("B", batch=batch, latency_ms=20)
    submit(place, messages)
    tasks.sweep()
    kept = getattr(settings, "OUTBOX_LEASE", None)
    settings.OUTBOX_LEASE = timedelta(seconds=lease)

    def work() -> None:
        # As DATABASE_IDLE_SECONDS is to the lease: the server ends what a frozen process holds.
        idle = f"-c idle_in_transaction_session_timeout={lease * 1000:.0f}ms"
        connection.settings_dict["OPTIONS"] = {"options": idle}
        while _ready([place]):
            try:
                run_lane(place.account.pk, budget_seconds=10)
                recovery.sweep()
            except (OperationalError, InterfaceError):
                connection.close()  # as Celery does after a task; the next one begins anew
            time.sleep(0.05)

    log = stage.folder / "dispatcher.log"
    try:
        sleeper = _processes.fork(work, log)
        first = dice.randint(1, 4)
        in_midrun = until(lambda: _accepted(place) >= first, 10, every=0.01) and _ready([place])
        os.kill(sleeper, signal.SIGSTOP)
        time.sleep(2 * lease)  # real time: the lease is the thing tested
        asleep = _accepted(place)
        others = [_processes.fork(work, log) for _ in range(2)]
        went_on = until(lambda: _accepted(place) > asleep, 10)
        os.kill(sleeper, signal.SIGCONT)
        ends = [_processes.wait(pid) for pid in (sleeper, *others)]
    finally:
        if kept is None:
            del settings.OUTBOX_LEASE
        else:
            settings.OUTBOX_LEASE = kept
    end_leases([place])
    drain(stage, step=100)
    report = check(stage.control, [place])
    report.rule("every dispatcher lived", len(ends), [end for end in ends if end])
    report.rule("it fell asleep in mid-run", 1, [] if in_midrun else ["it had nothing to do"])
    report.rule("others went on while it slept", 1, [] if went_on else ["nobody did"])
    return report


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
