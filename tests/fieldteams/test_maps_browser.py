"""The maps in a real browser: nothing that the strict policy forbids, nothing from outside, and a
zone drawn by hand is the zone that is saved."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from fieldteams.models import FieldJob, FieldPhone, LatestPosition, Source, TheftWatch, Zone
from fieldteams.services import intake, zones
from turkcell_hub.lib import geo

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BORNOVA = (38.4792, 27.2399)


@pytest.mark.requirement("L-031", "L-022", "L-042", "L-043", "S-074")
def test_the_maps_stay_at_home_and_a_zone_drawn_by_hand_is_saved(
    browser_page: Any, firm, actor, member, make_phone
):
    phone = make_phone(1, accepted=True)
    now = timezone.now()
    readings = [
        intake.Reading(
            phone.pk, now - dt.timedelta(minutes=n), BORNOVA[0] + min(n, 12) / 1000, BORNOVA[1]
        )
        for n in range(1, 20)  # the first seven minutes at one place
    ]
    intake.take(firm.pk, readings, Source.DEVICE)
    known = {"name": "Depo", "shape": "DAIRE", "latitude": BORNOVA[0], "longitude": BORNOVA[1],
             "radius": 800.0}  # fmt: skip
    depot = zones.save(actor, None, known)
    job = FieldJob.objects.create(
        firm=firm, number=101, text="Pompa", place="Bornova", latitude=BORNOVA[0],
        longitude=BORNOVA[1], at_once=1, answer_minutes=5, rounds=1, asked_by="x", state="TAMAM",
    )  # fmt: skip
    chosen = _crowd(firm)
    browser_page.login(member)
    _a_crowd_opens_by_keys(browser_page)
    _chosen_ones_fit_the_view(browser_page, chosen)
    day = f"{timezone.localtime() - dt.timedelta(days=1):%d.%m.%Y}"
    maps = ("/field-map/", f"/field-map/?phone={phone.pk}&from={day}", f"/zones/{depot.pk}/",
            f"/field-jobs/{job.pk}/")  # fmt: skip
    for path in maps:
        browser_page.open(path).wait_for_selector("#field-map .field-province", state="attached")
    assert "GeoNames" in browser_page.page.locator(".leaflet-control-attribution").inner_text()
    page = browser_page.open(f"/field-reports/?kind=positions&phone={phone.pk}&from={day}")
    drawn = page.frame_locator(".field-frame").locator(
        ".leaflet-overlay-pane path.leaflet-interactive"
    )
    drawn.nth(1).wait_for(state="attached")  # the way, and where the phone stood

    browser_page.open("/zones/add/?shape=DAIRE&latitude=38,42&longitude=27,14&radius=500")
    middle = _middle(page)
    page.get_by_role("button", name="Çokgen çiz").click()
    for right, down in ((-90, -60), (90, -60), (90, 60), (-90, 60), (-90, -60)):
        page.mouse.click(middle[0] + right, middle[1] + down)
    page.get_by_label("Bölge adı").fill("Elle çizilen")
    page.get_by_role("button", name="Kaydet", exact=True).click()
    page.wait_for_url("**/zones/?*")
    drawn = Zone.objects.get(name="Elle çizilen")
    assert drawn.shape == "POLIGON"
    assert len(drawn.rings[0]) == 5
    assert geo.distance((drawn.latitude, drawn.longitude), (38.42, 27.14)) < 30

    browser_page.resize(360, 740)
    browser_page.open(f"/zones/{drawn.pk}/edit/")
    page.get_by_label("1. köşe").focus()
    page.keyboard.press("Delete")
    page.get_by_role("button", name="Daire çiz").click()
    page.keyboard.press("Escape")
    assert len(page.get_by_label("Köşeler").input_value().split("\n")) == 3
    page.keyboard.press("Control+z")
    assert len(page.get_by_label("Köşeler").input_value().split("\n")) == 4
    _draw_with_a_finger(page)
    assert not browser_page.is_wider_than_screen()
    assert browser_page.serious_axe_problems() == []


@pytest.mark.requirement("L-043")
def test_a_way_is_played_back_with_its_speed_and_printed_without_its_buttons(
    browser_page: Any, firm, member, make_phone
):
    phone, start = make_phone(1, accepted=True), timezone.now() - dt.timedelta(hours=3)
    steps = [(0, 0.0, 40.0), (2, 0.01, 40.0), (10, 0.09, None), (20, 0.09, None), (160, 0.0, None)]
    readings = [
        intake.Reading(phone.pk, start + dt.timedelta(minutes=minute), BORNOVA[0] + north,
                       BORNOVA[1], speed=speed)
        for minute, north, speed in steps
    ]  # fmt: skip
    assert intake.take(firm.pk, readings, Source.DEVICE).stored == 5
    browser_page.login(member)
    day = f"{timezone.localtime() - dt.timedelta(hours=4):%d.%m.%Y %H:%M}"
    page = browser_page.open(f"/field-map/?phone={phone.pk}&from={day}")
    label = page.locator(".leaflet-tooltip", has_text="Kişi 1").first

    def said(minute: float) -> str:
        page.locator("#field-time").evaluate(
            "(one, at) => { one.value = at; one.dispatchEvent(new Event('input')); }",
            str(round(minute * 1000 / 160)),
        )
        return str(label.inner_text())

    assert said(0.5) == "Kişi 1 · 40 km/sa", "as the device told"
    assert said(6) == "Kişi 1 · 67 km/sa", "nine kilometres in eight minutes"
    assert said(15) == "Kişi 1 · 0 km/sa"
    assert said(90) == "Kişi 1", "nobody was watched between"
    page.get_by_label("Oynatma hızı").select_option("8")
    said(0)
    page.get_by_role("button", name="Oynat").click()
    page.wait_for_timeout(1_000)
    assert int(page.locator("#field-time").input_value()) > 100
    page.evaluate("window.print = () => { window.printed = true; }")
    page.get_by_role("button", name="Yazdır").click()
    assert page.evaluate("window.printed") is True
    page.emulate_media(media="print")
    printed = {".field-tools": False, ".field-playback": False, "#field-map": True,
               ".field-visits": True}  # fmt: skip
    assert {name: page.locator(name).first.is_visible() for name in printed} == printed
    assert page.locator(".field-side").evaluate("e => getComputedStyle(e).overflowY") == "visible"


def _crowd(firm) -> list[FieldPhone]:
    """Twelve people in one car park, one of them lost, typed like markup; two far away. Three of
    them that are apart."""
    now = timezone.now()
    places = [(BORNOVA[0] - 0.02, BORNOVA[1])] * 12 + [(41.0, 29.0), (37.0, 35.3)]
    people = FieldPhone.objects.bulk_create(
        FieldPhone(firm=firm, phone=f"+9053230000{n:02}", description=f"<b>Usta {n}</b>",
                   state="ONAYLANDI", sort_key=str(n)) for n in range(len(places))
    )  # fmt: skip
    LatestPosition.objects.bulk_create(
        LatestPosition(firm=firm, phone=one, at=now, latitude=at[0], longitude=at[1],
                       speed=40, source=Source.DEVICE)
        for one, at in zip(people, places, strict=True)
    )  # fmt: skip
    TheftWatch.objects.create(firm=firm, phone=people[0], state="ACIK", reason="x", hours=2,
                              asked_by="x", agree_until=now, opened_at=now,
                              ends_at=now + dt.timedelta(hours=2))  # fmt: skip
    return [people[0], *people[-2:]]


def _a_crowd_opens_by_keys(browser_page: Any) -> None:
    """Far out they are one number that tells of the lost one; Enter and the list come to each."""
    page = browser_page.open("/field-map/")
    crowd = "Burada 13 kişi (çalıntı modu 1, hareket halinde 11, güncel 1)"
    page.get_by_role("button", name=crowd).focus()
    page.keyboard.press("Enter")
    page.get_by_role(
        "button", name="Burada 12 kişi (çalıntı modu 1, hareket halinde 11)"
    ).wait_for()
    page.get_by_role("button", name="<b>Usta 5</b>", exact=True).click()
    page.locator(".leaflet-popup-content").get_by_text("<b>Usta 5</b>").wait_for()
    page.get_by_role("button", name="<b>Usta 0</b>, çalıntı modu").wait_for()
    assert page.locator("#field-map b").count() == 0
    _a_round_tells_what_changed(page)


def _a_round_tells_what_changed(page: Any) -> None:
    """Whoever comes back to the page gets a round at once: one grew stale, one went, all others
    stay as they were."""
    hidden = FieldPhone.objects.get(description="<b>Usta 6</b>")
    long_ago = timezone.now() - dt.timedelta(hours=3)
    LatestPosition.objects.filter(phone__description="<b>Usta 5</b>").update(at=long_ago)
    LatestPosition.objects.filter(phone=hidden).delete()
    with page.expect_response("**/field-map/live/**") as answer:
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    told = answer.value.json()
    assert [one["name"] for one in told["people"]] == ["<b>Usta 5</b>"]
    page.get_by_role("button", name="<b>Usta 5</b>", exact=True).click()
    page.get_by_role("button", name="<b>Usta 5</b>, eski, 3 saat önce").wait_for()
    page.locator(".leaflet-popup-content").get_by_text("3 saat önce").wait_for()
    listed = page.locator("[data-people] li")
    row = listed.filter(has_text="Usta 5").inner_text()
    assert "3 saat önce" in row
    assert "eski konum" in row
    assert "hareket halinde" not in row
    assert listed.filter(has_text="Usta 6").count() == 0
    assert "hareket halinde" in listed.filter(has_text="Usta 7").inner_text()
    assert page.locator("#field-said").inner_text() == ""


def _chosen_ones_fit_the_view(browser_page: Any, chosen: list[FieldPhone]) -> None:
    page = browser_page.open("/field-map/?" + "&".join(f"phone={one.pk}" for one in chosen))
    page.locator(".field-dot").first.wait_for()
    frame = page.locator("#field-map").bounding_box()
    dots = [one.bounding_box() for one in page.locator(".field-dot").all()]
    assert len(dots) == 3
    assert all(
        frame["x"] <= dot["x"] <= frame["x"] + frame["width"]
        and frame["y"] <= dot["y"] <= frame["y"] + frame["height"]
        for dot in dots
    )
    spread = max(dot["x"] for dot in dots) - min(dot["x"] for dot in dots)
    assert spread > frame["width"] / 4


def _draw_with_a_finger(page: Any) -> None:
    """Real touches: a corner is tapped and removed, rests and is moved, two fingers scale, a circle
    is pulled."""
    finger = page.context.new_cdp_session(page)
    finger.send("Emulation.setTouchEmulationEnabled", {"enabled": True, "maxTouchPoints": 2})

    def touch(kind: str, *points: tuple[float, float]) -> None:
        found = [{"x": x, "y": y, "id": n} for n, (x, y) in enumerate(points)]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": found})

    def pull(*way: tuple[float, float]) -> None:
        touch("touchStart", way[0])
        for at in way[1:]:
            touch("touchMove", at)
        touch("touchEnd")

    def corners() -> list[str]:
        return page.get_by_label("Köşeler").input_value().split("\n")

    page.locator("#field-draw").scroll_into_view_if_needed()
    x, y = _centre(page.get_by_label("1. köşe"))
    pull((x, y))
    page.get_by_role("button", name="Köşeyi sil").click()
    assert len(corners()) == 3
    before = corners()
    x, y = _centre(page.get_by_label("1. köşe"))
    pull((x, y), (x + 10, y + 8), (x + 30, y + 20))
    assert len(corners()) == 3
    assert corners()[0] != before[0]
    assert corners()[1:] == before[1:]
    page.get_by_role("button", name="Daire çiz").click()
    page.locator("#field-draw").evaluate("(map) => map.scrollIntoView({block: 'center'})")
    x, y = _middle(page)
    touch("touchStart", (x - 40, y))
    touch("touchStart", (x - 40, y), (x + 40, y))
    touch("touchMove", (x - 60, y), (x + 60, y))
    touch("touchEnd")
    assert len(corners()) == 3
    x, y = _middle(page)
    pull((x, y), (x + 20, y), (x + 60, y))
    assert page.get_by_label("Biçim").input_value() == "DAIRE"
    assert "Daire, yarıçap" in page.locator("#field-draw-said").inner_text()
    finger.send("Emulation.setTouchEmulationEnabled", {"enabled": False})


def _centre(found: Any) -> tuple[float, float]:
    box = found.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def _middle(page: Any) -> tuple[float, float]:
    return _centre(page.locator("#field-draw"))
