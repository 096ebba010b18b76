"""The servers of a test run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
import redis

from tests.embedded.helpers import execute, wait_for_end
from turkcell_hub.embedded import schema
from turkcell_hub.embedded.places import data_folder
from turkcell_hub.embedded.schema import Schema
from turkcell_hub.embedded.testing import TestServers, provide


@pytest.fixture
def data(embedded_data: Path) -> Path:
    return embedded_data


def test_two_runs_at_once_have_servers_of_their_own(data: Path) -> None:
    first, second = TestServers(data), TestServers(data)
    try:
        first.start()
        second.start()
        assert first.postgres.url() != second.postgres.url()
        execute(first.postgres.url(), "CREATE TABLE only_here (x int)")
        assert execute(second.postgres.url(), "SELECT to_regclass('only_here')") == [(None,)]
        assert redis.Redis.from_url(first.valkey.url()).set("a", "1")
        assert redis.Redis.from_url(second.valkey.url()).get("a") is None
    finally:
        first.stop()
        second.stop()
    assert not first.folder.exists()
    assert not second.folder.exists()


def test_what_a_killed_run_left_behind_is_swept_by_the_next(data: Path) -> None:
    program = """
        import sys
        from pathlib import Path
        from turkcell_hub.embedded.testing import TestServers
        servers = TestServers(Path(sys.argv[1]))
        servers.start()
        print(servers.folder, servers.postgres.pid, servers.valkey.pid, flush=True)
        sys.stdin.read()
    """
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program), str(data)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as run:
        assert run.stdout is not None
        folder, *pids = run.stdout.readline().split()
        run.send_signal(signal.SIGKILL)
    assert Path(folder).exists()
    for pid in pids:
        wait_for_end(int(pid))
    servers = TestServers(data)
    servers.start(valkey=False)
    servers.stop()
    assert not Path(folder).exists()


def test_what_a_killed_run_left_in_memory_is_swept_by_the_next(data: Path) -> None:
    memory = data / "memory"
    left = memory / "run-1-abc"
    left.mkdir(parents=True)
    servers = TestServers(data, runs=memory)
    servers.start(postgres=False, valkey=False)
    try:
        assert servers.folder.parent == memory
        assert list(memory.glob("run-*")) == [servers.folder]
    finally:
        servers.stop()
    assert list(memory.iterdir()) == []


def test_a_schema_is_made_once_for_all_runs_with_its_key(data: Path) -> None:
    made: list[str] = []

    def fill(url: str) -> None:
        made.append(url)
        execute(url, f"CREATE TABLE version{len(made)} (x int)")

    def tables(key: str) -> list[tuple[object, ...]]:
        servers = TestServers(data, schema=Schema(key, fill))
        try:
            servers.start(valkey=False)
            return execute(
                servers.postgres.url(),
                "SELECT relname::text FROM pg_class WHERE relname LIKE 'version%'",
            )
        finally:
            servers.stop()

    assert tables("old") == tables("old") == [("version1",)]
    assert tables("new") == [("version2",)]
    assert len(made) == 2
    assert [path.name for path in (data / "test").glob("template*")] == ["template-new"]


def test_a_run_killed_while_it_makes_the_schema_leaves_none(data: Path) -> None:
    program = """
        import sys
        from pathlib import Path
        from turkcell_hub.embedded.schema import Schema
        from turkcell_hub.embedded.testing import TestServers
        def fill(url):
            print("half", flush=True)
            sys.stdin.read()
        TestServers(Path(sys.argv[1]), schema=Schema("killed", fill)).start(valkey=False)
    """
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program), str(data)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == "half\n"
        run.send_signal(signal.SIGKILL)
    servers = TestServers(
        data, schema=Schema("killed", lambda url: execute(url, "CREATE TABLE whole (x int)"))
    )
    try:
        servers.start(valkey=False)
        assert execute(servers.postgres.url(), "SELECT to_regclass('whole')") == [("whole",)]
    finally:
        servers.stop()
    assert not list((data / "test").glob("run-*"))


@pytest.mark.parametrize(
    "path",
    [
        "messaging/migrations/0001_initial.py",
        "messaging/migrations/0002_new.py",
        "turkcell_hub/ledger/migrations/guards.sql",
        "turkcell_hub/tenancy/sealed.py",
        "turkcell_hub/tenancy/models/devices.py",
        "turkcell_hub/settings/__init__.py",
    ],
)
def test_a_change_of_what_the_migrations_make_is_another_schema(tmp_path: Path, path: str) -> None:
    first = tmp_path / "messaging" / "migrations" / "0001_initial.py"
    changed = tmp_path / path
    for place in (first, changed):
        place.parent.mkdir(parents=True, exist_ok=True)
    first.write_text(
        "import turkcell_hub.tenancy.sealed\nfrom turkcell_hub.tenancy import models\n"
    )
    (tmp_path / "messaging" / "views.py").write_text("of no concern")
    before = schema.key(tmp_path)
    (tmp_path / "messaging" / "views.py").write_text("of no concern, changed")
    assert schema.key(tmp_path) == before
    changed.write_text(first.read_text() + "# changed\n")
    assert schema.key(tmp_path) != before


def test_named_servers_are_used_as_they_are() -> None:
    env = {"DATABASE_URL": "postgresql://a/b", "REDIS_URL": "redis://c/0"}
    provide(env)
    assert env["DATABASE_URL"] == "postgresql://a/b"
    assert env["REDIS_URL"] == "redis://c/0"
    assert len(env["SECRET_KEY"]) >= 50
    assert "TURKCELL_HUB_DATA" not in env


def test_processes_of_a_run_keep_the_modules_that_they_compiled() -> None:
    assert not sys.dont_write_bytecode
    assert "PYTHONDONTWRITEBYTECODE" not in os.environ


def test_the_run_that_you_see_writes_its_files_into_its_own_folder() -> None:
    if "TURKCELL_HUB_DATA" in os.environ:
        assert "run-" in os.environ["TURKCELL_HUB_DATA"]
    assert data_folder().is_dir()
