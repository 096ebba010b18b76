"""P13: single messages and one-time codes while a long campaign runs.

Real Celery workers on the queues fast and bulk, the account paced so that the campaign takes
longer than the measurement. Measured: from the call that orders a single message (as the REST
door makes it), or asks for a code (Görevi Gerçekle), to the operator's acceptance as the database
noted it. Codes go through their own account at the same operator, by the same workers.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence

from messaging.models import MessageClass
from messaging.services import campaigns
from otp import subjects
from otp.models import CodeSend, Meter, OtpRules
from otp.services import challenges, rules
from otp.subjects import Source, Subject, digest_of
from tests.benchmarks.support.measure import at_most, exit_code, options, percentile
from tests.benchmarks.support.scene import FakeOperator, Scene, fake_operator, make_scene
from tests.benchmarks.support.workers import celery_worker
from tests.otp.world import set_up
from tests.support.firms import make_member
from turkcell_hub.outbox.models import Batch
from turkcell_hub.tenancy.actor import of_membership
from turkcell_hub.tenancy.scope import firm_scope

GOAL_SECONDS = 2.0


def main(argv: Sequence[str] = ()) -> int:
    chosen = options(argv, __doc__, rows=100_000, pace=1_000, singles=60, codes=60)
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
            codes = Codes(scene, operator)
            came = [codes.ask(number) for number in range(chosen.codes)]
            arrived = codes.arrived()
            left = Batch.objects.filter(subject_id=long.pk, state="READY").count()
    print(
        f"P13 {len(took)} single messages: p50 {statistics.median(took):.2f} s,"
        f" longest {max(took):.2f} s; {left} batches of the campaign were still waiting"
    )
    print(
        f"P13 {len(came)} codes: p50 {statistics.median(came):.2f} s, longest {max(came):.2f} s,"
        f" {arrived} on the phone"
    )
    if not left:
        print("P13 the campaign ended before the measurement: use more rows or a lower pace")
        return 1
    return exit_code(
        at_most("P13", "p95, seconds", percentile(took, 0.95), GOAL_SECONDS),
        at_most("P13", "p95 of codes, seconds", percentile(came, 0.95), GOAL_SECONDS),
    )


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


class Codes:
    """A person who asks for one code after the other; the limits of sending are another matter,
    so each is asked for as if on a day of its own."""

    def __init__(self, scene: Scene, operator: FakeOperator) -> None:
        subjects.register(Source("p13", "P13", _subject))
        boss = make_member(scene.firm, "YONETICI", phone="+905321234501")
        self._actor = of_membership(boss)
        self._otp = set_up(
            scene.firm, operator.control, people=(boss,), credit=10_000,
            jobs_per_number=None, sends_per_minute=None, latency_ms=50,
        )  # fmt: skip
        OtpRules.objects.create(
            firm=scene.firm, valid_from=rules.today(scene.firm.pk), pause_seconds=0,
            used_floor_percent=0,
        )  # fmt: skip

    def ask(self, number: int) -> float:
        """Seconds from Görevi Gerçekle to the operator's acceptance."""
        Meter.objects.all().delete()
        began = time.time()
        challenge = challenges.start(self._actor, _subject(number))
        ends = time.monotonic() + 60
        while time.monotonic() < ends:
            sent = CodeSend.objects.get(challenge=challenge).sent_at
            if sent is not None:
                time.sleep(0.2)
                return float(sent.timestamp() - began)
            time.sleep(0.05)
        return 60.0

    def arrived(self) -> int:
        return len(self._otp.texts())


def _subject(number: int) -> Subject:
    return Subject("p13", number, digest_of({"n": number}), f"Ödeme {number}")
