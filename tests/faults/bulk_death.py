"""G2: a campaign survives the death of all its workers, again and again.

Real Celery workers and their ticker are killed together (kill -9 of the process group) at
random moments and started again. Travelled: the leases of the dead are ended at once, and
report polls come at once. For class C exactly the batches whose hand-over was open at a
kill are parked.

    python3 manage.py faults bulk_death --messages 5000 --kills 30 --seeds 1 2 3 --classes A B C
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults import _processes
from tests.faults._time import at_rest, drain, end_leases, travel, until
from tests.faults._world import Place, World, submit, world
from tests.faults.checker import Report, check
from turkcell_hub.outbox.models import Batch
from turkcell_hub.tenancy.scope import every_firm

_WHOLE_CHECK = 10  # each so many kills everything is checked while all are dead
_ENOUGH = 10  # of so many kills at least one has to hit a hand-over


@dataclass
class Deaths:
    """``open_at_kill``: ids of the batches that were with the operator when all died."""

    kills: int = 0
    open_at_kill: set[int] = field(default_factory=set)
    early_ends: int = 0


def run(
    stage: World,
    gateway_class: str,
    *,
    messages: int,
    kills: int,
    pause: tuple[float, float],
    batch: int = 20,
    latency_ms: int = 30,
    campaigns: int = 1,
    last_by_workers: bool = True,
) -> tuple[Report, Deaths]:
    """One firm, one or more campaigns, ``kills`` kills; then it goes on to its end, by
    workers again or (quicker) by the same tasks in this process."""
    dice = random.Random(f"{stage.seed}{gateway_class}")
    place = stage.place(gateway_class, batch=batch, latency_ms=latency_ms)
    for _ in range(campaigns):
        submit(place, messages // campaigns)
    deaths = Deaths()
    log = stage.folder / "worker.log"
    while deaths.kills < kills:
        if at_rest([place]):
            submit(place, messages // campaigns)  # as many kills as were asked for
        seen = _progress(place)
        group = _processes.celery_group(log, period=0.3)
        # A worker that has done nothing yet is not worth killing.
        until(lambda seen=seen: _progress(place) != seen, 20)  # type: ignore[misc]
        time.sleep(dice.uniform(*pause))
        _processes.kill(group)
        deaths.kills += 1
        deaths.early_ends += _said_too_early(place)
        if deaths.kills % _WHOLE_CHECK == 0:
            deaths.early_ends += _check_while_dead(stage, place)
        deaths.open_at_kill |= open_batches(place)
        end_leases([place])
    if last_by_workers:
        _finish(stage, place, log)
    else:
        drain(stage, step=301)
    report = check(stage.control, [place])
    judge_parked(report, place, gateway_class, deaths.open_at_kill)
    report.rule("finished is never said too early", deaths.kills, range(deaths.early_ends))
    return report, deaths


def _finish(stage: World, place: Place, log: Path) -> None:
    group = _processes.celery_group(log, period=0.3)
    try:

        def done() -> bool:
            travel(stage, 60, [place])
            return at_rest([place]) and _sweep_has_finished(place)

        until(done, 180, every=0.5)
    finally:
        _processes.kill(group)


def _sweep_has_finished(place: Place) -> bool:
    from messaging.models import Campaign, Message

    with every_firm():
        open_ones = Campaign.objects.filter(firm=place.firm, finished_at=None)
        pending = Message.objects.filter(firm_id=place.firm.pk, state=0).values("campaign_id")
        return not open_ones.exclude(pk__in=pending).exists()


def judge_parked(report: Report, place: Place, gateway_class: str, open_at_kill: set[int]) -> None:
    """C: a person decides exactly what was with the operator when its process died. Of A and B
    nobody has to decide anything."""
    parked = _in_state(place, "NEEDS_PERSON")
    if gateway_class == "C":
        report.rule("C: parked = open at a kill", len(open_at_kill), sorted(parked ^ open_at_kill))
    else:
        report.rule("A and B wait for nobody", 1, sorted(parked))


def _said_too_early(place: Place) -> int:
    from messaging.models import Campaign, Message

    with every_firm():
        waiting = Message.objects.filter(firm_id=place.firm.pk, state=0).values("campaign_id")
        ended = Campaign.objects.filter(firm=place.firm).exclude(finished_at=None)
        return ended.filter(pk__in=waiting).count()


def _check_while_dead(stage: World, place: Place) -> int:
    report = check(stage.control, [place], final=False)
    if not report.ok:
        report.print()
    return len(report.broken)


def _progress(place: Place) -> tuple[int, int]:
    with every_firm():
        batches = Batch.objects.filter(account=place.account)
        return batches.count(), batches.filter(state="ACCEPTED").count()


def open_batches(place: Place) -> set[int]:
    """Ids of what is with the operator now."""
    return _in_state(place, "HANDING_OVER")


def _in_state(place: Place, state: str) -> set[int]:
    with every_firm():
        rows = Batch.objects.filter(account=place.account, state=state)
        return set(rows.values_list("pk", flat=True))


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="faults bulk_death")
    parser.add_argument("--messages", type=int, default=5000)
    parser.add_argument("--kills", type=int, default=30, help="for each seed and class")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--classes", nargs="+", default=["A", "B", "C"], choices=["A", "B", "C"])
    parser.add_argument("--batch", type=int, default=20)
    parser.add_argument("--latency", type=int, default=150, help="of the operator, ms")
    parser.add_argument("--pause", type=float, nargs=2, default=(1.0, 4.0), help="seconds")
    options = parser.parse_args(argv)
    bad = kills = 0
    for seed in options.seeds:
        for gateway_class in options.classes:
            with tempfile.TemporaryDirectory() as folder, world(Path(folder), seed) as stage:
                report, deaths = run(
                    stage,
                    gateway_class,
                    messages=options.messages,
                    kills=options.kills,
                    pause=tuple(options.pause),
                    batch=options.batch,
                    latency_ms=options.latency,
                )
            kills += deaths.kills
            in_vain = deaths.kills >= _ENOUGH and not deaths.open_at_kill
            report.rule("some hand-overs were open at a kill", 1, ["none"] if in_vain else [])
            bad += not report.ok
            print(f"class {gateway_class}, seed {seed}: {deaths.kills} kills,"
                  f" {len(deaths.open_at_kill)} hand-overs were open at a kill")  # fmt: skip
            report.print()
    print(f"{kills} kills, {bad} runs broke a rule")
    return 1 if bad else 0
