"""Runs a handful of processes as one: all up, or all down with a sentence."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import Protocol

from turkcell_hub.embedded.copies import Copy, copy
from turkcell_hub.embedded.errors import EmbeddedError
from turkcell_hub.embedded.processes import kill_group, log_tail, spawn, stop

_RESTARTS = 5
_RESTART_WINDOW_SECONDS = 60.0
_LOOK_EVERY_SECONDS = 0.3


class Stopped(BaseException):
    """Somebody asked the supervisor to end (Ctrl+C, SIGTERM, a closed terminal)."""


class Server(Protocol):
    """What the supervisor needs to know of a process."""

    name: str
    log: Path

    @property
    def pid(self) -> int: ...
    def start(self) -> None: ...
    def stop(self) -> None: ...
    def poll(self) -> int | None: ...


class Program:
    """One of our own processes: a command with its environment and its log.

    With ``copied`` it is a copy of this process (``copies``), not one that begins anew.
    """

    def __init__(
        self, name: str, argv: Sequence[str], *, env: Mapping[str, str], cwd: Path, log: Path,
        copied: bool = False,
    ) -> None:  # fmt: skip
        self.name = name
        self.log = log
        self._argv = list(argv)
        self._env = dict(env)
        self._cwd = cwd
        self._copied = copied
        self._process: subprocess.Popen[bytes] | Copy | None = None

    @property
    def pid(self) -> int:
        """The process id, which is also its group's; 0 while it is not started."""
        return self._process.pid if self._process else 0

    def start(self) -> None:
        """Starts the process; does not wait for it to be ready."""
        begin = copy if self._copied else spawn
        self._process = begin(self._argv, log=self.log, env=self._env, cwd=self._cwd)

    def ask_to_stop(self) -> None:
        """Sends SIGTERM without waiting, so that several can end side by side."""
        if self._process and self._process.poll() is None:
            self._process.terminate()

    def stop(self) -> None:
        """Ends the process and what it started."""
        if self._process:
            stop(self._process, grace=15)

    def poll(self) -> int | None:
        """Returns the exit code of a process that ended, ``None`` while it runs."""
        return self._process.poll() if self._process else None

    def wait(self) -> int:
        """Waits for the end and returns the exit code."""
        return self._process.wait() if self._process else 0


class Supervisor:
    """Starts servers in order, brings back those that die, ends them in the other order.

    What is left when this process is killed gets ``grace`` seconds to end by itself.
    """

    def __init__(self, *, grace: float = 5.0) -> None:
        self._servers: list[Server] = []
        self._deaths: dict[str, list[float]] = defaultdict(list)
        guardian = Path(__file__).with_name("guardian.py")
        self._guardian = subprocess.Popen(
            [sys.executable, "-S", "-E", str(guardian), str(grace)],
            stdin=subprocess.PIPE,
            start_new_session=True,
            text=True,
            bufsize=1,
        )

    def start(self, server: Server) -> None:
        """Starts ``server`` and looks after it from now on."""
        self._servers.append(server)
        server.start()
        self._tell_guardian("+", server)

    def run(self, program: Program) -> None:
        """Runs a command once, to its end. Raises ``EmbeddedError`` with its last log lines."""
        program.start()
        self._tell_guardian("+", program)
        try:
            code = program.wait()
        finally:
            program.stop()
            self._tell_guardian("-", program)
        if code:
            raise EmbeddedError(
                f"{program.name} başarısız oldu ({program.log}):\n{log_tail(program.log)}"
            )

    def check(self) -> None:
        """Starts again what died. Raises ``EmbeddedError`` for one that keeps dying."""
        for server in self._servers:
            code = server.poll()
            if code is None:
                continue
            kill_group(server.pid)
            self._tell_guardian("-", server)
            self._count_death(server, code)
            server.start()
            self._tell_guardian("+", server)

    def watch(self) -> None:
        """Looks after the servers until the program is asked to end (``Stopped``)."""
        while True:
            self.check()
            time.sleep(_LOOK_EVERY_SECONDS)

    def stop(self) -> None:
        """Ends everything, programs before the servers that they need."""
        for server in self._servers:
            if isinstance(server, Program):
                server.ask_to_stop()
        while self._servers:
            server = self._servers[-1]
            server.stop()
            self._tell_guardian("-", server)
            self._servers.pop()
        with contextlib.suppress(BrokenPipeError):
            if self._guardian.stdin:
                self._guardian.stdin.close()
        self._guardian.wait()

    def _count_death(self, server: Server, code: int) -> None:
        now = time.monotonic()
        recent = [at for at in self._deaths[server.name] if now - at < _RESTART_WINDOW_SECONDS]
        self._deaths[server.name] = [*recent, now]
        if len(recent) >= _RESTARTS:
            raise EmbeddedError(
                f"{server.name} sürekli kapanıyor (çıkış kodu {code}); her şey durduruldu."
                f" Günlüğü ({server.log}):\n{log_tail(server.log)}"
            )
        print(f"{server.name} kapandı (çıkış kodu {code}); yeniden başlatılıyor.", file=sys.stderr)

    def _tell_guardian(self, mark: str, server: Server) -> None:
        if self._guardian.stdin and server.pid:
            with contextlib.suppress(BrokenPipeError):
                self._guardian.stdin.write(f"{mark}{server.pid}\n")


@contextlib.contextmanager
def stoppable() -> Iterator[None]:
    """Turns the signals that ask a program to end into ``Stopped``; the first one counts."""
    asked = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def stop_once(_number: int, _frame: FrameType | None) -> None:
        for each in asked:
            signal.signal(each, signal.SIG_IGN)
        raise Stopped

    before = {each: signal.signal(each, stop_once) for each in asked}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
