"""Turns due ends of a batch into pushes, slice by slice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from turkcell_hub.fake_operator.engine.batches import Batch, State
from turkcell_hub.fake_operator.engine.outcomes import FIRST_PUSH_FAILS
from turkcell_hub.fake_operator.engine.pushes import Push

if TYPE_CHECKING:
    from turkcell_hub.fake_operator.engine.world import World

#: Reports that become due within this many seconds travel together.
_TICK = 0.25


class Reporter:
    """Watches the batches of accounts that have a push address."""

    def __init__(self, world: World) -> None:
        self._world = world

    def watch(self, batch: Batch) -> None:
        """Asks to be called when the batch's next report is due."""
        world = self._world
        # The first report cannot come before the start and the shortest delay: until then
        # nothing of the batch needs to be computed.
        first = batch.start_at + batch.delay[0]
        world.timeline.at(max(first, world.clock.now()), lambda: self._tick(batch))

    def _tick(self, batch: Batch) -> None:
        world, desk = self._world, self._world.desks[batch.account]
        if batch.cancelled_at is not None or not desk.account.hears:
            return
        now = world.clock.now()
        low, high = batch.pushed, batch.due_until(now, world.seed)
        if high > low:
            batch.pushed = high
            self._push_slice(batch, low, high)
        if high < len(batch):
            due = batch.plan(world.seed).order_due[high]
            world.timeline.at(max(due, now + _TICK), lambda: self._tick(batch))

    def _push_slice(self, batch: Batch, low: int, high: int) -> None:
        plan = batch.plan(self._world.seed)
        indexes = [i for i in plan.order[low:high] if plan.ends[i].reported]
        unlucky = [i for i in indexes if batch.dests[i].endswith(FIRST_PUSH_FAILS)]
        lucky = [i for i in indexes if not batch.dests[i].endswith(FIRST_PUSH_FAILS)]
        size = self._world.desks[batch.account].account.push_batch
        parts = [(lucky[i : i + size], False) for i in range(0, len(lucky), size)]
        parts += [(unlucky[i : i + size], True) for i in range(0, len(unlucky), size)]
        waiting = len(parts)

        def ended(_: str) -> None:
            nonlocal waiting
            waiting -= 1
            if waiting == 0:
                self._world.truth.note(
                    {"k": "pushed", "packet_id": batch.packet_id, "from": low, "to": high}
                )

        for part, lost in parts:
            self._push(batch, part, lost, ended)

    def _push(
        self, batch: Batch, indexes: Sequence[int], lost: bool, ended: Callable[[str], None]
    ) -> None:
        habit = batch.reports or {}
        repeat = max(0, habit.get("times", 1) - 1) if habit.get("mode") == "duplicate" else 0
        backwards = habit.get("mode") == "out_of_order"
        ordered = list(reversed(indexes)) if backwards else list(indexes)
        account = self._world.desks[batch.account].account
        rows = self._rows(batch, ordered, stale=False)
        self._world.pusher.send(Push(account, rows, "reports", ended, repeat=repeat), lost=lost)
        if backwards:
            stale = Push(account, self._rows(batch, ordered, stale=True), "stale", lambda _: None)
            later = self._world.clock.now() + 1
            self._world.timeline.at(later, lambda: self._world.pusher.send(stale))

    def _rows(
        self, batch: Batch, indexes: Sequence[int], *, stale: bool
    ) -> Callable[[], list[dict[str, Any]]]:
        """``stale``: what was true before the report, told after it."""
        world = self._world
        speaker = world.speakers[world.desks[batch.account].account.protocol]
        account = world.desks[batch.account].account

        def build() -> list[dict[str, Any]]:
            states = [(i, self._state(batch, i, stale)) for i in indexes]
            return [
                {"type": "outbound", **speaker.report(account, batch, i, state)}
                for i, state in states
            ]

        return build

    def _state(self, batch: Batch, index: int, stale: bool) -> State:
        if stale:
            return State("WAITING", 0, batch.price_of(index), batch.start_at, None)
        return batch.state(index, self._world.clock.now(), self._world.seed)
