"""Joining, deterministic: a process is killed at every line of buying, applying, erasing.

A package by card (chosen, failed card, paid, told, approved); packages and credit by transfers of
a bank statement; membership papers from the empty file to the approval that orders the service; an
application at the service centre, through lost answers and cancellations; a question to support;
the erasure of a person. Somebody else goes on by the product's own ways (a job's next worker, the
sweeps, the bank's repeated callback, the same person again). Judged by SQL of its own, the bank's
and the service centre's books, the files on the disk and the mails that went.

    python3 manage.py faults joining --every 7
    python3 manage.py faults joining --every 29 --planted
"""

from __future__ import annotations

import argparse
import logging
import random
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from tests.faults._joining_erasure import Erasure
from tests.faults._joining_money import ByCard, ByTransfer
from tests.faults._joining_papers import Applications, Papers, Questions
from tests.faults._joining_stage import Stage, Way, staged
from tests.faults._planted_joining import BUGS, planted
from tests.faults._world import World, world
from tests.faults.checker import Report
from tests.faults.every_line import killed_at
from turkcell_hub.errors import HubError

WAYS: dict[str, Callable[[Stage], Way]] = {
    "card": ByCard,
    "transfer": ByTransfer,
    "papers": Papers,
    "application": Applications,
    "question": Questions,
    "erasure": Erasure,
}
_MOST = 20_000


def run(here: World, folder: Path, way: str, lines: Iterable[int]) -> tuple[Report, int]:
    """One round for each line, until one comes to its end alive; how many died."""
    report, kills = Report(), 0
    with staged(here, folder) as stage:
        walked = WAYS[way](stage)
        for line in lines:
            try:
                walked.begin(line)
                killed = killed_at(line, walked.files, walked.work, folder / "killed.log")
                walked.go_on()
            except (HubError, RuntimeError) as stuck:
                report.rule("I3 somebody else can go on", 1, [f"line {line}: {stuck}"[-300:]])
                break
            report.rule("I3 somebody else can go on", 1, [])
            kills += killed
            if not killed:
                break
        walked.check(report)
    return report, kills


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="faults joining")
    parser.add_argument("--ways", nargs="+", default=list(WAYS), choices=list(WAYS))
    parser.add_argument("--every", type=int, default=1, help="each n-th line, from a random one")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--planted", action="store_true", help="each bug of these ways; all must be found"
    )
    told = parser.parse_args(arguments)
    logging.disable(logging.CRITICAL)
    dice, bad = random.Random(told.seed), 0
    with tempfile.TemporaryDirectory() as folder, world(Path(folder) / "world") as here:
        tries = [("", way) for way in told.ways]
        bugs = [bug for bug in BUGS if told.planted and BUGS[bug].way in told.ways]
        tries += [(bug, BUGS[bug].way) for bug in bugs]
        for place, (bug, way) in enumerate(tries):
            lines = range(dice.randint(1, told.every), _MOST, told.every)
            with planted(bug):
                report, kills = run(here, Path(folder) / str(place), way, lines)
            bad += bool(bug) is report.ok
            print(f"{way}, {bug or 'no bug'}: {kills} kills", flush=True)
            report.print()
    print(f"{bad} of {len(tries)} runs went wrong")
    return 1 if bad else 0
