"""P3: preparing a campaign (verdicts, texts, credit, batches) against COPY of the same rows.

Measured: ``submit`` and ``prepare`` of a campaign for the whole group, from the call to the
commit; the forecast (pre-flight) was made before, as a person sees it before he sends. The
limit is PostgreSQL's own server-side COPY of the very rows that preparing made, into an
empty table with the same columns, constraints and indexes; it decides nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from tests.benchmarks.support.copying import CopyLimit
from tests.benchmarks.support.measure import Side, at_least, clock, exit_code, in_turn, options
from tests.benchmarks.support.scene import forget_messages, make_scene

GOAL = 0.35


def main(argv: Sequence[str] = ()) -> int:
    chosen = options(argv, __doc__, rows=500_000, commercial=0)
    scene = make_scene(chosen.rows, commercial=chosen.commercial)
    limit = CopyLimit()
    scene.prepare(scene.draft())
    limit.keep()

    def prepare() -> float:
        forget_messages()
        draft = scene.draft()
        with clock() as seconds:
            scene.prepare(draft)
        return scene.rows / seconds()

    try:
        rates = in_turn("P3", chosen.rounds, Side("preparing", prepare), Side("COPY", limit.run))
    finally:
        limit.close()
    ratio = rates.median("preparing") / rates.median("COPY")
    return exit_code(at_least("P3", "preparing against COPY", ratio, GOAL))
