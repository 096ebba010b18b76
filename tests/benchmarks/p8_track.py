"""P8: the month of one phone among millions of points, against the raw index query; and again in a
table ten times as large."""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Callable, Sequence

from django.db import connection

from fieldteams.models import FieldPhone
from fieldteams.selectors import tracks
from tests.benchmarks.support.measure import at_most, clock, exit_code, options, percentile
from tests.benchmarks.support.places import START, make_fleet
from turkcell_hub.tenancy.scope import firm_scope

_RAW = """
SELECT at, latitude, longitude, accuracy, speed, source FROM fieldteams_position
WHERE firm_id = %s AND phone_id = %s AND at BETWEEN %s AND %s ORDER BY at
"""
MONTH = dt.timedelta(days=30)
POINTS = 12_000  # of each phone: six weeks at a point every five minutes


def main(argv: Sequence[str] = ()) -> int:
    chosen = options(argv, __doc__, rows=2_400_000, reads=60)
    small, ratio = _measured(chosen.rows // 10 // POINTS or 1, chosen.reads)
    large, ratio = _measured(chosen.rows // POINTS, chosen.reads)
    return exit_code(
        at_most("P8", "p95 against the raw index query", ratio, 3),
        at_most("P8", "p95 when the table grows tenfold", large / small, 1.3),
    )


def _measured(phones: int, reads: int) -> tuple[float, float]:
    firm, _actor = make_fleet(phones, POINTS)
    span = tracks.Range(START, START + MONTH)
    with firm_scope(firm.pk):
        ids = list(FieldPhone.objects.values_list("pk", flat=True))

        def ours(pk: int) -> int:
            return len(tracks.points([pk], span))

        def raw(pk: int) -> int:
            with connection.cursor() as cursor:
                cursor.execute(_RAW, [firm.pk, pk, span.since, span.until])
                return len(cursor.fetchall())

        assert ours(ids[0]) == raw(ids[0])
        # The program itself is out of the garbage collector's rounds, as in the served process.
        gc.collect()
        gc.freeze()
        seen = {name: _p95(read, ids, reads) for name, read in (("ours", ours), ("raw", raw))}
    print(f"P8 {phones} phones: {seen['ours'] * 1000:.1f} ms against {seen['raw'] * 1000:.1f} ms")
    return seen["ours"], seen["ours"] / seen["raw"]


def _p95(read: Callable[[int], int], ids: Sequence[int], reads: int) -> float:
    taken = []
    for number in range(reads):
        with clock() as seconds:
            read(ids[number * 7919 % len(ids)])
        taken.append(seconds())
    return percentile(taken, 0.95)
