"""The servers run for an ordinary user too, also when it is root who runs these tests."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from tests.embedded.helpers import execute
from tests.support.places import folder_of_run
from turkcell_hub.embedded import runtime
from turkcell_hub.embedded.places import reachable_by_others, server_identity
from turkcell_hub.embedded.postgres import PostgresServer
from turkcell_hub.embedded.valkey import ValkeyServer

identity = server_identity()


@pytest.fixture
def own_folder() -> Iterator[Path]:
    folder = folder_of_run("hub-user-")
    if identity:
        os.chown(folder, identity.uid, identity.gid)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.skipif(identity is None, reason="the other tests are run by an ordinary user already")
@pytest.mark.skipif(
    not reachable_by_others(runtime.postgres_programs(Path(), None)),
    reason="an ordinary user cannot reach the packages of this environment",
)
def test_nobody_starts_uses_and_ends_both_servers(own_folder: Path) -> None:
    assert psycopg2  # imported before the change of user, who may not reach the interpreter
    child = os.fork()
    if child == 0:
        code = 1
        try:
            _become_nobody()
            _use_both(own_folder)
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0


def _become_nobody() -> None:
    assert identity
    os.setgroups([])
    os.setgid(identity.gid)
    os.setuid(identity.uid)


def _use_both(folder: Path) -> None:
    postgres = PostgresServer(folder / "postgresql", data=folder)
    valkey = ValkeyServer(folder / "valkey", data=folder)
    postgres.start()
    valkey.start()
    try:
        assert execute(postgres.url(), "SELECT current_user") == [("turkcell_hub",)]
        assert (folder / "postgresql").stat().st_mode & 0o077 == 0
    finally:
        valkey.stop()
        postgres.stop()
