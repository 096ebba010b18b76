"""Field reports over REST: what a report is asked, and schedules of it that go to addresses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from fieldteams.models import FieldPhone, Position
from fieldteams.services import phones
from messaging.models import ReportSchedule
from tests.api.conftest import Caller
from tests.support.firms import make_firm, make_key
from turkcell_hub.tenancy.actor import system
from turkcell_hub.tenancy.models import Firm
from turkcell_hub.tenancy.scope import firm_scope

NIGHT, NOON = (
    timezone.localtime().replace(hour=hour, minute=30, second=0, microsecond=0)
    - dt.timedelta(days=1)
    for hour in (3, 12)
)
READ, ORDER = "fieldteams.position.view", "messaging.report.add"
MONTHLY = {"name": "Ekip", "every": "AYLIK", "hour": 8, "part": "field-positions",
           "file_format": "xlsx", "addresses": ["Depo@ege.example"],
           "filters": "team=SATIŞ&from_hour=09:00&to_hour=18:00&group=team"}  # fmt: skip


@pytest.fixture
def call(firm: Firm, settings: Any) -> Caller:
    settings.API_RATE_LIMITS = {}
    return Caller(make_key(firm, [READ, ORDER, "messaging.report.view"])[1])


@pytest.fixture
def team(firm: Firm, make_phone: Callable[..., FieldPhone]) -> list[FieldPhone]:
    people = [make_phone(1, accepted=True, special_code="SATIŞ"), make_phone(2, accepted=True)]
    Position.objects.bulk_create(
        Position(firm=firm, phone=one, at=at, latitude=38.4, longitude=27.1, source="CIHAZ")
        for one in people for at in (NIGHT, NOON)
    )  # fmt: skip
    return people


@pytest.fixture
def stranger(firm: Firm) -> FieldPhone:
    """Of another firm."""
    other = make_firm("Bursa Lojistik")
    with firm_scope(other.pk):
        return phones.save(system(other.pk, "Deneme"), None, {"phone": "0532 900 00 01"})


def report(call: Caller, **asked: Any) -> Any:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return call.get(f"field_reports/?{query}")


@pytest.mark.requirement("L-035", "L-045")
def test_a_report_is_narrowed_by_person_team_and_hours_and_grouped(call, team):
    day = {"from": f"{NOON:%Y-%m-%d}", "to": f"{NOON:%Y-%m-%d}", "from_hour": "09:00",
           "to_hour": "18:00"}  # fmt: skip
    assert [row[0] for row in report(call, **day).json()["rows"]] == ["Kişi 1", "Kişi 2"]
    assert len(report(call, **day, phone=team[1].pk).json()["rows"]) == 1
    one_team = report(call, **day, team="SATIŞ").json()
    assert [(row[0], dt.datetime.fromisoformat(row[1])) for row in one_team["rows"]] == [
        ("Kişi 1", NOON)
    ]
    grouped = report(call, **day, group="team").json()
    assert [(one["team"], one["people"], one["sums"]) for one in grouped["groups"]] == [
        ("SATIŞ", 1, [1.0]), ("(özel kodu yok)", 1, [1.0]),
    ]  # fmt: skip


@pytest.mark.parametrize("field", ["from", "to"])
@pytest.mark.parametrize("at", ["0001-01-01", "9999-12-31", "9999-12-31T23:59"])
def test_a_day_at_the_ends_of_the_calendar_is_refused_at_its_field(call, team, field, at):
    answer = report(call, **{field: at})
    assert (answer.status_code, answer.json()["field"]) == (400, field)


def test_a_wrong_question_is_answered_with_what_may_be_asked(call, team, stranger):
    for asked, field, said in (
        ({"kind": "yok"}, "kind", "positions, messages"),
        ({"team": "YOK"}, "team", "SATIŞ"),
        ({"group": "brand"}, "group", "team"),
        ({"from_hour": "09:00"}, "to_hour", "ikisini de"),
        ({"from_hour": "25:00", "to_hour": "26:00"}, "from_hour", "saat"),
        ({"from": "2026-11-02", "to": "2026-11-01"}, "to", "önce olamaz"),
        ({"from": "2025-01-01", "to": "2026-11-01"}, "from", "bir yıl"),
        ({"from": "dün"}, "from", "tarih"),
        ({"phone": stranger.pk}, "phone", ""),
        ({"telefon": team[0].pk}, "telefon", ""),
    ):
        refused = report(call, **asked)
        assert refused.status_code == 400, asked
        problem = next(one for one in refused.json()["errors"] if one["field"] == field)
        assert said in problem["detail"], problem
    assert report(Caller(make_key(stranger.firm, [READ])[1])).json()["rows"] == []
    assert report(Caller(make_key(team[0].firm, [ORDER])[1])).status_code == 403


@pytest.mark.requirement("L-030", "L-045")
def test_a_program_orders_a_report_by_mail_for_addresses(call, team, stranger):
    made = call.post("report_schedules/", MONTHLY)
    assert made.status_code == 201, made.content
    body = made.json()
    assert (body["part"], body["addresses"]) == ("field-positions", ["depo@ege.example"])
    row = ReportSchedule.objects.get()
    assert row.owner_key is not None
    assert call.get("report_schedules/").json()["results"][0]["addresses"] == body["addresses"]
    assert call.post("report_schedules/", MONTHLY).status_code == 409
    for changed, field, said in (
        ({"part": "field-yok"}, "part", "field-positions"),
        ({"addresses": ["depo@"]}, "addresses.0", "e-posta adresi"),
        ({"addresses": []}, "members", "En az bir alıcı"),
        ({"filters": "brand=1"}, "filters", "brand"),
        ({"filters": "team=YOK"}, "filters", "Ekip"),
        ({"filters": "from_hour=09:00"}, "filters", "ikisini de"),
        ({"filters": f"phone={stranger.pk}"}, "filters", "Kişiler"),
    ):
        refused = call.post("report_schedules/", {**MONTHLY, "name": "Yeni", **changed})
        assert refused.status_code == 400, changed
        problem = next(one for one in refused.json()["errors"] if one["field"] == field)
        assert said in problem["detail"], problem
    assert ReportSchedule.objects.count() == 1
    theirs = Caller(make_key(stranger.firm, ["messaging.report.view", READ])[1])
    assert theirs.get(f"report_schedules/{row.pk}/").status_code == 404
    blind = Caller(make_key(row.firm, [ORDER])[1])
    assert blind.post("report_schedules/", {**MONTHLY, "name": "Kör"}).status_code == 403
