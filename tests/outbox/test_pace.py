"""The pace: never above it in any second, and held on average."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.outbox.scripted import Operator
from turkcell_hub.outbox import handover
from turkcell_hub.outbox.dispatch import run_lane
from turkcell_hub.outbox.handlers import Taken
from turkcell_hub.outbox.models import Batch, Lane
from turkcell_hub.outbox.pace import Clock, Pacer, batch_size
from turkcell_hub.tenancy.models import GatewayAccount


class SimulatedClock(Clock):
    """Time that passes only when somebody waits."""

    def __init__(self) -> None:
        self.time = 1000.0

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.time += max(seconds, 1e-6)


def run(pacer: Pacer, clock: SimulatedClock, sizes: Sequence[int]) -> list[tuple[float, int]]:
    """Hands the batches over as the dispatcher does; returns when each went."""
    went = []
    for size in sizes:
        clock.time += pacer.delay(size)
        slot = pacer.reserve(size)
        pacer.enter(slot)
        went.append((clock.time, size))
    return went


def most_in(went: Sequence[tuple[float, int]], seconds: float) -> int:
    """The largest sum in any window of that length that begins with a hand-over."""
    return max(
        sum(size for at, size in went[start:] if at < begin + seconds)
        for start, (begin, _) in enumerate(went)
    )


@settings(max_examples=200, deadline=None)
@given(pace=st.integers(1, 3000), share=st.lists(st.floats(0.001, 1), min_size=2, max_size=60))
def test_no_second_ever_holds_more_than_the_pace(pace: int, share: list[float]) -> None:
    clock = SimulatedClock()
    sizes = [max(1, int(pace * part)) for part in share]
    went = run(Pacer(clock, pace, None), clock, sizes)
    assert most_in(went, 1.0) <= pace


@pytest.mark.parametrize("pace", [1, 7, 10, 60, 100, 333, 1300, 5000])
def test_well_sized_batches_hold_the_pace_within_two_percent(pace: int) -> None:
    clock = SimulatedClock()
    size = batch_size(pace, 500)
    went = run(Pacer(clock, pace, None), clock, [size] * max(200, 20 * pace // size))
    seconds = went[-1][0] - went[0][0]
    assert sum(size for _, size in went[:-1]) / seconds == pytest.approx(pace, rel=0.02)
    assert most_in(went, 1.0) <= pace


def test_an_oversized_batch_goes_alone_and_the_average_holds() -> None:
    clock = SimulatedClock()
    went = run(Pacer(clock, 100, None), clock, [500, 500, 500])
    assert [round(at - went[0][0], 1) for at, _ in went] == [0.0, 5.0, 10.0]


@pytest.mark.parametrize("limit", [60, 240])
def test_calls_a_minute_stay_within_the_operators_limit(limit: int) -> None:
    clock = SimulatedClock()
    went = run(Pacer(clock, None, limit), clock, [1] * (3 * limit))
    assert most_in([(at, 1) for at, _ in went], 60.0) <= limit
    assert len(went) / (went[-1][0] - went[0][0]) * 60 == pytest.approx(limit, rel=0.02)


def test_a_successor_goes_on_where_the_last_dispatcher_stopped() -> None:
    clock = SimulatedClock()
    first = Pacer(clock, 10, None)
    went = run(first, clock, [5, 5, 5])
    window, next_at = first.state()
    went += run(Pacer(clock, 10, None, window, next_at), clock, [5, 5, 5])
    assert most_in(went, 1.0) <= 10


def test_a_late_thread_does_not_make_a_second_too_full() -> None:
    clock = SimulatedClock()
    pacer = Pacer(clock, 10, None)
    slots = []
    for _ in range(2):
        clock.time += pacer.delay(10)
        slots.append(pacer.reserve(10))
    clock.time += 5  # the first thread was asleep
    assert pacer._allowed([slots[0]], 10) >= slots[0].at + 1


@pytest.mark.parametrize(
    ("pace", "max_batch", "per_minute", "size"),
    [
        (None, 500, None, 500),
        (100, 500, None, 20),
        (3, 500, None, 1),
        (1300, 200, None, 185),
        (1000, 10_000, 240, 333),
        (1000, 10_000, 30, 1000),
    ],
)
def test_batches_are_sized_by_the_pace(
    pace: int | None, max_batch: int, per_minute: int | None, size: int
) -> None:
    assert batch_size(pace, max_batch, per_minute) == size


@pytest.mark.parametrize("pace", [9, 14, 19, 100, 149, 199, 333, 777, 1300, 2000, 4999])
def test_whole_batches_fill_a_second_to_within_two_percent(pace: int) -> None:
    size = batch_size(pace, 1000)
    assert pace * 0.98 <= pace // size * size <= pace


@pytest.mark.parametrize("late", [0.0, 0.002, 0.008])
def test_threads_that_wake_up_late_cost_less_than_two_percent_of_the_pace(late: float) -> None:
    class Lazy(SimulatedClock):
        def sleep(self, seconds: float) -> None:
            self.time += seconds + late

    clock = Lazy()
    went = run(Pacer(clock, 2000, None), clock, [400] * 200)
    seconds = went[-1][0] - went[0][0]
    assert sum(size for _, size in went[:-1]) / seconds == pytest.approx(2000, rel=0.02)
    assert most_in(went, 1.0) <= 2000


def test_a_lane_keeps_its_accounts_pace(
    put: Callable[..., list[Batch]], operator: Operator, account: GatewayAccount
) -> None:
    account.pace_per_second = 100
    account.save()
    operator.latency = 0.03
    batches = put(30, size=batch_size(100, 500) // 2)
    began = time.monotonic()
    while Batch.objects.exclude(state="ACCEPTED").exists() and time.monotonic() < began + 30:
        run_lane(account.pk, budget_seconds=1)
    went = [(at, request.size) for at, request in operator.calls]
    assert len(went) == len(batches)
    assert most_in(went, 0.99) <= 100
    assert Lane.objects.get().next_slot_at is not None


def test_a_first_call_that_has_to_connect_does_not_crowd_the_operators_first_second() -> None:
    clock = SimulatedClock()
    pacer = Pacer(clock, 2000, None)
    first = pacer.reserve(400)
    pacer.enter(first)
    clock.time += 0.05  # only then does the batch reach the operator
    pacer.answered(first)
    reached = [(clock.time, 400), *run(pacer, clock, [400] * 20)]
    assert most_in(reached, 1.0) <= 2000


@pytest.mark.parametrize("late", [0.0, 0.01, 0.03])
def test_a_batch_that_was_held_up_on_its_way_keeps_its_place_in_the_operators_second(
    late: float,
) -> None:
    clock = SimulatedClock()
    pacer = Pacer(clock, 2000, None)
    reached = []
    for number in range(60):
        clock.time += pacer.delay(400)
        slot = pacer.reserve(400)
        pacer.enter(slot)
        clock.time += 0.001 + late * (number % 5 == 2)
        reached.append((clock.time, 400))
        clock.time += 0.05
        pacer.answered(slot)
    assert most_in(reached, 1.0) <= 2000


def test_a_repeat_of_a_refused_login_enters_its_slot_anew_without_waiting_for_itself() -> None:
    clock = SimulatedClock()
    pacer = Pacer(clock, 10, None)
    slot = pacer.reserve(10)
    pacer.enter(slot)
    clock.time += 0.3
    pacer.enter(slot)
    assert clock.time == pytest.approx(1000.3)
    assert pacer.delay(10) == pytest.approx(1, abs=0.01)


def test_a_gateway_that_asks_for_no_slot_waits_when_it_has_sent() -> None:
    clock = SimulatedClock()
    pacer = Pacer(clock, 10, None)
    for _ in range(3):
        room = SimpleNamespace(submit=lambda *_: SimpleNamespace(packet_id="1", operator_ids=()))
        outcome = handover.call(room, None, None, pacer, pacer.reserve(10), math.inf)
        assert isinstance(outcome, Taken)
    assert clock.time >= 1002
