"""A caller with a key, and the small room behind the real door."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.api import rest_room
from tests.support.firms import make_brand, make_key
from turkcell_hub.api.renderers import dumps
from turkcell_hub.tenancy.models import Brand, Firm


class Caller:
    """An integrator's program: JSON in, JSON out, its key in the header."""

    def __init__(self, secret: str | None) -> None:
        self.client = Client(raise_request_exception=False)
        self.headers = {"authorization": f"Bearer {secret}"} if secret else {}

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.generic(
            method,
            path if path.startswith(("/", "http")) else f"/api/v1/{path}",
            dumps(body) if body is not None else b"",
            content_type="application/json",
            headers={**self.headers, **named},
        )

    def get(self, path: str, **headers: str) -> Any:
        return self("GET", path, **headers)

    def post(self, path: str, body: Any, **headers: str) -> Any:
        return self("POST", path, body, **headers)


@pytest.fixture(autouse=True)
def _room(settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.api.rest_room"
    # Most tests are about other things than how often they ask.
    settings.API_RATE_LIMITS = {}


@pytest.fixture
def call(firm: Firm) -> Caller:
    """A program of ``firm`` with every right of the room."""
    return Caller(make_key(firm, rest_room.ALL)[1])


@pytest.fixture
def foreign_call(other_firm: Firm) -> Caller:
    """A program of another firm with every right of the room."""
    return Caller(make_key(other_firm, rest_room.ALL)[1])


@pytest.fixture
def caller_with(firm: Firm) -> Callable[..., Caller]:
    return lambda *scopes: Caller(make_key(firm, scopes)[1])


@pytest.fixture
def brands(firm: Firm) -> list[Brand]:
    names = ("Çınar", "Akasya", "Ilgın", "İncir", "Zeytin")
    return [make_brand(firm, f"M{i}", name) for i, name in enumerate(names)]


@pytest.fixture
def foreign_brand(other_firm: Firm) -> Brand:
    return make_brand(other_firm, "GIZLI", "Kanarya")
