"""One login for all threads, adapters and processes; the hourly limit of tokens."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from tests.gateways.iys.usual import BRAND, HOUR, USUAL, change, errors, grants, tokens
from tests.gateways.line import answer
from turkcell_hub.gateways.errors import (
    BadCredentials,
    Busy,
    Unreachable,
)
from turkcell_hub.gateways.registry import open_iys


def test_all_threads_and_adapters_share_one_login(config, server, store):
    gateways = [open_iys(config, store=store) for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda gateway: gateway.check(), gateways))
    assert grants(server) == ["password"]


def test_adapters_without_a_store_share_the_login_of_their_process(config, server):
    for _ in range(3):
        open_iys(config).check()
    assert grants(server) == ["password"]


def test_five_minutes_before_its_end_the_newest_refresh_token_is_used(gateway, server):
    short = [answer(200, tokens(number, 300)) for number in (1, 2, 3)]
    server.on("token", *short)
    for _ in range(3):
        gateway.check()
    assert grants(server) == ["password", "refresh_token", "refresh_token"]
    used = [seen.json.get("refresh_token") for seen in server.calls["token"]]
    assert used == [None, "refresh-1", "refresh-2"]


def test_a_refused_refresh_token_leads_to_the_password(gateway, server):
    refused = answer(400, {"error": "invalid_grant", "error_description": "eski"})
    server.on("token", answer(200, tokens(1, 300)), refused, answer(200, tokens(2)))
    gateway.check()
    gateway.check()
    assert grants(server) == ["password", "refresh_token", "password"]


def test_wrong_credentials_are_asked_once(gateway, server, config, store):
    refused = answer(400, {"error": "invalid_request", "error_description": "Parola hatalı"})
    server.on("token", refused)
    other = open_iys(config, store=store)
    for one in (gateway, gateway, other):
        with pytest.raises(BadCredentials, match="LOGIN_REFUSED"):
            one.check()
    assert grants(server) == ["password"]
    server.on("token", answer(200, tokens()))
    open_iys(config, store=store).check()


def test_h351_brings_one_new_login_and_the_same_call_again(gateway, server):
    server.on("token", answer(200, tokens(1)), answer(200, tokens(2)))
    server.on("brands", answer(401, errors("H351")), answer(200, USUAL["brands"]))
    gateway.check()
    assert grants(server) == ["password", "password"]
    assert server.calls["brands"][1].headers["authorization"] == "Bearer access-2"


def test_a_token_that_is_refused_twice_is_no_endless_login(gateway, server):
    server.on("brands", answer(401, errors("H351")))
    with pytest.raises(Busy, match="TOKEN_REFUSED"):
        gateway.check()
    assert len(server.calls["token"]) == 2


def test_after_a_401_the_newer_token_of_another_process_is_used(gateway, server, store):
    gateway.check()
    newer = replace(store.load(), access="access-9")
    store.save(newer)
    server.on("brands", answer(401, errors("H351")), answer(200, USUAL["brands"]))
    gateway.check()
    assert server.calls["brands"][-1].headers["authorization"] == "Bearer access-9"
    assert len(server.calls["token"]) == 1


@pytest.mark.parametrize("body", [errors("H084"), {"code": "H084", "message": "Çok"}, b""])
def test_after_h084_no_token_call_is_made_for_an_hour(config, server, store, body):
    server.on("token", answer(429, body))
    for _ in range(2):
        with pytest.raises(Busy, match="TOKEN_LIMIT") as raised:
            open_iys(config, store=store).check()
        assert HOUR - 10 < raised.value.retry_after <= HOUR
    assert len(server.calls["token"]) == 1
    assert store.halted_until() > time.time() + HOUR - 10


def test_the_limit_of_a_second_at_the_token_is_no_halt(gateway, server, store):
    server.on("token", answer(429, errors("H124")), answer(200, tokens()))
    with pytest.raises(Busy, match="RATE_LIMIT"):
        gateway.check()
    assert store.halted_until() == 0
    gateway.check()


@pytest.mark.parametrize("body", [b"", b"{}", {"access_token": "a\nb"}, {"access_token": 5}])
def test_an_unreadable_login_took_nothing(gateway, server, body):
    server.on("token", answer(200, body))
    with pytest.raises(Unreachable, match="LOGIN_UNREADABLE"):
        gateway.add(BRAND, change())
