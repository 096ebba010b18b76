"""Customers' addresses on the map: found, named in En yakın, made zones, visited."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.utils import timezone

from fieldteams import tasks
from fieldteams.models import CustomerPlace, Position, Zone
from fieldteams.selectors import reporting, tracks
from fieldteams.services import customer_places, geocoding, nearness
from tests.gateways.line import RawServer, answer
from tests.support.firms import actor_for, client_for, make_code, make_member
from turkcell_hub.erp.kinds import MirrorKind
from turkcell_hub.erp.models import Account
from turkcell_hub.erp.services import mirror
from turkcell_hub.errors import Conflict
from turkcell_hub.settings.environment import Geocoder

HOME = {"code": "120.01", "title": "Işık Ticaret", "district": "Bornova", "city": "İZMİR"}
DOOR = {"lat": "38.4700", "lon": "27.2200", "display_name": "Kazım Dirik, 372. Sokak",
        "place_rank": 30}  # fmt: skip


@pytest.fixture
def say(firm, actor):
    def say(**more):
        answers = mirror.upsert(firm, MirrorKind.ACCOUNT, [{**HOME, **more}], actor)
        assert answers[0].problem is None, answers[0].problem
        return Account.objects.get(code="120.01")

    return say


def found() -> CustomerPlace:
    tasks.customers()
    return CustomerPlace.objects.get()


@pytest.mark.parametrize(
    ("said", "precision", "name"),
    [
        ({}, "ILCE", "Bornova, İzmir"),
        ({"district": "MERKEZ"}, "ILCE", "İzmir"),
        ({"district": "Yokköy"}, "IL", "İzmir"),
        ({"district": "", "city": "Atlantis"}, "YOK", ""),
        ({"latitude": 38.48, "longitude": "27,24"}, "KART", "Bornova, İzmir"),
    ],
)
def test_a_place_is_as_exact_as_the_card_says(say, said, precision, name):
    say(**said)
    place = found()
    assert (place.precision, place.name, place.due_at) == (precision, name, None)


def test_only_a_street_in_the_same_province_is_called_a_street(say, actor, settings):
    elsewhere = {**DOOR, "lat": "41.0", "lon": "29.0"}
    town = {**DOOR, "place_rank": 16}
    with RawServer(answer(200, [elsewhere, town]), answer(429), answer(200, [DOOR])) as server:
        settings.GEOCODER = Geocoder("nominatim", server.url, "", "© OSM", 0, 0, True)
        cache.delete(geocoding.TURN)
        say(address="372. Sokak 5", postcode="35100")
        assert (found().precision, found().due_at) == ("ILCE", None)
        say(address="372. Sokak 7")
        busy = found()
        assert (busy.precision, busy.due_at is not None) == ("ILCE", True)
        assert "sırada 1 müşteri" in customer_places.why_no_zone(actor, busy.account)
        CustomerPlace.objects.update(due_at=timezone.now())
        place = found()
        assert (place.precision, place.attribution, place.due_at) == ("SOKAK", "© OSM", None)
        say(phones=["0532 111 22 33"])
        assert found().precision == "SOKAK"
        assert len(server.seen) == 3  # what did not change is not asked again
        assert "372. Sokak 7, Bornova, 35100" in str(server.seen[-1].query)
        settings.GEOCODER = replace(settings.GEOCODER, for_customers=False)
        say(address="373. Sokak 1")
        assert (found().precision, found().due_at) == ("ILCE", None)
        assert len(server.seen) == 3


def test_the_wait_is_told_by_the_pace(firm, actor, settings):
    cards = [{"code": f"120.{n}", "title": f"Cari {n}"} for n in range(40)]
    mirror.upsert(firm, MirrorKind.ACCOUNT, cards, actor)
    for pace, minutes in ((1, 2), (0.5, 3), (0, 1)):
        settings.GEOCODER = Geocoder("nominatim", "https://x.example", "", "", 0, pace, True)
        assert customer_places.waiting() == (40, minutes)


@pytest.mark.requirement("L-023")
def test_a_customers_name_is_a_place_for_who_may_see_the_card(firm, say, member):
    say(latitude=38.47, longitude=27.22)
    tasks.customers()
    actor = actor_for(member)
    spot = nearness.find(actor, "ışık ticaret").spots[0]
    assert (spot.name, spot.point) == ("Işık Ticaret (ERP'deki konum)", (38.47, 27.22))
    page = client_for(member).get("/field-map/", {"near": "ışık"}).content.decode()
    assert "Konumu bilinen kimse yok" in page
    assert nearness.find(actor, "bornova").spots[0].name == "Bornova, İzmir"
    Account.objects.update(authority_code=make_code(firm, "GIZLI"))
    clerk = actor_for(make_member(firm, "PERSONEL"))
    assert nearness.find(clerk, "ışık ticaret").spots == ()


@pytest.mark.requirement("L-028")
def test_a_zone_is_made_of_an_address_in_one_click_and_a_stop_in_it_is_a_visit(
    firm, actor, say, member, make_phone
):
    account = say()
    tasks.customers()
    with pytest.raises(Conflict, match="İlçe merkezi"):
        customer_places.make_zone(actor, account)
    say(latitude=38.47, longitude=27.22)
    tasks.customers()
    answer = client_for(member).post("/erp-accounts/actions/zone/", {"ids": [account.pk]})
    assert answer.status_code in (200, 204, 302), answer.content.decode()
    zone = Zone.objects.get()
    assert (zone.name, zone.account, zone.radius) == ("Işık Ticaret", account, 150)
    with pytest.raises(Conflict, match="zaten var"):
        customer_places.make_zone(actor, account)
    phone = make_phone(1, accepted=True, special_code="SATIŞ")
    ten = dt.datetime(2026, 11, 2, 10, tzinfo=ZoneInfo("Europe/Istanbul"))
    way = [(0, 38.50), (10, 38.47), (25, 38.4701), (40, 38.50)]
    Position.objects.bulk_create(
        Position(firm=firm, phone=phone, at=ten + dt.timedelta(minutes=n), latitude=lat,
                 longitude=27.22, source="CIHAZ") for n, lat in way
    )  # fmt: skip
    span = tracks.Range(ten, ten + dt.timedelta(hours=1))
    came, went = ten + dt.timedelta(minutes=10), ten + dt.timedelta(minutes=25)
    assert reporting.visits(actor, [phone], span).rows == [
        ["Kişi 1", str(account), "Işık Ticaret", came, went, "15 dk"]
    ]
    by_day = reporting.make("distance", actor, [phone], span, grouped=True)
    assert [row[:3] for row in by_day.rows] == [["SATIŞ", "Kişi 1", ten.date()]]
    assert by_day.groups[0].sums == [pytest.approx(6.7, abs=0.1)]
