"""The command lines of the demo's own processes."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from turkcell_hub.embedded.places import CHECKOUT
from turkcell_hub.embedded.supervisor import Program


class Programs:
    """Builds the demo's processes; all share one environment and one folder of logs.

    Logs of the last start are kept under ``.log.1``. With ``copied`` those that read the whole
    product are copies of this process, which has read it (``copies.read_product``).
    """

    def __init__(self, data: Path, environment: Mapping[str, str], *, copied: bool = False) -> None:
        self.logs = data / "logs"
        self.logs.mkdir(mode=0o700, exist_ok=True)
        self._data = data
        self._environment = environment
        self._copied = copied

    def operator(self, port: int) -> Program:
        """Returns the sandbox that plays every operator."""
        folder = self._folder("operator")
        module = ["turkcell_hub.fake_operator", "--port", str(port), "--data", str(folder)]
        module += ["--portal-url", self._environment["PUBLIC_URL"]]
        argv = [sys.executable, "-m", *module]
        return self._made("Sanal operatör", "operator", argv, copied=False)

    def migration(self) -> Program:
        """Returns ``migrate``, by the short way where the database is fresh."""
        module = ["turkcell_hub.quick_migrate", "--noinput"]
        return self._program("Veritabanı güncellemesi", "migrate", module)

    def once(self, name: str, command: str, *arguments: str) -> Program:
        """Returns a management command."""
        argv = [sys.executable, str(CHECKOUT / "manage.py"), command, *arguments]
        return self._made(name, command, argv, copied=self._copied)

    def web(self, host: str, port: int) -> Program:
        """Returns the portal and the REST API."""
        address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        options = ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--preload"]
        options += ["--bind", address, "--graceful-timeout", "10", "--no-control-socket"]
        return self._program("Portal", "web", ["gunicorn", "turkcell_hub.wsgi", *options])

    def workers(self) -> list[Program]:
        """Returns the two workers: quick messages never wait behind long work."""
        return [self._worker("fast", "fast", 1), self._worker("bulk", "bulk,slow", 2)]

    def lines(self) -> Program:
        """Returns the keeper of the operators' lines that stay open (SMPP)."""
        argv = [sys.executable, str(CHECKOUT / "manage.py"), "run_lines"]
        return self._made("Operatör hatları", "lines", argv, copied=self._copied)

    def beat(self) -> Program:
        """Returns the clock that nudges the sweeps."""
        schedule = self._folder("beat") / "schedule"
        options = ["--schedule", str(schedule), "--pidfile", ""]
        return self._program("Zamanlayıcı", "beat", [*_CELERY, "beat", *options])

    def _worker(self, name: str, queues: str, processes: int) -> Program:
        options = ["--queues", queues, "--concurrency", str(processes)]
        options += ["--hostname", f"{name}@%h", "--without-gossip", "--without-mingle"]
        return self._program(f"İşçi ({queues})", f"worker-{name}", [*_CELERY, "worker", *options])

    def _program(self, name: str, log: str, module: list[str]) -> Program:
        return self._made(name, log, [sys.executable, "-m", *module], copied=self._copied)

    def _made(self, name: str, log: str, argv: list[str], *, copied: bool) -> Program:
        path = self.logs / f"{log}.log"
        if path.exists():
            path.replace(path.with_name(f"{path.name}.1"))
        return Program(name, argv, env=self._environment, cwd=CHECKOUT, log=path, copied=copied)

    def _folder(self, name: str) -> Path:
        folder = self._data / name
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder


_CELERY = ["celery", "-A", "turkcell_hub.celery"]
