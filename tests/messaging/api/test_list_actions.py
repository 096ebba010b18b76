"""A list's menu by program (L-003): the actions of people, campaigns and conversations."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from messaging.models import Campaign, GroupMember, Subscriber, Thread
from tests.api.conftest import Caller
from tests.messaging.api.conftest import prepare
from tests.support.firms import make_member
from tests.support.messaging import make_subscriber
from turkcell_hub.audit.models import AuditEntry
from turkcell_hub.jobs.models import Job, JobState
from turkcell_hub.tenancy.models import Firm
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = pytest.mark.django_db


def act(call: Caller, where: str, ids: list[int], key: str = "", **data: Any) -> Any:
    noun, code = where.split()
    body = {"ids": ids, **({"data": data} if data else {})}
    return call.post(f"{noun}/actions/{code}/", body, idempotency_key=key or None)


@pytest.fixture
def people(ready: Firm) -> list[int]:
    return [make_subscriber(ready, f"+90532123450{n}").pk for n in (1, 2, 3)]


def test_people_join_and_leave_a_group_by_its_menu(
    call: Caller, ready: Firm, people: list[int]
) -> None:
    group = call.post("groups/", {"name": "Bayiler"}).json()["id"]
    assert act(call, "subscribers join-group", people[:2], group=group).json()["touched"] == 2
    assert act(call, "groups add-members", [group], subscribers=people).json()["touched"] == 1
    assert act(call, "subscribers leave-group", people[:1], group=group).json()["touched"] == 1
    with firm_scope(ready.pk):
        assert set(GroupMember.objects.values_list("subscriber", flat=True)) == set(people[1:])


def test_a_key_sent_twice_makes_one_draft_that_says_who_made_it(
    call: Caller, ready: Firm, people: list[int]
) -> None:
    first = act(call, "subscribers compose", people, "ayni")
    again = act(call, "subscribers compose", people, "ayni")
    assert first.json() == again.json()
    with firm_scope(ready.pk):
        draft = Campaign.objects.get()
        assert (draft.pk, draft.source) == (first.json()["data"]["campaign"], "API")
        assert draft.recipients.count() == 3


@pytest.fixture
def going(call: Caller, ready: Firm, people: list[int]) -> int:
    body = {
        "text": "x",
        "message_class": "BILGILENDIRME",
        "exemption": "BENZER",
        "subscribers": people,
    }
    campaign: int = call.post("campaigns/", body).json()["id"]
    call.post(f"campaigns/{campaign}/submit/", {})
    prepare(ready, campaign)
    return campaign


def test_a_campaign_is_paused_resumed_and_cancelled_by_its_menu(
    call: Caller, going: int, ready: Firm
) -> None:
    def state() -> str:
        return str(call.get(f"campaigns/{going}/").json()["state"])

    unfit = act(call, "campaigns resume", [going])
    assert (unfit.status_code, unfit.json()["code"]) == (409, "action_refused")
    assert unfit.json()["extra"]["refused"][0]["id"] == going
    for code, wanted in (
        ("pause", "DURAKLATILDI"),
        ("resume", "GONDERILIYOR"),
        ("cancel", "IPTAL"),
    ):
        assert act(call, f"campaigns {code}", [going]).status_code == 200
        assert state() == wanted
    with firm_scope(ready.pk):
        assert AuditEntry.objects.filter(action="campaign.cancelled").count() == 1
    copied = act(call, "campaigns copy", [going]).json()["data"]["campaign"]
    assert call.get(f"campaigns/{copied}/").json()["state"] == "TASLAK"


def test_conversations_are_given_out_labelled_and_closed_many_at_once(
    call: Caller, ready: Firm
) -> None:
    member = make_member(ready, "YONETICI")
    with firm_scope(ready.pk):
        ids = [
            Thread.objects.create(
                firm=ready, phone=f"+90532123450{n}", last_text="x", last_at=timezone.now()
            ).pk
            for n in (1, 2)
        ]
    assert act(call, "threads assign", ids, member=member.pk).json()["touched"] == 2
    assert act(call, "threads label", ids, label="TALEP").status_code == 200
    assert act(call, "threads close", ids).status_code == 200
    rows = call.get("threads/").json()["results"]
    assert {(row["assigned_to"], row["label"], row["state"]) for row in rows} == {
        (member.pk, "TALEP", "KAPALI")
    }
    wrong = act(call, "threads label", ids, label="YOK")
    assert wrong.json()["errors"][0]["field"] == "data.label"
    assert act(call, "threads reopen", ids[:1]).status_code == 200


def test_numbers_leave_the_blacklist_for_a_reason_and_the_refusal_of_a_person_stays(
    call: Caller,
) -> None:
    def entry(phone: str, source: str) -> int:
        body = {"phone": phone, "reason": "x", "source": source}
        return int(call.post("blacklist/", body).json()["id"])

    firms, own = entry("05321234501", "FIRMA"), entry("05321234502", "ALICI")
    both = act(call, "blacklist remove", [firms, own], reason="Ödedi")
    assert (both.status_code, both.json()["code"]) == (400, "refusal_one_by_one")
    assert act(call, "blacklist remove", [firms], reason="Ödedi").json()["touched"] == 1
    assert [row["id"] for row in call.get("blacklist/").json()["results"]] == [own]


def test_long_work_is_followed_and_stopped(call: Caller, caller_with: Any, ready: Firm) -> None:
    started = call.post("blacklist/actions/sync/", {})
    assert started.status_code == 202
    path = f"jobs/{started.json()['job_id']}/"
    seen = call.get(path).json()
    assert (seen["kind"], seen["state"]) == ("blacklist.sync", "QUEUED")
    assert caller_with("jobs.job.view").get(path).status_code == 404  # another key's work
    assert act(call, "jobs cancel", [seen["id"]]).status_code == 200
    assert call.get(path).json()["state"] == "CANCELLED"
    over = act(call, "jobs cancel", [seen["id"]])
    assert (over.status_code, over.json()["code"]) == (409, "action_refused")
    assert call.get(f"{path}result/").json()["code"] == "no_result_file"


def test_a_persons_work_is_absent_for_a_key(call: Caller, ready: Firm) -> None:
    """A list of people holds whatever its owner may see; a key holds less."""
    with firm_scope(ready.pk):
        job = Job.objects.create(
            firm=ready, kind="portal.export", title="Dışa aktarma", owner_label="Ayşe",
            owner_user=1, state=JobState.RUNNING,
        )  # fmt: skip
    assert call.get(f"jobs/{job.pk}/").status_code == 404
    assert act(call, "jobs cancel", [job.pk]).status_code == 404


def test_deleting_many_keeps_who_is_in_a_draft(
    call: Caller, ready: Firm, people: list[int]
) -> None:
    act(call, "subscribers message", people[:1])
    answer = act(call, "subscribers delete-many", people).json()
    assert answer["touched"] == 2
    with firm_scope(ready.pk):
        assert list(Subscriber.objects.values_list("pk", flat=True)) == people[:1]
