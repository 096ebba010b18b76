"""G6 under concurrency: guesses, right answers, clicks and executions, many at once.

In each round one code is guessed at by 500 hands (never more than five are looked at), another
is answered rightly by 50 (one receipt), that approval is used by 50 (one execution), and 50
ask for codes beyond what a number may get (never more than three in its window). ``--planted``
runs the same with each planted bug; every one must be found.

    python3 manage.py faults otp_burst --rounds 200 --guesses 500 --right 50
    python3 manage.py faults otp_burst --rounds 3 --planted
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from otp import subjects
from otp.models import Challenge, CodeSend, Meter, OtpRules, Receipt
from otp.services import challenges, rules
from otp.subjects import Source, Subject, digest_of
from tests.faults._planted_otp import BUGS, planted
from tests.faults._world import world
from tests.otp.burst import asks, at_once, burst, executions, sequence
from tests.otp.world import Otp, set_up
from tests.support.firms import actor_for, make_firm, make_member
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.scope import firm_scope

TRIES, SENDS = 5, 3
_KNOWN = {"yes", "otp_wrong", "otp_locked", "otp_limit_tries", "otp_expired", "otp_used"}


@dataclass
class Found:
    """What was wrong, one line each, and what was done."""

    wrong: list[str] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)

    def require(self, holds: bool, what: str) -> None:
        if not holds:
            self.wrong.append(what)


def run(control: Any, *, rounds: int, guesses: int, right: int) -> Found:
    """Four bursts a round, in a firm of its own."""
    found = Found()
    with _stage(control, rounds) as (actor, otp):
        for number in range(1, rounds + 1):
            _guess(found, actor, otp, number, guesses)
            _answer_and_use(found, actor, otp, number, right)
            _ask(found, actor, otp, number, right)
    return found


@contextmanager
def _stage(control: Any, rounds: int) -> Iterator[tuple[Actor, Otp]]:
    firm = make_firm("Patlama")
    known = dict(subjects._sources)
    subjects.register(Source("burst", "Patlama", _subject))
    try:
        with firm_scope(firm.pk):
            boss = make_member(firm, "YONETICI", phone="+905321234501")
            otp = set_up(
                firm, control, people=(boss,), credit=10 * rounds + 10,
                jobs_per_number=None, sends_per_minute=None,
            )  # fmt: skip
            OtpRules.objects.create(
                firm=firm, valid_from=rules.today(firm.pk), member_tries_a_day=100,
                number_sends=SENDS, pause_seconds=0, used_floor_percent=0,
            )  # fmt: skip
            yield actor_for(boss), otp
    finally:
        subjects._sources.clear()
        subjects._sources.update(known)


def _sent(actor: Actor, otp: Otp, number: int) -> tuple[Challenge, str]:
    """A challenge on a day of its own, and the code that came."""
    Meter.objects.all().delete()
    challenge = challenges.start(actor, _subject(number))
    otp.hand_over()
    return challenge, otp.code()


def _guess(found: Found, actor: Actor, otp: Otp, number: int, guesses: int) -> None:
    challenge, code = _sent(actor, otp, 3 * number)
    answers = burst(actor, challenge.pk, sequence(code, guesses))
    row = Challenge.objects.get(pk=challenge.pk)
    found.done["codes guessed"] += guesses
    found.require(row.tries <= TRIES, f"round {number}: {row.tries} tries are counted")
    looked = answers["otp_wrong"] + answers["yes"]
    found.require(looked <= TRIES, f"round {number}: {looked} guesses were looked at")
    found.require(not answers["yes"], f"round {number}: a wrong code approves")
    _only_known(found, number, answers)


def _answer_and_use(found: Found, actor: Actor, otp: Otp, number: int, right: int) -> None:
    challenge, code = _sent(actor, otp, 3 * number + 1)
    answers = burst(actor, challenge.pk, [code] * right)
    receipts = Receipt.objects.filter(challenge=challenge).count()
    found.done["right answers"] += right
    found.require(receipts == 1 == answers["yes"], f"round {number}: {answers['yes']} times yes")
    _only_known(found, number, answers)
    used = executions(actor, _subject(3 * number + 1), right)
    found.done["executions tried"] += right
    found.require(used["yes"] == 1, f"round {number}: executed {used['yes']} times")
    _only_known(found, number, used, "otp_not_approved")


def _ask(found: Found, actor: Actor, otp: Otp, number: int, clicks: int) -> None:
    """Each click about a record of its own: only the number's limit holds them together."""
    Meter.objects.all().delete()
    before = CodeSend.objects.count()
    wanted = [_subject(10_000_000 + 1000 * number + click) for click in range(clicks)]
    answers = at_once(lambda subject: asks(actor, subject), wanted)
    sent = CodeSend.objects.count() - before
    otp.hand_over()
    found.done["codes asked for"] += clicks
    found.require(sent == SENDS == answers["yes"], f"round {number}: {sent} codes for one number")
    _only_known(found, number, answers, "otp_limit_number")


def _only_known(found: Found, number: int, answers: Counter[str], *more: str) -> None:
    """Whatever else comes is an error that a person would have been shown."""
    strange = set(answers) - _KNOWN - set(more)
    found.require(not strange, f"round {number}: {', '.join(sorted(strange))}")


def _subject(number: int) -> Subject:
    return Subject("burst", number, digest_of({"n": number}), f"Tur {number}")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="faults otp_burst")
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--guesses", type=int, default=500)
    parser.add_argument("--right", type=int, default=50)
    parser.add_argument("--planted", action="store_true", help="with each bug; all must be found")
    told = parser.parse_args(arguments)
    bad = 0
    with tempfile.TemporaryDirectory() as folder, world(Path(folder)) as stage:
        for bug in ("", *(BUGS if told.planted else ())):
            with planted(bug):
                found = run(
                    stage.control, rounds=told.rounds, guesses=told.guesses, right=told.right
                )
            bad += bool(bug) is not bool(found.wrong)
            print(f"{bug or 'no bug'}: {dict(found.done)}, {len(found.wrong)} violations")
            for line in found.wrong[:20]:
                print(" ", line)
    return 1 if bad else 0
