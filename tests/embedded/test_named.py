"""Servers that the environment names are asked before anything is begun."""

from __future__ import annotations

import socket
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import Mock

import pytest
from django.conf import settings

from turkcell_hub.embedded import demo, named
from turkcell_hub.embedded.errors import EmbeddedError


@pytest.fixture
def closed() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("DATABASE_URL", "postgresql://hub:gizli@127.0.0.1:{port}/hub"),
        ("DATABASE_URL", "postgresql://hub:gizli@127.0.0.1:kapı/hub"),
        ("REDIS_URL", "redis://:gizli@127.0.0.1:{port}/0"),
        ("REDIS_URL", "memcached://127.0.0.1"),
    ],
)
def test_one_that_does_not_answer_is_told_in_a_sentence(name: str, url: str, closed: int) -> None:
    with pytest.raises(EmbeddedError, match=f"{name} ile gösterilen") as caught:
        named.answer({name: url.format(port=closed)})
    assert "gizli" not in str(caught.value)
    assert "Traceback" not in str(caught.value)


def test_those_that_answer_are_fine_and_those_that_are_not_named_are_not_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    real = named._ask_broker
    monkeypatch.setattr(named, "_ask_broker", lambda url: (asked.append(url), real(url)))
    monkeypatch.setattr(named, "_ask_database", asked.append)
    named.answer({"REDIS_URL": settings.REDIS_URL})
    named.answer({"DATABASE_URL": "", "REDIS_URL": ""})
    assert asked == [settings.REDIS_URL]


def test_the_embedded_server_has_one_place_for_its_logins_whatever_its_port(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading the product puts that server's address of today into the environment."""
    told: list[Path] = []
    supervisor = SimpleNamespace(start=Mock(), run=Mock())
    kept = SimpleNamespace(
        data=tmp_path, needed=lambda _env: [], tell=Mock(), facts=lambda _env: {},
        told=dict,
    )  # fmt: skip
    for name in (*demo._TOLD, "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(demo.ports, "choose", lambda *_args: demo.ports.Ports(1, 2))
    monkeypatch.setattr(demo, "_environment", lambda *_args: dict.fromkeys(demo._TOLD, ""))
    monkeypatch.setattr(
        demo.copies,
        "read_product",
        lambda _env: monkeypatch.setenv("DATABASE_URL", "postgresql://hub@127.0.0.1:54321/hub"),
    )
    monkeypatch.setattr(demo, "_wait_for_web", Mock())
    monkeypatch.setattr(demo, "_logins", lambda place: told.append(place) or {})
    monkeypatch.setattr(demo, "_announce", Mock())
    options = SimpleNamespace(host="127.0.0.1", port=None, no_seed=False)
    demo._bring_up(options, kept, supervisor)  # type: ignore[arg-type]
    assert told == [tmp_path / "credentials.json"]
    seeding = supervisor.run.call_args_list[-1].args[0]
    assert str(tmp_path / "credentials.json") in seeding._argv


def test_logins_are_kept_for_each_database(tmp_path: Path) -> None:
    """Those of the embedded one open nothing elsewhere; a changed password is the same place."""
    own = demo._credentials(tmp_path, "")
    first = demo._credentials(tmp_path, "postgresql://hub:a@db:5432/hub")
    assert first == demo._credentials(tmp_path, "postgresql://hub:b@db:5432/hub?sslmode=require")
    assert len({own, first, demo._credentials(tmp_path, "postgresql://hub:a@db:5432/two")}) == 3
