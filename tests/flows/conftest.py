"""The running product: the very processes of ``manage.py demo``, on servers of its own."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.support.fake_operator import ControlClient
from tests.support.leaks import in_files
from tests.support.places import folder_of_run
from turkcell_hub.embedded.places import make_folder, server_identity
from turkcell_hub.embedded.testing import lend_cluster

ROOT = Path(__file__).parents[2]
START_SECONDS = 240
_OWN = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "FIELD_ENCRYPTION_KEYS", "FAKE_OPERATOR_URL",
        "PUBLIC_URL", "DJANGO_SETTINGS_MODULE", "DATABASE_IDLE_SECONDS")  # fmt: skip


@dataclass(frozen=True)
class Product:
    """Addresses and logins as ``--ready-file`` tells them; ``data`` holds the logs."""

    url: str
    username: str
    password: str
    api_key: str
    operator_url: str
    data: Path

    def call(self, method: str, path: str, **options: Any) -> requests.Response:
        """One REST call with the firm's key."""
        headers = {"Authorization": f"Bearer {self.api_key}", **options.pop("headers", {})}
        return requests.request(
            method, f"{self.url}/api/v1{path}", headers=headers, timeout=60, **options
        )

    @property
    def operator(self) -> ControlClient:
        return ControlClient(self.operator_url)


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    """Starts once for all flows, which are collected by one module, and stops cleanly with the
    last of them: its clock and workers would take a third of a processor for the rest of a run.

    ``HUB_READY_FILE`` names the ready file of a demo that runs already: it is used instead.
    """
    running = os.environ.get("HUB_READY_FILE")
    if running:
        yield Product(**json.loads(Path(running).read_text()), data=Path(running).parent)
        return
    folder = folder_of_run("hub-flow-")
    folder.chmod(0o755)  # as root the servers run as another user
    ready, data = folder / "ready.json", folder / "data"
    environment = {name: value for name, value in os.environ.items() if name not in _OWN}
    environment |= {"TURKCELL_HUB_DATA": str(data)}
    assert make_folder(data, server_identity())
    lend_cluster(data / "postgresql")  # tests/embedded/test_demo.py starts from nothing
    with (folder / "demo.log").open("wb") as log, _one_start_at_a_time() as started:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "demo", "--ready-file", str(ready)],
            cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            facts = _facts(process, ready, folder)
            started()
            yield Product(**facts, data=data)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)
            slipped = [what for logs in ("logs", "postgresql") for what in in_files(data / logs)]
            shutil.rmtree(folder, ignore_errors=True)
    assert not slipped, "in clear in the product's logs: " + "; ".join(slipped[:10])


@contextmanager
def _one_start_at_a_time() -> Iterator[Callable[[], None]]:
    """Two demos that choose their ports in the same moment would choose the same ones."""
    with (Path(tempfile.gettempdir()) / "hub-flow.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield lambda: fcntl.flock(lock, fcntl.LOCK_UN)


def _facts(process: subprocess.Popen[bytes], ready: Path, folder: Path) -> dict[str, str]:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if ready.exists():
            return json.loads(ready.read_text())
        time.sleep(0.2)
    raise RuntimeError("the demo did not start:\n" + (folder / "demo.log").read_text()[-3000:])
