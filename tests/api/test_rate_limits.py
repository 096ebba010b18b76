"""Rate limits: atomic, fair between firms, and no reason to fail when Redis is away."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.test import RequestFactory

from tests.api import rest_room
from tests.api.conftest import Caller
from tests.support.firms import make_key
from turkcell_hub.api import ratelimits
from turkcell_hub.resources import Actor
from turkcell_hub.tenancy.models import Firm


@pytest.fixture(autouse=True)
def _clean(settings: Any) -> None:
    """Ids of firms and keys come back in every test's database."""
    import redis

    client = redis.Redis.from_url(settings.REDIS_URL)
    for name in client.scan_iter("api:rate:*"):
        client.delete(name)
    ratelimits._Away.until = 0.0


def test_a_key_that_asks_too_often_is_told_when_to_come_back(call: Caller, settings: Any) -> None:
    settings.API_RATE_LIMITS = {"key": (3, 3600), "firm": (100, 3600)}
    answers = [call.get("brands/") for _number in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert [answer["RateLimit-Remaining"] for answer in answers] == ["2", "1", "0", "0"]
    assert answers[0]["RateLimit-Limit"] == "3"
    assert int(answers[3]["RateLimit-Reset"]) > 3000
    assert 1000 < int(answers[3]["Retry-After"]) <= 1200
    assert answers[3].json()["code"] == "rate_limited"


def test_a_refused_request_costs_nothing(call: Caller, settings: Any) -> None:
    settings.API_RATE_LIMITS = {"key": (1, 3600), "firm": (100, 3600)}
    waits = [call.get("brands/").headers.get("Retry-After") for _number in range(5)]
    assert waits[0] is None
    assert 3590 <= int(waits[4]) <= 3600


def test_a_firms_keys_share_its_bucket_and_no_other_firm_feels_it(
    firm: Firm, call: Caller, foreign_call: Caller, settings: Any
) -> None:
    settings.API_RATE_LIMITS = {"key": (100, 3600), "firm": (4, 3600)}
    second = Caller(make_key(firm, rest_room.ALL)[1])
    answers = [caller.get("brands/").status_code for caller in (call, second) * 3]
    assert answers == [200, 200, 200, 200, 429, 429]
    assert foreign_call.get("brands/").status_code == 200


def test_a_hundred_at_once_pass_exactly_as_many_as_the_limit(actor: Actor, settings: Any) -> None:
    settings.API_RATE_LIMITS = {"firm": (30, 3600)}

    def ask(_number: int) -> bool:
        try:
            ratelimits.count(RequestFactory().get("/"), actor)
        except ratelimits.RateLimited:
            return False
        return True

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(ask, range(100))) == 30


def test_without_redis_requests_pass_and_it_is_told_once(
    call: Caller, settings: Any, caplog: Any
) -> None:
    settings.API_RATE_LIMITS = {"key": (1, 3600), "firm": (1, 3600)}
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    with caplog.at_level(logging.WARNING, "turkcell_hub.api.ratelimits"):
        answers = [call.get("brands/") for _number in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert "RateLimit-Limit" not in answers[0]
    assert caplog.text.count("rate limits rest") == 1
