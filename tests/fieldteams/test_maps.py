"""L-022 … L-024, L-040 … L-044: the map, the nearest, the way in a range, its files."""

from __future__ import annotations

import datetime as dt
import json
import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
import shapely
from django.utils import timezone

from fieldteams.models import FieldPhone, Position, Source, ViewLog
from fieldteams.selectors import nearest, places, tracks
from fieldteams.services import intake, operator
from tests.support.firms import actor_for, client_for, make_code, make_firm, make_member
from turkcell_hub.lib import geo

BORNOVA, KONAK, ANKARA = (38.4792, 27.2399), (38.4, 27.1), (39.9199, 32.8543)


def put(phone: FieldPhone, point: geo.Point, minutes: float = 1, **values: float) -> dt.datetime:
    at = timezone.now() - dt.timedelta(minutes=minutes)
    reading = intake.Reading(phone.pk, at, *point, **values)
    assert intake.take(phone.firm_id, [reading], Source.DEVICE).stored == 1
    return at


def _an_hour_ago() -> str:
    return _hours_ago(1)


def _hours_ago(hours: int) -> str:
    return f"{timezone.localtime() - dt.timedelta(hours=hours):%d.%m.%Y %H:%M}"


def payload(answer) -> dict:
    found = re.search(r'id="field-payload"[^>]*>(.*?)</script>', answer.content.decode(), re.DOTALL)
    return json.loads(found[1])


@pytest.mark.requirement("L-042")
def test_chosen_rows_are_shown_on_the_map_and_the_person_can_read_who_looked(
    firm, member, make_phone
):
    chosen = [make_phone(n, accepted=True) for n in (1, 2, 3)]
    other = make_phone(4, accepted=True)
    for one in (*chosen, other):
        put(one, BORNOVA, accuracy=20)
    client = client_for(member)
    went = client.post("/field-phones/actions/map/", {"ids": [one.pk for one in chosen]})
    url = went.headers.get("HX-Redirect") or went.url
    page = client.get(url)
    assert [one["name"] for one in payload(page)["people"]] == ["Kişi 1", "Kişi 2", "Kişi 3"]
    assert payload(page)["people"][0]["where"] == "Bornova, İzmir"
    everybody = client.get("/field-map/live/").json()["people"]
    assert len(everybody) == 4
    log = ViewLog.objects.get(phone=chosen[0])
    assert (log.viewer, log.what, log.times) == ("Murat Yıldız", "HARITA", 2)


@pytest.mark.requirement("L-044")
def test_the_list_and_the_menu_lead_to_the_same_people_under_the_same_right(
    firm, member, make_phone
):
    shown = [make_phone(n, accepted=True) for n in (1, 2)]
    hidden = make_phone(3, accepted=True, authority_code=make_code(firm, "GIZLI"))
    for one in (*shown, hidden):
        put(one, BORNOVA)
    client = client_for(member)
    entry = re.search(r'href="([^"]*)"[^>]*>(?:(?!</a>).)*Ekip Mobil İzleme',
                      client.get("/").content.decode(), re.DOTALL)[1]  # fmt: skip
    went = client.post("/field-phones/actions/map/", {"ids": [one.pk for one in (*shown, hidden)]})
    by_list = payload(client.get(went.headers.get("HX-Redirect") or went.url))
    by_menu = payload(client.get(entry))
    assert by_menu["people"] == by_list["people"]
    assert [one["name"] for one in by_menu["people"]] == ["Kişi 1", "Kişi 2"]
    without = client_for(make_member(firm, "MUSTERI"))
    assert entry not in without.get("/").content.decode()
    assert without.get(entry).status_code == 403
    assert without.post("/field-phones/actions/map/", {"ids": [shown[0].pk]}).status_code == 403


