"""G17: the books hold each bill of the operator once, whatever dies and however often it comes.

For each way of booking (merged or not, by number or not; collected from the operator first, or
uploaded first): page 2 of the operator's list fails; fifty people press at once; the worker dies at
random lines while another process uploads the same files; the same files come again; the run is
repeated in the other modes; corrected bills come under numbers that are known, under ETTNs that are
known, and in the same moment as what they correct; at the end fifty people press with a wrong
password. Judged by the operator's own figures and SQL (``_bills_check.py``), and the four ways
against each other: the same total to the kuruş.

    python3 manage.py faults bills --bills 500 --rounds 10 --kills 4 --hands 50
    python3 manage.py faults bills --bills 24 --kills 1 --hands 8 --planted
"""

from __future__ import annotations

import argparse
import itertools
import logging
import random
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any
from unittest.mock import patch

from invoices.services import runs
from tests.faults._bills_check import check
from tests.faults._bills_stage import PASSWORD, Desk, Wanted, printed, race_pairs, year_of_bills
from tests.faults._planted_bills import BUGS, planted
from tests.faults._processes import fork, wait
from tests.faults._world import world
from tests.faults.checker import Report
from tests.otp.burst import at_once, said
from turkcell_hub.erp.models import Document
from turkcell_hub.gateways.invoice import esirket
from turkcell_hub.tenancy.scope import firm_scope

CASES = tuple(itertools.product((False, True), (False, True)))
_LINES_A_BILL = 130  # of the watched files, about


