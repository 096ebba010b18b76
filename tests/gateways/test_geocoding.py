"""Nominatim's search, held against its wire contract."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.gateways.line import ContractServer, answer, half, vanish
from tests.gateways.openapi import contract
from turkcell_hub.gateways.errors import BadCredentials, Broken, Busy, GatewayError, Unreachable
from turkcell_hub.gateways.geocoding.contract import Geocoder, GeocoderAccount
from turkcell_hub.gateways.geocoding.registry import open_geocoder

FOUND = [{"lat": "38.433", "lon": "27.137", "display_name": "Cumhuriyet Bulvarı, Konak, İzmir"}]


@pytest.fixture
def server() -> Iterator[ContractServer]:
    usual = {"search": answer(200, FOUND)}
    with ContractServer(contract("geocoding/contracts/nominatim.yaml"), usual) as server:
        yield server
    assert server.problems == []


@pytest.fixture
def geocoder(server: ContractServer) -> Iterator[Geocoder]:
    account = GeocoderAccount(
        "nominatim", server.url, "TurkcellHub (https://hub.example)", "anahtar"
    )
    opened = open_geocoder(account)
    yield opened
    opened.close()


def test_an_address_becomes_points_and_the_portal_says_who_asks(server, geocoder):
    (spot,) = geocoder.find("Cumhuriyet Bulvarı 12 " + "a" * 300)
    assert (spot.name, spot.latitude, spot.longitude) == (
        "Cumhuriyet Bulvarı, Konak, İzmir", 38.433, 27.137,
    )  # fmt: skip
    assert server.seen[0].headers["user-agent"] == "TurkcellHub (https://hub.example)"
    assert server.seen[0].query["key"] == ["anahtar"]


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        (answer(429), Busy),
        (answer(502), Busy),
        (answer(403), BadCredentials),
        (answer(200, {"error": "x"}), Broken),
        (answer(200, [{"lat": "x"}]), Broken),
        (answer(200, [{"lat": "95", "lon": "27", "display_name": "x"}]), Broken),
        (half(), Unreachable),
        (vanish, Unreachable),
    ],
)
def test_whatever_goes_wrong_has_its_name_in_the_family(
    server, geocoder, told, kind: type[GatewayError]
):
    server.on("search", told)
    with pytest.raises(kind):
        geocoder.find("Cumhuriyet Bulvarı")
