"""What an account must say, and what its way into the registry can do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.gateways.iys.usual import (
    BRAND,
    CREATED,
    INDIVIDUAL,
    MESSAGE,
    PASSWORD,
    PHONE,
    USER,
    change,
)
from tests.gateways.line import answer
from turkcell_hub.gateways.errors import (
    Broken,
    Refused,
    Unreachable,
)
from turkcell_hub.gateways.http import Exchange
from turkcell_hub.gateways.iys.contract import (
    IysGateway,
)
from turkcell_hub.gateways.iys.pace import Pace
from turkcell_hub.gateways.iys.session import MemoryStore, Session
from turkcell_hub.gateways.registry import iys_adapters, open_iys


def test_ten_calls_fit_in_a_second_and_the_eleventh_waits():
    now, slept = [100.0], []
    pace = Pace(10, clock=lambda: now[0], sleep=slept.append)
    for _ in range(10):
        pace.wait()
    assert slept == []
    pace.wait()
    assert slept == [1.0]


def test_nothing_secret_is_told_of_an_exchange(config, server, store):
    told: list[Exchange] = []
    gateway = open_iys(config, told.append, store)
    gateway.add(BRAND, change())
    gateway.status(BRAND, PHONE, INDIVIDUAL, MESSAGE)
    text = repr((told, gateway, config, store.load()))
    assert len(told) == 3
    for secret in (PASSWORD, PHONE, "access-1", "refresh-1", USER):
        assert secret not in text


def test_a_session_of_another_version_is_an_empty_one():
    assert Session.from_record({"unknown": 1}) == Session()
    assert Session.from_record(Session("x", "a").to_record()) == Session("x", "a")


def test_the_provider_number_is_needed(config):
    with pytest.raises(Refused, match="IYS_CODE_MISSING"):
        open_iys(replace(config, extra={}))


def test_the_sandbox_is_another_address(config):
    info = iys_adapters()[0]
    extra = {**config.extra, "sandbox": True}
    opened = open_iys(replace(config, base_url=info.default_base_url, extra=extra))
    assert "api.sandbox.iys.org.tr" in repr(opened)
    assert config.base_url in repr(open_iys(replace(config, extra=extra)))


def test_an_inside_address_of_a_firm_is_refused(config):
    with pytest.raises(Unreachable, match="BAD_ADDRESS"):
        open_iys(replace(config, only_outside=True), store=MemoryStore()).check()


@pytest.mark.parametrize(
    "call",
    [
        lambda gateway: gateway.find(BRAND, [], CREATED),
        lambda gateway: gateway.push_registrations(BRAND),
    ],
)
def test_what_is_not_declared_is_not_supported(
    gateway: IysGateway, call: Callable[[IysGateway], Any]
) -> None:
    able = gateway.capabilities()
    assert (able.via, able.push) == (False, False)
    with pytest.raises(Refused, match="NOT_SUPPORTED"):
        call(gateway)


def test_a_pushed_movement_is_read(gateway):
    pushed = b'{"list": [{"iysCode": 1, "brandCode": 600001, "recipient": "+905321112233",'
    pushed += b'"status": "RET", "type": "MESAJ", "source": "IYS_WEB", "transactionId": "t"}]}'
    assert gateway.parse_push(pushed, {})[0].brand_code == BRAND
    with pytest.raises(Broken):
        gateway.parse_push(b"{}", {})


def test_a_day_without_movements_has_no_file_and_no_agreement(gateway, server):
    server.usual |= {"dayFile": answer(204), "agreement": answer(204)}
    assert gateway.day_file(BRAND, date(2026, 11, 22)) is None
    assert gateway.agreement(BRAND, date(2026, 11, 22)) is None
