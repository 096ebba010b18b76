"""P10: the ten nearest of 10,000 people by growing boxes, against haversine over all in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from fieldteams.selectors import nearest
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

_FULL = """
SELECT p.id, 2 * 6371008.8 * asin(sqrt(power(sin(radians(l.latitude - %s) / 2), 2)
    + cos(radians(%s)) * cos(radians(l.latitude))
    * power(sin(radians(l.longitude - %s) / 2), 2))) AS metres
FROM fieldteams_latestposition l JOIN fieldteams_fieldphone p ON p.id = l.phone_id
WHERE l.firm_id = %s AND p.state = 'ONAYLANDI' AND p.is_active ORDER BY metres LIMIT 10
"""


def main(argv: Sequence[str] = ()) -> int:
    chosen = options(argv, __doc__, rows=10_000, reads=40)
    firm, actor = make_fleet(chosen.rows, 0)
    random = Random(7)
    points = [(36 + random.random() * 6, 26 + random.random() * 18) for _n in range(chosen.reads)]

    def ours() -> float:
        with firm_scope(firm.pk), clock() as seconds:
            for point in points:
                assert len(nearest.to(actor, point)) == 10
        return len(points) / seconds()

    def full() -> float:
        with clock() as seconds:
            for lat, lon in points:
                assert len(sql(_FULL, lat, lat, lon, firm.pk)) == 10
        return len(points) / seconds()

    rates = in_turn(
        "P10", chosen.rounds, Side("boxes", ours), Side("haversine in SQL", full), unit="questions"
    )
    ratio = rates.median("boxes") / rates.median("haversine in SQL")
    return exit_code(at_least("P10", "against full haversine in SQL", ratio, 5))
