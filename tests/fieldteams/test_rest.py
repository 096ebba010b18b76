"""The field teams over REST: one call for each door."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from fieldteams.models import FieldJob, FieldPhone, Position, ViewLog, Zone, ZoneVisit
from fieldteams.services import requests
from tests.api.conftest import Caller
from tests.support.firms import client_for, make_key
from turkcell_hub.tenancy.permissions import every_right


@pytest.fixture
def call(firm, settings) -> Caller:
    settings.API_RATE_LIMITS = {}
    scopes = [code for code, right in every_right().items() if right.for_keys]
    return Caller(make_key(firm, scopes)[1])


@pytest.mark.requirement("L-025", "L-033")
def test_a_number_is_added_changed_and_refused_by_its_field(call):
    made = call.post("field_phones/", {"phone": "0532 100 00 01", "description": "Ali",
                                       "special_code": "A",
                                       "work_days": [1, 2],
                                       "off_days": ["2026-10-29"]})  # fmt: skip
    assert made.status_code == 201, made.content
    body = made.json()
    assert (body["phone"], body["state"], body["off_days"]) == (
        "+905321000001", "YOK", ["2026-10-29"],
    )  # fmt: skip
    changed = call(
        "PATCH", f"field_phones/{body['id']}/", {"work_from": "09:00", "work_until": "18:00"}
    )
    assert changed.json()["work_days"] == [1, 2]
    assert call.post("field_phones/", {"phone": "05321000001"}).status_code == 409
    assert call.post("field_phones/", {"phone": "12"}).status_code == 400
    assert FieldPhone.objects.count() == 1


def test_positions_go_in_once_and_come_out_with_the_nearest(call, make_phone):
    phone = make_phone(1, accepted=True)
    at = timezone.now() - dt.timedelta(minutes=5)
    row = {"phone": phone.phone, "at": at.isoformat(), "latitude": 38.48, "longitude": 27.24}
    taken = call.post("positions/", {"positions": [row]})
    assert taken.json() == {"stored": 1, "repeated": 0, "dropped": {}}
    assert call.post("positions/", {"positions": [row]}).json()["repeated"] == 1
    assert (
        call.post("positions/", {"positions": [{**row, "phone": "05339999999"}]}).status_code == 400
    )
    assert call.post("positions/", {"positions": [{**row, "device": "x"}]}).status_code == 400
    listed = call.get(f"positions/?phone={phone.pk}").json()
    assert [one["latitude"] for one in listed["results"]] == [38.48]
    latest = call.get("positions/latest/").json()["results"]
    assert (latest[0]["where"], latest[0]["is_stale"]) == ("Bornova, İzmir", False)
    near = call.get("nearest/?near=Bornova").json()
    assert near["results"][0]["metres"] < 200
    assert call.get("nearest/?near=zzzz").status_code == 400
    report = call.get("field_reports/?kind=latest").json()
    assert report["title"] == "Son Konum"
    assert ViewLog.objects.filter(phone=phone, what="API").get().viewer.startswith("API")
    assert Position.objects.count() == 1


@pytest.mark.requirement("L-029")
def test_pages_of_several_people_lose_no_position(call, make_phone, monkeypatch):
    """As a program reads on: from the last row's moment, until there is no more."""
    monkeypatch.setattr("fieldteams.api.positions.PAGE", 4)
    people = [make_phone(n, accepted=True) for n in (1, 2, 3)]
    start = timezone.now() - dt.timedelta(hours=2)
    rows = [
        {"phone": one.phone, "at": (start + dt.timedelta(minutes=5 * n)).isoformat(),
         "latitude": 38.48, "longitude": 27.24}
        for one in people for n in range(6)
    ]  # fmt: skip
    assert call.post("positions/", {"positions": rows}).json()["stored"] == 18
    since, seen = start, set()
    for _page in range(18):
        asked = since.isoformat().replace("+00:00", "Z")
        page = call.get(f"positions/?from={asked}&to={timezone.now():%Y-%m-%dT%H:%M:%SZ}").json()
        seen |= {(one["phone"], one["at"]) for one in page["results"]}
        if not page["has_more"]:
            break
        since = dt.datetime.fromisoformat(page["results"][-1]["at"]).astimezone(dt.UTC)
    assert len(seen) == 18


