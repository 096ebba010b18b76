"""How much memory the process that reads workbooks has held.

Read from the living process: what the kernel tells of an ended child (``ru_maxrss``) begins with
its parent's.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def watched() -> Iterator[list[float]]:
    """The most memory that any child has held, sampled while it lives."""
    seen, over = [0.0], threading.Event()

    def watch() -> None:
        while not over.wait(0.05):
            for child in _readers():
                seen.append(held(child))

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield seen
    finally:
        over.set()
        thread.join()


def _readers() -> list[str]:
    found = []
    for task in Path("/proc/self/task").iterdir():
        try:
            found += (task / "children").read_text().split()
        except OSError:
            continue
    return [pid for pid in found if b"workbook_process" in _command(pid)]


def _command(pid: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def held(pid: str) -> float:
    """Its peak in MB; 0 of a process that is gone."""
    try:
        told = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    lines = (line.split() for line in told.splitlines() if line.startswith("VmHWM"))
    return next((int(line[1]) / 1024 for line in lines), 0.0)
