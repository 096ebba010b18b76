"""The embedded PostgreSQL: it starts, ends, recovers and keeps what it was given."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from tests.embedded.helpers import alive, execute, wait_for_end
from turkcell_hub.embedded.postgres import PostgresServer
from turkcell_hub.embedded.supervisor import Stopped


@pytest.fixture(scope="module")
def server(embedded_data: Path) -> Iterator[PostgresServer]:
    server = PostgresServer(embedded_data / "kept", data=embedded_data)
    server.start()
    execute(server.url(), "CREATE TABLE note (text text); INSERT INTO note VALUES ('kalıcı')")
    yield server
    server.stop()


def test_the_cluster_speaks_utf8_with_the_builtin_locale(server: PostgresServer) -> None:
    assert execute(server.url(), "SHOW server_encoding") == [("UTF8",)]
    row = execute(
        server.url(),
        "SELECT datlocprovider, datlocale FROM pg_database WHERE datname = current_database()",
    )
    assert row == [("b", "C.UTF-8")]


def test_the_extensions_that_the_portal_uses_can_be_made(server: PostgresServer) -> None:
    wanted = ("btree_gist", "pg_trgm", "unaccent")
    for name in wanted:
        execute(server.url(), f"CREATE EXTENSION {name}")
    made = execute(server.url(), "SELECT extname FROM pg_extension ORDER BY 1")
    assert {(name,) for name in wanted} <= set(made)


def test_nobody_enters_without_the_password(server: PostgresServer) -> None:
    with pytest.raises(psycopg2.OperationalError, match="password"):
        psycopg2.connect(host="127.0.0.1", port=server.port, user="turkcell_hub", password="x")


def test_a_durable_server_keeps_fsync_on(server: PostgresServer) -> None:
    assert execute(server.url(), "SHOW fsync") == [("on",)]


def test_it_listens_on_loopback_alone(server: PostgresServer) -> None:
    assert execute(server.url(), "SHOW listen_addresses") == [("127.0.0.1",)]
    assert execute(server.url(), "SHOW unix_socket_directories") == [("",)]


def test_a_restart_keeps_the_data_and_the_address(server: PostgresServer) -> None:
    address = server.url()
    server.stop()
    assert server.poll() == 0
    server.start()
    assert server.url() == address
    assert execute(server.url(), "SELECT text FROM note") == [("kalıcı",)]


def test_a_killed_server_recovers_what_was_committed(server: PostgresServer) -> None:
    execute(server.url(), "INSERT INTO note VALUES ('son')")
    os.kill(server.pid, signal.SIGKILL)
    wait_for_end(server.pid, server.poll)
    server.start()
    assert ("son",) in execute(server.url(), "SELECT text FROM note")


def test_a_server_whose_starter_is_killed_ends_and_the_next_start_finds_the_data(
    embedded_data: Path,
) -> None:
    folder = embedded_data / "orphaned"
    program = """
        import sys
        from pathlib import Path
        from turkcell_hub.embedded.postgres import PostgresServer
        server = PostgresServer(Path(sys.argv[1]), data=Path(sys.argv[2]))
        server.start()
        print(server.pid, server.url(), flush=True)
        sys.stdin.read()
    """
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program), str(folder), str(embedded_data)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as starter:
        assert starter.stdout is not None
        pid, url = starter.stdout.readline().split()
        execute(url, "CREATE TABLE left_behind (x int)")
        starter.kill()
    again = PostgresServer(folder, data=embedded_data)
    again.start()
    try:
        wait_for_end(int(pid))
        assert execute(again.url(), "SELECT count(*) FROM left_behind") == [(0,)]
    finally:
        again.stop()


def test_a_pid_file_that_names_a_stranger_is_no_hindrance(embedded_data: Path) -> None:
    server = PostgresServer(embedded_data / "stale", data=embedded_data, durable=False)
    server.start()
    os.kill(server.pid, signal.SIGKILL)
    wait_for_end(server.pid, server.poll)
    pid_file = embedded_data / "stale" / "cluster" / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    pid_file.write_text("\n".join([str(os.getppid()), *lines[1:]]) + "\n")
    # The sessions of the killed server hold its shared memory for another moment.
    server.start()
    try:
        assert execute(server.url(), "SELECT 1") == [(1,)]
    finally:
        server.stop()


def test_an_interrupted_making_is_begun_again(embedded_data: Path) -> None:
    half = embedded_data / "interrupted" / "cluster.half"
    half.mkdir(parents=True)
    half.parent.chmod(0o711)
    (half / "PG_VERSION").write_text("18\n")
    server = PostgresServer(half.parent, data=embedded_data, durable=False)
    server.start()
    server.stop()
    assert not half.exists()


def test_the_password_file_is_for_its_owner_alone(server: PostgresServer) -> None:
    assert (server.folder / "password").stat().st_mode & 0o077 == 0


def test_who_is_stopped_while_the_cluster_is_made_leaves_nobody_at_work(
    embedded_data: Path,
) -> None:
    folder = embedded_data / "stopped-making"
    server = PostgresServer(folder, data=embedded_data)

    def stop_once(_number: int, _frame: object) -> None:
        raise Stopped

    before = signal.signal(signal.SIGALRM, stop_once)
    try:
        threading.Thread(target=_when_it_is_made, args=(folder,), daemon=True).start()
        with pytest.raises(Stopped):
            server.prepare()
    finally:
        signal.signal(signal.SIGALRM, before)
    assert _at_work(folder) == []
    assert not (folder / "initdb.password").exists()
    server.start()
    server.stop()


def _when_it_is_made(folder: Path) -> None:
    while not _at_work(folder):
        time.sleep(0.001)
    time.sleep(0.1)
    signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGALRM)


def _at_work(folder: Path) -> list[str]:
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            line = entry.read_bytes()
            if os.fsencode(folder) in line and alive(int(entry.parent.name)):
                found.append(line.replace(b"\0", b" ").decode())
    return found
