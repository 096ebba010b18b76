"""The maps in a real browser: nothing that the strict policy forbids, nothing from outside, and a
zone drawn by hand is the zone that is saved."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from fieldteams.models import FieldJob, Source, Zone
from fieldteams.services import intake, zones
from turkcell_hub.lib import geo

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BORNOVA = (38.4792, 27.2399)


@pytest.mark.requirement("L-031", "L-022", "L-043", "S-074")
def test_the_maps_stay_at_home_and_a_zone_drawn_by_hand_is_saved(
    browser_page: Any, firm, actor, member, make_phone
):
    phone = make_phone(1, accepted=True)
    now = timezone.now()
    readings = [
        intake.Reading(phone.pk, now - dt.timedelta(minutes=n), BORNOVA[0] + n / 1000, BORNOVA[1])
        for n in range(1, 20)
    ]
    intake.take(firm.pk, readings, Source.DEVICE)
    known = {"name": "Depo", "shape": "DAIRE", "latitude": BORNOVA[0], "longitude": BORNOVA[1],
             "radius": 800.0}  # fmt: skip
    depot = zones.save(actor, None, known)
    job = FieldJob.objects.create(
        firm=firm, number=101, text="Pompa", place="Bornova", latitude=BORNOVA[0],
        longitude=BORNOVA[1], at_once=1, answer_minutes=5, rounds=1, asked_by="x", state="TAMAM",
    )  # fmt: skip
    browser_page.login(member)
    day = f"{timezone.localtime() - dt.timedelta(days=1):%d.%m.%Y}"
    maps = ("/field-map/", f"/field-map/?phone={phone.pk}&from={day}", f"/zones/{depot.pk}/",
            f"/field-jobs/{job.pk}/")  # fmt: skip
    for path in maps:
        browser_page.open(path).wait_for_selector("#field-map .field-province", state="attached")
    assert "GeoNames" in browser_page.page.locator(".leaflet-control-attribution").inner_text()
    page = browser_page.open(f"/field-reports/?kind=positions&phone={phone.pk}&from={day}")
    page.frame_locator(".field-frame").locator(".leaflet-overlay-pane path").first.wait_for(
        state="attached"
    )

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
    assert not browser_page.is_wider_than_screen()
    assert browser_page.serious_axe_problems() == []


def _middle(page: Any) -> tuple[float, float]:
    box = page.locator("#field-draw").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
