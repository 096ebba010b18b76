"""P9: the latest places of 2,000 phones from their own table, against DISTINCT ON the history."""

from __future__ import annotations

from collections.abc import Sequence

from fieldteams.models import LatestPosition
from tests.benchmarks.support.measure import (
    Side,
    at_least,
    clock,
    exit_code,
    in_turn,
    options,
    sql,
)
from tests.benchmarks.support.places import make_fleet
from turkcell_hub.tenancy.scope import firm_scope

PHONES = 2_000
_DISTINCT = """
SELECT DISTINCT ON (phone_id) phone_id, at, latitude, longitude FROM fieldteams_position
WHERE firm_id = %s ORDER BY phone_id, at DESC
"""


def main(argv: Sequence[str] = ()) -> int:
    chosen = options(argv, __doc__, rows=1_000_000)
    firm, _actor = make_fleet(PHONES, max(chosen.rows // PHONES, 1))

    def ours() -> float:
        with firm_scope(firm.pk), clock() as seconds:
            fields = ("phone_id", "at", "latitude", "longitude")
            assert len(LatestPosition.objects.values_list(*fields)) == PHONES
        return 1 / seconds()

    def distinct() -> float:
        with clock() as seconds:
            assert len(sql(_DISTINCT, firm.pk)) == PHONES
        return 1 / seconds()

    rates = in_turn(
        "P9", chosen.rounds, Side("own table", ours), Side("DISTINCT ON", distinct), unit="reads"
    )
    ratio = rates.median("own table") / rates.median("DISTINCT ON")
    return exit_code(at_least("P9", "against DISTINCT ON", ratio, 50))
