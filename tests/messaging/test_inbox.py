"""Gelen kutusu: who sees a conversation, who answers it, what goes out."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from messaging.models import BlacklistEntry, Campaign, Message, Thread, ThreadEntry
from messaging.services import preparing, threads
from tests.api.conftest import Caller
from tests.messaging.inbound_world import PERSON, come
from tests.support.firms import actor_for, client_for, make_code, make_key, make_member
from tests.support.messaging import load_credit, make_account, make_subscriber
from turkcell_hub.errors import HubError
from turkcell_hub.ledger.reasons import Reason
from turkcell_hub.ledger.services import credits
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy.models import Firm, GatewayAccount, Membership, Role
from turkcell_hub.tenancy.permissions import every_right

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(in_firm: Firm) -> GatewayAccount:
    load_credit(in_firm, 50)
    return make_account(in_firm)


@pytest.fixture
def thread(account: GatewayAccount) -> Thread:
    come(account, "Kargom nerede?")
    return Thread.objects.get()


@pytest.fixture
def clerk(in_firm: Firm) -> Membership:
    return make_member(in_firm, Role.STAFF, name="Pelin Personel")


def page(member: Membership, path: str) -> tuple[int, str]:
    answer = client_for(member).get(path)
    return answer.status_code, answer.content.decode()


@pytest.mark.requirement("L-060")
def test_a_conversation_shows_the_person_and_becomes_read_when_looked_at(
    thread: Thread, clerk: Membership, in_firm: Firm
) -> None:
    make_subscriber(in_firm, PERSON, "Işık", "Çağlar")
    status, text = page(clerk, "/inbox/")
    assert status == 200
    assert "Işık Çağlar" in text
    status, text = page(clerk, f"/inbox/{thread.pk}/")
    assert status == 200
    assert "Kargom nerede?" in text
    thread.refresh_from_db()
    assert thread.unread == 0


@pytest.mark.requirement("L-060")
def test_an_answer_goes_as_one_informational_message_and_only_once(
    thread: Thread, clerk: Membership
) -> None:
    client, key = client_for(clerk), str(uuid.uuid4())
    for _again in range(2):
        answer = client.post(f"/inbox/{thread.pk}/write/", {"text": "Yarın elinizde.", "key": key})
        assert answer.status_code == 302
    campaign = Campaign.objects.get()
    assert (campaign.message_class, campaign.kind) == ("BILGILENDIRME", "TEKIL")
    assert preparing.prepare(campaign.pk)
    assert Message.objects.get().phone == PERSON
    thread.refresh_from_db()
    assert thread.state == "YANITLANDI"
    assert "Yarın elinizde." in page(clerk, f"/inbox/{thread.pk}/live/")[1]


@pytest.mark.parametrize("why", ["blocked", "no credit", "empty"])
def test_an_answer_that_cannot_go_says_why_and_keeps_what_was_typed(
    thread: Thread, clerk: Membership, in_firm: Firm, why: str
) -> None:
    text = "" if why == "empty" else "Yarın elinizde."
    if why == "blocked":
        BlacklistEntry.objects.create(firm=in_firm, phone=PERSON, reason="x", source="ALICI")
    if why == "no credit":
        system = actors.system(in_firm.pk, "Test")
        credits.adjust(in_firm.pk, "SMS", -50, "emptied", Reason.MANUAL, system)
    answer = client_for(clerk).post(f"/inbox/{thread.pk}/write/", {"text": text})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert text in answer.content.decode()
    assert not ThreadEntry.objects.filter(kind="YANIT").exists()


def test_a_note_stays_in_the_firm(thread: Thread, clerk: Membership) -> None:
    client_for(clerk).post(f"/inbox/{thread.pk}/write/", {"text": "Aradım", "note": "1"})
    assert ThreadEntry.objects.get(kind="NOT").by_label == "Pelin Personel"
    assert not Campaign.objects.exists()


@pytest.mark.requirement("L-036", "L-060")
def test_without_the_code_of_the_person_the_conversation_does_not_exist(
    thread: Thread, clerk: Membership, in_firm: Firm
) -> None:
    person = make_subscriber(in_firm, PERSON, "Gizli")
    assert page(clerk, f"/inbox/{thread.pk}/")[0] == 200
    person.authority_code = make_code(in_firm, "SATIS")
    person.save()
    assert page(clerk, f"/inbox/{thread.pk}/")[0] == 404
    assert "Kargom" not in page(clerk, "/inbox/")[1]
    assert "Kargom" not in page(clerk, "/inbound-messages/")[1]
    seller = make_member(in_firm, codes=["SATIS"])
    assert page(seller, f"/inbox/{thread.pk}/")[0] == 200
    with pytest.raises(HubError):
        threads.assign(actor_for(seller), thread, clerk)


def test_only_who_reads_the_inbox_is_offered_a_conversation(
    thread: Thread, clerk: Membership, in_firm: Firm
) -> None:
    make_member(in_firm, Role.CUSTOMER, name="Işıl Müşteri")
    offered = page(clerk, f"/inbox/actions/assign/?ids={thread.pk}")[1]
    assert "Pelin Personel</option>" in offered
    assert "Işıl Müşteri" not in offered


def test_the_answers_length_is_told_while_it_is_typed(thread: Thread, clerk: Membership) -> None:
    url = f"/inbox/{thread.pk}/counter/"
    assert f'hx-post="{url}"' in page(clerk, f"/inbox/{thread.pk}/")[1]
    told = client_for(clerk).post(url, {"text": "Yarın kargoda. " * 20}).content.decode()
    assert "<strong>3</strong> SMS" in told


def test_the_newest_message_of_a_long_conversation_is_in_sight(
    thread: Thread, clerk: Membership
) -> None:
    shown = page(clerk, f"/inbox/{thread.pk}/")[1]
    assert shown.index('class="msg-thread-box"') < shown.index('id="thread-lines"')
    rules = Path("static/messaging/messaging.css").read_text(encoding="utf-8")
    box = rules.split(".msg-thread-box {")[1].split("}")[0]
    assert "column-reverse" in box, "a reversed box begins at its end"
    assert "overflow-y: auto" in box


@pytest.mark.requirement("L-060")
def test_conversations_are_assigned_labelled_closed_and_open_again(
    thread: Thread, clerk: Membership, account: GatewayAccount
) -> None:
    client = client_for(clerk)

    def act(code: str, **data: Any) -> None:
        sent = {"ids": [thread.pk], "count": 1, **data}
        answer = client.post(f"/inbox/actions/{code}/", sent)
        assert answer.status_code in (200, 204, 302), answer.content.decode()
        thread.refresh_from_db()

    act("assign", member=clerk.pk)
    for label, word in (("TALEP", "Talep"), ("SORU", "Soru"), ("SIKAYET", "Şikâyet")):
        act("label", label=label)
        assert (thread.label, thread.get_label_display()) == (label, word)
    with pytest.raises(HubError):
        threads.label(actor_for(clerk), thread, "BASKA")
    act("close")
    assert (thread.assigned_to_id, thread.label, thread.state) == (clerk.pk, "SIKAYET", "KAPALI")
    come(account, "Hâlâ gelmedi")
    thread.refresh_from_db()
    assert (thread.state, thread.unread) == ("ACIK", 2)
    # What would change nothing is not offered above the conversation.
    above = 'action="/inbox/actions/{}/"'
    assert above.format("reopen") not in page(clerk, f"/inbox/{thread.pk}/")[1]
    act("close")
    shown = page(clerk, f"/inbox/{thread.pk}/")[1]
    assert (above.format("close") in shown, above.format("reopen") in shown) == (False, True)


def test_a_person_decides_whether_a_doubtful_text_is_a_refusal(
    account: GatewayAccount, clerk: Membership
) -> None:
    message = come(account, "beni listeden silin, ret")
    come(account, "siparişi iptal edin")
    thread = Thread.objects.get()
    assert thread.possible_refusal
    threads.treat_as_refusal(actor_for(clerk), thread)
    entry = BlacklistEntry.objects.get()
    assert entry.source == "ALICI"
    assert entry.evidence_id > message.pk


def test_a_customer_has_no_inbox(customer_client: Client) -> None:
    assert customer_client.get("/inbox/").status_code == 403


def test_the_list_hears_of_something_new(
    thread: Thread, clerk: Membership, account: GatewayAccount
) -> None:
    client = client_for(clerk)
    seen = client.get("/inbox/").context["stamp"]
    assert "HX-Trigger" not in client.get("/inbox/live/", {"seen": seen}).headers
    come(account, "Yeni", "+905321119999")
    assert client.get("/inbox/live/", {"seen": seen}).headers["HX-Trigger"] == "inboxChanged"


def test_the_inbox_by_program(
    thread: Thread, clerk: Membership, in_firm: Firm, settings: Any
) -> None:
    settings.API_RATE_LIMITS = {}
    scopes = [code for code, right in every_right().items() if right.for_keys]
    call = Caller(make_key(in_firm, scopes)[1])
    [row] = call.get("threads/").json()["results"]
    assert (row["unread"], row["state"]) == (1, "ACIK")
    path = f"threads/{row['id']}/"
    assert call.post(path + "label/", {"label": "TALEP"}).json()["label"] == "TALEP"
    assert call.post(path + "assign/", {"member": clerk.pk}).json()["assigned_to"] == clerk.pk
    assert call.post(path + "note/", {"text": "Aradım"}).status_code == 201
    answer = call.post(path + "answer/", {"text": "Yarın elinizde."})
    assert answer.status_code == 201
    assert call.post(path + "state/", {"state": "KAPALI"}).json()["state"] == "KAPALI"
    kinds = [line["kind"] for line in call.get(path + "messages/").json()["results"]]
    assert kinds == ["GELEN", "NOT", "YANIT"]
    assert call.get("threads/?state=ACIK").json()["results"] == []


def test_a_key_reads_in_a_conversation_only_what_its_scopes_name(
    thread: Thread, account: GatewayAccount, in_firm: Firm, settings: Any
) -> None:
    settings.API_RATE_LIMITS = {}
    come(account, "RET")  # led past the inbox, and confirmed
    confirmation = Campaign.objects.get()
    assert preparing.prepare(confirmation.pk)
    read = {}
    for more in ("", "messaging.inbound.view", "messaging.message.view"):
        call = Caller(make_key(in_firm, {"messaging.inbox.view", more} - {""})[1])
        lines = call.get(f"threads/{thread.pk}/messages/").json()["results"]
        read[more] = {line["text"] for line in lines}
    assert read == {
        "": {"Kargom nerede?"},
        "messaging.inbound.view": {"Kargom nerede?", "RET"},
        "messaging.message.view": {"Kargom nerede?", confirmation.text},
    }