@pytest.mark.requirement("L-036")
def test_whoever_lacks_the_code_sees_nobody_behind_it_on_any_map(firm, member, make_phone):
    hidden = make_phone(1, accepted=True, authority_code=make_code(firm, "GIZLI"))
    put(hidden, BORNOVA)
    client = client_for(member)
    for url in ("/field-map/", f"/field-map/?phone={hidden.pk}", "/field-map/?near=Bornova",
                "/field-map/live/", "/field-map/?from=01.01.2026",
                "/field-map/export/"):  # fmt: skip
        answer = client.get(url)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert b"Ki\xc5\x9fi 1" not in body, url
    assert client.post(f"/field-map/{hidden.pk}/locate/").status_code == 404


@pytest.mark.requirement("L-023")
def test_the_nearest_come_first_and_stale_places_last(firm, manager, make_phone):
    near, far, stale, away = (make_phone(n, accepted=True) for n in range(1, 5))
    put(near, (38.48, 27.24))
    put(far, KONAK)
    put(stale, BORNOVA, minutes=90)
    put(away, ANKARA)
    put(make_phone(5, accepted=True), BORNOVA)
    FieldPhone.objects.filter(description="Kişi 5").update(state="GERI_ALINDI")
    found = nearest.to(manager, BORNOVA)
    assert [str(one.seen.phone) for one in found] == ["Kişi 1", "Kişi 2", "Kişi 4", "Kişi 3"]
    assert found[1].metres == pytest.approx(geo.distance(BORNOVA, KONAK))
    assert len(nearest.to(manager, BORNOVA, limit=2)) == 2


@pytest.mark.parametrize(
    ("a", "b", "metres"),
    [
        ((41.0082, 28.9784), (39.9334, 32.8597), 349_430),  # İstanbul, Ankara
        ((0, 0), (0, 1), 111_195),
        ((38.4, 27.1), (38.4, 27.1), 0),
        ((0, 179.5), (0, -179.5), 111_195),
    ],
)
@pytest.mark.requirement("L-023")
def test_distances_are_those_of_the_great_circle(a, b, metres):
    assert geo.distance(a, b) == pytest.approx(metres, rel=0.002)


@pytest.mark.parametrize("text", ["bornova", "BORNOVA", "Bornova izmir"])
def test_places_are_found_in_any_spelling_without_the_internet(text):
    assert str(places.find(text)[0]) == "Bornova, İzmir"
    assert places.find("İSTANBUL")[0].name == "İstanbul"
    assert places.read_point("38,42 27,14") == (38.42, 27.14)
    assert places.read_point("98,42 27,14") is None
    assert places.find("zzzz") == []


@pytest.mark.requirement("L-022", "L-023", "L-024", "L-041")
def test_one_page_watches_locates_finds_the_nearest_and_writes_to_them(ready, member, make_phone):
    phone = make_phone(1, accepted=True)
    put(phone, KONAK, accuracy=20)
    client = client_for(member)
    page = client.get("/field-map/?near=Bornova").content.decode()
    assert "Bornova, İzmir için en yakın" in page
    assert "15," in page  # kilometres
    assert "bulunamadı" in client.get("/field-map/?near=zzzz").content.decode()
    wrote = client.post("/field-map/write/", {"phone": [phone.pk]})
    assert wrote.url.startswith("/compose/")
    for path in ("/field-map/", "/field-map/?near=Bornova"):
        assert f'formaction="/field-map/{phone.pk}/locate/"' in client.get(path).content.decode()
    told = client.post(f"/field-map/{phone.pk}/locate/", follow=True)
    assert "Kişi 1: Konak, İzmir" in told.content.decode()
    assert [one["name"] for one in payload(told)["people"]] == ["Kişi 1"]


@pytest.mark.requirement("L-043")
def test_both_edges_of_the_range_are_inside(firm, make_phone):
    phone = make_phone(1, accepted=True)
    moments = [put(phone, BORNOVA, minutes) for minutes in (40, 30, 20, 10)]
    span = tracks.Range(moments[1], moments[2])
    assert [one.at for one in tracks.points([phone.pk], span)] == moments[1:3]


