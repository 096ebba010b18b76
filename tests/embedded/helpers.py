"""Small things that several of these tests do."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import psycopg2


def execute(url: str, statement: str) -> list[tuple[object, ...]]:
    """Runs a statement in a connection of its own and returns the rows, if it has any."""
    connection = psycopg2.connect(url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def alive(pid: int) -> bool:
    """Whether the process runs; one that only waits to be fetched by its parent does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


def wait_for_end(pid: int, fetch: Callable[[], object] = lambda: None) -> None:
    """Waits until the process has ended, for twenty seconds at most."""
    deadline = time.monotonic() + 20
    while alive(pid):
        fetch()
        assert time.monotonic() < deadline, f"process {pid} still runs"
        time.sleep(0.02)
    fetch()
