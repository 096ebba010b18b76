"""One embedded PostgreSQL cluster: made on the first start, recovered after any end."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import signal
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

from turkcell_hub.embedded import runtime
from turkcell_hub.embedded.errors import EmbeddedError
from turkcell_hub.embedded.places import Identity, give, make_folder, server_identity
from turkcell_hub.embedded.processes import free_port, log_tail, spawn, stop
from turkcell_hub.embedded.secret_values import write_private

DATABASE = "turkcell_hub"
ROLE = "turkcell_hub"
_START_SECONDS = 60
_STALE_SERVER_SECONDS = 30

_ALWAYS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "120",
    "random_page_cost": "1.1",
}
_DURABLE = {"shared_buffers": "128MB", "max_wal_size": "512MB", "wal_compression": "on"}
# A test's data need not survive a power cut.
_QUICK = {
    "shared_buffers": "64MB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "io_method": "sync",
    "max_wal_size": "256MB",  # it lies in memory, as all the rest does
    # Nobody of a test may hold another up for so long: it fails and names the statement.
    "lock_timeout": "90s",
    # Telling what each session does now is a sixth of a small statement, and nobody looks.
    "track_activities": "off",
    "update_process_title": "off",
}
# The password is long and random, and a test run logs in thousands of times.
_QUICK_LOGIN = ["--set", "scram_iterations=1"]


class PostgresServer:
    """A cluster in ``folder``, on a free loopback port, behind a generated password.

    ``durable=False`` trades safety against a power cut for speed (tests). ``data`` is the
    data folder that keeps the copied programs when root starts the server.
    """

    name = "PostgreSQL"

    def __init__(self, folder: Path, *, data: Path, durable: bool = True) -> None:
        self.folder = folder
        self.log = folder / "postgresql.log"
        self.port = 0
        self._data = data
        self._durable = durable
        self._cluster = folder / "cluster"
        self._password = folder / "password"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The postmaster's process id; 0 while it is not started."""
        return self._process.pid if self._process else 0

    def url(self, database: str = DATABASE) -> str:
        """Returns the address for ``DATABASE_URL``; the server must have been started."""
        password = quote(self._password.read_text(), safe="")
        return f"postgresql://{ROLE}:{password}@127.0.0.1:{self.port}/{database}"

    def prepare(self) -> None:
        """Makes the cluster if there is none. An interrupted making is begun again."""
        if self._cluster.is_dir():
            return
        identity = server_identity()
        make_folder(self.folder, identity)
        half = self.folder / "cluster.half"
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(mode=0o700)
        give(half, identity)
        write_private(self._password, secrets.token_urlsafe(24))
        self._initdb(half, identity)
        half.rename(self._cluster)

    def start(self) -> None:
        """Starts the server and waits until it answers; the database is made if missing.

        The same port is taken again when the server was started before. Raises
        ``EmbeddedError`` with the last log lines when it does not come up.
        """
        self.prepare()
        self._end_stale_server()
        deadline = time.monotonic() + _START_SECONDS
        while not self._try_start():
            # Between choosing a port and listening somebody else may take it; and the
            # sessions of a killed server need a moment to notice.
            if time.monotonic() > deadline or not self._may_try_again():
                raise EmbeddedError(
                    f"PostgreSQL başlatılamadı. Günlüğü ({self.log}):\n{log_tail(self.log)}"
                )
            time.sleep(0.2)
        self._make_database()

    def stop(self, *, clean: bool = False) -> None:
        """Ends the server: sessions are cut, what was committed stays. After a ``clean`` end
        (a durable server's usual one) the next start has nothing to recover."""
        if self._process is not None:
            how = signal.SIGINT if self._durable or clean else signal.SIGQUIT
            stop(self._process, how, grace=30)

    def poll(self) -> int | None:
        """Returns the exit code of a server that ended, ``None`` while it runs."""
        return self._process.poll() if self._process else None

    def _initdb(self, folder: Path, identity: Identity | None) -> None:
        pwfile = folder.with_name("initdb.password")
        write_private(pwfile, self._password.read_text())
        give(pwfile, identity)
        programs = runtime.postgres_programs(self._data, identity)
        command = [
            str(programs / "initdb"),
            f"--pgdata={folder}",
            f"--username={ROLE}",
            f"--pwfile={pwfile}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            *([] if self._durable else ["--no-sync", "--no-data-checksums", *_QUICK_LOGIN]),
        ]
        making = spawn(
            command, log=self.log, env=_environment(), cwd=self.folder, identity=identity
        )
        try:
            failed = making.wait()
        finally:
            # Whoever is interrupted here leaves nobody behind who still writes into the folder.
            stop(making, signal.SIGINT, grace=1)
            pwfile.unlink()
        if failed:
            raise EmbeddedError(
                f"Veritabanı hazırlanamadı. Günlüğü ({self.log}):\n{log_tail(self.log)}"
            )

    def _try_start(self) -> bool:
        identity = server_identity()
        port = self.port or free_port()
        settings = _ALWAYS | (_DURABLE if self._durable else _QUICK) | {"port": str(port)}
        options = [item for name, value in settings.items() for item in ("-c", f"{name}={value}")]
        programs = runtime.postgres_programs(self._data, identity)
        self._process = spawn(
            [str(programs / "postgres"), "-D", str(self._cluster), *options],
            log=self.log,
            env=_environment(),
            cwd=self.folder,
            identity=identity,
            death_signal=signal.SIGINT if self._durable else signal.SIGQUIT,
        )
        if not self._wait_until_ready(self._process):
            return False
        self.port = port
        return True

    def _wait_until_ready(self, process: subprocess.Popen[bytes]) -> bool:
        deadline = time.monotonic() + _START_SECONDS
        while process.poll() is None:
            lines = self._pid_file_lines()
            # The eighth line is the server's own word on its state (pg_ctl reads the same).
            if len(lines) >= 8 and lines[0] == str(process.pid) and lines[7].strip() == "ready":
                return True
            if time.monotonic() > deadline:
                stop(process, signal.SIGQUIT, grace=5)
                return False
            time.sleep(0.01)
        return False

    def _may_try_again(self) -> bool:
        tail = log_tail(self.log, 6)
        return "in use" in tail

    def _pid_file_lines(self) -> list[str]:
        try:
            return (self._cluster / "postmaster.pid").read_text().splitlines()
        except (OSError, UnicodeDecodeError):
            return []

    def _end_stale_server(self) -> None:
        """A killed supervisor's server may still be going down; a reused pid is no server."""
        lines = self._pid_file_lines()
        pid = int(lines[0]) if lines and lines[0].isdigit() else 0
        if not pid or (self._process and self._process.poll() is None):
            return
        deadline = time.monotonic() + _STALE_SERVER_SECONDS
        while _runs_on(pid, self._cluster):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGINT)
            if time.monotonic() > deadline:
                raise EmbeddedError(
                    f"Önceki PostgreSQL (süreç {pid}) hâlâ {self._cluster} üzerinde çalışıyor."
                    " Onu durdurup komutu yineleyin."
                )
            time.sleep(0.1)
        if _alive(pid):
            (self._cluster / "postmaster.pid").unlink(missing_ok=True)

    def _make_database(self) -> None:
        import psycopg2

        connection = psycopg2.connect(self.url("postgres"))
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
                if cursor.fetchone() is None:
                    cursor.execute(f"CREATE DATABASE {DATABASE}")
        finally:
            connection.close()


def _environment() -> dict[str, str]:
    """Nothing of ours may leak in: a PGDATA or a Turkish locale would change the server."""
    return {"PATH": os.defpath, "LC_ALL": "C"}


def _alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def _runs_on(pid: int, cluster: Path) -> bool:
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return command[0].endswith(b"postgres") and os.fsencode(cluster) in command
