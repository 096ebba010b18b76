"""Nudges are bells, not records."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.outbox.conftest import state_of
from turkcell_hub.celery import app
from turkcell_hub.outbox import recovery
from turkcell_hub.outbox.models import Batch
from turkcell_hub.outbox.tasks import dispatch, sweep

Put = Callable[..., list[Batch]]


def test_a_broker_that_is_away_loses_nothing(
    put: Put, django_capture_on_commit_callbacks: Any
) -> None:
    app.pool.force_close_all()
    here = app.conf.broker_url
    app.conf.broker_url = "redis://127.0.0.1:1/0"
    try:
        with django_capture_on_commit_callbacks(execute=True):
            (batch,) = put()
            recovery.nudge_lanes()
    finally:
        app.conf.broker_url = here
        app.pool.force_close_all()
    sweep()
    dispatch(batch.account_id)
    assert state_of(batch) == "ACCEPTED"
