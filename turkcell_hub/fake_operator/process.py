"""Runs the fake operator as a process of its own, for tests and the demo."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import IO, Protocol

_LISTENS = "fake operator listens on "


class Running(Protocol):
    """A process as ``subprocess.Popen`` shows it."""

    pid: int
    stdout: IO[str] | None

    def send_signal(self, sig: int, /) -> None: ...
    def wait(self, timeout: float | None = None) -> int: ...
    def kill(self) -> None: ...


class FakeOperatorProcess:
    """``with FakeOperatorProcess(folder) as operator:`` listens on ``operator.url``.

    ``port`` 0 takes a free port and keeps it over a ``start`` after ``stop`` or ``kill``.
    """

    def __init__(
        self, data: Path, *, port: int = 0, seed: int = 1, portal_url: str = "",
        accounts: Path | None = None,
    ) -> None:  # fmt: skip
        self._data = data
        self._port = port
        self._seed = seed
        self._portal_url = portal_url
        self._accounts = accounts
        self._process: Running | None = None
        self.url = ""

    def start(self) -> None:
        """Returns when it listens. Raises RuntimeError when it ends instead."""
        given = ["--port", str(self._port), "--data", str(self._data), "--seed", str(self._seed)]
        given += ["--portal-url", self._portal_url]
        if self._accounts is not None:
            given += ["--accounts", str(self._accounts)]
        self._process = self._begin(given)
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line.startswith(_LISTENS):
            self.stop()
            raise RuntimeError("the fake operator did not start")
        self.url = line.removeprefix(_LISTENS).strip()
        self._port = int(self.url.rsplit(":", 1)[1])

    def _begin(self, arguments: list[str]) -> Running:
        command = [sys.executable, "-m", "turkcell_hub.fake_operator", *arguments]
        return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def stop(self, timeout: float = 10) -> int | None:
        """Asks it to end and waits; returns its exit code."""
        return self._end(signal.SIGTERM, timeout)

    def kill(self) -> int | None:
        """Ends it between any two lines."""
        return self._end(signal.SIGKILL, 10)

    def _end(self, number: signal.Signals, timeout: float) -> int | None:
        process, self._process = self._process, None
        if process is None:
            return None
        process.send_signal(number)
        try:
            return process.wait(timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            return process.wait(timeout)
        finally:
            if process.stdout:
                process.stdout.close()

    def __enter__(self) -> FakeOperatorProcess:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
