"""The fault experiments in short (docs/reliability.md): small numbers, the real processes.

Each runs against the fake operator over HTTP; the checker believes only the operator's
truth, the database and the client's log. The others are in ``short.py``, apart from the suite;
the full sizes are run by hand (``python3 manage.py faults NAME``).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults import (
    bills,
    bulk_death,
    dispatchers,
    every_line,
    hooks,
    money,
    otp_burst,
    otp_clock,
    otp_every_line,
    otp_held,
    unknown_outcome,
)
from tests.faults._planted_otp import planted as otp_planted
from tests.faults._world import World
from tests.faults.checker import Report
from tests.support.inside_addresses import FORMS, REBINDING

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("fresh_places")]


def assert_clean(report: Report) -> None:
    assert report.broken == {}
    assert report.checked["I4 at most one hand-over a message"] > 0


@pytest.mark.parametrize("gateway_class", ["B", "C"])
def test_a_campaign_survives_the_death_of_all_its_workers(stage: World, gateway_class: str) -> None:
    report, deaths = bulk_death.run(
        stage,
        gateway_class,
        messages=80,
        kills=1,
        pause=(0.0, 0.2),
        batch=4,
        latency_ms=60,
        last_by_workers=False,
    )
    assert_clean(report)
    assert deaths.kills == 1


@pytest.mark.parametrize("step", list(every_line.STEPS))
def test_a_process_may_die_at_any_line(stage: World, step: str) -> None:
    report, kills = every_line.run(stage, "A", step, list(range(23, 2000, 211)))
    assert_clean(report)
    assert kills


@pytest.mark.parametrize("gateway_class", ["A", "B", "C"])
def test_an_unknown_outcome_is_never_sent_again_blindly(stage: World, gateway_class: str) -> None:
    report, seen = unknown_outcome.run(stage, gateway_class, messages=60, batch=4, boost=2)
    assert_clean(report)
    assert seen["calls without a whole answer"]


@pytest.mark.parametrize("accounts", [1, 3])
def test_dispatchers_side_by_side_never_share_a_batch(stage: World, accounts: int) -> None:
    sizes = {"accounts": accounts, "messages": 60, "batch": 3, "processes": 4}
    assert_clean(dispatchers.side_by_side(stage, **sizes, turn=0.05))


def test_a_dispatcher_that_slept_for_twice_its_lease_doubles_nothing(stage: World) -> None:
    assert_clean(dispatchers.zombie(stage, messages=60, batch=3, lease=0.6))


def test_the_books_hold_at_every_read(stage: World) -> None:
    report, till = money.run(stage, firms=3, threads=6, rounds=4)
    assert_clean(report)
    assert till.done["submit refused (insufficient_credit)"]


def test_many_hands_pass_no_limit_of_codes(stage: World) -> None:
    sizes = {"rounds": 1, "guesses": 40, "right": 10}
    assert otp_burst.run(stage.control, **sizes).wrong == []
    with otp_planted("lost_counter"):
        wrong = otp_burst.run(stage.control, rounds=1, guesses=12, right=6).wrong
    assert [line for line in wrong if "guesses were looked at" in line]


def test_a_code_approves_one_content_for_one_person_while_it_lives_and_is_kept_nowhere(
    stage: World,
) -> None:
    assert otp_clock.run(stage.control, times=1).wrong == []
    for bug, part in (("not_asked_again", "changed"), ("code_of_person", "foreign")):
        with otp_planted(bug):
            assert otp_clock.run(stage.control, times=1, parts=[part]).wrong, bug


def test_a_code_that_lived_out_at_a_held_gateway_is_never_handed_over(stage: World) -> None:
    assert otp_held.run(stage.control, "busy", before=1, held=8).wrong == []
    with otp_planted("late_is_sent"):
        assert otp_held.run(stage.control, "paused", before=1, held=4).wrong


def test_a_process_may_die_at_any_line_of_sending_taking_and_using_a_code(
    stage: World, tmp_path: Path
) -> None:
    lines, steps = range(41, 2000, 173), list(otp_every_line.STEPS)
    wrong, kills = otp_every_line.run(stage.control, tmp_path, steps, lines)
    assert wrong == []
    assert kills["hand_over"]
    assert kills["verify"]


def test_bills_are_booked_once_whatever_dies_and_however_often_they_come(
    stage: World, tmp_path: Path
) -> None:
    sizes = {"bills": 4, "kills": 1, "hands": 3}
    report, done = bills.run(stage.control, tmp_path, cases=((False, True),), **sizes)
    assert report.broken == {}
    assert done["corrections"]


def test_forged_and_repeated_callbacks_pay_nothing_and_no_address_leads_inside(
    stage: World,
) -> None:
    some = [*FORMS[::22], *REBINDING]
    report, done = hooks.run(stage, events=30, keys=0, hands=4, spellings=some)
    assert report.broken == {}
    assert done["forged"]
