"""Processes to be killed: real Celery workers with their ticker, and single workers."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connections

from tests.faults import _planted
from turkcell_hub.celery import app

_TICKS = (
    ("outbox.sweep", "fast"),
    ("messaging.sweep", "bulk"),
    ("messaging.poll_reports", "slow"),
)


def fork(work: Callable[[], object], log: Path | None = None, *, plant: bool = True) -> int:
    """Runs ``work`` in a child, leader of a process group of its own; returns its id."""
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        os.setpgid(0, 0)
        for connection in connections.all(initialized_only=True):
            connection.connection = None  # the parent's; closing it here would end it there
        if log is not None:
            target = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            for number in (1, 2):
                os.dup2(target, number)
            # A test that catches output has put other files in their place.
            sys.stdout, sys.stderr = (os.fdopen(number, "w", buffering=1) for number in (1, 2))
        if plant:
            _planted.plant()
        code = int(work() or 0)  # type: ignore[call-overload]
    except SystemExit as end:
        code = int(end.code or 0)
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        os._exit(code & 0xFF)


def wait(pid: int) -> int:
    """Waits for a child; returns the signal that killed it, or minus its exit code."""
    status = os.waitpid(pid, 0)[1]
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else -os.WEXITSTATUS(status)


def lives(pid: int) -> bool:
    """Whether the child still runs; one that has ended is left for ``wait``."""
    return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None


def kill(pid: int) -> None:
    """kill -9 of the child's whole group; returns when all of it is gone."""
    os.killpg(pid, signal.SIGKILL)
    wait(pid)
    for _ in range(500):
        try:
            os.killpg(pid, 0)
        except ProcessLookupError:
            break
        time.sleep(0.01)
    _sessions_gone()


def _sessions_gone() -> None:
    """The database notices a dead client when it next talks to it: nothing of the dead may
    still be committing when the harness looks. Whoever is in a transaction holds its lock."""
    from django.db import connection

    for _ in range(500):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)"
                " WHERE locktype = 'virtualxid' AND datname = current_database()"
                " AND pid <> pg_backend_pid()"
            )
            if cursor.fetchone()[0] == 0:
                return
        time.sleep(0.01)


def celery_group(log: Path, *, processes: int = 2, period: float = 0.5) -> int:
    """A Celery worker (prefork) and a ticker in the place of beat: one process group."""

    def work() -> None:
        if not os.fork():
            try:
                _tick(period)
            finally:
                os._exit(0)
        _fresh_celery()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        worker: Any = app.Worker(
            pool="prefork",
            concurrency=processes,
            queues="fast,bulk,slow",
            loglevel="WARNING",
            without_gossip=True,
            without_mingle=True,
            without_heartbeat=True,
            hostname=f"deney-{os.getpid()}",
        )
        worker.start()

    return fork(work, log)


def _tick(period: float) -> None:
    _fresh_celery()
    while True:
        for name, queue in _TICKS:
            try:
                app.send_task(name, queue=queue, retry=False, expires=5)
            except Exception as error:  # the broker is away: the next tick
                print("tick lost", type(error).__name__, flush=True)
        time.sleep(period)


def _fresh_celery() -> None:
    from kombu import pools

    pools.reset()
    app._after_fork()
    app.set_current()
