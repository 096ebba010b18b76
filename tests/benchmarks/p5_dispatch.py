"""P5: handing a prepared campaign over to a gateway that answers after 50 ms.

Inside the measured path: claiming each batch under the lane's lease, the blacklist and the
consent asked once more, the request built, HTTP on the account's four connections, the fake
operator's own reading, counting and fsync, and the operator's ids stored with the batch; one
dispatcher process. Preparing the rows is outside (P3). Beside each rate stands what a message
cost of the processor, which neighbours on a shared machine hardly change, and their load. The
second part sets a pace and reads from the operator's own journal when each message arrived.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from tests.benchmarks.support.cpu import spent
from tests.benchmarks.support.measure import at_least, at_most, clock, exit_code, options
from tests.benchmarks.support.scene import (
    USERNAME,
    FakeOperator,
    Scene,
    fake_operator,
    forget_messages,
    make_scene,
)

GOAL, PACE, LATENCY_MS = 25_000, 2_000, 50


def main(argv: Sequence[str] = ()) -> int:
    chosen = options(argv, __doc__, rows=100_000, pace=PACE, paced_rows=20_000)
    with fake_operator(latency_ms=LATENCY_MS) as operator:
        scene = make_scene(chosen.rows, operator)
        rates = [_lifted(scene, operator, number) for number in range(1, chosen.rounds + 1)]
        lifted = at_least("P5", "messages/s, pace lifted", statistics.median(rates), GOAL)
    with fake_operator(latency_ms=LATENCY_MS) as operator:
        scene = make_scene(chosen.paced_rows, operator, pace_per_second=chosen.pace)
        paced = _paced(scene, operator, chosen.pace)
    return exit_code(lifted, paced)


def _lifted(scene: Scene, operator: FakeOperator, number: int) -> float:
    forget_messages()
    campaign = scene.prepare(scene.draft())
    with clock() as seconds, spent(operator.process.pid) as cpu:
        scene.dispatch()
    rate = campaign.sendable / seconds()
    print(
        f"P5 round {number}: pace lifted {rate:,.0f} messages/s"
        f" ({cpu.per_message(campaign.sendable)})",
        flush=True,
    )
    return rate


def _paced(scene: Scene, operator: FakeOperator, pace: int) -> bool:
    forget_messages()
    scene.prepare(scene.draft())
    scene.dispatch()
    arrivals = [(row["at"], row["messages"]) for row in _sends(operator)]
    first, last = arrivals[0][0], arrivals[-1][0]
    average = sum(size for _at, size in arrivals[:-1]) / (last - first)
    most = max(
        sum(size for at, size in arrivals if begin <= at < begin + 1) for begin, _size in arrivals
    )
    off = abs(average / pace - 1) * 100
    return all(
        (
            at_most("P5", f"off the pace of {pace}/s, in percent", off, 2),
            at_most("P5", "most messages in any second", most, pace),
        )
    )


def _sends(operator: FakeOperator) -> list[dict[str, float]]:
    rows = operator.control.requests(USERNAME, "send")
    return sorted(rows, key=lambda row: row["at"])
