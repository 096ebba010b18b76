"""Fake operators for the tests as copies of one process that has read the program.

A run starts sixty of them, and reading aiohttp and the protocols was most of what a start cost. The
nursery begins with the first and ends with the process whose tests it serves; so do its children.
The demo starts the program by its own command line, and so do the stories that run against it.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
_MESSAGE = 65_536


class Nursery:
    """``begin`` makes a process; all of it goes through one line, one request at a time."""

    def __init__(self) -> None:
        self._line, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._lock = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.nursery", str(other.fileno())],
            cwd=ROOT, pass_fds=[other.fileno()], stdin=subprocess.DEVNULL,
        )  # fmt: skip
        other.close()

    def begin(self, arguments: Sequence[str]) -> Child:
        """Runs the fake operator with these arguments; ``stdout`` is a pipe."""
        mine, its = os.pipe()
        try:
            pid = self.ask({"begin": list(arguments)}, [its])
        finally:
            os.close(its)
        return Child(self, pid, mine)

    def ask(self, request: dict[str, Any], files: Sequence[int] = ()) -> Any:
        with self._lock:
            socket.send_fds(self._line, [json.dumps(request).encode()], list(files))
            return json.loads(self._line.recv(_MESSAGE))

    def end(self) -> None:
        self._line.close()
        self._process.wait()


class Child:
    """What of ``subprocess.Popen`` is used of a fake operator."""

    def __init__(self, nursery: Nursery, pid: int, output: int) -> None:
        self._nursery, self.pid, self._code = nursery, pid, None
        self.stdout = os.fdopen(output, encoding="utf-8")

    def send_signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def wait(self, timeout: float = 60) -> int:
        """Returns the exit code. Raises ``subprocess.TimeoutExpired``."""
        if self._code is None:
            self._code = self._nursery.ask({"wait": self.pid, "seconds": timeout})
        if self._code is None:
            raise subprocess.TimeoutExpired("fake operator", timeout)
        return self._code


_of_process: dict[int, Nursery] = {}


def nursery() -> Nursery:
    """The one of this process (a process that was forked begins its own)."""
    pid = os.getpid()
    if pid not in _of_process:
        made = _of_process[pid] = Nursery()
        atexit.register(lambda: made.end() if os.getpid() == pid else None)
    return _of_process[pid]


def _serve(line: socket.socket) -> None:
    from turkcell_hub.fake_operator import __main__ as program
    from turkcell_hub.lib.business_days import is_business_day

    is_business_day(date.today())  # noqa: DTZ011 - reads the calendars, which each child needs
    gc.collect()
    gc.freeze()
    living: set[int] = set()
    while True:
        told, files, _flags, _address = socket.recv_fds(line, _MESSAGE, 1)
        if not told:
            break
        request = json.loads(told)
        if "begin" in request:
            answer: int | None = _fork(program, request["begin"], files[0], line)
            living.add(answer or 0)
            os.close(files[0])
        else:
            answer = _wait(request["wait"], request["seconds"])
            if answer is not None:
                living.discard(request["wait"])
        line.send(json.dumps(answer).encode())
    for pid in living:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _fork(program: Any, arguments: list[str], output: int, line: socket.socket) -> int:
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        line.close()
        os.dup2(output, 1)
        os.close(output)
        sys.argv[1:] = arguments
        code = program.main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _wait(pid: int, seconds: float) -> int | None:
    deadline = time.monotonic() + seconds
    while True:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() > deadline:
            return None
        time.sleep(0.005)


if __name__ == "__main__":
    for ignored in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ignored, signal.SIG_DFL)
    _serve(socket.socket(fileno=int(sys.argv[1])))
