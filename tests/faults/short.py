"""More experiments in short, beside those that the suite runs (test_short.py; docs/reliability.md).

    python3 manage.py faults short
    python3 manage.py faults short -k refuses -x

Small numbers, the real processes, the fake operator over HTTP. pytest runs them, side by side,
apart from the suite (``.ci/run`` runs both). The full sizes are run by hand
(``python3 manage.py faults NAME``).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults import broker_loss, consent, jobs_every_line, joining, planted, positions, reports
from tests.faults._planted_consent import planted as consent_planted
from tests.faults._planted_joining import planted as joining_planted
from tests.faults._world import World
from tests.faults.checker import Report

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("fresh_places")]


def assert_clean(report: Report) -> None:
    assert report.broken == {}
    assert report.checked["I4 at most one hand-over a message"] > 0


@pytest.mark.parametrize("step", jobs_every_line.STEPS)
def test_the_worker_of_a_long_job_may_die_at_any_line(step: str, tmp_path: Path) -> None:
    report, kills = jobs_every_line.run(tmp_path, step, list(range(31, 3000, 307)))
    assert report.broken == {}
    assert kills


def test_places_come_late_twice_and_in_any_order_and_erased_people_are_nowhere() -> None:
    report, team = positions.run(points=480, people=16, paced=6, erasures=4)
    assert report.broken == {}
    assert {reason for _phone, reason in team.dropped} == {
        "ONAY_YOK", "GEC", "GELECEK", "MESAI_DISI",
    }  # fmt: skip


def test_a_broker_that_forgets_or_dies_loses_nothing(stage: World) -> None:
    report, went_on = broker_loss.run(stage, messages=120, losses=2, batch=3, away=0.1)
    assert_clean(report)
    assert went_on == 2


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
    assert report.broken == {}
    assert report.checked["I4 at most one hand-over a message"] > 0
    assert seen["refused"] == sizes["refusals"]
    sizes |= {"messages": 12, "refusals": 6, "turns": 2}
    with consent_planted("skip_recheck"), consent_planted("false_date"):
        broken = consent.run(unmoved, **sizes, at_once=False)[0].broken
    assert {"G18 no hand-over 0 s after a refusal is known",
            "G18 what is too late is never sent"} <= set(broken)  # fmt: skip


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
