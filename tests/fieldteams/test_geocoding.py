"""L-023: a place is found in the portal's own list, an address by the installation's geocoder."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

import environ
import pytest
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured

from fieldteams.services import geocoding
from tests.gateways.line import RawServer, answer
from tests.support.firms import client_for
from turkcell_hub.settings import outside
from turkcell_hub.settings.environment import Geocoder

STREET = "Cumhuriyet Bulvarı 12, Konak"
FOUND = [{"lat": "38.433", "lon": "27.137", "display_name": "Cumhuriyet Bulvarı, Konak, İzmir"}]


@pytest.fixture
def server(settings):
    with RawServer(answer(200, FOUND)) as running:
        settings.GEOCODER = Geocoder("nominatim", running.url, "", "© OSM", 30, 0, True)
        cache.delete_many([geocoding.TURN, geocoding.kept_under(STREET)])
        yield running


@pytest.mark.requirement("L-023")
def test_the_list_is_asked_first_and_an_answer_is_kept(server, settings):
    assert geocoding.find("bornova").spots[0].name == "Bornova, İzmir"
    assert geocoding.find("38,42 27,14").spots[0].point == (38.42, 27.14)
    assert server.seen == []
    for _time in range(2):
        told = geocoding.find(STREET)
        assert told.spots[0].point == (38.433, 27.137)
        assert told.attribution == "© OSM"
    assert len(server.seen) == 1
    settings.GEOCODER = replace(settings.GEOCODER, url="")
    assert geocoding.find("Kıbrıs Şehitleri Caddesi 3").spots == ()


def test_a_server_is_asked_at_its_pace_and_a_lost_one_is_told_of(server, settings):
    settings.GEOCODER = replace(settings.GEOCODER, per_second=0.01, cache_days=0)
    assert geocoding.find(STREET).spots
    assert "meşgul" in geocoding.find(STREET).problem
    assert len(server.seen) == 1
    threading.Timer(0.02, cache.delete, [geocoding.TURN]).start()
    assert geocoding.streets(STREET, until=time.monotonic() + 30) == ()  # it knew no street
    assert len(server.seen) == 2
    settings.GEOCODER = replace(settings.GEOCODER, per_second=0)
    server.script = [answer(403)]
    assert "ulaşılamadı" in geocoding.find(STREET).problem


@pytest.mark.requirement("L-023")
def test_the_nearest_to_a_street_address_with_the_datas_source(server, member):
    client = client_for(member)
    page = client.get("/field-map/", {"near": STREET}).content.decode()
    assert "Konumu bilinen kimse yok" in page
    told = client.get("/field-map/places/", {"q": STREET}).json()
    assert told == {"places": [{"name": FOUND[0]["display_name"], "lat": 38.433, "lon": 27.137}],
                    "source": "© OSM", "problem": ""}  # fmt: skip
    assert "bulunamadı" in client.get("/field-map/places/", {"q": ""}).json()["problem"]


@pytest.mark.parametrize(
    ("url", "pace", "customers"),
    [
        ("https://nominatim.openstreetmap.org", "", (1.0, False)),
        ("https://nominatim.openstreetmap.org", "0.5", (0.5, False)),
        ("https://nominatim.openstreetmap.org", "2", None),
        ("https://nominatim.openstreetmap.org", "0", None),
        ("https://adres.ege.example", "", (1.0, True)),
        ("https://adres.ege.example", "0", (0.0, True)),
        ("https://adres.ege.example", "-1", None),
        ("https://adres.ege.example", "hızlı", None),
    ],
)
def test_the_public_server_is_never_asked_more_often_than_its_policy_allows(
    monkeypatch, url, pace, customers
):
    monkeypatch.setenv("GEOCODER_URL", url)
    monkeypatch.setenv("GEOCODER_PER_SECOND", pace)
    monkeypatch.delenv("GEOCODER_CUSTOMERS", raising=False)
    if customers is None:
        with pytest.raises(ImproperlyConfigured, match="GEOCODER_PER_SECOND"):
            outside.geocoder(environ.Env())
        return
    told = outside.geocoder(environ.Env())
    assert (told.per_second, told.for_customers) == customers
