"""Programs that begin as copies of a process which has read the product already.

Reading it takes a process longer than anything else of its start, and the demo needs seven of
them. A copy runs the very command line that a process of its own would (``runpy``), with that
process's environment, session, log and signals.
"""

from __future__ import annotations

import contextlib
import gc
import os
import runpy
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path

from turkcell_hub.embedded.errors import EmbeddedError
from turkcell_hub.embedded.processes import tied_to_parent

_ENDING = (signal.SIGTERM, signal.SIGHUP)


def read_product(environment: Mapping[str, str]) -> None:
    """Loads what every process of the product loads, once. Raises ``EmbeddedError``.

    Settings are read from ``environment``. No connection is opened, so copies share none.
    """
    os.environ.update(environment)
    gc.disable()  # nothing of it is garbage
    try:
        import django

        from turkcell_hub.starting import read_settings

        read_settings()
        django.setup()
        from django.urls import get_resolver

        from turkcell_hub.celery import app

        app.loader.import_default_modules()
        _routes = get_resolver().url_patterns
    except Exception:
        raise EmbeddedError(f"Portal başlatılamadı:\n{traceback.format_exc()}") from None
    finally:
        gc.collect()
        gc.freeze()  # the copies share its pages as long as nobody walks through them
        gc.enable()


class Copy:
    """A child made by fork, with what of ``subprocess.Popen`` its keeper uses."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Returns the exit code (minus the signal's number), ``None`` while it runs."""
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Returns the exit code. Raises ``subprocess.TimeoutExpired``."""
        end = None if timeout is None else time.monotonic() + timeout
        while (code := self.poll()) is None:
            if end is not None and time.monotonic() > end:
                raise subprocess.TimeoutExpired("copy", timeout or 0)
            time.sleep(0.02)
        return code

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)


def copy(argv: Sequence[str], *, env: Mapping[str, str], cwd: Path, log: Path) -> Copy:
    """Runs ``argv`` (the interpreter, then ``-m MODULE …`` or a script's path …) in a copy of
    this process: in a session of its own, its output appended to ``log``, ended when this
    process ends. Returns when that holds."""
    tie = tied_to_parent(signal.SIGTERM)
    ready, told = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid:
        os.close(told)
        os.read(ready, 1)  # nothing comes: it is closed
        os.close(ready)
        return Copy(pid)
    code = 1
    try:
        os.setsid()
        tie()
        for number in _ENDING:
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        _settle(env, cwd, log, told)
        os.close(told)
        code = _run(list(argv))
    except BaseException:
        traceback.print_exc()
    finally:
        with contextlib.suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)  # what waits further up in this stack is the parent's to end


def _settle(env: Mapping[str, str], cwd: Path, log: Path, told: int) -> None:
    """Gives up the parent's files (its locks and the guardian's pipe among them, but ``told``),
    and takes the log's name for ``ps``, which knows the command line of the parent alone."""
    with contextlib.suppress(OSError):
        Path("/proc/self/comm").write_text(log.stem)
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for mine, place in ((nothing, 0), (output, 1), (output, 2)):
        os.dup2(mine, place)
    for name in os.listdir("/proc/self/fd"):
        if int(name) > 2 and int(name) != told:
            with contextlib.suppress(OSError):
                os.close(int(name))
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd)


def _run(argv: list[str]) -> int:
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - for its whole life
    sys.stdout = open(1, "w", buffering=1, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", buffering=1, encoding="utf-8", closefd=False)  # noqa: SIM115
    module = argv[2] if argv[1] == "-m" else ""
    sys.argv = argv[2:] if module else argv[1:]
    try:
        if module:
            runpy.run_module(module, run_name="__main__", alter_sys=True)
        else:
            runpy.run_path(argv[1], run_name="__main__")
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            return (end.code or 0) & 0xFF
        print(end.code, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0
