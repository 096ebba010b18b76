"""When a campaign goes, by program: planned, moved, taken back, repeated."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tests.api.conftest import Caller
from tests.messaging.api.test_campaigns import made
from turkcell_hub.tenancy.models import Firm

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("S-081")
def test_a_campaign_is_scheduled_on_the_firms_clock_moved_and_taken_back(
    call: Caller, ready: Firm
) -> None:
    pk = made(call)
    year = timezone.now().year + 1
    done = call.post(f"campaigns/{pk}/schedule/", {"at": f"{year}-01-31T09:00"})
    assert (done.status_code, done.json()["state"]) == (200, "ZAMANLANDI")
    assert done.json()["schedule"] == {
        "at": f"{year}-01-31T06:00:00Z",
        "local": f"{year}-01-31T09:00",
        "zone": "Europe/Istanbul",
    }
    moved = call.post(f"campaigns/{pk}/schedule/", {"at": f"{year}-02-01T06:30:00Z"}).json()
    assert moved["schedule"]["local"] == f"{year}-02-01T09:30"
    assert call("PATCH", f"campaigns/{pk}/", {"text": "x"}).json()["code"] == "campaign_not_draft"
    assert call.post(f"campaigns/{pk}/unschedule/", {}).json()["state"] == "TASLAK"


@pytest.mark.parametrize(
    "at",
    [
        "yarın",
        "2027-01-31",
        "",
        5,
        None,
        "2020-01-01T09:00",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59+14:00",
    ],
)
def test_a_time_that_cannot_be_read_or_has_passed_is_a_problem(call: Caller, at: object) -> None:
    answer = call.post(f"campaigns/{made(call)}/schedule/", {"at": at})
    assert answer.status_code in (400, 422)


@pytest.mark.requirement("S-081")
def test_a_draft_is_repeated_paused_resumed_and_ended(call: Caller, ready: Firm) -> None:
    year = timezone.now().year + 1
    rule = {"campaign": made(call), "every": "AY", "first_day": f"{year}-01-31", "hour": "09:30"}
    assert call.post("repeats/", rule).json()["code"] == "repeat_without_end"
    answer = call.post("repeats/", {**rule, "most_runs": 3})
    assert answer.status_code == 201, answer.content
    path = f"repeats/{answer.json()['id']}/"
    days = [run["local"][5:] for run in call.get(path).json()["next"]]
    assert days[0] == "01-31T09:30"
    assert days[2] == "03-31T09:30"
    skipped = call.post(f"{path}skip/", {"day": f"{year}-01-31"}).json()
    assert [run["skipped"] for run in skipped["next"]] == [True, False, False]
    assert call.post(f"{path}skip/", {"day": f"{year}-02-01"}).json()["code"] == "no_such_run"
    assert call.post(f"{path}unskip/", {"day": f"{year}-01-31"}).status_code == 200
    assert call.post(f"{path}pause/", {}).json()["state"] == "DURAKLATILDI"
    assert call.post(f"{path}resume/", {}).json()["state"] == "ETKIN"
    assert call.get("repeats/").json()["results"][0]["next_at"] == f"{year}-01-31T06:30:00Z"
    assert call.get(f"campaigns/{rule['campaign']}/").json()["state"] == "TEKRARLI"
    assert call.post(f"{path}end/", {}).json()["state"] == "BITTI"
    assert call.get(f"campaigns/{rule['campaign']}/").json()["state"] == "TASLAK"
