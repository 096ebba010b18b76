"""G7: a code older than its life is never handed over, however long the gateway was held.

Codes flow; then the gateway is held for four minutes (it answers "busy" to everything, or a
person has paused its lane) while more codes are asked for, evenly; then it is let go, and the
dispatcher and the sweep do what they would. Whoever's code had lived out gets none and has his
credit back; everybody else gets one, and it approves.

    python3 manage.py faults otp_held --open 300 --held 50
    python3 manage.py faults otp_held --open 5 --held 20 --planted
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db.models import F

from otp.models import Challenge, CodeSend, Meter
from otp.services import challenges
from tests.faults._otp_papers import Papers, papers
from tests.faults._planted_otp import HELD, planted
from tests.faults._world import world
from turkcell_hub.ledger.services import credits
from turkcell_hub.outbox import recovery
from turkcell_hub.outbox.clock import NOW
from turkcell_hub.outbox.models import Batch, Lane
from turkcell_hub.outbox.services import queue

HOLD = 240.0  # seconds; a code lives 180
WAYS = ("busy", "paused")
_BUSY = {"do": "busy", "chance": 1.0}


def run(control: Any, way: str, *, before: int, held: int) -> Papers:
    """One firm whose gateway is held in this way."""
    with papers(control, credit=before + held) as desk:
        for _number in range(before):
            desk.asked(desk.new())
            desk.done["codes while open"] += 1
        _hold(desk, way)
        asked = [_ask_held(desk, HOLD / held, way) for _number in range(held)]
        late = _lived_out(desk)
        _let_go(desk, way)
        _judge(desk, asked, late)
    return desk


def _hold(desk: Papers, way: str) -> None:
    if way == "busy":
        desk.otp.control.chaos(desk.otp.account.username, _BUSY)
    else:
        queue.pause_lane(desk.otp.account.pk, desk.boss)


def _ask_held(desk: Papers, seconds: float, way: str) -> int:
    """A code is asked for while nothing leaves; then time passes."""
    Meter.objects.all().delete()
    pk = desk.new()
    challenges.start(desk.boss, desk.current(pk))
    desk.otp.hand_over()
    _pass(seconds)
    desk.done[f"codes while {way}"] += 1
    return pk


def _pass(seconds: float) -> None:
    """So much time, by what the rows hold."""
    step = timedelta(seconds=seconds)
    for rows in (Challenge.objects.filter(state="OPEN"), CodeSend.objects.filter(state="QUEUED")):
        rows.update(created_at=F("created_at") - step, expires_at=F("expires_at") - step)
    Batch.objects.filter(state__in=("READY", "HELD")).update(
        due_at=F("due_at") - step, expires_at=F("expires_at") - step
    )
    Lane.objects.update(backoff_until=F("backoff_until") - step)


def _lived_out(desk: Papers) -> set[int]:
    """The papers whose code is dead already."""
    rows = CodeSend.objects.filter(state__in=("QUEUED", "EXPIRED"), expires_at__lte=NOW)
    return set(rows.values_list("challenge__subject_id", flat=True))


def _let_go(desk: Papers, way: str) -> None:
    """Until nothing waits any more."""
    if way == "busy":
        desk.otp.control.chaos(desk.otp.account.username)
    else:
        queue.resume_lane(desk.otp.account.pk, desk.boss)
    Lane.objects.update(backoff_until=None, paused=False)
    for _round in range(20):
        Batch.objects.filter(state="READY").update(due_at=NOW)
        desk.otp.hand_over()
        recovery.sweep()
        if not Batch.objects.filter(state__in=("READY", "HELD")).exists():
            return
        _pass(1)
    desk.require(False, "codes wait for ever")


def _judge(desk: Papers, asked: list[int], late: set[int]) -> None:
    texts = desk.otp.texts()
    rows: Mapping[int, CodeSend] = {
        row.challenge.subject_id: row for row in CodeSend.objects.select_related("challenge")
    }
    desk.require(0 < len(late) < len(asked), f"{len(late)} of {len(asked)} lived out")
    for pk in asked:
        row, came = rows[pk], [text for text in texts if f" F-{pk}, " in text]
        if pk in late:
            desk.require(not came, f"paper {pk}: a code is handed over after its life")
            desk.require(row.state == "EXPIRED" and row.refunded, f"paper {pk}: {row.state}")
            desk.done["lived out"] += 1
        elif came or row.state != "EXPIRED":  # the last seconds may run out in the rush
            desk.require(len(came) == 1, f"paper {pk}: {len(came)} messages")
            in_time = row.sent_at is not None and row.sent_at < row.expires_at
            desk.require(in_time, f"paper {pk}: handed over {row.sent_at}, dead {row.expires_at}")
            desk.done["handed over in time"] += 1
        else:
            desk.done["lived out in the rush"] += 1
    unspent = credits.balance(desk.boss.firm_id, "OTP")
    back = CodeSend.objects.filter(refunded=True).count()
    desk.require(unspent == back, f"{unspent} credits for {back} codes that were not sent")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="faults otp_held")
    parser.add_argument("--open", type=int, default=300)
    parser.add_argument("--held", type=int, default=50)
    parser.add_argument("--planted", action="store_true", help="with the bug; it must be found")
    told = parser.parse_args(arguments)
    bad = 0
    with tempfile.TemporaryDirectory() as folder, world(Path(folder)) as stage:
        for bug in ("", *(HELD if told.planted else ())):
            for way in WAYS:
                with planted(bug):
                    desk = run(stage.control, way, before=told.open, held=told.held)
                bad += bool(bug) is not bool(desk.wrong)
                print(f"{bug or 'no bug'}: {dict(desk.done)}, {len(desk.wrong)} violations")
                for line in desk.wrong[:10]:
                    print(" ", line)
    return 1 if bad else 0
