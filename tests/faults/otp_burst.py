"""G6: 500 guesses at once on one code, 200 times; and 50 right answers at once, 200 times.

Never more than five codes are looked at, exactly one right answer approves. With a planted bug
(the counter is read first and written afterwards) the experiment must fail.

    python3 manage.py faults otp_burst --rounds 200 --guesses 500
    python3 manage.py faults otp_burst --rounds 5 --planted
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Any

from otp import subjects
from otp.models import Challenge, CodeSend, Meter, OtpRules, Receipt
from otp.services import challenges, rules
from otp.subjects import Source, Subject, digest_of
from tests.faults._world import world
from tests.otp.burst import burst, sequence
from tests.otp.world import set_up
from tests.support.firms import actor_for, make_firm, make_member
from turkcell_hub.tenancy.scope import firm_scope


def run(control: Any, *, rounds: int, guesses: int, right: int) -> list[str]:
    """What was wrong, one line each; empty when every round held."""
    firm = make_firm("Patlama")
    found: list[str] = []
    subjects.register(Source("burst", "Patlama", _subject))
    with firm_scope(firm.pk):
        boss = make_member(firm, "YONETICI", phone="+905321234501")
        otp = set_up(firm, control, people=(boss,), credit=10 * rounds)
        OtpRules.objects.create(
            firm=firm, valid_from=rules.today(firm.pk), member_tries_a_day=100,
        )  # fmt: skip
        actor = actor_for(boss)
        for number in range(1, 2 * rounds + 1):
            Meter.objects.all().delete()  # each round is a day of its own
            challenge = challenges.start(actor, _subject(number))
            otp.hand_over()
            code = otp.code()
            wanted = sequence(code, guesses) if number % 2 else [code] * right
            answers = burst(actor, challenge.pk, wanted)
            row = Challenge.objects.get(pk=challenge.pk)
            if row.tries > 5:
                found.append(f"round {number}: {row.tries} codes were looked at")
            looked = answers["otp_wrong"] + answers["otp_locked"]
            if number % 2 and answers["otp_wrong"] > 5:
                found.append(f"round {number}: {looked} answers say wrong")
            receipts = Receipt.objects.filter(challenge=row).count()
            if receipts != (0 if number % 2 else 1) or answers["yes"] != receipts:
                found.append(f"round {number}: {receipts} receipts, {answers['yes']} times yes")
        if CodeSend.objects.count() != 2 * rounds:
            found.append("more codes were sent than asked for")
    return found


def _read_then_write() -> None:
    """The planted bug: what an ORM's habit makes of the counter."""

    def count(actor: Any, challenge: Challenge) -> bool:
        row = Challenge.objects.get(pk=challenge.pk)
        if row.state != "OPEN" or row.tries >= 5:
            return False
        row.tries += 1
        row.save(update_fields=["tries"])
        return True

    challenges._count = count


def _subject(number: int) -> Subject:
    return Subject("burst", number, digest_of({"n": number}), f"Tur {number}")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="faults otp_burst")
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--guesses", type=int, default=500)
    parser.add_argument("--right", type=int, default=50)
    parser.add_argument("--planted", action="store_true", help="with the bug; must end with 1")
    told = parser.parse_args(arguments)
    if told.planted:
        _read_then_write()
    with tempfile.TemporaryDirectory() as folder, world(Path(folder)) as stage:
        wrong = run(stage.control, rounds=told.rounds, guesses=told.guesses, right=told.right)
    for line in wrong:
        print(line)
    print(f"otp_burst: {told.rounds} + {told.rounds} rounds, {len(wrong)} violations")
    return 1 if wrong else 0
