"""P2: a whole bulk send against COPY of the same rows.

Our side is that of ``p1_bulk_send``, to the last acceptance by the fake operator. The limit
is PostgreSQL's own server-side COPY of the message rows into an empty table of the same shape:
no verdicts, no texts, no HTTP.
"""

from __future__ import annotations

from collections.abc import Sequence

from tests.benchmarks.support.bulk import send_in_bulk
from tests.benchmarks.support.copying import CopyLimit
from tests.benchmarks.support.measure import Side, at_least, exit_code, in_turn, options
from tests.benchmarks.support.scene import fake_operator, make_scene

GOAL = 0.12


def main(argv: Sequence[str] = ()) -> int:
    chosen = options(argv, __doc__, rows=500_000, commercial=0)
    with fake_operator() as operator:
        scene = make_scene(chosen.rows, operator, commercial=chosen.commercial)
        limit = CopyLimit()
        scene.prepare(scene.draft())
        limit.keep()
        try:
            rates = in_turn(
                "P2",
                chosen.rounds,
                Side("bulk send", lambda: send_in_bulk(scene)),
                Side("COPY", limit.run),
            )
        finally:
            limit.close()
    ratio = rates.median("bulk send") / rates.median("COPY")
    return exit_code(at_least("P2", "bulk send against COPY", ratio, GOAL))
