"""G6, deterministic: a dispatcher is killed at every line of a code's hand-over.

Each code is then gone on with by somebody else: at most one SMS a code, its credit spent once or
given back, and a code that did arrive approves.

    python3 manage.py faults otp_every_line --every 1
"""

from __future__ import annotations

import argparse
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from otp import subjects
from otp.models import CodeSend, Meter
from otp.services import challenges
from otp.subjects import Source, Subject, digest_of
from tests.faults._world import world
from tests.faults.every_line import killed_at
from tests.otp.world import set_up
from tests.support.firms import actor_for, make_firm, make_member
from turkcell_hub.errors import HubError
from turkcell_hub.ledger.services import credits
from turkcell_hub.outbox import doubts, recovery
from turkcell_hub.outbox.clock import NOW
from turkcell_hub.outbox.models import Batch, Lane
from turkcell_hub.tenancy.scope import firm_scope

FILES = ("turkcell_hub/outbox/", "otp/dispatch.py", "otp/services/", "turkcell_hub/ledger/")
_MOST = 20_000


def run(control: Any, folder: Path, every: int) -> tuple[list[str], int]:
    """What was wrong, and how many kills there were."""
    subjects.register(Source("line", "Satır", _subject))
    firm, found, kills = make_firm("Satır"), [], 0
    with firm_scope(firm.pk):
        boss = make_member(firm, "YONETICI", phone="+905321234501")
        otp = set_up(firm, control, people=(boss,), credit=_MOST)
        actor = actor_for(boss)
        for line in range(1, _MOST, every):
            Meter.objects.all().delete()
            before, texts = credits.balance(firm.pk, "OTP"), len(otp.texts())
            challenge = challenges.start(actor, _subject(line))
            if not killed_at(line, FILES, otp.hand_over, folder / "killed.log"):
                return found, kills
            kills += 1
            past = {"lease_until": NOW - timedelta(seconds=1)}
            Batch.objects.filter(lease_until__isnull=False).update(**past)
            Lane.objects.filter(lease_until__isnull=False).update(**past)
            recovery.sweep()
            otp.hand_over()
            doubts.resolve(otp.account.pk)
            sent = len(otp.texts()) - texts
            spent = before - credits.balance(firm.pk, "OTP")
            if sent > 1:
                found.append(f"line {line}: {sent} messages")
            if spent not in (0, 1) or spent < sent:
                found.append(f"line {line}: {spent} credits for {sent} messages")
            if sent and not _approves(actor, challenge.pk, otp.code()):
                found.append(f"line {line}: the code that came is not taken")
            if CodeSend.objects.filter(challenge=challenge).count() != 1:
                found.append(f"line {line}: more than one code was made")
    return found, kills


def _approves(actor: Any, challenge_id: int, code: str) -> bool:
    try:
        challenges.verify(actor, challenge_id, code)
    except HubError:
        return False
    return True


def _subject(number: int) -> Subject:
    return Subject("line", number, digest_of({"n": number}), f"Satır {number}")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="faults otp_every_line")
    parser.add_argument("--every", type=int, default=1)
    told = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, world(Path(folder)) as stage:
        wrong, kills = run(stage.control, Path(folder), told.every)
    for line in wrong:
        print(line)
    print(f"otp_every_line: {kills} kills, {len(wrong)} violations")
    return 1 if wrong or not kills else 0
