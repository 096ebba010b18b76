"""Two sides in turn (A B A B …), medians, the ratio and the verdict."""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import connection


@dataclass(frozen=True)
class Side:
    """``run`` does the work once and returns what it reached in a second."""

    name: str
    run: Callable[[], float]


@dataclass
class Rates:
    """Rates a second of each side, round by round."""

    seen: dict[str, list[float]] = field(default_factory=dict)

    def median(self, name: str) -> float:
        return statistics.median(self.seen[name])


def options(argv: Sequence[str], doc: str | None, rows: int, **more: int) -> argparse.Namespace:
    """``--rows`` and ``--rounds``, and a whole-number option for each of ``more``."""
    parser = argparse.ArgumentParser(description=(doc or "").strip().splitlines()[0])
    parser.add_argument("--rows", type=int, default=rows)
    for name, default in {"rounds": 3, **more}.items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=int, default=default)
    return parser.parse_args(list(argv))


def in_turn(title: str, rounds: int, *sides: Side, unit: str = "rows") -> Rates:
    """Runs all sides ``rounds`` times, in turn, and prints each figure as it comes."""
    rates = Rates({side.name: [] for side in sides})
    for number in range(1, rounds + 1):
        for side in sides:
            rate = side.run()
            rates.seen[side.name].append(rate)
            print(f"{title} round {number}: {side.name:<28} {rate:>12,.1f} {unit}/s", flush=True)
    for side in sides:
        print(f"{title} median : {side.name:<28} {rates.median(side.name):>12,.1f} {unit}/s")
    return rates


def at_least(title: str, what: str, seen: float, goal: float) -> bool:
    """Prints the figure against its goal; True when it is reached."""
    return _verdict(title, what, seen, ">=", goal, reached=seen >= goal)


def at_most(title: str, what: str, seen: float, goal: float) -> bool:
    return _verdict(title, what, seen, "<=", goal, reached=seen <= goal)


def exit_code(*reached: bool) -> int:
    return 0 if all(reached) else 1


@contextmanager
def clock() -> Iterator[Callable[[], float]]:
    """``with clock() as seconds: …; seconds()`` is the time that the block took."""
    began = time.perf_counter()
    ended: list[float] = []
    yield lambda: (ended[0] if ended else time.perf_counter()) - began
    ended.append(time.perf_counter())


def percentile(values: Sequence[float], share: float) -> float:
    """The nearest-rank percentile, e.g. 0.95."""
    ordered = sorted(values)
    return ordered[max(0, min(len(ordered) - 1, round(share * len(ordered) + 0.5) - 1))]


def wal_position() -> int:
    """Bytes of WAL since the server was made."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')")
        return int(cursor.fetchone()[0])


def sql(statement: str, *params: object) -> list[tuple[object, ...]]:
    """Runs one statement; returns its rows, if it has any."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params or None)
        return cursor.fetchall() if cursor.description else []


def _verdict(title: str, what: str, seen: float, sign: str, goal: float, *, reached: bool) -> bool:
    word = "reached" if reached else "NOT reached"
    print(f"{title} {what}: {seen:,.3f} (goal {sign} {goal:,g}): {word}", flush=True)
    return reached
