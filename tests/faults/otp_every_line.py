"""G6, deterministic: the process is killed at every line of sending a code, taking it, using it.

Somebody else then goes on. ``hand_over``: at most one SMS a code, its credit spent once or given
back, and a code that did arrive approves. ``verify``: one receipt and one entry in the trail, or
none and the same code still approves. ``execute``: once, whoever comes second is refused.

    python3 manage.py faults otp_every_line --every 1
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from otp import subjects
from otp.models import Challenge, CodeSend, Meter, OtpRules, Receipt
from otp.services import challenges, rules
from otp.subjects import Source, Subject, digest_of
from tests.faults._world import world
from tests.faults.every_line import killed_at
from tests.otp.burst import said
from tests.otp.world import Otp, set_up
from tests.support.firms import actor_for, make_firm, make_member
from turkcell_hub.audit.models import AuditEntry
from turkcell_hub.ledger.services import credits
from turkcell_hub.outbox import doubts, recovery
from turkcell_hub.outbox.clock import NOW
from turkcell_hub.outbox.models import Batch, Lane
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.scope import firm_scope

_ROOM = ("otp/dispatch.py", "otp/services/", "turkcell_hub/ledger/")
_MOST = 20_000
UNHURRIED = {"jobs_per_number": None, "sends_per_minute": None}


@dataclass
class Stage:
    actor: Actor
    otp: Otp
    log: Path
    wrong: list[str] = field(default_factory=list)

    def require(self, holds: bool, what: str) -> None:
        if not holds:
            self.wrong.append(what)

    def asked(self, number: int) -> Challenge:
        Meter.objects.all().delete()
        return challenges.start(self.actor, _subject(number))

    def sent(self, number: int) -> tuple[Challenge, str]:
        """A challenge whose code has come."""
        challenge, texts = self.asked(number), len(self.otp.texts())
        _go_on(self.otp)  # the lane may rest after what the kills before did to it
        if len(self.otp.texts()) != texts + 1:
            raise RuntimeError(f"{number}: no code came")
        return challenge, self.otp.code()

    def entries(self, action: str, row: object) -> int:
        rows = AuditEntry.objects.filter(firm_id=self.actor.firm_id, action=action)
        return rows.filter(subject_id=str(row.pk)).count()  # type: ignore[attr-defined]


def hand_over(stage: Stage, line: int) -> bool:
    """A dispatcher dies; False: it came to its end."""
    otp, actor = stage.otp, stage.actor
    before, texts = credits.balance(actor.firm_id, "OTP"), len(otp.texts())
    challenge = stage.asked(line)
    files = ("turkcell_hub/outbox/", *_ROOM)
    killed = killed_at(line, files, otp.hand_over, stage.log)
    _go_on(otp)
    sent = len(otp.texts()) - texts
    spent = before - credits.balance(actor.firm_id, "OTP")
    stage.require(sent <= 1, f"line {line}: {sent} messages")
    stage.require(spent in (0, 1) and spent >= sent, f"line {line}: {spent} credits for {sent}")
    if sent:
        answer = said(actor, lambda: challenges.verify(actor, challenge.pk, otp.code()))
        stage.require(answer == "yes", f"line {line}: the code that came is not taken: {answer}")
    count = CodeSend.objects.filter(challenge=challenge).count()
    stage.require(count == 1, f"line {line}: {count} codes were made")
    return killed


def verify(stage: Stage, line: int) -> bool:
    """The web process dies while it looks at the right code."""
    actor = stage.actor
    challenge, code = stage.sent(_MOST + line)

    def look() -> object:
        return challenges.verify(actor, challenge.pk, code)

    killed = killed_at(line, _ROOM, look, stage.log)
    done = Receipt.objects.filter(challenge=challenge).count()
    answer = said(actor, look)
    expected = "otp_used" if done else "yes"
    stage.require(answer == expected, f"line {line}: {answer} after {done} receipts")
    receipts = Receipt.objects.filter(challenge=challenge).count()
    noted = stage.entries("otp.approved", challenge)
    stage.require(receipts == 1 == noted, f"line {line}: {receipts} receipts, {noted} entries")
    return killed


def execute(stage: Stage, line: int) -> bool:
    """The process dies while the approval is used up."""
    actor, number = stage.actor, 2 * _MOST + line
    challenge, code = stage.sent(number)
    receipt = challenges.verify(actor, challenge.pk, code)

    def use() -> object:
        return challenges.execute(actor, _subject(number))

    killed = killed_at(line, _ROOM, use, stage.log)
    receipt.refresh_from_db()
    expected = "otp_not_approved" if receipt.executed_at else "yes"
    answer = said(actor, use)
    stage.require(answer == expected, f"line {line}: {answer}, executed {receipt.executed_at}")
    noted = stage.entries("otp.executed", receipt)
    stage.require(noted == 1, f"line {line}: {noted} executions in the trail")
    return killed


STEPS: dict[str, Callable[[Stage, int], bool]] = {
    one.__name__: one for one in (hand_over, verify, execute)
}


def run(
    control: Any, folder: Path, steps: list[str], lines: range
) -> tuple[list[str], Counter[str]]:
    """What was wrong, and how many kills each step had."""
    kills: Counter[str] = Counter()
    with _stage(control, folder) as stage:
        for step in steps:
            for line in lines:
                if not STEPS[step](stage, line):
                    break
                kills[step] += 1
    return stage.wrong, kills


@contextmanager
def _stage(control: Any, folder: Path) -> Iterator[Stage]:
    firm = make_firm("Satır")
    known = dict(subjects._sources)
    subjects.register(Source("line", "Satır", _subject))
    try:
        with firm_scope(firm.pk):
            boss = make_member(firm, "YONETICI", phone="+905321234501")
            otp = set_up(firm, control, people=(boss,), credit=_MOST, **UNHURRIED)
            OtpRules.objects.create(
                firm=firm, valid_from=rules.today(firm.pk), used_floor_percent=0
            )
            yield Stage(actor_for(boss), otp, folder / "killed.log")
    finally:
        subjects._sources.clear()
        subjects._sources.update(known)


def _go_on(otp: Otp) -> None:
    """Another dispatcher, once the lease of the dead one is over."""
    past = {"lease_until": NOW - timedelta(seconds=1)}
    Batch.objects.filter(lease_until__isnull=False).update(**past)
    Lane.objects.filter(lease_until__isnull=False).update(**past)
    Lane.objects.update(backoff_until=None)
    Batch.objects.filter(state="READY").update(due_at=NOW)
    recovery.sweep()
    otp.hand_over()
    doubts.resolve(otp.account.pk)


def _subject(number: int) -> Subject:
    return Subject("line", number, digest_of({"n": number}), f"Satır {number}")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="faults otp_every_line")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--steps", nargs="+", default=list(STEPS), choices=list(STEPS))
    told = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, world(Path(folder)) as stage:
        lines = range(told.first, _MOST, told.every)
        wrong, kills = run(stage.control, Path(folder), told.steps, lines)
    for line in wrong:
        print(line)
    print(f"otp_every_line: kills {dict(kills)}, {len(wrong)} violations")
    return 1 if wrong or not kills else 0