@pytest.mark.requirement("L-028", "L-043")
def test_a_way_has_its_stops_and_its_distance(firm, member, make_phone):
    phone = make_phone(1, accepted=True)
    for minute in range(60, 40, -2):  # stands for 18 minutes
        put(phone, BORNOVA, minute)
    for step in range(1, 11):  # drives 11 km north
        put(phone, (BORNOVA[0] + step / 100, BORNOVA[1]), 40 - step)
    put(phone, (10.0, 10.0), 28.5)  # no car was there
    for minute in range(28, 10, -2):
        put(phone, (BORNOVA[0] + 0.1, BORNOVA[1]), minute)
    way = tracks.of(tracks.points([phone.pk], tracks.Range(timezone.now() - dt.timedelta(hours=2),
                                                           timezone.now())))  # fmt: skip
    assert [round(stop.seconds / 60) for stop in way.stops] == [18, 18]
    assert way.metres == pytest.approx(11_120, rel=0.02)
    assert len(way.trips) == 1
    client = client_for(member)
    day = f"{timezone.localtime() - dt.timedelta(hours=2):%d.%m.%Y %H:%M}"
    page = client.get("/field-map/", {"phone": phone.pk, "from": day})
    assert len(payload(page)["routes"][0]["points"]) == 30
    assert "11,1 km" in page.content.decode()
    for kind, mark in (("gpx", b"<trkpt"), ("geojson", b"LineString"), ("xlsx", b"PK")):
        file = client.get("/field-map/export/", {"phone": phone.pk, "from": day, "format": kind})
        assert mark in b"".join(file.streaming_content)
    assert client.get("/field-map/export/?format=kml").status_code == 400
    refused = client.get("/field-map/?from=02.01.2026&to=01.01.2026")
    shown = refused.content.decode()
    assert refused.status_code == 422
    assert "Bitiş başlangıçtan önce olamaz" in shown
    # Neither a map whose script has nothing to draw nor the advice of a firm that tracks nobody.
    assert 'id="field-map"' not in shown
    assert "izleme talebi gönderin" not in shown


@pytest.mark.requirement("L-042", "L-043")
def test_a_map_that_cannot_draw_all_says_so_and_its_files_hold_all(member, make_phone, monkeypatch):
    """Nobody's way is left out because another one's is long."""
    busy, quiet = make_phone(1, accepted=True), make_phone(2, accepted=True)
    for minute in range(30, 0, -1):
        put(busy, (BORNOVA[0] + minute / 100, BORNOVA[1]), minute, speed=41.0)
    put(quiet, BORNOVA, 5)
    client, day = client_for(member), {"from": _an_hour_ago()}
    monkeypatch.setattr(tracks, "MOST_OF_ALL", 40)
    page = client.get("/field-map/", day)
    routes = payload(page)["routes"]
    assert [(one["name"], len(one["points"])) for one in routes] == [("Kişi 1", 20), ("Kişi 2", 1)]
    assert routes[0]["points"][0][3] == 41.0, "the speed is played back"
    assert "her kişinin ilk 20 konumu çizildi" in page.content.decode()
    frame = client.get("/field-reports/map/", day).content.decode()
    assert "her kişinin ilk 20 konumu çizildi" in frame
    asked = {**day, "format": "gpx"}
    file = b"".join(client.get("/field-map/export/", asked).streaming_content)
    assert (file.count(b"<trkpt"), file.count(b"<trk>")) == (31, 2)
    ElementTree.fromstring(file)  # noqa: S314 - our own
    told = b"".join(
        client.get("/field-map/export/", {**day, "format": "geojson"}).streaming_content
    )
    shapes = [one["geometry"] for one in json.loads(told)["features"]]
    assert [one["type"] for one in shapes] == ["LineString", "Point"]
    assert len(shapes[0]["coordinates"]) == 30
    monkeypatch.setattr(tracks, "MOST_OF_ALL", 30)
    refused = client.get("/field-map/export/", asked)
    assert refused.status_code == 400
    assert "en çok 30 konum" in refused.content.decode()
    monkeypatch.setattr(tracks, "MOST_OF_ALL", 100)
    assert "konumu çizildi" not in client.get("/field-map/", day).content.decode()


