"""Servers for one run of the tests: its own cluster, thrown away afterwards.

Runs that go on at the same time share nothing but a template cluster, whose database holds
the schema already: migrating it takes longer than most parts of the tests. A run's own folder
is in memory where the machine has enough of it: thousands of files are made and thrown away. What
a killed run left behind is swept by the next.
"""

from __future__ import annotations

import atexit
import base64
import contextlib
import os
import secrets
import shutil
from collections.abc import Mapping, MutableMapping
from pathlib import Path

from turkcell_hub.embedded.locks import FileLock
from turkcell_hub.embedded.places import (
    data_folder,
    give,
    make_folder,
    memory_folder,
    server_identity,
)
from turkcell_hub.embedded.postgres import DATABASE, PostgresServer
from turkcell_hub.embedded.schema import Schema, migrated
from turkcell_hub.embedded.valkey import ValkeyServer

_EMPTY = Schema()


class TestServers:
    """PostgreSQL and Valkey for one run; ``stop`` removes all that they wrote.

    PostgreSQL's database begins with ``schema``, made once for all runs with its key. ``runs``
    names another place for the run's folder than beside that template.
    """

    __test__ = False

    def __init__(
        self,
        data: Path,
        *,
        durable: bool = False,
        schema: Schema = _EMPTY,
        runs: Path | None = None,
    ) -> None:
        self._root = data / "test"
        self._runs = runs or self._root
        self._data = data
        self._lock = FileLock(self._root / "lock")
        self._schema = schema
        self.template = self._root / f"template-{schema.key}"
        self.folder = self._runs / f"run-{os.getpid()}-{secrets.token_hex(3)}"
        self._owner = FileLock(self.folder / "owner")
        self.postgres = PostgresServer(self.folder / "postgresql", data=data, durable=durable)
        self.valkey = ValkeyServer(self.folder / "valkey", data=data, durable=False)

    def start(self, *, postgres: bool = True, valkey: bool = True) -> None:
        """Starts the servers asked for. Raises ``EmbeddedError``."""
        identity = server_identity()
        make_folder(self._root, identity)
        with self._lock:
            self._sweep()
            make_folder(self.folder, identity)
            self._owner.acquire(wait=True)
            if postgres:
                self._copy_template()
        if postgres:
            self.postgres.start()
        if valkey:
            self.valkey.start()

    def stop(self) -> None:
        """Ends the servers and removes their data."""
        self.postgres.stop()
        self.valkey.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
        self._owner.release()

    def _copy_template(self) -> None:
        if not self.template.is_dir():
            self._make_template()
        _copy(self.template, self.postgres.folder)

    def _make_template(self) -> None:
        """Makes it in the run's own folder, so that half a template is swept like half a run."""
        making = PostgresServer(self.folder / "template", data=self._data, durable=False)
        try:
            making.start()
            self._schema.fill(making.url())
        finally:
            making.stop(clean=True)
        for old in self._root.glob("template*"):
            shutil.rmtree(old)
        half = self._root / "template.half"  # the run's folder may be on another disk
        shutil.move(making.folder, half)
        half.rename(self.template)

    def _sweep(self) -> None:
        for left in (*self._root.glob("run-*"), *self._runs.glob("run-*")):
            owner = FileLock(left / "owner")
            with contextlib.suppress(OSError):
                if owner.acquire(wait=False):
                    shutil.rmtree(left, ignore_errors=True)
                    owner.release()


def provide(env: MutableMapping[str, str] = os.environ, *, durable: bool = False) -> None:
    """Fills ``env`` with everything the settings need for a run of tests.

    Servers that ``DATABASE_URL`` and ``REDIS_URL`` name are used as they are; embedded ones
    end with this process, and ``TURKCELL_HUB_TEST_TEMPLATE`` names a migrated database of
    theirs that nobody uses, to make others from. Worker processes of the run inherit the
    environment. ``durable`` servers write like those of production (measurements, faults).
    """
    env.setdefault("SECRET_KEY", secrets.token_urlsafe(48))
    key = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
    env.setdefault("FIELD_ENCRYPTION_KEYS", key)
    env.setdefault("TURKCELL_HUB_TEST_RUN", str(os.getpid()))
    needs_postgres, needs_valkey = not env.get("DATABASE_URL"), not env.get("REDIS_URL")
    if not (needs_postgres or needs_valkey):
        return
    data = data_folder(env)
    runs = None if durable else memory_folder(data)
    servers = TestServers(data, durable=durable, schema=migrated(), runs=runs)
    _stop_at_exit(servers)
    servers.start(postgres=needs_postgres, valkey=needs_valkey)
    if needs_postgres:
        env["DATABASE_URL"] = servers.postgres.url()
        env["TURKCELL_HUB_TEST_TEMPLATE"] = DATABASE
        env["TURKCELL_HUB_TEST_CLUSTER"] = str(servers.template)
    if needs_valkey:
        env["REDIS_URL"] = servers.valkey.url()
    # Files that the tested code writes go the way of the servers.
    env["TURKCELL_HUB_DATA"] = str(servers.folder / "files")
    env["TURKCELL_HUB_TEST_FOLDER"] = str(servers.folder)


def lend_cluster(folder: Path, env: Mapping[str, str] = os.environ) -> None:
    """Lets a server's ``folder`` begin as a copy of the run's migrated template, if it has one
    still: whoever starts there finds nothing to migrate."""
    template = Path(env.get("TURKCELL_HUB_TEST_CLUSTER") or "/nowhere")
    if template.parent.is_dir():
        with FileLock(template.parent / "lock"):
            if template.is_dir():
                _copy(template, folder)


def _copy(template: Path, folder: Path) -> None:
    shutil.copytree(template, folder)
    give(folder / "cluster", server_identity())


def _stop_at_exit(servers: TestServers) -> None:
    starter = os.getpid()

    def end() -> None:
        if os.getpid() == starter:  # a forked child also comes by here
            servers.stop()

    atexit.register(end)
