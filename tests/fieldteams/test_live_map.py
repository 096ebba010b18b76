"""L-022: a map that stays open costs what has changed, and so many questions whatever the team."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from redis.exceptions import ConnectionError as NotReached

from fieldteams import wording
from fieldteams.models import FieldPhone, Source, ViewLog
from fieldteams.services import intake
from tests.support.firms import client_for
from turkcell_hub.lib import geo

BORNOVA, KONAK = (38.4792, 27.2399), (38.4, 27.1)


def put(phone: FieldPhone, point: geo.Point, minutes: float = 1, **values: float) -> None:
    at = timezone.now() - dt.timedelta(minutes=minutes)
    reading = intake.Reading(phone.pk, at, *point, **values)
    assert intake.take(phone.firm_id, [reading], Source.DEVICE).stored == 1


@pytest.fixture
def people(make_phone: Callable[..., FieldPhone]) -> list[FieldPhone]:
    made = [make_phone(n, accepted=True) for n in (1, 2, 3)]
    for one in made:
        put(one, BORNOVA, minutes=5, speed=0.0)
    return made


@pytest.fixture
def client(member: Any) -> Client:
    return client_for(member)


def told(client: Client, mark: str = "", also: str = "") -> dict[str, Any]:
    return dict(client.get(f"/field-map/live/?{also}&mark={mark}").json())


def names(answer: dict[str, Any]) -> list[str]:
    return [one["name"] for one in answer["people"]]


def test_a_round_tells_of_those_alone_who_came_moved_or_went(client, people, make_phone):
    page = client.get("/field-map/").content.decode()
    payload = re.search(r'id="field-payload"[^>]*>(.*?)</script>', page, re.DOTALL)
    first = json.loads(payload[1])  # type: ignore[index]
    assert len(first["people"]) == 3
    quiet = told(client, first["mark"])
    assert (quiet["whole"], quiet["people"], quiet["gone"]) == (False, [], [])
    put(people[1], KONAK, speed=40.0)
    FieldPhone.objects.filter(pk=people[2].pk).update(description="Yeni ad")
    put(make_phone(4, accepted=True), KONAK)
    people[0].latest.delete()
    changed = told(client, quiet["mark"])
    assert sorted(names(changed)) == ["Kişi 2", "Kişi 4", "Yeni ad"]
    assert changed["gone"] == [people[0].pk]
    moved = changed["people"][0]
    assert (moved["lat"], moved["drives"], moved["where"]) == (38.4, True, "Konak, İzmir")
    assert names(told(client, changed["mark"])) == []
    assert told(client, quiet["mark"]) | {"mark": "", "clock": {}} == changed | {
        "mark": "",
        "clock": {},
    }, "an answer that was lost on its way is told once more"
    assert ViewLog.objects.get(phone=people[1]).times == 5, "whoever stands on a map is looked at"


def test_a_change_of_one_person_in_any_way_that_is_shown_is_told(client, people):
    one = people[0]
    now = timezone.now()
    for changed in (
        {"latitude": 38.5}, {"longitude": 27.3}, {"accuracy": 12.0}, {"speed": 40.0},
        {"at": now - dt.timedelta(hours=3)},
    ):  # fmt: skip
        mark = told(client)["mark"]
        type(one.latest).objects.filter(phone=one).update(**changed)
        assert names(told(client, mark)) == ["Kişi 1"], changed


def test_of_an_unknown_mark_and_another_choice_everybody_is_told(client, people):
    mark = told(client)["mark"]
    for unknown in ("", "0" * 32, "../x", mark.upper(), "ş" * 32):
        answer = told(client, unknown)
        assert (answer["whole"], len(answer["people"])) == (True, 3), unknown
    cache.clear()
    assert told(client, mark)["whole"] is True
    chosen = told(client, told(client)["mark"], f"phone={people[0].pk}")
    assert chosen["gone"] == [people[1].pk, people[2].pk]


def test_without_the_store_every_round_tells_of_everybody(client, people, monkeypatch):
    def lost(*_args: object, **_more: object) -> None:
        raise NotReached

    mark = told(client)["mark"]
    for name in ("get", "set"):
        monkeypatch.setattr(f"fieldteams.services.rounds.cache.{name}", lost)
    answer = told(client, mark)
    assert (answer["whole"], len(answer["people"]), answer["mark"]) == (True, 3, "")


def test_page_and_round_ask_as_often_of_nine_people_as_of_three(client, people, make_phone):
    def asked() -> dict[str, int]:
        counts = {}
        for path in ("/field-map/", "/field-map/live/", f"/field-map/live/?mark={mark}"):
            client.get(path)
            with CaptureQueriesContext(connection) as found:
                assert client.get(path).status_code == 200
            counts[path] = len(found)
        return counts

    mark = told(client)["mark"]
    few = asked()
    for n in range(4, 10):
        put(make_phone(n, accepted=True), KONAK)
    assert len(told(client)["people"]) == 9
    assert asked() == few


@pytest.mark.parametrize("language", ["tr", "en"])
def test_the_words_of_the_script_say_the_age_as_the_portal_does(language):
    """The same few lines as ``age`` in map.js."""
    now = timezone.now()
    with translation.override(language):
        ages = wording.ages()
        for minutes in (0, 1, 2, 59, 60, 119, 120, 1439, 1440, 2880):
            said = ages["now"][0]
            for name, size in (("minutes", 1), ("hours", 60), ("days", 1440)):
                if minutes >= size:
                    n = minutes // size
                    said = ages[name][n != 1].replace("{n}", str(n))
            assert said == wording.age(now - dt.timedelta(minutes=minutes), now), minutes
