"""CAMARA and Traccar against the sandbox, over HTTP."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import orjson
import pytest
import requests

from tests.gateways.openapi import contract
from tests.support.fake_operator import ControlClient, FakeOperatorProcess
from turkcell_hub.gateways.errors import BadCredentials, Broken, Refused
from turkcell_hub.gateways.location.contract import (
    ConsentStatus,
    Crossing,
    CrossingKind,
    LocationAccount,
    Watch,
)
from turkcell_hub.gateways.location.registry import adapters, open_location

PHONE = "+905327700101"
# What these endings mean: turkcell_hub/fake_operator/location/fleet.py.
NOWHERE, POLYGON, UNKNOWN, REFUSING = (f"+905327700{end}" for end in ("162", "163", "164", "165"))
EVERYBODY = [PHONE, NOWHERE, POLYGON]


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeOperatorProcess]:
    with FakeOperatorProcess(tmp_path_factory.mktemp("operator")) as running:
        control = ControlClient(running.url)
        control.create_account("ege", "camara")
        control.create_account("takip", "traccar", senders=["5327700101", "5327700102"])
        wanted = {"account": "ege", "phones": EVERYBODY, "status": "GRANTED"}
        requests.post(f"{running.url}/__control__/location/consents", json=wanted, timeout=10)
        yield running


@pytest.fixture
def camara(sandbox: FakeOperatorProcess):
    opened = open_location(LocationAccount("camara", f"{sandbox.url}/camara", "ege", "dogru-sifre"))
    yield opened
    opened.close()


@pytest.fixture
def traccar(sandbox: FakeOperatorProcess):
    opened = open_location(
        LocationAccount("traccar", f"{sandbox.url}/traccar", "takip", "dogru-sifre")
    )
    yield opened
    opened.close()


def test_what_each_can_do_differs(camara, traccar):
    able = camara.capabilities()
    assert (able.history, able.consent, able.geofence_push, able.batch) == (
        False, True, True, False,
    )  # fmt: skip
    able = traccar.capabilities()
    assert (able.history, able.consent, able.geofence_push, able.batch) == (
        True, False, False, True,
    )  # fmt: skip
    assert [one.code for one in adapters()] == ["camara", "traccar"]
    with pytest.raises(Refused):
        camara.history(PHONE, dt.datetime.now(dt.UTC), dt.datetime.now(dt.UTC))
    with pytest.raises(Refused):
        traccar.consent(PHONE, wants_url=False)


def test_a_phone_is_found_or_not_and_a_polygon_becomes_a_circle_around_it(camara):
    found = camara.latest([PHONE])[PHONE]
    assert 38 < found.latitude < 39
    assert found.accuracy > 0
    assert found.at.tzinfo is not None
    assert camara.latest([NOWHERE]) == {NOWHERE: None}
    assert camara.latest([POLYGON])[POLYGON].accuracy > 400
    with pytest.raises(Refused, match="UNKNOWN_NUMBER"):
        camara.latest([UNKNOWN])
    with pytest.raises(Refused, match="NO_CONSENT"):
        camara.latest(["+905327700177"])
    with pytest.raises(Refused, match="NOT_OFFERED"):
        camara.latest([PHONE, POLYGON])


def test_the_operator_asks_the_person_and_hears_the_answer(camara):
    asked = "+905327700178"
    first = camara.consent(asked, wants_url=False)
    assert (first.status, first.capture_url) == (ConsentStatus.PENDING, "")
    second = camara.consent(asked, wants_url=True)
    assert second.status is ConsentStatus.REQUESTED
    requests.post(second.capture_url, data={"answer": "granted"}, timeout=10)
    third = camara.consent(asked, wants_url=False)
    assert third.status is ConsentStatus.VALID
    assert third.expires_at is not None
    assert camara.consent(REFUSING, wants_url=True).status is ConsentStatus.DENIED
    assert camara.consent(UNKNOWN, wants_url=True).status is ConsentStatus.UNKNOWN_NUMBER


def test_a_wrong_secret_is_tried_once(sandbox):
    opened = open_location(LocationAccount("camara", f"{sandbox.url}/camara", "ege", "yanlis"))
    with pytest.raises(BadCredentials):
        opened.check()
    with pytest.raises(BadCredentials, match="LOGIN_REFUSED_BEFORE"):
        opened.latest([PHONE])
    opened.close()


def test_a_watch_begins_and_ends(camara):
    watch = Watch(PHONE, 38.4, 27.1, 1000, CrossingKind.ENTERED, "https://hub.example/x", "gizli")
    begun = camara.watch(watch)
    camara.unwatch(begun)
    camara.unwatch(begun)
    assert "gizli" not in repr(watch)


def test_an_event_is_read_and_nonsense_is_broken(camara):
    event = {
        "id": "e1", "type": "org.camaraproject.geofencing-subscriptions.v0.area-left",
        "time": "2026-11-23T09:00:00+03:00", "specversion": "1.0", "source": "x",
        "data": {"subscriptionId": "s1", "device": {"phoneNumber": PHONE}},
    }  # fmt: skip
    told = camara.parse_push(orjson.dumps(event))
    assert told == Crossing(
        "e1", "s1", CrossingKind.LEFT, PHONE, dt.datetime.fromisoformat(event["time"]), "x"
    )
    started = {**event, "type": event["type"].replace("area-left", "subscription-started")}
    assert camara.parse_push(orjson.dumps(started)) is None
    for body in (b"x", b"[]", b'{"type": 1}', orjson.dumps({**event, "time": "dun"})):
        with pytest.raises(Broken):
            camara.parse_push(body)


def test_a_tracking_server_has_the_newest_places_and_the_past(traccar):
    other = "+905327700102"
    found = traccar.latest([PHONE, other, "+905550000000"])
    assert found[PHONE].latitude != found[other].latitude
    assert found["+905550000000"] is None
    until = dt.datetime.now(dt.UTC).replace(second=0, microsecond=0)
    way = traccar.history(PHONE, until - dt.timedelta(minutes=10), until)
    assert len(way) == 11
    assert way[0].at == until - dt.timedelta(minutes=10)
    with pytest.raises(Refused, match="UNKNOWN_NUMBER"):
        traccar.history("+905550000000", until, until)


def test_the_sandboxs_streets_are_found_as_nominatim_tells_them(sandbox):
    asked = {"q": "Girne Bulvarı No:5 Karşıyaka", "format": "jsonv2"}
    told = requests.get(f"{sandbox.url}/nominatim/search", params=asked, timeout=10)
    known = contract("geocoding/contracts/nominatim.yaml")
    assert known.answer_problems("search", told.status_code, told.json()) == []
    assert [row["lat"] for row in told.json()] == ["38.4700000"]
