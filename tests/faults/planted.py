"""G0: the checker bites. Eight bugs are planted, one after the other, and the short
experiments must find each; without a bug they must find nothing.

    python3 manage.py faults planted
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from messaging import tasks
from messaging.services import blacklist
from tests.faults import _processes, dispatchers, money, reports, unknown_outcome
from tests.faults._planted import BUGS, VARIABLE
from tests.faults._time import drain, end_leases
from tests.faults._world import World, submit, world
from tests.faults.checker import Report, check
from turkcell_hub.outbox import checkpoints
from turkcell_hub.outbox.dispatch import run_lane
from turkcell_hub.tenancy.scope import firm_scope


def killed_before_the_call(stage: World) -> Report:
    """A dispatcher dies between its last commit and the call; another goes on."""
    place = stage.place("B", batch=3)
    submit(place, 6)
    tasks.sweep()

    def die(name: str) -> None:
        if name == "call.before":
            os.kill(os.getpid(), 9)

    def work() -> None:
        checkpoints.install(die)
        run_lane(place.account.pk)

    _processes.wait(_processes.fork(work, stage.folder / "killed.log"))
    end_leases([place])
    drain(stage, step=301, rounds=20)
    return check(stage.control, [place])


def blacklisted_meanwhile(stage: World) -> Report:
    """Somebody gets onto the blacklist between preparing and hand-over."""
    place = stage.place("B", batch=3)
    campaign = submit(place, 6)
    tasks.sweep()
    with firm_scope(place.firm.pk):
        phone = campaign.messages.values_list("phone", flat=True)[0]
        blacklist.add(place.actor, {"phone": phone, "reason": "aramayın"})
    drain(stage, step=301, rounds=20)
    return check(stage.control, [place])


EXPERIMENTS: dict[str, Callable[[World], Report]] = {
    "killed before the call": killed_before_the_call,
    "blacklisted meanwhile": blacklisted_meanwhile,
    "unknown outcome": lambda stage: unknown_outcome.run(stage, "B", messages=60, batch=3, boost=3)[
        0
    ],
    "side by side": lambda stage: dispatchers.side_by_side(
        stage, accounts=1, messages=120, batch=2, processes=4
    ),
    "money": lambda stage: money.run(stage, firms=2, threads=4, rounds=3)[0],
    "reports": lambda stage: reports.run(stage)[0],
}
# Where a bug shows first; ``faults planted --all`` runs every experiment on every bug.
LIKELY = {
    "mark_before_send": "killed before the call",
    "mark_never": "killed before the call",
    "double_refund": "money",
    "resend_on_timeout": "unknown outcome",
    "skip_recheck": "blacklisted meanwhile",
    "drop_tenant": "reports",
    "skip_audit": "money",
    "claim_unguarded": "side by side",
}


def caught(folder: Path, bug: str, experiment: str, *, seed: int = 1) -> list[str]:
    """The rules that the experiment found broken with the bug planted ("" = none)."""
    told, tell = os.pipe()
    folder.mkdir(parents=True, exist_ok=True)
    before = os.environ.get(VARIABLE)
    if bug:
        os.environ[VARIABLE] = bug
    try:

        def work() -> None:
            with world(folder / "stage", seed) as stage:
                report = EXPERIMENTS[experiment](stage)
            os.write(tell, "\n".join(report.broken).encode() or b"nothing")

        pid = _processes.fork(work, folder / "child.log")
        os.close(tell)
        with os.fdopen(told, "rb") as pipe:
            said = pipe.read().decode()
        _processes.wait(pid)
    finally:
        if before is None:
            os.environ.pop(VARIABLE, None)
        else:
            os.environ[VARIABLE] = before
    if not said:
        raise RuntimeError((folder / "child.log").read_text()[-3000:])
    return [] if said == "nothing" else said.split("\n")


def main(argv: list[str]) -> int:
    bugs = [name for name in argv if name in BUGS] or list(BUGS)
    with tempfile.TemporaryDirectory() as name:
        folder, clean, found = Path(name), 0, 0
        for experiment in EXPERIMENTS:
            broken = caught(folder / f"clean-{experiment}", "", experiment)
            clean += not broken
            print(f"no bug, {experiment}: {broken or 'clean'}", flush=True)
        for bug in bugs:
            names = list(EXPERIMENTS) if "--all" in argv else [LIKELY[bug]]
            broken = {one: rules for one in names
                      if (rules := caught(folder / f"{bug}-{one}", bug, one))}  # fmt: skip
            found += bool(broken)
            print(f"{bug}: {broken or 'NOT CAUGHT'}", flush=True)
    print(f"{found}/{len(bugs)} bugs caught; {clean}/{len(EXPERIMENTS)} experiments clean without")
    sys.stdout.flush()
    return 0 if found == len(bugs) and clean == len(EXPERIMENTS) else 1
