"""One message to one person, and the story of every message."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from messaging.models import BlacklistEntry, Message, MessageState, ReportPush
from messaging.services.endings import Ended, settle
from messaging.states import FAILED
from tests.api.conftest import Caller
from tests.messaging.api.conftest import prepare
from tests.support.messaging import make_subscriber
from turkcell_hub.outbox.models import Batch
from turkcell_hub.tenancy.models import Firm, GatewayAccount
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = pytest.mark.django_db
ONE = {
    "phone": "0532 123 45 01",
    "first_name": "Ayşe",
    "text": "Sayın {ad|müşterimiz}, kargonuz yolda.",
    "message_class": "BILGILENDIRME",
    "exemption": "BENZER",
}


def sent(call: Caller, firm: Firm, **changes: Any) -> int:
    """The id of the only message of a single send."""
    answer = call.post("messages/", {**ONE, **changes})
    assert answer.status_code == 202, answer.content
    prepare(firm, answer.json()["campaign"])
    (row,) = call.get(answer.json()["messages_url"]).json()["results"]
    return int(row["id"])


def test_one_message_to_one_person_is_taken_at_once(call: Caller, ready: Firm) -> None:
    answer = call.post("messages/", ONE, idempotency_key="kargo-1")
    body = answer.json()
    assert (answer.status_code, body["state"], body["credits"]) == (202, "HAZIRLANIYOR", 1)
    assert answer["Location"] == body["campaign_url"]
    assert call.get(body["campaign_url"]).json()["kind"] == "TEKIL"
    prepare(ready, body["campaign"])
    (row,) = call.get(body["messages_url"]).json()["results"]
    assert row["text"] == "Sayın Ayşe, kargonuz yolda."
    assert (row["state"], row["progress"], row["phone"]) == ("PENDING", "READY", "+905321234501")


def test_a_subscriber_is_written_to_by_his_number_in_the_list(call: Caller, ready: Firm) -> None:
    person = make_subscriber(ready, "+905321234507", "Can")
    by_card = {k: v for k, v in ONE.items() if k not in ("phone", "first_name")}
    answer = call.post("messages/", {**by_card, "subscriber": person.pk})
    assert answer.status_code == 202
    prepare(ready, answer.json()["campaign"])
    (row,) = call.get(answer.json()["messages_url"]).json()["results"]
    assert (row["subscriber"], row["text"]) == (person.pk, "Sayın Can, kargonuz yolda.")
    assert call.post("messages/", {**ONE, "subscriber": person.pk}).status_code == 400
    mixed = {**by_card, "subscriber": person.pk, "first_name": "Ayşe"}
    assert call.post("messages/", mixed).json()["field"] == "first_name"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"phone": "12"}, "recipients.0.phone"),
        ({"text": "a" * 1501}, "text"),
        ({"message_class": "TİCARİ"}, "message_class"),
        ({"sender": "BASKASI"}, "sender"),
        ({"colour": "red"}, "colour"),
        ({"phone": 5321234501}, "phone"),
    ],
)
def test_a_wrong_single_message_names_its_field(call: Caller, change: Any, field: str) -> None:
    answer = call.post("messages/", {**ONE, **change})
    assert (answer.status_code, answer.json()["field"]) == (400, field)
    assert call.get("campaigns/").json()["results"] == []


def test_a_number_on_the_blacklist_is_refused_with_the_reason(call: Caller, ready: Firm) -> None:
    with firm_scope(ready.pk):
        BlacklistEntry.objects.create(
            firm=ready, phone="+905321234501", source="ALICI", reason="istemiyor"
        )
    answer = call.post("messages/", ONE)
    assert (answer.status_code, answer.json()["code"]) == (400, "nobody_to_send")
    assert answer.json()["extra"]["reasons"][0]["code"] == "RECIPIENT_BLACKLIST"
    assert call.get("balance/").json()["remaining"] == 100


def test_a_longer_page_asks_the_database_no_more_than_a_short_one(
    call: Caller, ready: Firm
) -> None:
    for phone in ("05321234501", "05321234502", "05321234503"):
        sent(call, ready, phone=phone)

    def questions(query: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert call.get(f"messages/?{query}").status_code == 200
        return len(asked)

    assert questions("page_size=3") == questions("page_size=1") <= 3


def test_messages_are_found_by_campaign_number_state_and_date(call: Caller, ready: Firm) -> None:
    first = sent(call, ready)
    second = sent(call, ready, phone="05321234502")

    def ids(query: str) -> list[int]:
        answer = call.get(f"messages/?{query}")
        assert answer.status_code == 200, answer.content
        return [row["id"] for row in answer.json()["results"]]

    assert ids("") == [second, first]
    for spelling in ("05321234501", "%2B905321234501", "(532)%20123-45-01", "0090%20532%201234501"):
        assert ids(f"number={spelling}") == [first]
    assert ids("state=PENDING&state=DELIVERED") == [second, first]
    assert ids("state=DELIVERED") == []
    assert ids("created_after=2020-01-01&created_before=2020-12-31") == []
    page = call.get("messages/?page_size=1").json()
    assert [row["id"] for row in call.get(page["next"]).json()["results"]] == [first]
    for query, field in (("number=yok", "number"), ("state=10", "state"), ("colour=1", "colour")):
        answer = call.get(f"messages/?{query}")
        assert (answer.status_code, answer.json()["field"]) == (400, field)


@pytest.mark.requirement("S-068")
def test_the_story_tells_decision_batch_report_and_refund(
    call: Caller, ready: Firm, account: GatewayAccount
) -> None:
    pk = sent(call, ready)
    with firm_scope(ready.pk):
        push = ReportPush.objects.create(firm=ready, account=account, kind="push", body=b"")
        Batch.objects.update(state="ACCEPTED", packet_id="P-77")
        Message.objects.filter(pk=pk).update(
            state=MessageState.UNDELIVERED, vendor_status="NOT_DELIVERED", network_error=27,
            report_id=push.pk, ended_at="2026-11-22T08:00Z",
        )  # fmt: skip
        campaign = Message.objects.get(pk=pk).campaign_id
        settle(ready.pk, [Ended.one(pk, campaign, int(MessageState.UNDELIVERED), 27, 1, 1)])
    story = call.get(f"messages/{pk}/").json()
    assert story["verdict"]["code"] == "EXEMPT_CONTENT"
    assert (story["batch"]["packet_id"], story["batch"]["state"]) == ("P-77", "ACCEPTED")
    assert (story["report"]["status"], story["report"]["network_error"]) == ("NOT_DELIVERED", 27)
    assert story["report"]["received_at"]
    assert [refund["amount"] for refund in story["refunds"]] == [1]
    assert story["reason"]["text"]


@pytest.mark.requirement("S-068")
@pytest.mark.parametrize("state", sorted(FAILED), ids=lambda state: state.name)
def test_every_way_to_fail_has_a_turkish_reason(
    call: Caller, ready: Firm, state: MessageState
) -> None:
    pk = sent(call, ready)
    with firm_scope(ready.pk):
        Message.objects.filter(pk=pk).update(state=state)
    row = call.get(f"messages/{pk}/").json()
    assert row["state"] == row["reason"]["code"] == state.name
    assert len(row["reason"]["text"]) > 10


def test_a_blocked_message_shows_the_evidence(call: Caller, ready: Firm) -> None:
    with firm_scope(ready.pk):
        BlacklistEntry.objects.create(firm=ready, phone="+905321234502", reason="borçlu")
    crowd = [{"phone": "05321234501"}, {"phone": "05321234502"}]
    draft = {
        "text": "x",
        "message_class": "BILGILENDIRME",
        "exemption": "BENZER",
        "recipients": crowd,
    }
    pk = call.post("campaigns/", draft).json()["id"]
    call.post(f"campaigns/{pk}/submit/", {})
    prepare(ready, pk)
    (row,) = call.get(f"messages/?campaign={pk}&state=BLOCKED").json()["results"]
    story = call.get(f"messages/{row['id']}/").json()
    assert (story["verdict"]["code"], story["batch"]) == ("FIRM_BLACKLIST", None)
    assert story["evidence"]["reason"] == "borçlu"
    assert story["credits"] == 0
