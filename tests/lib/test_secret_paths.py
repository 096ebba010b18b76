"""Addresses that are keys do not stand in logs (reliability.md, I10)."""

from __future__ import annotations

import pytest

from turkcell_hub.lib import secret_paths
from turkcell_hub.settings import logs

TOKEN, KEY = "kJ8sW2mQx7Zr4Tn1-bYp", "9f7c268e-a27c-4e1e-b710-2443a6201351"
KEYS = [
    f"/hooks/sms/{TOKEN}/",
    f"/hooks/orders/{TOKEN}/listener/changed",
    f"/t/{TOKEN}/",
    f"/h/{TOKEN}/",
    f"/reports/stop/{TOKEN}/",
    f"/password/MQ/{TOKEN}/",
    f"/f/form-7/{KEY}/{TOKEN}/",
]


@pytest.mark.parametrize("path", KEYS)
@pytest.mark.parametrize("frame", ["GET {}", "Not Found: {}", "https://hub.example{}?a=1"])
def test_the_secret_part_of_an_address_is_hidden(path: str, frame: str) -> None:
    shown = secret_paths.hide(frame.format(path))
    assert TOKEN not in shown
    assert "***" in shown
    for name in ("request", "event"):
        assert TOKEN not in str(logs._masked(None, "", {name: frame.format(path)}))


def test_the_place_of_a_request_at_a_form_is_hidden() -> None:
    assert secret_paths.hide(f"POST /f/form-7/{KEY}/") == "POST /f/form-7/***/"


@pytest.mark.parametrize("path", ["/f/form-7/", "/password/reset/", "/reports/sending/", "/why/"])
def test_other_addresses_stay(path: str) -> None:
    assert secret_paths.hide(f"GET {path}") == f"GET {path}"


def test_every_address_that_holds_a_token_is_one_of_these() -> None:
    """A new door with a key in its address has to be told here."""
    from django.urls import URLPattern, get_resolver

    def routes(resolver, before=""):  # type: ignore[no-untyped-def]
        for one in resolver.url_patterns:
            path = before + str(one.pattern)
            yield path if isinstance(one, URLPattern) else None
            if not isinstance(one, URLPattern):
                yield from routes(one, path)

    found = {
        route
        for route in routes(get_resolver())
        if route and ("token" in route or "secret" in route)
    }
    assert found, "the map of addresses is empty"
    for route in found - {"f/<str:token>/"}:  # the public form itself is published
        filled = "/" + route
        for name in ("<str:token>", "<token>", "<str:secret>"):
            filled = filled.replace(name, TOKEN)
        filled = (
            filled.replace("<uuid:key>", KEY).replace("<uidb64>", "MQ").replace("<slug:event>", "x")
        )
        hidden = secret_paths.hide(filled)
        assert "***" in hidden, route
        if not route.startswith("f/"):
            assert TOKEN not in hidden, route
