"""L-028, L-030, L-031: zones, entries and exits once each, alerts."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from fieldteams.models import Position, Source, Zone, ZoneCursor, ZoneVisit
from fieldteams.resources.zones import size_of
from fieldteams.services import intake, requests, retention, stays, zone_alerts, zones
from fieldteams.services.intake import Reading
from messaging.models import Campaign
from messaging.services import blacklist
from tests.support.firms import client_for
from tests.support.messaging import make_subscriber
from turkcell_hub.errors import Conflict, Invalid

IN, OUT = (38.42, 27.14), (38.50, 27.30)
NOW = timezone.now().replace(microsecond=0)


def at(minutes: float) -> dt.datetime:
    return NOW - dt.timedelta(minutes=minutes)


def go(phone, *steps) -> None:
    """``steps``: (minutes ago, where)."""
    readings = [Reading(phone.pk, at(minutes), *point, accuracy=20) for minutes, point in steps]
    intake.take(phone.firm_id, readings, Source.DEVICE)
    stays.evaluate(phone.pk)


@pytest.fixture
def depot(actor) -> Zone:
    return zones.save(actor, None, {"name": "Depo", "shape": "DAIRE", "latitude": IN[0],
                                    "longitude": IN[1], "radius": 500})  # fmt: skip


def visits(phone) -> list[tuple]:
    rows = ZoneVisit.objects.filter(phone=phone).order_by("entered_at")
    return [(row.entered_at, row.left_at) for row in rows]


@pytest.mark.requirement("L-028", "L-031")
def test_a_stop_in_a_zone_is_a_visit_with_its_entry_and_its_exit(depot, make_phone):
    phone = make_phone(1, accepted=True)
    go(phone, (50, OUT), (40, IN), (30, IN))
    assert visits(phone) == [(at(40), None)]
    go(phone, (20, IN), (10, OUT))
    go(phone, (5, OUT))
    assert visits(phone) == [(at(40), at(10))]
    assert stays.evaluate(phone.pk) == 0


def test_a_late_point_moves_the_visit_and_does_not_double_it(depot, make_phone):
    phone = make_phone(1, accepted=True)
    go(phone, (50, OUT), (40, IN), (10, OUT))
    first = ZoneVisit.objects.get()
    go(phone, (45, IN))
    assert visits(phone) == [(at(45), at(10))]
    go(phone, (30, OUT))
    assert visits(phone) == [(at(45), at(30))]
    go(phone, (25, IN))
    assert visits(phone) == [(at(45), at(30)), (at(25), at(10))]
    assert first.zone == depot


def test_a_rough_place_says_nothing_of_a_zone(depot, make_phone):
    phone = make_phone(1, accepted=True)
    rough = Reading(phone.pk, at(5), *IN, accuracy=5_000)
    intake.take(phone.firm_id, [rough], Source.OPERATOR)
    stays.evaluate(phone.pk)
    assert Position.objects.count() == 1
    assert visits(phone) == []


def test_a_zone_of_one_team_sees_that_team_alone(actor, depot, make_phone):
    zones.save(actor, depot, {"team": "KURYE"})
    courier = make_phone(1, accepted=True, special_code="KURYE")
    seller = make_phone(2, accepted=True, special_code="SATIS")
    go(courier, (5, IN))
    go(seller, (5, IN))
    assert (len(visits(courier)), len(visits(seller))) == (1, 0)


def test_entries_and_exits_are_told_once_each_to_whom_was_chosen(ready, actor, depot, make_phone):
    boss = make_subscriber(ready, "+905329990001", "Şef")
    zones.save(actor, depot, {"alert_enter": True, "alert_leave": True, "alert_to": [boss]})
    phone = make_phone(1, accepted=True)
    go(phone, (20, OUT), (15, IN))
    told = zone_alerts.to_tell()
    assert [zone_alerts.tell(pk) for _firm, pk in told] == [1]
    assert "“Depo” bölgesine girdi" in Campaign.objects.get().text
    assert zone_alerts.to_tell() == []
    go(phone, (17, IN), (5, OUT))  # a late entry, and the exit
    assert [zone_alerts.tell(pk) for _firm, pk in zone_alerts.to_tell()]
    assert Campaign.objects.filter(text__contains="çıktı").count() == 1


def test_what_happened_long_ago_is_told_to_nobody(ready, actor, depot, make_phone):
    boss = make_subscriber(ready, "+905329990001", "Şef")
    zones.save(actor, depot, {"alert_enter": True, "alert_to": [boss]})
    go(make_phone(1, accepted=True), (300, IN))
    assert [zone_alerts.tell(pk) for _firm, pk in zone_alerts.to_tell()] == [0]
    assert zone_alerts.to_tell() == []


HOURS = {"work_from": dt.time(9), "work_until": dt.time(18)}


def on(day: int, hour: int, minute: int = 0) -> dt.datetime:
    """A moment of the last days on the firm's clock."""
    date = timezone.localdate() - dt.timedelta(days=day)
    return dt.datetime.combine(date, dt.time(hour, minute), ZoneInfo("Europe/Istanbul"))


