"""One operator for all these tests, at noon, with new accounts for each test."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.fake_operator.clients import MesajUssuClient, NetgsmClient, Sink, VerimorClient
from tests.support.fake_operator import ControlClient, FakeOperatorProcess

NOON = "2026-11-23T12:00:00+03:00"
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def operator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeOperatorProcess]:
    with FakeOperatorProcess(tmp_path_factory.mktemp("operator")) as running:
        yield running


@pytest.fixture(scope="session")
def session_control(operator: FakeOperatorProcess) -> ControlClient:
    return ControlClient(operator.url)


@pytest.fixture
def control(session_control: ControlClient) -> ControlClient:
    session_control.set_clock(NOON)
    return session_control


@pytest.fixture
def mesajussu(
    operator: FakeOperatorProcess, control: ControlClient
) -> Callable[..., MesajUssuClient]:
    """Makes an account whose reports come at once, and a client that is logged in."""

    def make(*, login: bool = True, **settings: Any) -> MesajUssuClient:
        username = f"532{next(_numbers):07}"
        control.create_account(username, "mesajussu", **{"report_delay": [0, 0], **settings})
        client = MesajUssuClient(operator.url, username)
        if login:
            assert client.login().status_code == 200
        return client

    return make


@pytest.fixture
def verimor(operator: FakeOperatorProcess, control: ControlClient) -> Callable[..., VerimorClient]:
    """Makes an account whose reports come at once."""

    def make(**settings: Any) -> VerimorClient:
        username = f"90850{next(_numbers):07}"
        control.create_account(username, "verimor", **{"report_delay": [0, 0], **settings})
        return VerimorClient(operator.url, username)

    return make


@pytest.fixture
def netgsm(operator: FakeOperatorProcess, control: ControlClient) -> Callable[..., NetgsmClient]:
    """Makes an account whose reports come at once."""

    def make(**settings: Any) -> NetgsmClient:
        username = f"85030{next(_numbers):05}"
        control.create_account(username, "netgsm", **{"report_delay": [0, 0], **settings})
        return NetgsmClient(operator.url, username)

    return make


@pytest.fixture
def sink() -> Iterator[Sink]:
    made = Sink()
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "operator"
