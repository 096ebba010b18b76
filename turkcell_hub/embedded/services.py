"""The kept servers of a checkout: started by the demo, or by a command for its own life.

One process owns them (``servers.lock``) and tells the others by ``running.json`` (0600) how to
reach them. A command that owns them waits at its end for those that still use them.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Iterator, Mapping, MutableMapping
from pathlib import Path

from turkcell_hub.embedded.errors import EmbeddedError
from turkcell_hub.embedded.locks import FileLock
from turkcell_hub.embedded.places import CHECKOUT, data_folder
from turkcell_hub.embedded.postgres import PostgresServer
from turkcell_hub.embedded.secret_values import secret_environment, write_private
from turkcell_hub.embedded.valkey import ValkeyServer

_WAIT_SECONDS = 120


class KeptServers:
    """The servers whose data outlives them, in the data folder of the checkout."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.postgres = PostgresServer(data / "postgresql", data=data)
        self.valkey = ValkeyServer(data / "valkey", data=data)
        self._lock = FileLock(data / "servers.lock")
        self._users = FileLock(data / "users.lock")
        self._facts = data / "running.json"

    def own(self) -> bool:
        """Takes the sole right to run servers on the data; returns whether it was free."""
        if not self._lock.acquire(wait=False):
            return False
        self._facts.unlink(missing_ok=True)  # those of an owner that was killed
        return True

    def use(self) -> None:
        """Notes that this process uses the servers, whoever owns them."""
        self._users.acquire(wait=True, shared=True)

    def tell(self, facts: dict[str, str]) -> None:
        """Lets other commands of this checkout know the environment to run with."""
        write_private(self._facts, json.dumps(facts))

    def told(self) -> dict[str, str]:
        """Returns what the owner told, or nothing while it has not told yet."""
        with contextlib.suppress(OSError, ValueError):
            facts: dict[str, str] = json.loads(self._facts.read_text())
            return facts
        return {}

    def needed(self, env: Mapping[str, str]) -> list[PostgresServer | ValkeyServer]:
        """Returns the servers that ``env`` does not name already."""
        postgres = [] if env.get("DATABASE_URL") else [self.postgres]
        valkey = [] if env.get("REDIS_URL") else [self.valkey]
        return [*postgres, *valkey]

    def facts(self, env: Mapping[str, str]) -> dict[str, str]:
        """Returns the variables to run with; the needed servers must have been started."""
        facts = secret_environment(self.data) | {"TURKCELL_HUB_DATA": str(self.data)}
        facts["DATABASE_URL"] = env.get("DATABASE_URL") or self.postgres.url()
        facts["REDIS_URL"] = env.get("REDIS_URL") or self.valkey.url()
        return facts

    def stop(self) -> None:
        """Ends the servers and gives up the right to run them."""
        self._facts.unlink(missing_ok=True)
        self.valkey.stop()
        self.postgres.stop()
        self._lock.release()

    def stop_after_others(self) -> None:
        """Like ``stop``, once no other command uses the servers any more."""
        self._users.release()
        with self._users:
            self.stop()

    def leave(self) -> None:
        """Notes that this process uses the servers no more."""
        self._users.release()


def load_env_file(env: MutableMapping[str, str] = os.environ) -> None:
    """Fills ``env`` from the checkout's ``.env``; what is set already stays."""
    path = CHECKOUT / ".env"
    if path.is_file():
        import environ

        environ.Env.read_env(path)


@contextlib.contextmanager
def borrowed(env: MutableMapping[str, str] = os.environ) -> Iterator[None]:
    """Names servers in ``env`` while the block runs: those that are named already, those of a
    running demo, or new ones for the block's life. Raises ``EmbeddedError``."""
    load_env_file(env)
    if env.get("DATABASE_URL") and env.get("REDIS_URL"):
        yield
        return
    kept = KeptServers(data_folder(env))
    kept.use()
    facts, owner = _facts_of(kept, env)
    for name, value in facts.items():
        env.setdefault(name, value)
    try:
        yield
    finally:
        kept.stop_after_others() if owner else kept.leave()


def _facts_of(kept: KeptServers, env: MutableMapping[str, str]) -> tuple[dict[str, str], bool]:
    deadline = time.monotonic() + _WAIT_SECONDS
    while time.monotonic() < deadline:
        if kept.own():
            try:
                for server in kept.needed(env):
                    server.start()
                facts = kept.facts(env)
            except BaseException:
                kept.stop()
                raise
            kept.tell(facts)
            return facts, True
        if facts := kept.told():
            return facts, False
        time.sleep(0.1)
    raise EmbeddedError(
        f"{kept.data} klasöründeki sunucuları başka bir süreç tutuyor ama hazır olmadı."
        " O süreci durdurup komutu yineleyin."
    )
