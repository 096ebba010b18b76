"""P1: a whole bulk send against the naive sender.

Measured on both sides: from the order to send until the operator has taken the last message,
with blacklist and consent asked, texts personalised, credit booked, and the operator's ids
stored; over HTTP to the fake operator, which writes its truth to disk before it answers.
Ours runs in one process with the account's four connections, as a worker would. The naive
sender is ``support/naive.py`` on a Celery worker of two processes; it sends a shorter
campaign (``--naive``) and its rate is what counts.
"""

from __future__ import annotations

from collections.abc import Sequence

from tests.benchmarks.support.bulk import send_in_bulk, send_naively
from tests.benchmarks.support.measure import Side, at_least, exit_code, in_turn, options
from tests.benchmarks.support.scene import fake_operator, make_scene
from tests.benchmarks.support.workers import celery_worker

GOAL = 100


def main(argv: Sequence[str] = ()) -> int:
    chosen = options(argv, __doc__, rows=500_000, naive=2_000, commercial=0)
    with (
        fake_operator() as operator,
        celery_worker("naive", include="tests.benchmarks.support.naive"),
    ):
        scene = make_scene(chosen.rows, operator, commercial=chosen.commercial)
        send_naively(scene, 100)  # the worker's first tasks load code and log in
        rates = in_turn(
            "P1",
            chosen.rounds,
            Side("bulk send", lambda: send_in_bulk(scene)),
            Side("naive sender", lambda: send_naively(scene, chosen.naive)),
            unit="recipients",
        )
    ratio = rates.median("bulk send") / rates.median("naive sender")
    return exit_code(at_least("P1", "bulk send against naive", ratio, GOAL))
