"""What is told of a test on one process of several, and what none is asked for (brief.py)."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail

from tests.support import brief

OF_NOBODY = {
    "_django_clear_site_cache",
    "_django_isolate_apps",
    "_django_set_urlconf",
    "_django_setup_unittest",
    "_live_server_helper",
    "_template_string_if_invalid_marker",
}


def test_a_plain_test_asks_for_no_idle_fixture_of_the_plugin(
    request: pytest.FixtureRequest,
) -> None:
    asked = set(request.node.fixturenames)
    assert asked & (OF_NOBODY | {"_django_db_marker"}) == set()
    assert {"django_test_environment", "_dj_autoclear_mailbox", "monkeypatch"} <= asked
    assert mail.outbox == []


@pytest.mark.django_db
def test_a_mark_still_opens_the_database(request: pytest.FixtureRequest) -> None:
    from django.db import connection

    assert "_django_db_marker" in request.node.fixturenames
    assert connection.in_atomic_block


@pytest.mark.urls("turkcell_hub.fake_urls")
def test_a_mark_of_other_addresses_is_still_heard(settings: Any) -> None:
    assert settings.ROOT_URLCONF == "turkcell_hub.fake_urls"


class TestOfAClass:
    def test_keeps_what_classes_use(self, request: pytest.FixtureRequest) -> None:
        assert "_django_setup_unittest" in request.node.fixturenames


def test_what_undoes_patches_stays_where_it_was() -> None:
    names = ["_dj_autoclear_mailbox", "_template_string_if_invalid_marker", "db", "monkeypatch"]
    item: Any = SimpleNamespace(fixturenames=names, keywords={})
    brief.without_idle_fixtures([item])
    assert item.fixturenames == ["_dj_autoclear_mailbox", "monkeypatch", "db", "monkeypatch"]


def _report(when: Any, outcome: Any = "passed", **more: Any) -> pytest.TestReport:
    return pytest.TestReport(
        nodeid="a.py::b",
        location=("a.py", 1, "b"),
        keywords={"b": 1},
        outcome=outcome,
        longrepr=None,
        when=when,
        sections=[("Captured stdout", "told")],
        **more,
    )


def _told(monkeypatch: pytest.MonkeyPatch, *reports: pytest.TestReport) -> list[pytest.TestReport]:
    told: list[pytest.TestReport] = []
    hook = SimpleNamespace(pytest_runtest_logreport=lambda report: told.append(report))
    monkeypatch.setattr(brief, "runtestprotocol", lambda *_what, **_how: list(reports))
    brief.run(SimpleNamespace(ihook=hook), None)  # type: ignore[arg-type]
    return told


def test_of_a_test_that_passed_only_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    (one,) = _told(monkeypatch, _report("setup"), _report("call"), _report("teardown"))
    assert (one.when, one.outcome, dict(one.keywords), one.sections) == ("call", "passed", {}, [])


@pytest.mark.parametrize(
    ("setup", "call", "teardown"),
    [
        ("passed", "failed", "passed"),
        ("passed", "passed", "failed"),
        ("passed", "skipped", "passed"),
        ("failed", None, "passed"),
        ("skipped", None, "passed"),
    ],
)
def test_of_any_other_everything_is_told(
    monkeypatch: pytest.MonkeyPatch, setup: str, call: str | None, teardown: str
) -> None:
    phases = {"setup": setup, "call": call, "teardown": teardown}
    reports = [_report(when, outcome) for when, outcome in phases.items() if outcome]
    told = _told(monkeypatch, *reports)
    assert told == reports
    assert all(report.keywords and report.sections for report in told)


def test_of_one_that_passed_though_it_was_to_fail_everything_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reports = [_report("setup"), _report("call", wasxfail="known"), _report("teardown")]
    assert _told(monkeypatch, *reports) == reports


@pytest.mark.parametrize(
    "wish",
    [
        {"verbose": 1},
        {"durations": 60},
        {"xmlpath": "report.xml"},
        {"reportchars": "P"},
        {"reportchars": "A"},
    ],
    ids=lambda wish: next(iter(wish)),
)
def test_who_asks_for_more_than_dots_gets_it(
    monkeypatch: pytest.MonkeyPatch, wish: dict[str, Any]
) -> None:
    monkeypatch.setenv("PYTEST_XDIST_WORKER", "gw0")
    usual = {"verbose": 0, "durations": None, "xmlpath": None, "reportchars": "a"}

    def config(**more: Any) -> Any:
        return SimpleNamespace(option=SimpleNamespace(**usual | more))

    assert brief.may_be_brief(config())
    assert not brief.may_be_brief(config(**wish))
    monkeypatch.delenv("PYTEST_XDIST_WORKER")
    assert not brief.may_be_brief(config())
