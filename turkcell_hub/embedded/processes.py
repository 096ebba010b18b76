"""Child processes that cannot outlive whoever started them."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from turkcell_hub.embedded.places import Identity

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def spawn(
    argv: Sequence[str],
    *,
    log: Path,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    identity: Identity | None = None,
    death_signal: signal.Signals = signal.SIGTERM,
    stdin: str = "",
) -> subprocess.Popen[bytes]:
    """Starts ``argv`` in its own session, with its output appended to ``log``.

    The kernel sends it ``death_signal`` when the starting *thread* ends, so call this from a
    thread that lives as long as the program (the main thread). ``stdin`` is fed as text.
    """
    account: dict[str, Any] = {}
    if identity is not None:
        account = {"user": identity.uid, "group": identity.gid, "extra_groups": []}
    with log.open("ab") as output:
        process = subprocess.Popen(
            list(argv),
            stdin=subprocess.PIPE if stdin else subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dict(env) if env is not None else None,
            cwd=cwd,
            start_new_session=True,
            preexec_fn=tied_to_parent(death_signal),
            **account,
        )
    if process.stdin is not None:
        with contextlib.suppress(BrokenPipeError), process.stdin as feed:
            feed.write(stdin.encode())
    return process


class Ended(Protocol):
    """What ``stop`` needs of a process: that of ``subprocess.Popen``."""

    pid: int

    def poll(self) -> int | None: ...
    def wait(self, timeout: float | None = None) -> int: ...
    def send_signal(self, number: int, /) -> None: ...


def stop(process: Ended, how: signal.Signals = signal.SIGTERM, *, grace: float = 10) -> int:
    """Ends ``process``: politely by ``how``, and after ``grace`` seconds its whole group by force.

    Returns its exit code. Ending a process that has ended already is harmless.
    """
    if process.poll() is None:
        process.send_signal(how)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(grace)
    kill_group(process.pid)
    return process.wait()


def kill_group(group: int, how: signal.Signals = signal.SIGKILL) -> None:
    """Sends ``how`` to what is left of a process group; an empty group is fine."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, how)


def free_port(host: str = "127.0.0.1") -> int:
    """Returns a port of ``host`` that nobody listens on at this moment."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((host, 0))
        port: int = probe.getsockname()[1]
        return port


def log_tail(log: Path, lines: int = 20) -> str:
    """Returns the last lines of a log, or an empty text when there is none."""
    try:
        with log.open("rb") as stream:
            stream.seek(0, os.SEEK_END)
            stream.seek(max(0, stream.tell() - 16_384))
            text = stream.read().decode("utf-8", "replace")
    except OSError:
        return ""
    return "\n".join(text.splitlines()[-lines:])


def tied_to_parent(death_signal: signal.Signals) -> Callable[[], None]:
    """Returns what a child of this process calls to end with it; call this before the fork."""
    parent = os.getpid()

    def tie() -> None:
        # Runs between fork and exec, after the user was changed (a change of user would
        # clear the request again).
        if _LIBC is not None:
            _LIBC.prctl(_PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
            if os.getppid() != parent:
                os._exit(1)

    return tie