def come(phone, *steps) -> None:
    """``steps``: (moment, where); stored as if each had come in its own time."""
    for when, point in steps:
        Position.objects.create(firm_id=phone.firm_id, phone=phone, at=when, latitude=point[0],
                                longitude=point[1], source=Source.DEVICE)  # fmt: skip
    cursor, _made = ZoneCursor.objects.get_or_create(
        phone=phone, defaults={"firm_id": phone.firm_id, "at": steps[0][0] - dt.timedelta(hours=1)}
    )
    ZoneCursor.objects.filter(pk=cursor.pk).update(is_behind=True)
    stays.evaluate(phone.pk)


@pytest.mark.requirement("L-028", "L-030")
def test_a_stay_ends_with_the_shift_and_the_next_morning_is_another_entry(depot, make_phone):
    phone = make_phone(1, accepted=True, **HOURS)
    come(phone, (on(3, 17, 30), IN), (on(3, 17, 55), IN), (on(2, 9), IN), (on(2, 10), OUT))
    closing = (on(3, 17, 30), on(3, 18))
    assert visits(phone) == [closing, (on(2, 9), on(2, 10))]
    come(phone, (on(2, 17, 50), IN))
    assert visits(phone)[-1] == (on(2, 17, 50), None)
    come(phone, (on(1, 9), OUT))
    assert visits(phone)[-1] == (on(2, 17, 50), on(2, 18)), "also over two evaluations"
    night = make_phone(2, accepted=True, work_from=dt.time(22), work_until=dt.time(6))
    come(night, (on(3, 23), IN), (on(2, 5), IN), (on(2, 22), OUT))
    assert visits(night) == [(on(3, 23), on(2, 6))]
    always = make_phone(3, accepted=True)
    come(always, (on(3, 17), IN), (on(2, 9), IN), (on(2, 10), OUT))
    assert visits(always) == [(on(3, 17), on(2, 10))], "who is watched at night has stayed"


@pytest.mark.requirement("L-028", "L-030")
def test_nobody_is_inside_for_ever_who_is_watched_no_more(ready, actor, depot, make_phone):
    boss = make_subscriber(ready, "+905329990001", "Şef")
    zones.save(actor, depot, {"alert_leave": True, "alert_to": [boss]})
    home, gone, there = (make_phone(n, accepted=True, **HOURS) for n in (1, 2, 3))
    for one in (home, gone):
        come(one, (on(1, 16), IN), (on(1, 17), IN))
    come(there, (on(1, 17), IN))
    assert stays.end_unwatched(on(1, 18, 5)) == 0, "the last points may be on their way"
    requests.withdraw(requests.current(gone), None)
    assert stays.end_unwatched(on(1, 17, 30)) == 1
    assert visits(gone) == [(on(1, 16), on(1, 17))]
    assert stays.end_unwatched(on(1, 18, 30)) == 2
    assert visits(home) == [(on(1, 16), on(1, 18))]
    come(home, (on(0, 9), IN))
    assert visits(home) == [(on(1, 16), on(1, 18)), (on(0, 9), None)]
    assert [zone_alerts.tell(pk) for _firm, pk in zone_alerts.to_tell()] == []


