"""G6 iii to vii: what a code approves, for whom, how long, what its answers and stores tell.

``changed``: amount, party or version altered between sending and check, and between check and
execution. ``foreign``: the code of one paper on another, of one person for another, of before a
new one. ``clock``: dead 180 s (± 1) after it was asked for, also where the process's clock is ten
minutes off. ``stores``: the code stands in no table, not in Redis, in no line of the log.
``timing``: wrong codes and those of which nothing is known are answered in the same time; it is
measured and told, for no machine promises it.

    python3 manage.py faults otp_clock --times 100 --samples 2000
    python3 manage.py faults otp_clock --times 3 --planted
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import time_machine

from otp.models import Challenge, Receipt
from otp.services import challenges
from tests.faults._otp_papers import NoCode, Papers, papers
from tests.faults._otp_timing import timing
from tests.faults._planted_otp import BINDING, planted
from tests.faults._world import world
from tests.support import stores
from turkcell_hub.outbox.clock import NOW
from turkcell_hub.tenancy.actor import Actor

LIFE, OFF = 180, (0, 600, -600)
CHANGES: tuple[dict[str, object], ...] = (
    {"amount": "9250.00"}, {"party": "Ege Tekstıl"}, {"version": 2},
)  # fmt: skip


def changed(desk: Papers) -> None:
    """Nothing but what was shown is approved or executed."""
    for change in CHANGES:
        name = next(iter(change))
        pk = desk.new()
        challenge, code = desk.asked(pk)
        desk.change(pk, **change)
        answer = desk.answer(challenge, code)
        desk.require(answer == "otp_void", f"{name} changed before the check: {answer}")
        approved = Receipt.objects.filter(challenge=challenge).exists()
        desk.require(not approved, f"{name} changed before the check: approved")

        pk = desk.new()
        challenge, code = desk.asked(pk)
        desk.answer(challenge, code)
        answer = desk.use(desk.change(pk, **change))
        desk.require(answer == "otp_not_approved", f"{name} changed before the use: {answer}")
        desk.done["alterations"] += 2


def foreign(desk: Papers) -> None:
    """A code opens its own paper, in the hand of its own person, until a newer one comes."""
    a, b = desk.new(), desk.new()
    (of_a, code_a), (of_b, code_b) = desk.asked(a), desk.asked(b)
    theirs, their_code = desk.asked(a, desk.other)
    tries: Sequence[tuple[str, Challenge, str, Actor, str]] = (
        ("the newest code of a person on another paper", of_a, code_b, desk.boss, "otp_wrong"),
        ("a code on another paper", of_b, code_a, desk.boss, "otp_wrong"),
        ("a code of another person", of_a, their_code, desk.boss, "otp_wrong"),
        ("a code for another person", theirs, code_a, desk.other, "otp_wrong"),
        ("the challenge of another person", of_a, code_a, desk.other, "not_found"),
    )
    if len({code_a, code_b, their_code}) == 3:  # three codes in a million may be two alike
        for what, challenge, code, actor, expected in tries:
            answer = desk.answer(challenge, code, actor)
            desk.require(answer == expected, f"{what}: {answer}")
            desk.done["foreign codes"] += 1
    before = len(desk.otp.texts())
    challenges.resend(desk.boss, of_b.pk)
    desk.otp.hand_over()
    desk.require(len(desk.otp.texts()) == before + 1, "no new code came")
    if desk.otp.code() != code_b:
        answer = desk.answer(of_b, code_b)
        desk.require(answer == "otp_wrong", f"the code before the new one: {answer}")
    answer = desk.answer(of_b, desk.otp.code())
    desk.require(answer == "yes", f"the new code: {answer}")


def clock(desk: Papers) -> None:
    """The database's clock alone decides."""
    for off in OFF:
        for passed, expected in ((LIFE - 1, "yes"), (LIFE + 1, "otp_expired")):
            with time_machine.travel(datetime.now(UTC) + timedelta(seconds=off), tick=True):
                answer = _answered_after(desk, passed)
            what = f"after {passed} s, the process {off} s off"
            desk.require(answer in (expected, ""), f"{what}: {answer}")
            desk.done["clocks" if answer else "clocks too slow to tell"] += 1


def _answered_after(desk: Papers, seconds: int) -> str:
    """The right code, so many seconds after it was asked for; "" where this machine was too slow
    to answer within the last one."""
    try:
        challenge, code = desk.asked(desk.new())
    except NoCode:
        return "no code"
    row = Challenge.objects.filter(pk=challenge.pk)
    life = (challenge.expires_at - challenge.created_at).total_seconds()
    desk.require(abs(life - LIFE) < 1, f"a life of {life} s")
    row.update(expires_at=NOW + timedelta(seconds=LIFE - seconds))
    answer = desk.answer(challenge, code)
    slow = answer == "otp_expired" and row.filter(ended_at=None, expires_at__lt=NOW).exists()
    return "" if slow and seconds < LIFE else answer


def kept(desk: Papers) -> None:
    """Wrong, right, used: afterwards the code stands nowhere but on the telephone."""
    with stores.heard() as log:
        challenge, code = desk.asked(desk.new())
        for typed in (f"{(int(code) + 1) % 1_000_000:06d}", code, code):
            desk.answer(challenge, typed)
    alone = re.compile(rf"(?<![0-9A-Za-z.]){code}(?![0-9A-Za-z])")  # no part of a hash or a moment
    for place, text in {**stores.everything(), "the log": log.getvalue()}.items():
        desk.require(not alone.search(text), f"a code stands in {place}")
        desk.done["stores"] += 1


PARTS: dict[str, Callable[[Papers], None]] = {
    "changed": changed, "foreign": foreign, "clock": clock, "stores": kept,
}  # fmt: skip


def run(control: Any, *, times: int, samples: int = 0, parts: Sequence[str] = ()) -> Papers:
    """Each part so often, in a firm of its own."""
    with papers(control, credit=40 * times + 50) as desk:
        for name in parts or PARTS:
            for _time in range(times if name in ("changed", "foreign") else max(1, times // 10)):
                PARTS[name](desk)
        if samples:
            desk.told += timing(desk, samples)
    return desk


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="faults otp_clock")
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--samples", type=int, default=2000)
    parser.add_argument("--planted", action="store_true", help="with each bug; all must be found")
    told = parser.parse_args(arguments)
    bad = 0
    with tempfile.TemporaryDirectory() as folder, world(Path(folder)) as stage:
        for bug in ("", *(BINDING if told.planted else ())):
            with planted(bug):
                desk = run(stage.control, times=told.times, samples=0 if bug else told.samples)
            bad += bool(bug) is not bool(desk.wrong)
            print(f"{bug or 'no bug'}: {dict(desk.done)}, {len(desk.wrong)} violations")
            for line in [*sorted(set(desk.wrong))[:10], *desk.told]:
                print(" ", line)
    return 1 if bad else 0
