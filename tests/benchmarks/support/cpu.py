"""Who spends the processor: the dispatcher, PostgreSQL, the fake operator.

On a machine that others use at the same time the messages a second say little, the processor's
time for a message says much: it hardly depends on the neighbours.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.support.measure import sql

_TICKS = os.sysconf("SC_CLK_TCK")


class Spent:
    """Seconds of the processor by process, complete when its block has ended."""

    def __init__(self, operator_pid: int | None) -> None:
        ((postmaster,),) = sql("SELECT pg_read_file('postmaster.pid')::text")
        self._groups = {"PostgreSQL": int(str(postmaster).split()[0])}
        if operator_pid is not None:
            self._groups["operator"] = operator_pid
        self.seconds = self._now()

    def _now(self) -> dict[str, float]:
        groups = {name: _group(pid) for name, pid in self._groups.items()}
        return {"we": time.process_time(), **groups}

    def stop(self) -> None:
        now = self._now()
        self.seconds = {name: now[name] - begun for name, begun in self.seconds.items()}

    def per_message(self, messages: int) -> str:
        """E.g. ``44.5 µs of CPU a message: we 21.3, PostgreSQL 9.0, operator 14.2``."""
        each = (f"{name} {s / messages * 1e6:.1f}" for name, s in self.seconds.items())
        whole = sum(self.seconds.values()) / messages * 1e6
        load = os.getloadavg()[0]
        return f"{whole:.1f} µs of CPU a message: {', '.join(each)}; load {load:.1f}"


@contextmanager
def spent(operator_pid: int | None = None) -> Iterator[Spent]:
    """Counts the block's processor time: this process, all of PostgreSQL's, the operator's (where
    its process is named)."""
    counted = Spent(operator_pid)
    yield counted
    counted.stop()


def _group(pid: int) -> float:
    """A process and its living children (PostgreSQL adds the dead ones to its own)."""
    return sum(_seconds(one) for one in (pid, *_children(pid)))


def _children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _seconds(pid: int) -> float:
    """User and system time, with that of its ended children (proc(5), fields 14 to 17)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(field) for field in fields[11:15]) / _TICKS
