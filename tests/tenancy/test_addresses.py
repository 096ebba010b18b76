"""No address that a firm types leads inside (G20, hole 6)."""

from __future__ import annotations

import socket

import pytest
from pytest_django.fixtures import Settings

from tests.support.inside_addresses import HIDDEN, INSIDE
from turkcell_hub.errors import Invalid
from turkcell_hub.tenancy import addresses


@pytest.mark.parametrize("url", INSIDE)
def test_an_inside_address_is_refused_in_every_spelling(url: str) -> None:
    with pytest.raises(Invalid):
        addresses.check(url)


@pytest.mark.parametrize("url", HIDDEN)
def test_a_url_that_hides_its_host_is_refused(url: str) -> None:
    with pytest.raises(Invalid):
        addresses.check(url)


@pytest.mark.parametrize("port", [22, 25, 80, 5432, 6379])
def test_a_port_of_other_services_is_refused(port: int) -> None:
    with pytest.raises(Invalid, match="port"):
        addresses.check(f"https://8.8.8.8:{port}/")


def test_plain_http_is_refused() -> None:
    with pytest.raises(Invalid, match="https"):
        addresses.check("http://8.8.8.8/")


@pytest.mark.parametrize("url", ["https://8.8.8.8/api", "https://[2606:4700:4700::1111]:8443"])
def test_a_public_address_is_taken(url: str) -> None:
    addresses.check(url)


def test_a_name_is_refused_when_one_of_its_addresses_is_inside(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def answer(*_: object, **__: object) -> list[object]:
        stream = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
        return [(*stream, ("8.8.8.8", 443)), (*stream, ("10.0.0.7", 443))]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    with pytest.raises(Invalid, match="iç ağ"):
        addresses.check("https://rebind.example.com/")


def test_a_name_that_does_not_exist_is_told_as_such() -> None:
    with pytest.raises(Invalid, match="bulunamadı"):
        addresses.check("https://yok.invalid/")


@pytest.mark.parametrize(
    "path", ["/__control__/clock", "/x/../__control__/accounts", "/__CONTROL__/iys/codes"]
)
def test_the_sandboxs_control_is_no_place_for_a_firms_calls(settings: Settings, path: str) -> None:
    """It drives the accounts of every firm there; a webhook would knock at it."""
    settings.FAKE_OPERATOR_URL = "http://127.0.0.1:9999"
    with pytest.raises(Invalid):
        addresses.check(f"http://127.0.0.1:9999{path}")
    assert not addresses.is_named_by_the_operator(f"http://127.0.0.1:9999{path}")


def test_hosts_named_by_the_portals_operator_are_free(settings: Settings) -> None:
    settings.GATEWAY_ALLOWED_HOSTS = ["sms.internal:9000"]
    settings.FAKE_OPERATOR_URL = "http://127.0.0.1:9999"

    addresses.check("http://sms.internal:9000/api")
    addresses.check("http://127.0.0.1:9999/api")
    for other in ("http://127.0.0.1:9998/", "https://127.0.0.1:9999/", "http://sms.internal/"):
        with pytest.raises(Invalid):
            addresses.check(other)


def test_only_places_that_settings_name_are_connected_to_inside(settings: Settings) -> None:
    settings.GATEWAY_ALLOWED_HOSTS = ["sms.internal:9000"]
    settings.FAKE_OPERATOR_URL = "http://127.0.0.1:9999"
    assert addresses.is_named_by_the_operator("http://sms.internal:9000/api")
    assert addresses.is_named_by_the_operator("http://127.0.0.1:9999/api")
    for other in ("http://127.0.0.1:9998/api", "https://8.8.8.8/", "http://[::1/"):
        assert not addresses.is_named_by_the_operator(other)


@pytest.mark.parametrize("url", ["smpps://8.8.8.8:3550", "smpp://8.8.8.8:2775", "smpp://8.8.8.8"])
def test_a_public_smpp_server_is_taken_on_any_free_port(url: str) -> None:
    addresses.check(url, line=True)
    with pytest.raises(Invalid):
        addresses.check(url)


@pytest.mark.parametrize(
    "url",
    ["https://8.8.8.8/", "smpp://8.8.8.8:25", "smpps://8.8.8.8:3550/x", "smpp://10.0.0.1:2775"],
)
def test_what_is_no_smpp_server_outside_is_refused(url: str) -> None:
    with pytest.raises(Invalid):
        addresses.check(url, line=True)


def test_the_sandbox_is_reached_by_smpp_too(settings: Settings) -> None:
    settings.GATEWAY_ALLOWED_HOSTS = ["smpp.internal:2775"]
    settings.FAKE_OPERATOR_URL = "http://127.0.0.1:9999"
    for named in ("smpp://127.0.0.1:9999", "smpps://smpp.internal:2775"):
        addresses.check(named, line=True)
        assert addresses.is_named_by_the_operator(named)
