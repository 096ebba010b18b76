"""The broker forgets everything, or dies, in mid-campaign: the rows are the queue.

Real Celery workers; Valkey is emptied (FLUSHALL) and killed (kill -9) and started again
on its port with nothing in it, several times. Nothing is lost: the sweeps find the rows.

    python3 manage.py faults broker_loss --messages 3000 --losses 6
"""

from __future__ import annotations

import argparse
import os
import signal
import tempfile
import time
from pathlib import Path

import redis

from tests.faults import _processes
from tests.faults._time import at_rest, travel, until
from tests.faults._world import Place, World, submit, world
from tests.faults.bulk_death import _progress, _sweep_has_finished
from tests.faults.checker import Report, check
from tests.support.brokers import use_broker


def run(stage: World, *, messages: int, losses: int, batch: int = 10, away: float = 1.0) -> (
    tuple[Report, int]
):  # fmt: skip
    """Returns the report and how many times work was seen to go on after a loss."""
    place = stage.place("B", batch=batch, latency_ms=40)
    submit(place, messages)
    group = _processes.celery_group(stage.folder / "worker.log", period=0.3)
    went_on = 0
    try:
        for number in range(losses):
            _moves(place)
            _lose(stage, number, away)
            went_on += _moves(place) or at_rest([place])

        def done() -> bool:
            travel(stage, 60, [place])
            return at_rest([place]) and _sweep_has_finished(place)

        until(done, 120, every=0.5)
        lived = _processes.lives(group)
    finally:
        _processes.kill(group)
    report = check(stage.control, [place])
    report.rule("the worker outlives its broker", losses, [] if lived else ["it has ended"])
    report.rule("work goes on after every loss", losses, range(losses - went_on))
    return report, went_on


def _moves(place: Place) -> bool:
    seen = _progress(place)
    return until(lambda: _progress(place) != seen or at_rest([place]), 60)


def _lose(stage: World, number: int, away: float) -> None:
    if number % 2 == 0:
        redis.Redis.from_url(stage.broker.url()).flushall()
        return
    os.kill(stage.broker.pid, signal.SIGKILL)
    time.sleep(away)
    stage.broker.stop()
    stage.broker.start()
    use_broker(stage.broker.url())


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="faults broker_loss")
    parser.add_argument("--messages", type=int, default=3000)
    parser.add_argument("--losses", type=int, default=6)
    parser.add_argument("--away", type=float, default=5.0, help="seconds without a broker")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder, world(Path(folder)) as stage:
        report, went_on = run(
            stage, messages=options.messages, losses=options.losses, away=options.away
        )
    print(f"{options.losses} losses, work went on after {went_on}")
    report.print()
    return 0 if report.ok else 1
