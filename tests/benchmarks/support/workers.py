"""Real Celery workers as processes of their own."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

from turkcell_hub.celery import app as celery

_READY_SECONDS = 60


@contextmanager
def celery_worker(queues: str, *, concurrency: int = 2, include: str = "") -> Iterator[None]:
    """A prefork worker on ``queues``, with the tasks of the module ``include`` too; it is
    ready when the block begins."""
    command = [
        sys.executable, "-m", "celery", "-A", "turkcell_hub.celery", "worker", "-Q", queues,
        "-c", str(concurrency), "-n", f"bench-{queues}@%h", "-l", "WARNING",
        "--without-gossip", "--without-mingle", "--without-heartbeat",
        *(["-I", include] if include else []),
    ]  # fmt: skip
    with tempfile.TemporaryFile() as log:
        worker = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            _wait_until_ready(worker, log, queues)
            yield
        finally:
            worker.terminate()
            try:
                worker.wait(20)
            except subprocess.TimeoutExpired:
                worker.kill()
                worker.wait(20)


def _wait_until_ready(worker: subprocess.Popen[bytes], log: object, queues: str) -> None:
    ends = time.monotonic() + _READY_SECONDS
    while time.monotonic() < ends and worker.poll() is None:
        answers = celery.control.inspect(timeout=1.0).active_queues() or {}
        names = {queue["name"] for found in answers.values() for queue in found}
        if set(queues.split(",")) <= names:
            return
    log.seek(0)  # type: ignore[attr-defined]
    raise RuntimeError(f"no Celery worker: {log.read().decode()[-2000:]}")  # type: ignore[attr-defined]