@pytest.mark.requirement("L-042", "L-043")
def test_a_long_way_is_drawn_whole_with_fewer_points(member, make_phone, monkeypatch):
    """To the north in bends of 300 metres, half an hour's rest, and on: drawn with a fifth of its
    points no bend is lost, and stops, length, beginning and end are those of all points."""
    phone, now = make_phone(1, accepted=True), timezone.now()
    way, readings, at = [], [], now - dt.timedelta(hours=20)
    for step in range(600):
        rests = 300 <= step < 330
        moved = min(step, 300) + max(step - 329, 0)
        side = abs(moved % 30 - 15) / 15 * 0.0035
        way.append((BORNOVA[0] + moved * 0.0004, BORNOVA[1] + side))
        at += dt.timedelta(minutes=1 if rests else 2)
        readings.append(intake.Reading(phone.pk, at, *way[-1]))
    assert intake.take(phone.firm_id, readings, Source.DEVICE).stored == 600
    client, day = client_for(member), {"phone": phone.pk, "from": _hours_ago(24)}
    whole = client.get("/field-map/", day)
    framed = client.get("/field-reports/map/", day).content.decode()
    monkeypatch.setattr(tracks, "MOST", 150)
    thin = client.get("/field-map/", day)
    (all_of_it,), (drawn,) = payload(whole)["routes"], payload(thin)["routes"]
    assert len(all_of_it["points"]) == 600
    assert len(drawn["points"]) <= 150
    assert (drawn["points"][0], drawn["points"][-1]) == (
        all_of_it["points"][0],
        all_of_it["points"][-1],
    )
    assert drawn["stops"] == all_of_it["stops"] != []
    line = shapely.LineString([(lon, lat) for lat, lon, *_rest in drawn["points"]])
    farthest = max(line.distance(shapely.Point(lon, lat)) for lat, lon in way)
    assert farthest * 111_195 < 60, "metres"
    times = [point[2] for point in drawn["points"]]
    assert max(b - a for a, b in pairwise(times)) <= 15 * 60, "a speed is told all the way"
    for said in ("600 konum", "2 yolculuk"):
        assert said in thin.content.decode()
    assert "konumu çizildi" not in thin.content.decode()
    frame = client.get("/field-reports/map/", day).content.decode()
    assert framed.count("[38.") - frame.count("[38.") >= 450


@pytest.mark.requirement("L-042")
def test_some_of_many_are_never_shown_as_all(member, make_phone, monkeypatch):
    monkeypatch.setattr("fieldteams.actions.MOST_NAMED", 2)
    people, client = [make_phone(n) for n in (1, 2, 3, 4)], client_for(member)

    def shown(chosen):
        answer = client.post("/field-phones/actions/map/", {"ids": [one.pk for one in chosen]},
                             follow=True)  # fmt: skip
        return answer.redirect_chain[-1][0] if answer.redirect_chain else answer.content.decode()

    two = "&".join(f"phone={one.pk}" for one in people[:2])
    assert shown(people[:2]).endswith(f"/field-map/?{two}")
    assert "En çok 2 numara seçilerek" in shown(people[:3])
    assert shown(people).endswith("/field-map/?")


@pytest.mark.requirement("L-040")
def test_the_address_is_told_with_its_age_and_a_stale_one_is_marked(firm, member, make_phone):
    phone = make_phone(1, accepted=True)
    put(phone, BORNOVA, 90, accuracy=35)
    said = operator.locate_now(actor_for(member), phone)
    assert said == "Kişi 1: Bornova, İzmir, 1 saat önce, yanılma 35 m. Bu konum eski."
    told = client_for(member).post(
        "/field-phones/actions/address/", {"ids": [phone.pk]}, follow=True
    )
    assert said in told.content.decode()
    never = make_phone(2)
    assert "Talep yok" in operator.locate_now(actor_for(member), never)


def test_another_firms_people_are_on_no_map(firm, make_phone):
    put(make_phone(1, accepted=True), BORNOVA)
    stranger = make_member(make_firm("Bursa Lojistik"), "ADMIN")
    told = client_for(stranger).get("/field-map/live/").json()
    assert (told["people"], told["gone"]) == ([], [])
    assert Position.objects.count() == 1
