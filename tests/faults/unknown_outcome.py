"""G4: an answer that never comes is unknown, not failed; nothing is sent again blindly.

The operator drops the answer after taking (5 %), before taking (3 %), answers after our
time-out (5 %) and answers by halves (2 %); its index says "not found" for 30 s of its
clock. The adapter's time-out is shortened from 20 s to 0.5 s in the harness; waiting
(quarantine, index lag) is travelled: the operator's clock goes forward and our rows' times go
back by as much.

    python3 manage.py faults unknown_outcome --messages 20000 --classes A B C
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from messaging.models import Message
from tests.faults import _processes
from tests.faults._time import drain
from tests.faults._world import Place, World, submit, world
from tests.faults.checker import Report, check, read_truth
from turkcell_hub.ledger.models import Transfer
from turkcell_hub.outbox.models import Batch, Lane
from turkcell_hub.outbox.services import queue
from turkcell_hub.tenancy.scope import every_firm, firm_scope

QUARANTINE = 600
RULES = (
    {"do": "drop_after", "chance": 0.05},
    {"do": "drop_before", "chance": 0.03},
    {"do": "late", "chance": 0.05, "seconds": 1.0},
    {"do": "half", "chance": 0.02},
)


@contextmanager
def impatient(seconds: float) -> Iterator[None]:
    """Adapters wait that long for an answer instead of 20 seconds."""
    from turkcell_hub.tenancy.services import opening

    proper = opening.config_of

    def config_of(account: Any) -> Any:
        return replace(proper(account), timeout=seconds)

    opening.config_of = config_of
    try:
        yield
    finally:
        opening.config_of = proper


def run(stage: World, gateway_class: str, *, messages: int, batch: int, boost: float = 1.0) -> (
    tuple[Report, Counter[str]]
):  # fmt: skip
    """One campaign through the chaos to its end. ``boost`` multiplies the chances."""
    place = stage.place(gateway_class, batch=batch, index_lag=30)
    rules = [{**rule, "chance": min(1.0, float(rule["chance"]) * boost), "on": "send"}  # type: ignore[arg-type]
             for rule in RULES]  # fmt: skip
    stage.control.chaos(place.username, *rules, seed=stage.seed)
    submit(place, messages)

    def work() -> None:
        with impatient(0.5):
            for _ in range(6):
                drain(stage, step=61)
                _resume(place)

    failed = _processes.wait(_processes.fork(work, stage.folder / "dispatcher.log"))
    report = check(stage.control, [place])
    report.rule("the dispatcher lived", 1, [failed] if failed else [])
    seen = Counter(row["status"] for row in _sends(stage, place) if row["status"] == 0)
    found: Counter[str] = Counter({"calls without a whole answer": seen[0]})
    with every_firm():
        parked = list(Batch.objects.filter(account=place.account, state="NEEDS_PERSON"))
    found["parked batches"] = len(parked)
    if gateway_class == "C":
        _credit_is_held(report, parked)
        _a_person_decides(stage, place, parked)
        drain(stage, step=61)
        after = check(stage.control, [place])
        for name, wrong in after.broken.items():
            report.rule(f"after the person's verdicts: {name}", 0, wrong)
    else:
        report.rule("A and B end by themselves", 1, parked)
    _no_blind_resend(stage, place, gateway_class, report, found)
    return report, found


def _sends(stage: World, place: Place) -> list[dict[str, Any]]:
    return stage.control.requests(place.username, "send")


def _resume(place: Place) -> None:
    """Five silent calls in a row pause a lane until somebody has looked: he has."""
    with firm_scope(place.firm.pk):
        if Lane.objects.filter(account=place.account, pause_reason="UNANSWERED").exists():
            queue.resume_lane(place.account.pk, place.actor)


def _credit_is_held(report: Report, parked: list[Batch]) -> None:
    wrong = []
    with every_firm():
        for batch in parked:
            rows = Message.objects.filter(campaign_id=batch.subject_id, batch_no=batch.number)
            if (
                rows.exclude(state=0).exists()
                or Transfer.objects.filter(
                    type="REFUND", subject_type="message", subject_id__in=rows.values("pk")
                ).exists()
            ):
                wrong.append(batch.pk)
    report.rule("C: a parked batch's credit stays held", len(parked), wrong)


def _a_person_decides(stage: World, place: Place, parked: list[Batch]) -> None:
    """The person asks the operator on the phone, which here is the truth."""
    taken = {row["dest"] for row in read_truth(stage.control, place.username)}
    for batch in parked:
        with firm_scope(place.firm.pk):
            phones = set(
                Message.objects.filter(
                    campaign_id=batch.subject_id, batch_no=batch.number, state=0
                ).values_list("phone", flat=True)
            )
            verdict = "sent" if phones & taken else "not_sent_retry"
            queue.resolve(batch.pk, place.actor, verdict)
            if verdict == "sent":  # the packet number, as the operator told it
                packet = next(row["packet_id"] for row in read_truth(stage.control, place.username)
                              if row["dest"] in phones)  # fmt: skip
                Batch.objects.filter(pk=batch.pk).update(packet_id=packet)


def _no_blind_resend(
    stage: World, place: Place, gateway_class: str, report: Report, found: Counter[str]
) -> None:
    """By what was seen on the wire, with the operator's clock. B: what went again went no sooner
    than the quarantine after the try before it. (A's key makes a repeat harmless; C has no
    reference, of it the count of messages tells.)"""
    if gateway_class != "B":
        return
    tries: dict[str, list[float]] = defaultdict(list)
    for row in _sends(stage, place):
        tries[row["custom_id"]].append(row["at"])
    again = {reference: at for reference, at in tries.items() if len(at) > 1}
    early = [
        f"{reference} after {later - earlier:.0f} s"
        for reference, at in again.items()
        for earlier, later in pairwise(sorted(at))
        if later - earlier < QUARANTINE
    ]
    found["batches sent again after the quarantine"] = len(again)
    report.rule("B: sent again only after the quarantine", len(again), early)


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="faults unknown_outcome")
    parser.add_argument("--messages", type=int, default=20_000, help="for each class")
    parser.add_argument("--batch", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--classes", nargs="+", default=["A", "B", "C"], choices=["A", "B", "C"])
    options = parser.parse_args(argv)
    bad = 0
    for gateway_class in options.classes:
        with tempfile.TemporaryDirectory() as folder, world(Path(folder), options.seed) as stage:
            report, found = run(
                stage, gateway_class, messages=options.messages, batch=options.batch
            )
        bad += not report.ok
        print(f"class {gateway_class}: " + ", ".join(f"{n} {what}" for what, n in found.items()))
        report.print()
    return 1 if bad else 0