@pytest.mark.requirement("L-039")
def test_who_takes_the_consent_back_stands_on_no_map_from_then_on(call, make_phone, member):
    gone, there = make_phone(1, accepted=True), make_phone(2, accepted=True)
    at = (timezone.now() - dt.timedelta(minutes=5)).isoformat()
    call.post("positions/", {"positions": [
        {"phone": one.phone, "at": at, "latitude": 38.48, "longitude": 27.24}
        for one in (gone, there)
    ]})  # fmt: skip
    client = client_for(member)
    mark = client.get("/field-map/live/").json()["mark"]
    requests.withdraw(requests.current(gone), None)
    assert client.get(f"/field-map/live/?mark={mark}").json()["gone"] == [gone.pk]
    page = client.get("/field-map/").content.decode()
    assert (str(there) in page, str(gone) in page.split("field-people")[1]) == (True, False)
    assert "1 numaranın geçerli izleme onayı yok" in page
    assert [one["phone"] for one in call.get("positions/latest/").json()["results"]] == [there.pk]


@pytest.mark.requirement("L-037", "L-030")
def test_whoever_reads_the_stays_is_in_the_log_that_the_person_reads(
    call, firm, make_phone, member
):
    seen, other = make_phone(1, accepted=True), make_phone(2, accepted=True)
    zone = Zone.objects.create(firm=firm, name="Depo", shape="DAIRE", latitude=38.4,
                               longitude=27.1, radius=50)  # fmt: skip
    now = timezone.now()
    stay = ZoneVisit.objects.create(firm=firm, zone=zone, phone=seen, entered_at=now, last_at=now)
    client = client_for(member)
    for read, how in (
        (lambda: client.get("/zone-events/"), "RAPOR"),
        (lambda: client.get(f"/zone-events/{stay.pk}/"), "RAPOR"),
        (lambda: client.get("/zone-events/export/?format=csv"), "DOSYA"),
        (lambda: call.get("zone_events/"), "API"),
        (lambda: call.get(f"zone_events/{stay.pk}/"), "API"),
    ):
        ViewLog.objects.all().delete()
        assert read().status_code == 200
        assert list(ViewLog.objects.values_list("phone", "what")) == [(seen.pk, how)]
    assert not ViewLog.objects.filter(phone=other).exists()


@pytest.mark.requirement("L-023")
def test_the_nearest_tell_what_they_are_busy_with(call, firm, make_phone):
    phone = make_phone(1, accepted=True)
    at = (timezone.now() - dt.timedelta(minutes=5)).isoformat()
    call.post("positions/", {"positions": [
        {"phone": phone.phone, "at": at, "latitude": 38.48, "longitude": 27.24}
    ]})  # fmt: skip
    assert call.get("nearest/?near=Bornova").json()["results"][0]["job"] is None
    job = FieldJob.objects.create(
        firm=firm, number=7, text="Pompa", place="Bornova", latitude=38.48, longitude=27.24,
        at_once=1, answer_minutes=5, rounds=1, asked_by="x", state="ALINDI", taken_by=phone,
    )  # fmt: skip
    assert call.get("nearest/?near=Bornova").json()["results"][0]["job"] == job.pk


def test_a_zone_is_drawn_with_rings_and_read_back(call):
    ring = [[27.0, 38.0], [27.4, 38.0], [27.4, 38.4]]
    made = call.post("zones/", {"name": "Depo", "shape": "POLIGON", "rings": [ring]})
    assert made.status_code == 201, made.content
    assert made.json()["rings"] == [[*ring, ring[0]]]
    assert call("PATCH", f"zones/{made.json()['id']}/", {"team": "A"}).json()["team"] == "A"
    assert Zone.objects.get().latitude == pytest.approx(38.133, abs=0.01)
    assert call.get("zone_events/").json()["results"] == []
