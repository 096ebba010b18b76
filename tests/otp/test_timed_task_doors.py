"""Timed tasks by browser and REST: the form, the calendar, the pickers, a late alert."""

from __future__ import annotations

from typing import Any

import pytest

from messaging.models import Campaign, Subscriber
from otp.models import TaskRun, TimedTask
from tests.api.conftest import Caller
from tests.otp.test_timed_tasks import clerk, clock, member, people, sweep_at, wall
from tests.support.firms import client_for, make_key
from tests.support.messaging import make_subscriber
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, Membership

pytestmark = [pytest.mark.django_db]
__all__ = ["clerk", "clock", "member", "people"]  # fixtures


def test_the_form_the_calendar_and_the_page_show_it(
    member: Membership, people: list[Subscriber], clerk: Actor
) -> None:
    browser = client_for(member)
    typed = {
        "title": "Bakım", "owner": member.pk, "starts_at": "01.12.2026 09:00",
        "ends_at": "01.12.2026 10:00", "every": "HAFTA", "interval": "1", "most_times": "3",
        "warns": "on", "start_subscribers": [people[0].pk],
    }  # fmt: skip
    wrong = browser.post("/scheduled-tasks/add/", {**typed, "ends_at": "01.12.2026 08:00"})
    assert wrong.status_code == 422
    assert "Bitiş başlamadan önce olamaz" in wrong.content.decode()
    assert browser.post("/scheduled-tasks/add/", typed).status_code == 302
    task = TimedTask.objects.get()
    assert task.start(0) == wall("2026-12-01T09:00")
    month = browser.get("/scheduled-tasks/calendar/?month=2026-12").content.decode()
    assert month.count(">Bakım</a>") == 3
    page = browser.get(f"/scheduled-tasks/{task.pk}/").content.decode()
    assert "Kişi1" in page
    assert "“Bakım” görevi 01.12.2026 09:00 başlıyor." in page
    done = browser.post(f"/scheduled-tasks/{task.pk}/skip/", {"start": "2026-12-01T09:00"})
    assert done.status_code == 302
    assert TaskRun.objects.filter(state="ATLANDI").count() == 2
    edit = browser.get(f"/scheduled-tasks/{task.pk}/edit/").content.decode()
    assert "01.12.2026 09:00" in edit


@pytest.mark.requirement("L-057")
def test_pickers_offer_those_for_timed_tasks_alone(
    member: Membership, people: list[Subscriber], firm: Firm, clerk: Actor
) -> None:
    make_subscriber(firm, "+905321234509", "Kişi9", usage_places=["SMS"])
    browser = client_for(member)
    form = browser.get("/scheduled-tasks/add/").content.decode()
    assert "/lookup/subscribers/?usage_place=ZAMANLANMIS_GOREV&amp;is_active=true&amp;" in form
    found = browser.get("/lookup/subscribers/?usage_place=ZAMANLANMIS_GOREV&q=Kişi").json()
    assert len(found["results"]) == 3
    assert "Kişi9" not in form


def test_rest_sets_reads_changes_and_skips(
    firm: Firm, member: Membership, people: list[Subscriber], clerk: Actor
) -> None:
    scopes = ["otp.schedule.view", "otp.schedule.add", "otp.schedule.change",
              "messaging.campaign.add", "messaging.campaign.send"]  # fmt: skip
    _key, secret = make_key(firm, scopes)
    browser = client_for(member)

    def call(method: str, path: str, body: Any = None) -> Any:
        given = () if body is None else (body, "application/json")
        headers = {"authorization": f"Bearer {secret}"}
        return getattr(browser, method)(f"/api/v1/scheduled_tasks/{path}", *given, headers=headers)

    body = {"title": "Sayım", "owner": member.pk, "starts_at": "2026-12-01T09:00",
            "ends_at": "2026-12-01T10:00", "every": "GUN", "most_times": 2, "warns": True,
            "start_subscribers": [people[0].pk]}  # fmt: skip
    made = call("post", "", body)
    assert made.status_code == 201, made.content
    row = made.json()
    assert [one["start"] for one in row["coming"]] == ["2026-12-01T09:00", "2026-12-02T09:00"]
    assert row["alerts"][0]["subscribers"] == [people[0].pk]
    late = call("patch", f"{row['id']}/", {"starts_at": "2026-12-01T09:30"})
    assert (late.status_code, late.json()["ends_at"]) == (200, "2026-12-01T10:30")
    skipped = call("post", f"{row['id']}/skip/", {"start": "2026-12-01T09:30"})
    assert skipped.json()["coming"][0]["skipped"] is True
    unknown = call("post", "", {**body, "start_subscribers": [999_999]})
    assert unknown.json()["errors"][0]["field"].startswith("start_subscribers")
    done = call("post", "actions/cancel/", {"ids": [row["id"]]})
    assert done.status_code == 200, done.content
    assert TimedTask.objects.get().state == "IPTAL"


def test_an_alert_that_a_program_has_set_is_told_once_and_says_that_it_is_late(
    firm: Firm, member: Membership, people: list[Subscriber], clock: Any
) -> None:
    scopes = ["otp.schedule.view", "otp.schedule.add", "messaging.campaign.add",
              "messaging.campaign.send"]  # fmt: skip
    call = Caller(make_key(firm, scopes)[1])
    body = {
        "title": "Sayım",
        "owner": member.pk,
        "starts_at": "2026-12-01T09:00",
        "ends_at": "2026-12-01T10:00",
        "warns": True,
        "start_subscribers": [people[0].pk],
    }
    made = [call.post("scheduled_tasks/", body, idempotency_key="sayim-1") for _again in range(2)]
    assert [one.status_code for one in made] == [201, 201]
    assert made[0].json()["id"] == made[1].json()["id"]
    for at in ("2026-12-01T09:30", "2026-12-01T09:31"):
        sweep_at(clock, at)
    (alert,) = call.get(f"scheduled_tasks/{made[0].json()['id']}/").json()["told"]
    assert (alert["edge"], alert["state"]) == ("BASLAMA", "GECIKTI")
    (campaign,) = Campaign.objects.all()
    assert campaign.text.startswith("Gecikmeli uyarı (zamanı 01.12.2026 09:00)")
    assert alert["campaign"] == campaign.pk
