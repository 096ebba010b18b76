"""What the firm's programs hear of the field team: each entry, exit and answer once."""

from __future__ import annotations

import datetime as dt

import orjson
import pytest
from django.utils import timezone

from fieldteams.models import Source
from fieldteams.services import intake, requests, stays, zones
from turkcell_hub.events.models import Endpoint, Event

NOW = timezone.now().replace(microsecond=0)
IN, OUT = (38.42, 27.14), (38.50, 27.30)


@pytest.fixture
def listening(firm):
    Endpoint.objects.create(firm=firm, url="https://erp.example/hook", types=[], secret="x" * 32)


def told() -> list[tuple[str, dict]]:
    rows = Event.objects.order_by("pk")
    return [(row.type, orjson.loads(row.body)["data"]) for row in rows]


@pytest.mark.requirement("L-030")
def test_programs_hear_of_each_entry_and_exit_once_however_late_a_point_comes(
    firm, actor, make_phone, listening
):
    phone = make_phone(1, accepted=True)
    circle = {"shape": "DAIRE", "latitude": IN[0], "longitude": IN[1], "radius": 300}
    zone = zones.save(actor, None, {"name": "Depo", **circle})
    for minutes, point in ((30, OUT), (20, IN), (10, OUT), (25, IN), (5, OUT)):
        at = NOW - dt.timedelta(minutes=minutes)
        intake.take(firm.pk, [intake.Reading(phone.pk, at, *point)], Source.DEVICE)
        stays.evaluate(phone.pk)
    assert [kind for kind, _data in told()] == ["field.zone.entered", "field.zone.left"]
    for _kind, data in told():
        assert (data["zone"], data["phone"]) == (zone.pk, phone.pk)
        assert set(data) == {"visit", "zone", "phone", "at"}


@pytest.mark.requirement("L-037", "L-039")
def test_programs_hear_what_became_of_a_request(ready, manager, phone, listening):
    def asked(accepts: bool):
        return requests.answer(requests.send(manager, phone), accepts, "1.2.3.4")

    asked(False)
    requests.withdraw(asked(True), "1.2.3.4")
    kinds = [kind for kind, _data in told() if kind.startswith("field.")]
    assert kinds == [
        "field.request.refused", "field.request.accepted", "field.request.withdrawn",
    ]  # fmt: skip
    last = told()[-1][1]
    assert (last["phone"], last["state"]) == (phone.pk, "GERI_ALINDI")
