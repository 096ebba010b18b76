"""The supervisor leaves nothing behind, however it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.embedded.helpers import alive, wait_for_end
from turkcell_hub.embedded.errors import EmbeddedError
from turkcell_hub.embedded.supervisor import Program, Supervisor

# A program with a child of its own that ignores polite requests: the hard case.
STUBBORN = """
    import os, signal, sys, time
    if os.fork() == 0:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.write(1, f"{os.getpid()}\\n".encode())  # at once: both write into one file
    time.sleep(600)
"""
SUPERVISING = """
    import json, os, sys
    from pathlib import Path
    from turkcell_hub.embedded.supervisor import Program, Stopped, Supervisor, stoppable
    folder, program = Path(sys.argv[1]), sys.argv[2]
    supervisor = Supervisor(grace=0.5)
    try:
        with stoppable():
            for name in ("first", "second"):
                argv = [sys.executable, "-c", program]
                log = folder / f"{name}.log"
                supervisor.start(Program(name, argv, env=os.environ, cwd=folder, log=log))
            print("up", flush=True)
            supervisor.watch()
    except Stopped:
        pass
    finally:
        supervisor.stop()
"""


@pytest.fixture
def supervised(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], list[int]]]:
    program = textwrap.dedent(STUBBORN)
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(SUPERVISING), str(tmp_path), program],
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "up\n"
            logs = [tmp_path / "first.log", tmp_path / "second.log"]
            wait_until(lambda: all(len(log.read_text().split()) == 2 for log in logs))
            pids = [int(pid) for log in logs for pid in log.read_text().split()]
            yield process, pids
        finally:  # leaving a process that runs waits for its end
            process.kill()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_being_asked_to_end_ends_everything_and_is_no_failure(
    supervised: tuple[subprocess.Popen[str], list[int]], how: signal.Signals
) -> None:
    process, pids = supervised
    process.send_signal(how)
    assert process.wait(30) == 0
    assert not any(alive(pid) for pid in pids)


def test_a_killed_supervisor_leaves_nothing_behind(
    supervised: tuple[subprocess.Popen[str], list[int]],
) -> None:
    process, pids = supervised
    process.kill()
    process.wait()
    for pid in pids:
        wait_for_end(pid)


def test_a_program_that_dies_is_started_again(tmp_path: Path) -> None:
    log = tmp_path / "p.log"
    argv = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(600)"]
    program = Program("Portal", argv, env=os.environ, cwd=tmp_path, log=log)
    supervisor = Supervisor()
    try:
        supervisor.start(program)
        first = program.pid
        os.kill(first, signal.SIGKILL)
        wait_until(lambda: program.poll() is not None)
        supervisor.check()
        assert program.pid != first
        assert program.poll() is None
    finally:
        supervisor.stop()
    assert not alive(program.pid)


def test_a_program_that_keeps_dying_stops_everything_and_shows_its_last_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("turkcell_hub.embedded.supervisor._LOOK_EVERY_SECONDS", 0.01)
    argv = ["/bin/sh", "-c", "echo son söz; exit 3"]
    program = Program("Portal", argv, env=os.environ, cwd=tmp_path, log=tmp_path / "p.log")
    supervisor = Supervisor()
    try:
        supervisor.start(program)
        with pytest.raises(EmbeddedError, match=r"(?s)Portal.*çıkış kodu 3.*son söz"):
            supervisor.watch()
    finally:
        supervisor.stop()


def test_a_command_that_fails_shows_its_last_words(tmp_path: Path) -> None:
    argv = ["/bin/sh", "-c", "echo tablo yok; exit 1"]
    program = Program("Güncelleme", argv, env=os.environ, cwd=tmp_path, log=tmp_path / "p.log")
    supervisor = Supervisor()
    try:
        with pytest.raises(EmbeddedError, match=r"(?s)Güncelleme başarısız.*tablo yok"):
            supervisor.run(program)
    finally:
        supervisor.stop()


def wait_until(met: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not met():
        assert time.monotonic() < deadline
        time.sleep(0.02)
