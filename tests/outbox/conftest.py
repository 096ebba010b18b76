"""A firm's account whose lane leads to a scripted operator."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.outbox.scripted import KIND, Operator, Room
from turkcell_hub.outbox import checkpoints, handlers
from turkcell_hub.outbox.models import Batch, Lane
from turkcell_hub.outbox.services import queue
from turkcell_hub.outbox.states import State
from turkcell_hub.tenancy.models import Firm, GatewayAccount


@pytest.fixture
def account(in_firm: Firm) -> GatewayAccount:
    return GatewayAccount.objects.create(
        firm=in_firm,
        name="Hat",
        adapter="mesajussu",
        base_url="https://sms.example",
        username="u",
        password="p",
    )


@pytest.fixture
def operator() -> Operator:
    return Operator()


@pytest.fixture
def room(operator: Operator) -> Iterator[Room]:
    room = Room(operator)
    handlers.register(KIND, room)
    yield room
    handlers._handlers.pop(KIND)
    checkpoints.install(None)


@pytest.fixture
def put(account: GatewayAccount, room: Room) -> Callable[..., list[Batch]]:
    """``put(3, size=10, subject=7)`` queues three batches and returns them."""

    def _put(count: int = 1, *, size: int = 1, subject: int = 1, **options: Any) -> list[Batch]:
        ranges = [queue.Range(n, (n - 1) * size + 1, n * size, size) for n in range(1, count + 1)]
        queue.enqueue(account, KIND, subject, ranges, **options)
        return list(Batch.objects.filter(subject_id=subject).order_by("number"))

    return _put


@pytest.fixture
def lane(account: GatewayAccount) -> Callable[[], Lane]:
    return lambda: Lane.objects.get(account=account)


def state_of(batch: Batch) -> str:
    batch.refresh_from_db()
    return State(batch.state).value


def make_due(batch: Batch) -> None:
    """As if the batch's and the lane's back-off were over."""
    past = timezone.now() - timedelta(seconds=1)
    Batch.objects.filter(pk=batch.pk).update(due_at=past)
    Lane.objects.filter(account_id=batch.account_id).update(backoff_until=None)


def age(batch: Batch, by: timedelta) -> None:
    """As if ``by`` had passed since the hand-over; the next check is due."""
    batch.refresh_from_db()
    handed = batch.handed_over_at - by if batch.handed_over_at else None
    Batch.objects.filter(pk=batch.pk).update(
        handed_over_at=handed, next_check_at=timezone.now() - timedelta(seconds=1)
    )
