"""The embedded Valkey."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from tests.embedded.helpers import wait_for_end
from turkcell_hub.embedded.valkey import ValkeyServer


@pytest.fixture(scope="module")
def server(embedded_data: Path) -> Iterator[ValkeyServer]:
    server = ValkeyServer(embedded_data / "valkey", data=embedded_data)
    server.start()
    yield server
    server.stop()


def test_nobody_enters_without_the_password(server: ValkeyServer) -> None:
    with pytest.raises(redis.AuthenticationError):
        redis.Redis(port=server.port, retry=Retry(NoBackoff(), 0)).ping()


def test_the_password_is_in_no_process_list(server: ValkeyServer) -> None:
    command = Path(f"/proc/{server.pid}/cmdline").read_bytes()
    assert server.url().split(":")[2].split("@")[0].encode() not in command


def test_a_restart_keeps_what_was_written_and_the_address(server: ValkeyServer) -> None:
    address = server.url()
    redis.Redis.from_url(address).set("kalan", "evet")
    server.stop()
    server.start()
    assert server.url() == address
    assert redis.Redis.from_url(address).get("kalan") == b"evet"


def test_a_killed_server_starts_again_at_the_same_address(server: ValkeyServer) -> None:
    address = server.url()
    os.kill(server.pid, signal.SIGKILL)
    wait_for_end(server.pid, server.poll)
    server.start()
    assert server.url() == address
    assert redis.Redis.from_url(address).ping()
