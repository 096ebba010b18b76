"""``manage.py demo`` from its start to each of its ends."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.embedded.helpers import alive
from turkcell_hub.embedded.places import CHECKOUT
from turkcell_hub.embedded.processes import free_port

pytestmark = pytest.mark.slow


def test_it_comes_up_serves_commands_beside_it_and_ends_clean(data: Path) -> None:
    with demo(data, "--port", str(free_port())) as (process, ready):
        with urllib.request.urlopen(f"{ready['url']}/healthz", timeout=10) as answer:
            assert answer.status == 200
        with urllib.request.urlopen(str(ready["operator_url"]), timeout=10) as answer:
            assert answer.status == 200
        assert _manage(data, "demo").stderr.count(str(ready["url"])) == 1
        beside = _manage(
            data, "shell", "-v", "0", "-c", "import os; print(os.environ['PUBLIC_URL'])"
        )
        assert beside.stdout.strip() == ready["url"]
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
    assert processes_of(data) == []


def test_a_killed_one_leaves_nothing_running_and_the_next_finds_its_data(data: Path) -> None:
    with demo(data) as (process, first):
        process.kill()
        process.wait()
        deadline = time.monotonic() + 30
        while left := processes_of(data):
            assert time.monotonic() < deadline, left
            time.sleep(0.1)
    with demo(data) as (process, second):
        assert second["url"] == first["url"]
        process.terminate()
        assert process.wait(60) == 0
    assert processes_of(data) == []


def test_a_named_port_that_is_taken_is_said_and_nothing_is_started(data: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        done = _manage(data, "demo", "--port", port)
    assert done.returncode == 1
    assert port in done.stderr
    assert "Traceback" not in done.stderr
    assert processes_of(data) == []


@pytest.fixture(scope="module")
def data(embedded_data: Path) -> Path:
    return embedded_data / "demo"


@contextmanager
def demo(data: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], dict[str, object]]]:
    ready = data.with_name("ready.json")
    ready.unlink(missing_ok=True)
    with subprocess.Popen(
        [sys.executable, "manage.py", "demo", "--no-seed", "--ready-file", str(ready), *options],
        cwd=CHECKOUT,
        env=_environment(data),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            deadline = time.monotonic() + 300  # a busy machine migrates for long
            while not ready.exists():
                assert process.poll() is None, process.stdout and process.stdout.read()
                assert time.monotonic() < deadline
                time.sleep(0.1)
            yield process, json.loads(ready.read_text())
        finally:
            process.terminate()
            process.wait(60)


def processes_of(data: Path) -> list[str]:
    """Returns the command lines of living processes that work on the data."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            told = (entry / "environ").read_bytes() + (entry / "cmdline").read_bytes()
            told += os.fsencode((entry / "cwd").readlink())
        except OSError:
            continue
        if os.fsencode(data) in told and alive(int(entry.name)):
            found.append((entry / "cmdline").read_text().replace("\0", " "))
    return found


def _manage(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=CHECKOUT,
        env=_environment(data),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def _environment(data: Path) -> dict[str, str]:
    own = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "FIELD_ENCRYPTION_KEYS", "PUBLIC_URL")
    env = {name: value for name, value in os.environ.items() if name not in own}
    return env | {"TURKCELL_HUB_DATA": str(data)}
