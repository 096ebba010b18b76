"""One provider with two brands, at noon of a Monday, forgotten between tests."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest

from tests.fake_operator.iys.client import IysClient
from tests.support.fake_operator import ControlClient, ControlError, FakeOperatorProcess

PROVIDER, BRAND, OTHER_BRAND = 600001, 600001, 600002
USER = "api@demir.com.tr"
BRANDS = [{"code": BRAND, "name": "Demir"}, {"code": OTHER_BRAND, "name": "Demir Spor"}]
#: Monday, and the Monday before was no holiday either.
NOON = "2026-11-23T12:00:00+03:00"


@pytest.fixture(scope="module")
def user(operator: FakeOperatorProcess, session_control: ControlClient) -> Iterator[str]:
    with contextlib.suppress(ControlError):
        session_control.create_account(USER, "iys", iys_code=PROVIDER)
    yield USER
    session_control.reset_registry()


@pytest.fixture
def registry(session_control: ControlClient, user: str) -> ControlClient:
    """Without the pace of ten calls a second; a test of limits sets its own."""
    session_control.set_clock(NOON)
    session_control.reset_registry()
    session_control.change_account(user, allowed_ips=None)
    session_control.forget_scripts(user)
    session_control.put_provider(PROVIDER, title="Demir A.Ş.", brands=BRANDS)
    session_control.change_registry(requests_per_second=None, token_limit=None)
    return session_control


@pytest.fixture
def iys(operator: FakeOperatorProcess, registry: ControlClient, user: str) -> IysClient:
    """Logged in."""
    client = IysClient(operator.url, user, PROVIDER, BRAND)
    client.login()
    return client
