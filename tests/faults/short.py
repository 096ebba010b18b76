"""The experiments in short (docs/reliability.md): small numbers, the real processes.

    python3 manage.py faults short
    python3 manage.py faults short -k consent -x

Each runs against the fake operator over HTTP; the checker believes only the operator's
truth, the database and the client's log. pytest runs them, side by side, apart from the suite
(``.ci/run`` runs both). The full sizes are run by hand (``python3 manage.py faults NAME``).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults import (
    bills,
    broker_loss,
    bulk_death,
    consent,
    dispatchers,
    every_line,
    hooks,
    jobs_every_line,
    joining,
    money,
    otp_burst,
    otp_clock,
    otp_every_line,
    otp_held,
    planted,
    positions,
    reports,
    unknown_outcome,
)
from tests.faults._planted_consent import planted as consent_planted
from tests.faults._planted_joining import planted as joining_planted
from tests.faults._planted_otp import planted as otp_planted
from tests.faults._world import World, world
from tests.faults.checker import Report
from tests.support.inside_addresses import FORMS, REBINDING

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world(tmp_path_factory.mktemp("faults")) as one:
        yield one


@pytest.fixture
def unmoved(tmp_path: Path) -> Iterator[World]:
    """A stage whose clock no experiment has moved: its moments are compared with ours."""
    with world(tmp_path / "stage") as one:
        yield one


@pytest.fixture(autouse=True)
def fresh_places(stage: World) -> Iterator[None]:
    """The database is emptied after each test; so is the stage."""
    yield
    stage.places.clear()


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


@pytest.mark.parametrize("step", jobs_every_line.STEPS)
def test_the_worker_of_a_long_job_may_die_at_any_line(step: str, tmp_path: Path) -> None:
    report, kills = jobs_every_line.run(tmp_path, step, list(range(31, 3000, 307)))
    assert report.broken == {}
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


def test_a_broker_that_forgets_or_dies_loses_nothing(stage: World) -> None:
    report, went_on = broker_loss.run(stage, messages=120, losses=2, batch=3, away=0.1)
    assert_clean(report)
    assert went_on == 2


def test_places_come_late_twice_and_in_any_order_and_erased_people_are_nowhere() -> None:
    report, team = positions.run(points=480, people=16, paced=6, erasures=4)
    assert report.broken == {}
    assert {reason for _phone, reason in team.dropped} == {
        "ONAY_YOK", "GEC", "GELECEK", "MESAI_DISI",
    }  # fmt: skip


def test_late_double_forged_early_and_missing_reports_are_harmless(stage: World) -> None:
    report, seen = reports.run(stage)
    assert_clean(report)
    assert seen["reports ignored"]
    assert seen["waiting messages that were lied about"]


def test_the_checker_bites(stage: World, tmp_path: Path) -> None:
    for bug in ("mark_before_send", "mark_never", "skip_recheck"):
        assert planted.caught(tmp_path / bug, bug, planted.LIKELY[bug]), bug


@pytest.mark.requirement("S-040", "K-027")
def test_whoever_refuses_gets_nothing_more_and_iys_hears_of_it_in_time(unmoved: World) -> None:
    sizes = {"messages": 36, "refusals": 18, "pace": 90, "grace": 0.0, "batch": 3}
    report, seen = consent.run(unmoved, **sizes, at_once=False)
    assert_clean(report)
    assert seen["refused"] == sizes["refusals"]
    sizes |= {"messages": 12, "refusals": 6, "turns": 2}
    with consent_planted("skip_recheck"), consent_planted("false_date"):
        broken = consent.run(unmoved, **sizes, at_once=False)[0].broken
    assert {"G18 no hand-over 0 s after a refusal is known",
            "G18 what is too late is never sent"} <= set(broken)  # fmt: skip


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


@pytest.mark.parametrize(
    ("way", "line"),
    [("card", 620), ("transfer", 1900), ("papers", 900), ("application", 150), ("erasure", 700)],
)
def test_a_process_may_die_at_any_line_of_joining_buying_and_erasing(
    stage: World, tmp_path: Path, way: str, line: int
) -> None:
    report, kills = joining.run(stage, tmp_path, way, [line])
    assert report.broken == {}
    assert kills == 1


def test_a_question_that_a_death_makes_silent_is_found(stage: World, tmp_path: Path) -> None:
    assert joining.run(stage, tmp_path / "good", "question", [90])[0].broken == {}
    with joining_planted("told_before_sent"):
        report, _kills = joining.run(stage, tmp_path / "bad", "question", range(20, 400, 37))
    assert list(report.broken) == ["I3 a mail for each text"]
