"""A gateway that only speaks to the outside looks at the address it connects to (G20, hole 6)."""

from __future__ import annotations

import socket
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.gateways.line import RawServer, answer
from tests.gateways.sms_batches import batch
from turkcell_hub.gateways.errors import Unreachable
from turkcell_hub.gateways.http import HttpClient
from turkcell_hub.gateways.registry import open_sms, sms_adapters
from turkcell_hub.gateways.sms.contract import AccountConfig

INSIDE = [
    "127.0.0.1",
    "localhost",
    "2130706433",  # decimal
    "0x7f000001",
    "0177.0.0.1",  # octal
    "127.1",
    "0",
    "10.0.0.5",
    "192.168.1.1",
    "169.254.169.254",  # link-local: clouds hand out keys here
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:a9fe:a9fe]",
    "[64:ff9b::7f00:1]",
    "[fe80::1]",
    "[fc00::1]",
]


@pytest.mark.parametrize("host", INSIDE)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_an_inside_address_is_refused_when_connecting(scheme: str, host: str) -> None:
    client = HttpClient(f"{scheme}://{host}:9", only_outside=True)
    with pytest.raises(Unreachable) as refused:
        client.request("probe", "POST", "/x", submit=True)
    assert refused.value.reason == "BAD_ADDRESS"


def test_a_name_that_turns_inside_after_the_check_reaches_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with RawServer(answer()) as server:
        port = urlsplit(server.url).port
        stream = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
        rebound: list[Any] = [(*stream, ("127.0.0.1", port))]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: rebound)
        client = HttpClient(f"http://sms.example.com:{port}", only_outside=True)
        with pytest.raises(Unreachable) as refused:
            client.request("probe", "POST", "/x", submit=True)
        assert refused.value.reason == "BAD_ADDRESS"
        assert not server.seen


def test_the_name_is_asked_once_for_a_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was judged is what is connected to: a second answer has no say."""
    asked: list[str] = []

    def answer_of(host: str, port: int, *_args: Any, **_more: Any) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("8.8.8.8", port))]

    monkeypatch.setattr(socket, "getaddrinfo", answer_of)
    monkeypatch.setattr(socket.socket, "connect", _refuse)
    with pytest.raises(Unreachable) as failed:
        HttpClient("http://sms.example.com", only_outside=True).request("probe", "GET", "/x")
    assert failed.value.reason == "NO_CONNECTION"
    assert asked == ["sms.example.com", "8.8.8.8"]


def _refuse(*_: object) -> None:
    raise ConnectionRefusedError


@pytest.mark.parametrize("adapter", [adapter.code for adapter in sms_adapters()])
def test_no_adapter_follows_an_address_that_a_firm_typed_to_the_inside(adapter: str) -> None:
    with RawServer(answer(body={})) as server:
        config = AccountConfig(
            adapter, server.url, "5320000000", "sifre12", timeout=2, only_outside=True
        )
        gateway = open_sms(config)
        with pytest.raises(Unreachable) as refused:
            gateway.submit(batch(1))
        assert refused.value.reason == "BAD_ADDRESS"
        assert not server.seen


def test_a_place_that_the_operator_of_the_portal_named_may_be_inside() -> None:
    with RawServer(answer(body={"ok": True})) as server:
        assert HttpClient(server.url).request("probe", "GET", "/x").status == 200
