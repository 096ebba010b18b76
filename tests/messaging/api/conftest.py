"""A firm that can send, and programs with keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from messaging.services import preparing
from tests.api.conftest import Caller
from tests.support.firms import make_key
from tests.support.messaging import load_credit, make_account
from turkcell_hub.tenancy.models import Firm, GatewayAccount
from turkcell_hub.tenancy.permissions import every_right
from turkcell_hub.tenancy.scope import firm_scope


def every_scope() -> list[str]:
    return [code for code, right in every_right().items() if right.for_keys]


@pytest.fixture(autouse=True)
def _no_rate_limits(settings: Any) -> None:
    settings.API_RATE_LIMITS = {}


@pytest.fixture
def account(firm: Firm) -> GatewayAccount:
    return make_account(firm)


@pytest.fixture
def ready(firm: Firm, account: GatewayAccount) -> Firm:
    """A firm with an account, the sender EGETEKSTIL and 100 credits."""
    load_credit(firm, 100)
    return firm


@pytest.fixture
def call(ready: Firm) -> Caller:
    """A program of the firm with every scope that a key may hold."""
    return Caller(make_key(ready, every_scope())[1])


@pytest.fixture
def caller_with(ready: Firm) -> Callable[..., Caller]:
    return lambda *scopes: Caller(make_key(ready, scopes)[1])


@pytest.fixture
def foreign(other_firm: Firm) -> Caller:
    """A program of another firm that can send as well."""
    make_account(other_firm)
    load_credit(other_firm, 100)
    return Caller(make_key(other_firm, every_scope())[1])


def prepare(firm: Firm, campaign_id: int) -> None:
    """What the worker does after a submit."""
    with firm_scope(firm.pk):
        assert preparing.prepare(campaign_id)
