"""G2, deterministic: a process is killed at every single line of the product's own code.

The child counts the lines that it runs in the named modules and ends itself (kill -9) at
the n-th; then somebody else goes on from what is left. Nothing is built into the product
for it. Steps: preparing a campaign, handing it over (with settling and refunds), reading
reports, finishing.

    for one in A B C; do python3 manage.py faults every_line --classes $one & done; wait

Each run has servers, an operator and a database of its own, so they may run side by side.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from messaging import tasks
from messaging.services import preparing
from tests.faults import _processes
from tests.faults._time import drain, end_leases, travel
from tests.faults._world import Place, World, submit, world
from tests.faults.bulk_death import judge_parked, open_batches
from tests.faults.checker import Report, check
from turkcell_hub.outbox import recovery
from turkcell_hub.outbox.dispatch import run_lane
from turkcell_hub.tenancy.scope import firm_scope

ROOT = Path(__file__).resolve().parents[2]
STEPS: dict[str, tuple[str, ...]] = {
    "prepare": ("messaging/services/preparing.py", "turkcell_hub/ledger/",
                "turkcell_hub/outbox/services/queue.py", "turkcell_hub/audit/services/trail.py"),
    "hand_over": ("turkcell_hub/outbox/", "messaging/dispatch.py", "messaging/services/endings.py"),
    "reports": ("messaging/services/", "messaging/tasks.py", "turkcell_hub/ledger/"),
}  # fmt: skip


def killed_at(line: int, files: tuple[str, ...], work: Callable[[], object], log: Path) -> bool:
    """Runs ``work`` in a child that dies at its ``line``-th line; False: it came to its end."""
    watched = tuple(str(ROOT / name) for name in files)
    left = [line]

    def trace(frame: FrameType, event: str, _argument: Any) -> Any:
        if not frame.f_code.co_filename.startswith(watched):
            return None
        if event == "line":
            left[0] -= 1
            if left[0] <= 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    def traced() -> None:
        threading.settrace(trace)
        sys.settrace(trace)
        try:
            work()
        finally:
            sys.settrace(None)

    end = _processes.wait(_processes.fork(traced, log))
    if end < 0:
        raise RuntimeError(f"the child failed: {log.read_text()[-2000:]}")
    return end == signal.SIGKILL


def run(stage: World, gateway_class: str, step: str, lines: list[int]) -> tuple[Report, int]:
    """One campaign for each line; all are then brought to their ends and judged together."""
    place = stage.place(gateway_class, batch=4)
    log = stage.folder / "killed.log"
    kills, open_at_kill = 0, set[int]()
    for line in lines:
        campaign = submit(place, 6)
        work = _until_step(stage, place, campaign.pk, step)
        killed = killed_at(line, STEPS[step], work, log)
        kills += killed
        open_at_kill |= open_batches(place)
        end_leases([place])
        if not killed:
            break
        _go_on(place, step)
    drain(stage, step=301)
    report = check(stage.control, [place])
    judge_parked(report, place, gateway_class, open_at_kill)
    return report, kills


def _go_on(place: Place, step: str) -> None:
    """The dead one's successor does what is left, so that the next one dies in a campaign of
    its own and not in the heap of all before it."""
    if step == "hand_over":
        recovery.sweep()
        run_lane(place.account.pk)
    elif step == "reports":
        tasks.poll_reports()
        tasks.sweep()


def _until_step(stage: World, place: Place, campaign_id: int, step: str) -> Callable[[], object]:
    """Does what comes before the step; returns the step itself."""

    def prepare() -> None:
        with firm_scope(place.firm.pk):
            preparing.prepare(campaign_id)

    def hand_over() -> None:
        run_lane(place.account.pk)

    def reports() -> None:
        tasks.poll_reports()
        tasks.sweep()

    if step == "prepare":
        return prepare
    prepare()
    if step == "hand_over":
        return hand_over
    hand_over()
    travel(stage, 120)
    return reports


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="faults every_line")
    parser.add_argument("--classes", nargs="+", default=["A", "B", "C"], choices=["A", "B", "C"])
    parser.add_argument("--steps", nargs="+", default=list(STEPS), choices=list(STEPS))
    parser.add_argument("--every", type=int, default=1, help="each n-th line, from a random one")
    parser.add_argument("--most", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(argv)
    dice, bad, total = random.Random(options.seed), 0, Counter[str]()
    for gateway_class in options.classes:
        for step in options.steps:
            lines = list(range(dice.randint(1, options.every), options.most, options.every))
            began = time.monotonic()
            with tempfile.TemporaryDirectory() as folder, world(Path(folder)) as stage:
                report, kills = run(stage, gateway_class, step, lines)
            total[step] += kills
            bad += not report.ok
            took = time.monotonic() - began
            print(f"class {gateway_class}, {step}: {kills} lines in {took:.0f} s", flush=True)
            report.print()
    print(f"kills by step: {dict(total)}; {bad} runs broke a rule")
    return 1 if bad else 0
