"""A copy of a process does what a process of its own would, and gives up what it inherited."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tests.embedded.helpers import wait_for_end
from turkcell_hub.embedded.copies import Copy, copy
from turkcell_hub.embedded.locks import FileLock
from turkcell_hub.embedded.supervisor import stoppable

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="copies are made on Linux alone")


def begin(folder: Path, program: str, *arguments: str) -> Copy:
    """A copy that runs the program; its words are in ``folder/web.log``."""
    script = folder / "program.py"
    script.write_text(textwrap.dedent(program))
    env = {"PATH": os.environ["PATH"], "OWN": "değer"}
    argv = [sys.executable, str(script), *arguments]
    return copy(argv, env=env, cwd=folder, log=folder / "web.log")


def said(folder: Path) -> str:
    return (folder / "web.log").read_text()


def test_it_runs_a_command_line_with_its_own_environment_session_and_log(tmp_path: Path) -> None:
    program = """
        import os, sys
        print(sys.argv[1:], os.environ.get("OWN"), os.environ.get("HOME"), os.getcwd())
        print(os.getsid(0) == os.getpid(), sys.stdin.read() == "", file=sys.stderr)
        print(open("/proc/self/comm").read())
        sys.exit(7)
    """
    process = begin(tmp_path, program, "bir", "iki")
    assert process.wait(20) == 7
    assert said(tmp_path).split("\n")[:3] == [
        f"['bir', 'iki'] değer None {tmp_path}", "True True", "web",
    ]  # fmt: skip


def test_it_runs_a_module_like_the_interpreter(tmp_path: Path) -> None:
    argv = [sys.executable, "-m", "json.tool", "--help"]
    process = copy(argv, env=os.environ, cwd=tmp_path, log=tmp_path / "log")
    assert process.wait(20) == 0
    assert (tmp_path / "log").read_text().startswith("usage: ")


def test_a_failure_is_its_own_and_told(tmp_path: Path) -> None:
    assert begin(tmp_path, "raise ValueError('bozuk')").wait(20) == 1
    assert "ValueError: bozuk" in said(tmp_path)
    assert begin(tmp_path, "import sys; sys.exit('son söz')").wait(20) == 1
    assert said(tmp_path).endswith("son söz\n")


def test_it_holds_no_lock_and_no_pipe_of_its_parent(tmp_path: Path) -> None:
    lock, other = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    lock.acquire(wait=True)
    process = begin(tmp_path, "import time; print('da', flush=True); time.sleep(600)")
    try:
        lock.release()
        assert other.acquire(wait=False)
        left = {int(name) for name in os.listdir(f"/proc/{process.pid}/fd")}
        assert left <= {0, 1, 2, 3, 4}  # the script that it reads may be open
    finally:
        other.release()
        process.send_signal(signal.SIGKILL)
        assert process.wait(20) == -signal.SIGKILL


def test_what_its_parent_does_about_signals_is_not_its_own(tmp_path: Path) -> None:
    with stoppable():
        process = begin(tmp_path, "import time; print('da', flush=True); time.sleep(600)")
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0)
        process.terminate()
        assert process.wait(20) == -signal.SIGTERM
    process.terminate()  # harmless after its end
    assert process.poll() == -signal.SIGTERM


def test_it_ends_with_its_parent(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text("import time; time.sleep(600)")
    parent = """
        import os, sys
        from pathlib import Path
        from turkcell_hub.embedded.copies import copy
        folder = Path(sys.argv[1])
        argv = [sys.executable, str(folder / "program.py")]
        print(copy(argv, env=os.environ, cwd=folder, log=folder / "log").pid, flush=True)
        sys.stdin.read()
    """
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(parent), str(tmp_path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        pid = int(process.stdout.readline())
        process.kill()
    wait_for_end(pid)
