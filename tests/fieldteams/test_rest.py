"""The field teams over REST: one call for each door."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from fieldteams.models import FieldPhone, Position, ViewLog, Zone
from tests.api.conftest import Caller
from tests.support.firms import make_key
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


def test_a_zone_is_drawn_with_rings_and_read_back(call):
    ring = [[27.0, 38.0], [27.4, 38.0], [27.4, 38.4]]
    made = call.post("zones/", {"name": "Depo", "shape": "POLIGON", "rings": [ring]})
    assert made.status_code == 201, made.content
    assert made.json()["rings"] == [[*ring, ring[0]]]
    assert call("PATCH", f"zones/{made.json()['id']}/", {"team": "A"}).json()["team"] == "A"
    assert Zone.objects.get().latitude == pytest.approx(38.133, abs=0.01)
    assert call.get("zone_events/").json()["results"] == []
