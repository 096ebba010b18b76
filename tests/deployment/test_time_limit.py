"""Statements of web requests end in time; those of jobs may take as long as they take."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, OperationalError, connection, connections, transaction

from turkcell_hub import deadlocks, time_limit
from turkcell_hub.api import problems

ROOT = Path(__file__).parents[2]
SHOWN = "from django.db import connections as c; print(c.settings['default'].get('OPTIONS'))"


def options_in(entry: str, **environment: str) -> str:
    """The options of connections in a process that begins like ``entry``."""
    url = {"DATABASE_URL": "postgresql://hub:x@127.0.0.1:1/hub?options=-c%20search_path%3Dhub"}
    run = subprocess.run(
        [sys.executable, "-c", f"import {entry}; {SHOWN}"],
        cwd=ROOT, env={**os.environ, **url, **environment}, capture_output=True, text=True,
        timeout=120, check=True,
    )  # fmt: skip
    return run.stdout


def test_a_web_process_has_the_limit_and_what_the_address_says_wins() -> None:
    said = options_in("turkcell_hub.wsgi", DATABASE_STATEMENT_SECONDS="45")
    assert said.index("statement_timeout=45s") < said.index("search_path=hub")
    assert "idle_in_transaction_session_timeout" in said


def test_nought_means_no_limit_and_a_worker_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    before = dict(settings.DATABASES["default"].get("OPTIONS", {}))
    monkeypatch.setattr(settings, "DATABASE_STATEMENT_SECONDS", 0)
    time_limit.bound_web_statements()
    assert connections.settings["default"].get("OPTIONS", {}) == before
    assert "statement_timeout" not in options_in("turkcell_hub.celery")


@pytest.mark.django_db
def test_rest_tells_it_from_other_troubles_of_the_database() -> None:
    def failed(statement: str) -> DatabaseError:
        cursor = connection.cursor()
        with cursor, pytest.raises(DatabaseError) as caught, transaction.atomic():
            cursor.execute(statement)
        return caught.value

    too_long = failed("SET LOCAL statement_timeout = 1; SELECT pg_sleep(5)")
    answer = problems.handle(too_long, {"request": None})
    assert (answer.status_code, answer.data["code"]) == (503, "took_too_long")
    ended = failed("DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '40P01'; END $$")
    answer = problems.handle(ended, {"request": None})
    assert (answer.status_code, answer.data["code"]) == (503, "collision")
    for other in (OperationalError("gone"), failed("SELECT 1 / 0")):
        assert not time_limit.was_reached(other)
        assert not deadlocks.was_met(other)
