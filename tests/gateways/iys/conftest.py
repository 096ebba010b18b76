"""The İYS adapter on a line that is held against the wire contract."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.gateways.iys.usual import PASSWORD, USER, USUAL, tokens
from tests.gateways.line import ContractServer, answer
from tests.gateways.openapi import contract
from turkcell_hub.gateways.iys.contract import (
    IysGateway,
)
from turkcell_hub.gateways.iys.session import MemoryStore
from turkcell_hub.gateways.registry import open_iys
from turkcell_hub.gateways.sms.contract import AccountConfig


@pytest.fixture
def server() -> Iterator[ContractServer]:
    usual = {operation: answer(200, body) for operation, body in USUAL.items()}
    usual |= {"token": answer(200, tokens()), "addConsentsV2": answer(202, USUAL["addConsentsV2"])}
    with ContractServer(contract("iys/contracts/iys.yaml"), usual) as server:
        yield server
    assert server.problems == []


@pytest.fixture
def store(server: ContractServer) -> MemoryStore:
    return MemoryStore(server.url)


@pytest.fixture
def config(server: ContractServer) -> AccountConfig:
    extra = {"iys_code": "600001", "max_requests_per_second": 1000}
    return AccountConfig("iys", server.url, USER, PASSWORD, service="iys", extra=extra, timeout=5)


@pytest.fixture
def gateway(config: AccountConfig, store: MemoryStore) -> IysGateway:
    return open_iys(config, store=store)
