"""The operator's own crossings: watches that follow the zones, proof of the
sender, late and double events, and one visit where both sides saw it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from unittest.mock import patch

import orjson
import pytest
import requests as web
from django.test import Client
from django.utils import timezone

from fieldteams.models import FenceEvent, FieldPhone, OperatorFence, Source, ZoneVisit
from fieldteams.services import fences, intake, requests, stays, zones
from tests.support.fake_operator import ControlClient, FakeOperatorProcess
from tests.support.messaging import make_account
from turkcell_hub.errors import Invalid
from turkcell_hub.gateways.location.contract import CrossingKind, Watch
from turkcell_hub.tenancy.models import GatewayAccount
from turkcell_hub.tenancy.services import connections

IN, OUT = (38.42, 27.14), (38.50, 27.30)
NOW = timezone.now().replace(microsecond=0)
TYPE = "org.camaraproject.geofencing-subscriptions.v0."


def at(minutes: float) -> dt.datetime:
    return NOW - dt.timedelta(minutes=minutes)


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeOperatorProcess]:
    with FakeOperatorProcess(tmp_path_factory.mktemp("operator")) as running:
        ControlClient(running.url).create_account("ege", "camara")
        yield running


@pytest.fixture
def account(firm, sandbox, settings) -> GatewayAccount:
    settings.PUBLIC_URL = "https://hub.example"
    settings.FAKE_OPERATOR_URL = sandbox.url
    return make_account(
        firm, "camara", name="Konum", service="location", base_url=f"{sandbox.url}/camara",
        username="ege", password="dogru-sifre",
    )  # fmt: skip


@pytest.fixture
def phone(account, sandbox, make_phone) -> FieldPhone:
    made = make_phone(1, accepted=True)
    wanted = {"account": "ege", "phones": [made.phone], "status": "GRANTED"}
    web.post(f"{sandbox.url}/__control__/location/consents", json=wanted, timeout=10)
    return made


@pytest.fixture
def depot(actor):
    circle = {"shape": "DAIRE", "latitude": IN[0], "longitude": IN[1], "radius": 300}
    return zones.save(actor, None, {"name": "Depo", **circle, "operator_watch": True})


@pytest.fixture
def fence(firm, phone, depot) -> OperatorFence:
    fences.sync(firm.pk)
    return OperatorFence.objects.get(direction="GIRIS", state="ACIK")


def push(fence: OperatorFence, kind: str, when: dt.datetime, bearer: str = "", **more) -> int:
    event = {
        "id": str(uuid.uuid4()), "source": "op", "specversion": "1.0", "type": TYPE + kind,
        "time": when.isoformat(),
        "data": {"subscriptionId": fence.watch_id, "device": {"phoneNumber": "+905"}}, **more,
    }  # fmt: skip
    answer = Client().post(
        f"/hooks/geofence/{fence.account.push_token}/", orjson.dumps(event),
        content_type="application/cloudevents+json",
        headers={"Authorization": f"Bearer {bearer or fence.token}"},
    )  # fmt: skip
    return answer.status_code


def seen(phone) -> list[tuple]:
    stays.evaluate(phone.pk)
    rows = ZoneVisit.objects.filter(phone=phone).order_by("entered_at")
    return [(row.entered_at, row.left_at) for row in rows]


def test_the_operators_watches_follow_the_zones_and_the_consents(firm, actor, phone, depot):
    assert fences.sync(firm.pk) == 2
    rows = OperatorFence.objects.filter(state="ACIK")
    assert {row.direction for row in rows} == {"GIRIS", "CIKIS"}
    assert all(row.watch_id and row.circle.endswith(" 1000") for row in rows)
    assert fences.sync(firm.pk) == 0
    zones.save(actor, depot, {"radius": 2_000})
    assert fences.sync(firm.pk) == 2
    assert fences.sync(firm.pk) == 2
    requests.cancel(actor, phone)
    assert fences.sync(firm.pk) == 2
    assert not OperatorFence.objects.exclude(state="BITTI").exists()


def test_two_rounds_at_once_begin_each_watch_once(firm, phone, depot, account):
    real, other = fences._to_begin, []

    def meanwhile(account):
        found = real(account)
        if not other:
            other.append(None)
            other[0] = fences.sync(firm.pk)
        return found

    with patch.object(fences, "_to_begin", meanwhile):
        calls = fences.sync(firm.pk)
    assert (other[0], calls) == (2, 0)
    sink = fences._sink(account)
    with connections.locator(account) as gateway:
        mine = [one.watch_id for one in gateway.watches() if one.sink == sink]
    assert sorted(mine) == sorted(OperatorFence.objects.values_list("watch_id", flat=True))


def test_a_crossing_is_taken_once_and_only_from_its_sender(phone, fence):
    assert push(fence, "area-entered", at(30), bearer="falsch") == 401
    assert push(fence, "area-entered", at(30), data={"subscriptionId": "x"}) == 400
    assert not FenceEvent.objects.exists()
    for _time in range(2):
        assert push(fence, "area-entered", at(30), id="e1") == 204
    assert FenceEvent.objects.count() == 1
    assert seen(phone) == [(at(30), None)]
    left = OperatorFence.objects.get(direction="CIKIS")
    assert push(left, "area-left", at(10)) == 204
    assert seen(phone) == [(at(30), at(10))]
    assert Client().post("/hooks/geofence/" + "x" * 43 + "/").status_code == 401


def test_points_and_crossings_of_one_stay_are_one_visit_however_late_they_come(phone, fence):
    go = [(50, OUT), (28, IN), (20, IN), (5, OUT)]
    intake.take(phone.firm_id, [intake.Reading(phone.pk, at(m), *p) for m, p in go],
                Source.DEVICE)  # fmt: skip
    assert seen(phone) == [(at(28), at(5))]
    assert push(fence, "area-entered", at(31)) == 204
    left = OperatorFence.objects.get(direction="CIKIS")
    assert push(left, "area-left", at(8)) == 204
    assert seen(phone) == [(at(31), at(8))]


def test_a_watch_whose_answer_was_lost_is_found_at_the_operator_and_a_stray_one_ended(
    firm, phone, account, fence
):
    mine = OperatorFence.objects.get(direction="CIKIS")
    # The process died between the operator's answer and the note of it, ten minutes ago; and of
    # an older one nobody knows any more.
    mine_id, tried = mine.watch_id, timezone.now() - dt.timedelta(minutes=10)
    lost = OperatorFence.objects.filter(pk=mine.pk)
    lost.update(watch_id="", state="ISTENDI", tried_at=timezone.now(), expires_at=None)
    assert fences.sync(firm.pk) == 0  # it may still be on its way
    with connections.locator(account) as gateway:
        sink = next(one.sink for one in gateway.watches() if one.watch_id == mine_id)
        stray = gateway.watch(
            Watch(phone.phone, *OUT, 2_000, CrossingKind.ENTERED, sink, "x", at(-60))
        )
        lost.update(tried_at=tried)
        assert fences.sync(firm.pk) == 0
        mine.refresh_from_db()
        assert (mine.watch_id, mine.state) == (mine_id, "ACIK")
        assert mine.expires_at > timezone.now() + dt.timedelta(days=29)
        alive = {one.watch_id for one in gateway.watches()}
        assert stray not in alive
        assert {mine_id, fence.watch_id} <= alive
        gateway.unwatch(mine_id)
        lost.update(watch_id="", state="ISTENDI", tried_at=tried)
        assert fences.sync(firm.pk) == 1  # it never arrived there: begun anew
    assert OperatorFence.objects.filter(state="ACIK").count() == 2


def test_what_is_deleted_or_erased_is_not_watched_on(firm, actor, phone, account, depot, fence):
    zones.delete(actor, depot)
    FieldPhone.objects.filter(pk=phone.pk).update(state="GERI_ALINDI")
    assert fences.firms() == [firm.pk]
    assert push(fence, "area-entered", at(1)) == 204
    assert not FenceEvent.objects.exists()
    assert fences.sync(firm.pk) == 2
    with connections.locator(account) as gateway:
        assert not {one.watch_id for one in gateway.watches()} & {fence.watch_id}


def test_two_operators_may_use_the_same_event_id(phone, fence):
    for source in ("op", "other", "op"):
        assert push(fence, "area-entered", at(30), id="e1", source=source) == 204
    assert FenceEvent.objects.count() == 2


def test_what_may_not_be_stored_is_dropped_and_an_end_begins_anew(firm, actor, phone, fence):
    assert push(fence, "area-entered", at(60 * 30)) == 204
    over = {"subscriptionId": fence.watch_id, "terminationReason": "SUBSCRIPTION_EXPIRED"}
    assert push(fence, "subscription-ended", at(1), data=over) == 204
    assert fences.sync(firm.pk) == 1
    requests.cancel(actor, phone)
    assert push(fence, "area-entered", at(1)) == 204
    assert not FenceEvent.objects.exists()
    assert sum(phone.dropped.values_list("count", flat=True)) == 2


def test_the_operator_watches_circles_alone(actor):
    ring = [[[27, 38], [28, 39], [28, 38]]]
    with pytest.raises(Invalid) as refused:
        zones.save(actor, None, {"name": "X", "shape": "POLIGON", "rings": ring,
                                 "operator_watch": True})  # fmt: skip
    assert refused.value.field == "operator_watch"
