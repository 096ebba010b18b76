"""Asking the operator: the sandbox over HTTP, from the request to the point on the map."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from unittest import mock

import pytest
import requests as http
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fieldteams import state_job
from fieldteams.models import FieldPhone, LatestPosition, Position, TrackingRequest
from fieldteams.services import operator, phones, requests
from tests.fieldteams.conftest import accept
from tests.support.fake_operator import ControlClient, FakeOperatorProcess
from tests.support.firms import client_for
from tests.support.messaging import make_account
from turkcell_hub.gateways.errors import Unreachable
from turkcell_hub.gateways.location.camara import Camara
from turkcell_hub.gateways.location.contract import Place
from turkcell_hub.gateways.location.traccar import Traccar
from turkcell_hub.jobs.services import jobs
from turkcell_hub.tenancy.models import GatewayAccount


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeOperatorProcess]:
    with FakeOperatorProcess(tmp_path_factory.mktemp("operator")) as running:
        ControlClient(running.url).create_account("ege", "camara")
        yield running


@pytest.fixture
def account(firm, sandbox, settings) -> GatewayAccount:
    settings.FAKE_OPERATOR_URL = sandbox.url
    return make_account(firm, "camara", name="Konum", service="location", username="ege",
                        password="dogru-sifre", base_url=f"{sandbox.url}/camara")  # fmt: skip


def grant(sandbox, phone: FieldPhone, status: str = "GRANTED") -> None:
    wanted = {"account": "ege", "phones": [phone.phone], "status": status}
    answer = http.post(f"{sandbox.url}/__control__/location/consents", json=wanted, timeout=10)
    assert answer.status_code == 200, answer.text


@pytest.mark.requirement("L-026", "L-037", "L-038")
def test_the_operator_asks_too_and_only_both_answers_make_a_consent(ready, actor, manager, account):
    phone = phones.save(actor, None, {"phone": "0532 770 03 01"})
    assert operator.asks_consent(operator.account_of(ready.pk))
    asked = requests.send(actor, phone, account)
    operator.ask(asked.pk)
    asked.refresh_from_db()
    assert (asked.operator_state, "/camara/consent/" in asked.operator_url) == ("REQUESTED", True)
    requests.answer(asked, True, None)
    assert FieldPhone.objects.get().state == "GONDERILDI"
    assert operator.to_ask() == [(ready.pk, asked.pk)]
    http.post(asked.operator_url, data={"answer": "granted"}, timeout=10)
    jobs.run(state_job.start(manager).pk)
    assert FieldPhone.objects.get().state == "ONAYLANDI"


@pytest.mark.requirement("L-024")
def test_a_poll_brings_places_each_turn_once_and_stops_when_the_consent_falls(
    ready, actor, account, sandbox
):
    found, lost = (
        phones.save(actor, None, {"phone": f"0532 770 03 {end}"}) for end in ("02", "62")
    )
    for one in (found, lost):
        accept(one)
        grant(sandbox, one)
    assert operator.firms_to_poll() == [ready.pk]
    assert operator.poll(ready.pk).stored == 2
    assert operator.poll(ready.pk).stored == 0  # not their turn yet
    assert LatestPosition.objects.get().phone_id == found.pk
    assert Position.objects.get(phone=lost).latitude is None
    grant(sandbox, found, "OBJECTED")
    FieldPhone.objects.update(polled_at=None)
    operator.poll(ready.pk)
    found.refresh_from_db()
    assert found.state == "GERI_ALINDI"
    assert Position.objects.filter(phone=found).count() == 1


@pytest.mark.requirement("L-026")
def test_a_refused_login_is_told_to_who_asks_stands_at_the_account_and_is_asked_no_more(
    ready, actor, account, member
):
    GatewayAccount.objects.filter(pk=account.pk).update(password="yanlis")
    phone = phones.save(actor, None, {"phone": "0532 770 03 03"})
    accept(phone)
    client = client_for(member)
    for said in ("kullanıcı adını veya şifreyi reddetti", "Doğru şifreyi yazıp"):
        page = client.post(f"/field-map/{phone.pk}/locate/", follow=True)
        assert (page.status_code, page.redirect_chain[-1][0]) == (
            200, f"/field-map/?phone={phone.pk}",
        )  # fmt: skip
        assert "Konum servisine sorulamadı" in page.content.decode()
        assert said in page.content.decode()
    account.refresh_from_db()
    assert account.health == "bad_credentials"
    assert operator.poll(ready.pk) is None


@pytest.mark.requirement("L-024")
def test_what_an_operator_told_before_it_fell_silent_is_kept_and_the_others_are_next(
    ready, actor, account, monkeypatch
):
    people = [phones.save(actor, None, {"phone": f"0532 770 04 {n:02}"}) for n in range(1, 7)]
    for one in people:
        accept(one)
    asked: list[str] = []

    def silent_from_the_third_on(_self, numbers, _max_age=None):
        asked.append(numbers[0])
        if len(asked) > 2:
            raise Unreachable("TIMEOUT")
        return {numbers[0]: Place(timezone.now(), 38.4, 27.1, 50.0)}

    monkeypatch.setattr("fieldteams.services.operator.THREADS", 1)
    monkeypatch.setattr(Camara, "latest", silent_from_the_third_on)
    assert operator.poll(ready.pk).stored == 2
    assert len(asked) == 3, "a silent operator is asked no more"
    waiting = FieldPhone.objects.filter(polled_at=None).values_list("phone", flat=True)
    assert sorted(waiting) == sorted({one.phone for one in people} - set(asked))


@pytest.mark.requirement("L-029")
def test_after_an_outage_a_tracking_server_is_asked_for_all_that_is_not_too_late(
    ready, actor, sandbox, settings, monkeypatch
):
    """The last point is five hours old, another phone's is older than late points are taken."""
    settings.FAKE_OPERATOR_URL = sandbox.url
    make_account(ready, "traccar", name="Takip", service="location", username="x", password="x",
                 base_url=f"{sandbox.url}/traccar")  # fmt: skip
    now, asked, lists = timezone.now(), {}, []
    people = {
        phones.save(actor, None, {"phone": f"0532 770 05 {n:02}"}): hours
        for n, hours in ((1, 5), (2, 200), (3, None))
    }
    for one, hours in people.items():
        accept(one)
        if hours is not None:
            LatestPosition.objects.create(
                firm=ready, phone=one, at=now - dt.timedelta(hours=hours), latitude=38.4,
                longitude=27.1, source="OPERATOR",
            )  # fmt: skip

    def told(_self, operation, _path, params=None):
        if operation == "location.devices":
            lists.append(operation)
            rows = [{"id": one.pk, "uniqueId": one.phone} for one in people]
        else:
            since = dt.datetime.fromisoformat(params["from"].replace("Z", "+00:00"))
            asked[int(params["deviceId"])] = round((now - since).total_seconds() / 3600)
            rows = []
        return mock.Mock(json=lambda: rows)

    monkeypatch.setattr("fieldteams.services.operator.THREADS", 1)
    monkeypatch.setattr(Traccar, "_get", told)
    operator.poll(ready.pk)
    assert asked == {one.pk: {5: 5, 200: 24, None: 1}[hours] for one, hours in people.items()}
    assert len(lists) == 1, "the list of devices is read once a turn"


def test_who_waits_behind_more_than_a_turn_asks_is_asked_in_turn_too(
    ready, make_phone, monkeypatch
):
    account = make_account(ready, "camara", name="Konum", service="location")
    monkeypatch.setattr(operator, "AT_ONCE", 2)
    rows = [
        TrackingRequest.objects.create(
            firm=ready, phone=make_phone(number), account=account, expires_at=timezone.now()
        )
        for number in range(6)
    ]
    everybody = {row.pk for row in rows}
    turns = []
    with CaptureQueriesContext(connection) as asked:
        for _turn in range(80):  # one is missed by chance once in 10^13
            turns.append([pk for _firm, pk in operator.to_ask()])
    assert {len(set(turn)) for turn in turns} == {2}, "as many as a turn asks, none twice"
    assert {pk for turn in turns for pk in turn} == everybody
    assert not [one for one in asked.captured_queries if "RANDOM()" in one["sql"].upper()]
