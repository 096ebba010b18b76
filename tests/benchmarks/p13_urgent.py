"""P13: single messages while a long campaign runs on the same account.

Real Celery workers on the queues fast and bulk, the account paced so that the campaign takes
longer than the measurement. Measured: from the call that orders a single message (as the REST
door makes it) to the operator's acceptance as the database noted it. Single messages stand in
for one-time codes.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence

from messaging.models import MessageClass
from messaging.services import campaigns
from tests.benchmarks.support.measure import at_most, exit_code, options, percentile
from tests.benchmarks.support.scene import Scene, fake_operator, make_scene
from tests.benchmarks.support.workers import celery_worker
from turkcell_hub.outbox.models import Batch
from turkcell_hub.tenancy.scope import firm_scope

GOAL_SECONDS = 2.0


def main(argv: Sequence[str] = ()) -> int:
    chosen = options(argv, __doc__, rows=100_000, pace=1_000, singles=60)
    with (
        fake_operator(latency_ms=50) as operator,
        celery_worker("fast", concurrency=1),
        celery_worker("bulk", concurrency=1),
    ):
        scene = make_scene(chosen.rows, operator, pace_per_second=chosen.pace)
        with firm_scope(scene.firm.pk):
            long = scene.draft()
            campaigns.submit(scene.actor, long)
            _wait_until_it_runs(long.pk)
            took = [_single(scene, number) for number in range(chosen.singles)]
            left = Batch.objects.filter(subject_id=long.pk, state="READY").count()
    print(
        f"P13 {len(took)} single messages: p50 {statistics.median(took):.2f} s,"
        f" longest {max(took):.2f} s; {left} batches of the campaign were still waiting"
    )
    if not left:
        print("P13 the campaign ended before the measurement: use more rows or a lower pace")
        return 1
    return exit_code(at_most("P13", "p95, seconds", percentile(took, 0.95), GOAL_SECONDS))


def _wait_until_it_runs(campaign_id: int) -> None:
    ends = time.monotonic() + 120
    while not Batch.objects.filter(subject_id=campaign_id, state="ACCEPTED").exists():
        if time.monotonic() > ends:
            raise RuntimeError("the campaign did not begin")
        time.sleep(0.1)


def _single(scene: Scene, number: int) -> float:
    """Seconds from the order to the operator's acceptance."""
    began = time.time()
    campaign = campaigns.send_single(
        scene.actor,
        {
            "text": f"Doğrulama işleminiz: {number}",
            "message_class": MessageClass.INFORMATIONAL,
            "exemption": "BENZER",
            "recipients": [{"phone": f"0532{1_000_000 + number}"}],
        },
    )
    ends = time.monotonic() + 60
    while time.monotonic() < ends:
        taken = Batch.objects.filter(subject_id=campaign.pk, state="ACCEPTED").first()
        if taken is not None and taken.accepted_at is not None:
            time.sleep(0.2)
            return taken.accepted_at.timestamp() - began
        time.sleep(0.05)
    return 60.0