def run(
    control: Any,
    folder: Path,
    *,
    bills: int,
    kills: int,
    hands: int,
    seed: int = 1,
    files_first: bool = False,
    cases: Sequence[tuple[bool, bool]] = CASES,
) -> tuple[Report, Counter[str]]:
    """The same bills in each of ``cases``; their totals are compared at the end."""
    report, done, totals = Report(), Counter[str](), set()
    wanted = year_of_bills(bills, seed)
    with patch.object(esirket, "PAGE", max(2, bills // 3)):
        for merge, by_number in cases:
            desk = Desk.opened(control, folder, merge, by_number)
            dice = random.Random(f"{seed} {merge} {by_number}")
            _collect_and_book(desk, wanted, kills, hands, dice, files_first=files_first)
            totals.add(_booked(desk))
            corrections = _correct(desk, wanted)
            pairs = _race(desk, max(2, bills // 25))
            _settle(desk)
            _press_with_a_wrong_password(report, desk, hands)
            _add(report, check(desk, wanted, corrections, pairs))
            done += desk.done
    wrong = [] if len(totals) == 1 else sorted(totals)
    report.rule("I8 all ways come to the same total", len(cases), wrong)
    return report, done


def _collect_and_book(
    desk: Desk,
    wanted: list[Wanted],
    kills: int,
    hands: int,
    dice: random.Random,
    *,
    files_first: bool,
) -> None:
    archives = printed(wanted)
    if files_first:
        desk.done["uploaded"] += sum(desk.upload(archives).values())
    desk.issue(wanted)
    for page in (2, 3):
        _fail_at_page(desk, page)
    lines = [dice.randint(1, _LINES_A_BILL * len(wanted)) for _ in range(kills)]
    answers, jobs = _pressed(desk, hands)
    desk.done["presses at once"] += hands
    if answers["yes"] != 1 or len(jobs) != 1:
        desk.marked_too_early.append(f"{answers} for one run")
    ended = desk.carry_through(jobs[0], lines, beside=archives)
    desk.done[f"run: {ended}"] += 1
    _settle(desk)
    desk.done["uploaded again"] += sum(desk.upload(archives).values())


def _fail_at_page(desk: Desk, page: int) -> None:
    """The operator answers what comes before that page of its list, and then errors alone."""
    answered = {"do": "accept", "on": "query", "count": page}  # one more: the trial of the login
    failing = {"do": "error_before", "on": "query", "count": 5}
    desk.control.script(desk.account.username, answered, failing)
    desk.work(desk.press())
    desk.control.forget_scripts(desk.account.username)
    desk.look_at_marks()


def _pressed(desk: Desk, hands: int) -> tuple[Counter[str], list[int]]:
    jobs: list[int] = []
    answers = at_once(
        lambda _: said(desk.actor, lambda: jobs.append(desk.press())), range(hands), hands
    )
    return answers, jobs


def _settle(desk: Desk) -> None:
    """Presses again, and decides as a person, until nothing waits; then once in every other
    mode, which must find nothing to book."""
    for _ in range(6):
        desk.decide()
        if desk.is_settled():
            break
        desk.work(desk.press())
    kept = desk.merge, desk.by_number
    for desk.merge, desk.by_number in CASES:
        desk.work(desk.press())
    desk.merge, desk.by_number = kept


def _booked(desk: Desk) -> Decimal:
    with firm_scope(desk.firm.pk):
        standing = Document.objects.exclude(state="CANCELLED")
        return sum((one.total for one in standing), Decimal(0))


def _correct(desk: Desk, wanted: list[Wanted]) -> list[Wanted]:
    """Known numbers with other ETTNs, known ETTNs with other numbers and amounts, and known ETTNs
    with other numbers alone: the last are the same bills."""
    some = [one for one in wanted if one.shape == "single"][:: max(1, len(wanted) // 60)]
    numbers = [one.corrected() for one in some]
    others = [replace(one.corrected(7), number=f"DGR{one.number[3:]}", ettn=one.sheet().ettn)
              for one in some]  # fmt: skip
    same = [replace(one, shown=f"AYN{one.number[3:]}", ettn=one.sheet().ettn) for one in some]
    desk.issue([*numbers, *others, *same])
    desk.done["corrections"] += len(numbers) + len(others) + len(same)
    desk.upload(printed(numbers))
    desk.work(desk.press())
    return [*numbers, *others]


def _race(desk: Desk, count: int) -> int:
    pairs = race_pairs(count)
    sides = [printed(list(side)) for side in zip(*pairs, strict=True)]
    children = [fork(lambda side=side: desk.upload(side) and 0, desk.log) for side in sides]
    for child in children:
        wait(child)
    desk.done["raced"] += count
    return count


def _press_with_a_wrong_password(report: Report, desk: Desk, hands: int) -> None:
    desk.change_password("yanlis-sifre")
    before = desk.logins_seen()
    at_once(lambda _: _press_on(desk), range(hands), hands)
    tries = desk.logins_seen() - before
    report.rule("one try of a wrong password", hands, [] if tries == 1 else [f"{tries} tries"])
    desk.change_password(PASSWORD)


def _press_on(desk: Desk) -> str:
    """Presses until it was this hand's turn."""
    answer = ""
    for _ in range(400):
        answer = said(desk.actor, lambda: desk.work(desk.press()))
        if answer != "transfer_running":
            break
        time.sleep(0.02)
    return answer


def _add(report: Report, found: Report) -> None:
    for name, looked_at in found.checked.items():
        report.rule(name, looked_at, found.broken.get(name, ()))


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="faults bills")
    parser.add_argument("--bills", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--kills", type=int, default=4, help="of each run, at most 4")
    parser.add_argument("--hands", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--planted", action="store_true", help="with each bug; all must be found")
    told = parser.parse_args(arguments)
    logging.getLogger().setLevel(logging.ERROR)
    bad = 0
    sizes = {"bills": told.bills, "kills": told.kills, "hands": told.hands}
    with tempfile.TemporaryDirectory() as folder, world(Path(folder)) as stage:
        if told.planted:
            return _all_found(stage.control, Path(folder), sizes)
        for number in range(told.rounds):
            for files_first in (False, True):
                report, done = run(
                    stage.control, Path(folder), seed=told.seed + number,
                    files_first=files_first, **sizes,
                )  # fmt: skip
                bad += not report.ok
                print(f"round {number + 1}, files first {files_first}: {dict(done)}", flush=True)
                report.print()
    print(f"{bad} runs broke a rule")
    return 1 if bad else 0


def _all_found(control: Any, folder: Path, sizes: dict[str, int]) -> int:
    missed = 0
    for bug in ("", *BUGS):
        with planted(bug), patch.object(runs, "_CHUNK", 3):
            report, _done = run(control, folder, cases=((False, False), (True, True)), **sizes)
        missed += bool(bug) is report.ok
        print(f"{bug or 'no bug'}: {sorted(report.broken) or 'clean'}", flush=True)
    print(f"{missed} missed of {len(BUGS)} bugs")
    return 1 if missed else 0
