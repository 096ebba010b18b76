"""Nudges are bells, not records."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.outbox.conftest import state_of
from tests.support.brokers import broker_at
from turkcell_hub.outbox import recovery
from turkcell_hub.outbox.models import Batch
from turkcell_hub.outbox.tasks import dispatch, sweep

Put = Callable[..., list[Batch]]


def test_a_broker_that_is_away_loses_nothing(
    put: Put, django_capture_on_commit_callbacks: Any
) -> None:
    with broker_at("redis://127.0.0.1:1/0"), django_capture_on_commit_callbacks(execute=True):
        (batch,) = put()
        recovery.nudge_lanes()
    sweep()
    dispatch(batch.account_id)
    assert state_of(batch) == "ACCEPTED"
