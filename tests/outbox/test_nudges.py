"""Nudges are bells, not records."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from kombu import Producer, Queue

from tests.outbox.conftest import state_of
from tests.support.brokers import broker_at
from turkcell_hub.celery import app
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


def test_a_worker_that_loses_its_broker_with_a_nudge_in_hand_goes_on() -> None:
    connection = app.connection_for_read()
    queue = Queue(f"probe-{uuid4().hex}", channel=connection.default_channel, auto_delete=True)
    queue.declare()
    Producer(connection.default_channel, routing_key=queue.name).publish({"id": 1})
    assert queue.get(no_ack=False) is not None
    queue.delete()
    connection.transport.client = None  # as the worker's is when its broker has died
    connection.close()  # what it raises ends the worker
    assert not connection.connected