@pytest.mark.requirement("L-031")
def test_one_who_cannot_be_told_keeps_the_alert_from_nobody(ready, actor, depot, make_phone):
    blocked = make_subscriber(ready, "+905329990001", "Engelli")
    boss = make_subscriber(ready, "+905329990002", "Şef")
    blacklist.add(actor, {"phone": blocked.phone, "reason": "istemiyor"})
    zones.save(actor, depot, {"alert_enter": True, "alert_to": [blocked, boss]})
    go(make_phone(1, accepted=True), (5, IN))
    assert [zone_alerts.tell(pk) for _firm, pk in zone_alerts.to_tell()] == [1]
    assert Campaign.objects.get().recipients.get().phone == boss.phone
    assert zone_alerts.to_tell() == []


def test_a_stay_is_kept_no_longer_than_the_points_it_was_made_of(depot, make_phone):
    phone = make_phone(1, accepted=True)
    come(phone, (on(200, 10), IN))
    assert visits(phone) == [(on(200, 10), None)]
    retention.forget(phone.firm_id)
    assert (visits(phone), Position.objects.count()) == ([], 0)


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"shape": "DAIRE", "latitude": 38.4, "longitude": 27.1, "radius": 0}, "radius"),
        ({"shape": "DAIRE", "latitude": 98, "longitude": 27.1, "radius": 5}, "latitude"),
        ({"shape": "POLIGON", "rings": [[[27, 38], [28, 39]]]}, "rings"),
        ({"shape": "POLIGON", "rings": [[[27, 38], [28, 39], [28, 38], [27, 39]]]}, "rings"),
        ({"shape": "POLIGON"}, "rings"),
        ({"shape": "KARE"}, "shape"),
        ({"shape": "DAIRE", "latitude": 1, "longitude": 1, "radius": 5, "active_days": []},
         "active_days"),
    ],
)  # fmt: skip
def test_a_zone_that_is_none_is_refused_at_its_field(data, field, actor):
    with pytest.raises(Invalid) as refused:
        zones.save(actor, None, {"name": "X", **data})
    assert refused.value.field == field


@pytest.mark.requirement("L-031")
def test_the_page_takes_corners_with_a_hole(depot, actor, member):
    client = client_for(member)
    corners = "38,0 27,0\n38,0 27,4\n38,4 27,4\n38,4 27,0\n\n38,1 27,1\n38,1 27,3\n38,3 27,2"
    sent = {"name": "Organize Sanayi", "shape": "POLIGON", "rings": corners,
            "active_days": ["1", "2"], "is_active": "on"}  # fmt: skip
    assert client.post("/zones/add/", sent).status_code == 302
    made = Zone.objects.get(name="Organize Sanayi")
    assert [len(ring) for ring in made.rings] == [5, 4]
    page = client.get(f"/zones/{made.pk}/").content.decode()
    assert "field-payload" in page
    assert "4 köşe, 1 delik" in page
    again = client.post("/zones/add/", {**sent, "rings": "kuzey"})
    assert "okunamadı" in again.content.decode()
    with pytest.raises(Conflict):
        zones.save(actor, None, {"name": "Depo", "shape": "DAIRE", "latitude": 1, "longitude": 1,
                                 "radius": 5})  # fmt: skip


def test_the_list_says_what_its_figures_are(actor, depot):
    square = [[38.4, 27.1], [38.4, 27.2], [38.5, 27.2], [38.5, 27.1]]
    hole = [[38.43, 27.13], [38.43, 27.16], [38.46, 27.14]]
    for name, rings in (("Alan", [square]), ("Delikli", [square, hole])):
        zones.save(actor, None, {"name": name, "shape": "POLIGON", "rings": rings})
    told = {row.name: size_of(row) for row in Zone.objects.all()}
    assert told == {"Depo": "500 m", "Alan": "4 köşe", "Delikli": "4 köşe, 1 delik"}
