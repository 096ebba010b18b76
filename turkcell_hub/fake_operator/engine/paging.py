"""Pages of reports, in the order of the operator's message ids."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

from turkcell_hub.fake_operator.engine.batches import Batch
from turkcell_hub.fake_operator.engine.world import World

PAGE = 100


def report_page(
    world: World,
    found: Iterable[Batch],
    after: int,
    wanted: Callable[[str], bool] | None = None,
) -> list[dict[str, Any]]:
    """At most 100 rows with ids above ``after``; ``wanted`` chooses by number."""
    now = world.clock.now()
    rows = (
        _row(world, batch, index, now)
        for batch in found
        for index in range(max(0, after + 1 - batch.message_id), len(batch))
        if wanted is None or wanted(batch.dests[index])
    )
    return list(islice(rows, PAGE))


def _row(world: World, batch: Batch, index: int, now: float) -> dict[str, Any]:
    account = world.desks[batch.account].account
    state = batch.state(index, now, world.seed)
    return world.speakers[account.protocol].report(account, batch, index, state)
