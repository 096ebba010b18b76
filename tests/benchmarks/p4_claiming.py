"""P4: claiming a campaign by ranges, against claiming its rows one by one.

Both sides claim the same number of messages, 500 at a time, in an empty scratch database.
Goals: at most 50 bytes of WAL a message; the last tenth at most 1.5 times slower than the
first. Prints the medians of three.
"""

from __future__ import annotations

import argparse
import itertools
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from django.db import connection

from turkcell_hub.outbox import claims, lanes
from turkcell_hub.outbox.models import Batch
from turkcell_hub.outbox.services import queue
from turkcell_hub.tenancy.models import Firm, GatewayAccount
from turkcell_hub.tenancy.scope import firm_scope

SIZE = 500


@dataclass(frozen=True)
class Measured:
    """Seconds for all, bytes of WAL a message, last tenth against first tenth."""

    seconds: float
    wal: float
    slowing: float


def main(argv: Sequence[str] = ()) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=500_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args(list(argv))
    ranges, rows = [], []
    for _ in range(options.rounds):
        ranges.append(_by_ranges(options.rows))
        rows.append(_by_rows(options.rows))
    mine, theirs = _median(ranges), _median(rows)
    for name, result in (("ranges", mine), ("rows", theirs)):
        sys.stdout.write(
            f"P4 {name:7} {options.rows / result.seconds:>10,.0f} messages/s"
            f" {result.wal:8.1f} B of WAL a message, last tenth/first {result.slowing:.2f}\n"
        )
    sys.stdout.write(
        f"P4 ratio   {theirs.seconds / mine.seconds:.1f} times the rows' speed,"
        f" {theirs.wal / mine.wal:.0f} times less WAL"
        " (goals: <= 50 B a message, <= 1.5)\n"
    )
    return 0 if mine.wal <= 50 and mine.slowing <= 1.5 else 1


def _by_ranges(messages: int) -> Measured:
    count = messages // SIZE
    firm = Firm.objects.create(name="Ölçüm", slug=f"olcum-{uuid4().hex[:12]}")
    with firm_scope(firm.pk):
        account = GatewayAccount.objects.create(
            firm=firm, name="Ölçüm", adapter="none", base_url="https://x.example", username="u"
        )
        queue.enqueue(
            account, "bench", 1, [queue.Range(n, n * SIZE, n * SIZE + SIZE - 1, SIZE)
                                  for n in range(1, count + 1)]
        )  # fmt: skip
        lease = lanes.take(account.pk)
        assert lease is not None  # noqa: S101

        turns = itertools.count(1)

        def step() -> None:
            if next(turns) % 20 == 0:  # as a dispatcher does: a long campaign outlives a lease
                assert lanes.renew(account.pk, lease.token)  # noqa: S101
            upcoming = claims.upcoming(account.pk)
            assert upcoming is not None  # noqa: S101
            assert claims.claim(upcoming, lease.token) is not None  # noqa: S101

        result = _measure(step, count)
        Batch.objects.filter(account=account).delete()
    return result


def _by_rows(messages: int) -> Measured:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_message")
        cursor.execute(
            "CREATE TABLE bench_message AS SELECT n AS id, 'READY'::text AS state,"
            " NULL::uuid AS token, NULL::timestamptz AS lease_until, repeat('x', 160) AS text"
            " FROM generate_series(1, %s) n",
            [messages],
        )
        cursor.execute("ALTER TABLE bench_message ADD PRIMARY KEY (id)")
        cursor.execute("CREATE INDEX ON bench_message (state, id)")
        cursor.execute("ANALYZE bench_message")

        def step() -> None:
            cursor.execute(
                "UPDATE bench_message SET state = 'CLAIMED', token = gen_random_uuid(),"
                " lease_until = clock_timestamp() + interval '1 minute' WHERE id IN (SELECT id"
                " FROM bench_message WHERE state = 'READY' ORDER BY id LIMIT %s"
                " FOR UPDATE SKIP LOCKED)",
                [SIZE],
            )

        result = _measure(step, messages // SIZE)
        cursor.execute("DROP TABLE bench_message")
    return result


def _measure(step, count: int) -> Measured:  # type: ignore[no-untyped-def]
    took = []
    before = _wal()
    for _ in range(count):
        began = time.perf_counter()
        step()
        took.append(time.perf_counter() - began)
    wal = (_wal() - before) / (count * SIZE)
    tenth = max(1, count // 10)
    return Measured(sum(took), wal, sum(took[-tenth:]) / sum(took[:tenth]))


def _wal() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')")
        return int(cursor.fetchone()[0])


def _median(results: Sequence[Measured]) -> Measured:
    return Measured(
        statistics.median(r.seconds for r in results),
        statistics.median(r.wal for r in results),
        statistics.median(r.slowing for r in results),
    )
