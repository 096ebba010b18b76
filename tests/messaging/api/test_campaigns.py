"""A campaign by program: draft, pre-flight, submit, follow, stop."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from messaging.models import BlacklistEntry, Campaign, Group, GroupMember, Message, MessageState
from messaging.services.endings import Ended, settle
from tests.api.conftest import Caller
from tests.messaging.api.conftest import every_scope, prepare
from tests.support.firms import make_brand, make_code, make_key
from tests.support.messaging import load_credit, make_account, make_subscriber
from turkcell_hub.ledger.services import credits
from turkcell_hub.tenancy.models import Firm, GatewayAccount, SenderTitle
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = pytest.mark.django_db
DRAFT: dict[str, Any] = {
    "name": "Kasım duyurusu",
    "text": "Sayın {ad_soyad|müşterimiz}, siparişiniz hazır.",
    "sender": "EGETEKSTIL",
    "message_class": "BILGILENDIRME",
    "exemption": "BENZER",
    "recipients": [
        {"phone": "0532 123 45 01", "first_name": "Ayşe", "last_name": "Yılmaz"},
        {"phone": "+90 532 123 45 02"},
    ],
}


def made(call: Caller, **changes: Any) -> int:
    answer = call.post("campaigns/", {**DRAFT, **changes})
    assert answer.status_code == 201, answer.content
    return int(answer.json()["id"])


@pytest.mark.requirement("L-065", "S-067")
def test_a_campaign_goes_from_draft_to_live_figures(call: Caller, ready: Firm) -> None:
    draft = call.post("campaigns/", DRAFT).json()
    assert (draft["state"], draft["source"], draft["recipient_count"]) == ("TASLAK", "API", 2)
    path = f"campaigns/{draft['id']}/"
    preview = call.post(f"{path}preview/", {}).json()
    assert (preview["total"], preview["sendable"], preview["credits"]) == (2, 2, 2)
    assert (preview["balance"], preview["balance_after"], preview["missing"]) == (100, 98, 0)
    assert {e["text"] for e in preview["examples"]} == {
        "Sayın Ayşe Yılmaz, siparişiniz hazır.",
        "Sayın müşterimiz, siparişiniz hazır.",
    }
    submitted = call.post(f"{path}submit/", {"max_credits": 2})
    assert (submitted.status_code, submitted.json()["state"]) == (202, "HAZIRLANIYOR")
    prepare(ready, draft["id"])
    now = call.get(path).json()
    assert (now["state"], now["funnel"]["waiting"]) == ("GONDERILIYOR", 2)
    assert (now["funnel"]["credits_spent"], now["submitted_by"][:4]) == (2, "API:")
    with firm_scope(ready.pk):
        reached = Message.objects.filter(campaign_id=draft["id"]).order_by("pk")[0]
        Message.objects.filter(pk=reached.pk).update(state=MessageState.UNDELIVERED)
        settle(
            ready.pk, [Ended.one(reached.pk, draft["id"], int(MessageState.UNDELIVERED), 0, 1, 1)]
        )
    moved = call.get(path).json()
    assert (moved["funnel"]["failed"], moved["funnel"]["credits_refunded"]) == (1, 1)
    (reason,) = moved["reasons"]
    assert (reason["code"], reason["messages"]) == ("UNDELIVERED", 1)
    assert reason["text"]


def test_a_draft_is_changed_and_deleted(call: Caller) -> None:
    pk = made(call)
    changed = call("PATCH", f"campaigns/{pk}/", {"text": "Yeni metin", "validity_hours": 4})
    assert (changed.status_code, changed.json()["text"]) == (200, "Yeni metin")
    assert changed.json()["recipient_count"] == 2
    assert call("DELETE", f"campaigns/{pk}/").status_code == 204
    assert call.get(f"campaigns/{pk}/").status_code == 404


def test_a_submitted_campaign_is_paused_resumed_and_cancelled(call: Caller, ready: Firm) -> None:
    pk = made(call)
    assert call.post(f"campaigns/{pk}/submit/", {}).status_code == 202
    assert call("PATCH", f"campaigns/{pk}/", {"text": "x"}).json()["code"] == "campaign_not_draft"
    assert call.post(f"campaigns/{pk}/preview/", {}).status_code == 409
    prepare(ready, pk)
    assert call.post(f"campaigns/{pk}/pause/", {}).json()["state"] == "DURAKLATILDI"
    assert call.post(f"campaigns/{pk}/pause/", {}).json()["code"] == "campaign_state"
    assert call.post(f"campaigns/{pk}/resume/", {}).json()["state"] == "GONDERILIYOR"
    cancelled = call.post(f"campaigns/{pk}/cancel/", {}).json()
    assert (cancelled["state"], cancelled["funnel"]["cancelled"]) == ("IPTAL", 2)
    assert call.get("balance/").json() == {
        "kind": "SMS", "total": 100, "spent": 0, "remaining": 100,
    }  # fmt: skip


def test_those_who_were_not_reached_get_a_new_draft(call: Caller, ready: Firm) -> None:
    pk = made(call)
    assert call.post(f"campaigns/{pk}/resend_failed/", {}).json()["code"] == "nothing_failed"
    call.post(f"campaigns/{pk}/submit/", {})
    prepare(ready, pk)
    with firm_scope(ready.pk):
        Message.objects.filter(phone="+905321234502").update(state=MessageState.UNDELIVERED)
    again = call.post(f"campaigns/{pk}/resend_failed/", {})
    assert again.status_code == 201
    assert (again.json()["resend_of"], again.json()["recipient_count"]) == (pk, 1)


@pytest.mark.parametrize("named", ["code", "id"])
def test_a_brand_is_named_by_its_code_or_its_id_and_told_by_its_code(
    call: Caller, firm: Firm, named: str
) -> None:
    with firm_scope(firm.pk):
        brand = make_brand(firm, "100001")
    pk = made(call, message_class="TICARI", brand={"code": "100001", "id": brand.pk}[named])
    assert call.get(f"campaigns/{pk}/").json()["brand"] == "100001"


@pytest.mark.parametrize(
    ("said", "status", "code"),
    [
        ("100009", 404, "does_not_exist"),  # another firm's
        ("1\x00", 404, "does_not_exist"),
        (2**63 - 1, 404, "does_not_exist"),
        (True, 400, "incorrect_type"),
    ],
)
def test_a_brand_that_is_none_or_another_firms_is_refused(
    call: Caller, other_firm: Firm, said: Any, status: int, code: str
) -> None:
    with firm_scope(other_firm.pk):
        make_brand(other_firm, "100009")
    answer = call.post("campaigns/", {**DRAFT, "message_class": "TICARI", "brand": said})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (status, code)


def test_the_preview_says_who_will_not_get_it_and_why(call: Caller, ready: Firm) -> None:
    with firm_scope(ready.pk):
        BlacklistEntry.objects.create(firm=ready, phone="+905321234501", reason="borçlu")
    preview = call.post(f"campaigns/{made(call)}/preview/", {}).json()
    (blocked,) = preview["blocked"]
    assert (blocked["code"], blocked["people"]) == ("FIRM_BLACKLIST", 1)
    assert "kara listede" in blocked["text"]
    assert blocked["examples"][0]["phone"] == "+905321234501"


@pytest.mark.requirement("C-08")
def test_a_commercial_message_without_consent_is_refused_with_its_reason(
    call: Caller, firm: Firm
) -> None:
    pk = made(call, message_class="TICARI")
    bare = call.post(f"campaigns/{pk}/submit/", {}).json()
    assert (bare["code"], bare["field"]) == ("brand_missing", "brand")
    with firm_scope(firm.pk):
        brand = make_brand(firm, "100001")
    pk = made(call, message_class="TICARI", brand=brand.pk)
    answer = call.post(f"campaigns/{pk}/submit/", {})
    assert (answer.status_code, answer.json()["code"]) == (400, "nobody_to_send")
    (reason,) = answer.json()["extra"]["reasons"]
    assert (reason["code"], reason["people"]) == ("CONSENT_NOT_VERIFIED", 2)
    assert "İYS" in reason["text"]


@pytest.mark.requirement("C-08")
@pytest.mark.parametrize("wrong", ["ticari", "TİCARİ", "Bilgilendirme", 1, None])
def test_a_class_is_one_of_the_two_ascii_words(call: Caller, wrong: object) -> None:
    answer = call.post("campaigns/", {**DRAFT, "message_class": wrong})
    assert (answer.status_code, answer.json()["field"]) == (400, "message_class")


def test_without_a_class_nothing_is_sent(call: Caller) -> None:
    draft = {name: value for name, value in DRAFT.items() if name != "message_class"}
    pk = call.post("campaigns/", draft).json()["id"]
    answer = call.post(f"campaigns/{pk}/submit/", {})
    assert (answer.status_code, answer.json()["field"]) == (400, "message_class")


@pytest.mark.requirement("L-010")
def test_without_login_at_the_operator_the_api_answers_a_named_error(
    call: Caller, account: GatewayAccount
) -> None:
    pk = made(call)
    account.password = ""
    with firm_scope(account.firm_id):
        account.save()
    answer = call.post(f"campaigns/{pk}/submit/", {})
    assert (answer.status_code, answer.json()["code"]) == (409, "account_not_ready")
    assert "şifresi girilmemiş" in answer.json()["detail"]
    single = call.post("messages/", {"phone": "05321234501", "text": "x",
                                     "exemption": "BENZER",
                                     "message_class": "BILGILENDIRME"})  # fmt: skip
    assert (single.status_code, single.json()["code"]) == (409, "account_not_ready")


@pytest.mark.requirement("L-075")
def test_a_sender_that_the_settings_do_not_know_is_refused(
    call: Caller, foreign: Caller, other_firm: Firm
) -> None:
    answer = call.post("campaigns/", {**DRAFT, "sender": "BASKASI"})
    assert (answer.status_code, answer.json()["code"]) == (400, "sender_unknown")
    assert "EGETEKSTIL" in answer.json()["detail"]
    with firm_scope(other_firm.pk):
        theirs = SenderTitle.objects.get().pk
    assert call.post("campaigns/", {**DRAFT, "sender": theirs}).status_code == 404


def test_a_sender_is_named_by_title_or_by_number(call: Caller) -> None:
    (sender,) = call.get("senders/").json()["results"]
    assert sender["title"] == "EGETEKSTIL"
    draft = call.post("campaigns/", {**DRAFT, "sender": sender["id"]}).json()
    assert draft["sender"] == "EGETEKSTIL"


def test_a_credit_that_is_one_too_small_says_how_much_lacks(firm: Firm) -> None:
    make_account(firm)
    load_credit(firm, 1)
    poor = Caller(make_key(firm, every_scope())[1])
    answer = poor.post(f"campaigns/{made(poor)}/submit/", {}, idempotency_key="k")
    assert (answer.status_code, answer.json()["code"]) == (402, "insufficient_credit")
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["extra"] == {"kind": "SMS", "needed": 2, "balance": 1, "missing": 1}
    assert credits.balance(firm.pk, "SMS") == 1


def test_a_campaign_dearer_than_allowed_is_not_sent(call: Caller) -> None:
    answer = call.post(f"campaigns/{made(call)}/submit/", {"max_credits": 1})
    assert (answer.status_code, answer.json()["code"]) == (409, "max_credits_exceeded")


def test_a_text_of_1501_characters_is_refused(call: Caller) -> None:
    answer = call.post("campaigns/", {**DRAFT, "text": "a" * 1501})
    assert (answer.status_code, answer.json()["code"]) == (400, "text_too_long")


def test_501_recipients_are_too_many_for_one_request(call: Caller) -> None:
    crowd = [{"phone": f"0532{n:07}"} for n in range(501)]
    answer = call.post("campaigns/", {**DRAFT, "recipients": crowd})
    assert (answer.status_code, answer.json()["code"]) == (400, "too_many_recipients")
    assert call.post("campaigns/", {**DRAFT, "recipients": crowd[:500]}).status_code == 201


def test_a_wrong_number_names_its_place(call: Caller) -> None:
    crowd = [{"phone": "05321234501"}, {"phone": "12"}]
    answer = call.post("campaigns/", {**DRAFT, "recipients": crowd})
    assert (answer.status_code, answer.json()["field"]) == (400, "recipients.1.phone")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"colour": "red"}, "colour"),
        ({"recipients": [{"phone": "05321234501", "age": 3}]}, "recipients.0.age"),
        ({"recipients": [{"phone": "05321234501", "fields": {"yok": "x"}}]},
         "recipients.0.fields"),
        ({"audience_filter": {"colour": "red"}}, "audience_filter"),
        ({"audience_filter": {"search": "a\x00b"}}, "audience_filter"),
        ({"state": "GONDERILIYOR"}, "state"),
        ({"text": "Sayın {adi|x}"}, "text"),
    ],
)  # fmt: skip
def test_what_is_not_known_is_refused_by_name(call: Caller, change: Any, field: str) -> None:
    answer = call.post("campaigns/", {**DRAFT, **change})
    assert (answer.status_code, answer.json()["field"]) == (400, field)
    assert not call.get("campaigns/").json()["results"]


@pytest.mark.parametrize("query", ["colour=red", "state=YOK", "ordering=text", "page_size=501"])
def test_unknown_parameters_of_the_list_are_refused_by_name(call: Caller, query: str) -> None:
    answer = call.get(f"campaigns/?{query}")
    assert (answer.status_code, answer.json()["field"]) == (400, query.partition("=")[0])


def test_an_audience_by_groups_subscribers_and_filter(call: Caller, ready: Firm) -> None:
    people = [make_subscriber(ready, f"+90532123451{n}", special_code="BAYI") for n in range(3)]
    with firm_scope(ready.pk):
        group = Group.objects.create(firm=ready, name="Bayiler")
        GroupMember.objects.create(firm=ready, group=group, subscriber=people[0])
    pk = made(
        call,
        recipients=[],
        groups=[group.pk],
        subscribers=[people[0].pk, people[1].pk],
        audience_filter={"special_code": "BAYI", "is_active": True},
    )
    preview = call.post(f"campaigns/{pk}/preview/", {}).json()
    assert (preview["total"], preview["collapsed"]) == (3, 3)
    shown = call.get(f"campaigns/{pk}/").json()
    assert (shown["groups"], shown["subscriber_count"]) == ([group.pk], 2)
    assert shown["audience_filter"] == {"special_code": "BAYI", "is_active": "True"}


def test_the_same_key_twice_is_one_campaign_and_one_spend(call: Caller, ready: Firm) -> None:
    first = call.post("campaigns/", DRAFT, idempotency_key="kasim")
    again = call.post("campaigns/", DRAFT, idempotency_key="kasim")
    assert first.content == again.content
    path = f"campaigns/{first.json()['id']}/submit/"
    answers = [call.post(path, {}, idempotency_key="gonder") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [202, 202]
    assert answers[1]["Idempotent-Replayed"] == "true"
    prepare(ready, first.json()["id"])
    assert credits.balance(ready.pk, "SMS") == 98
    assert (
        call.post("campaigns/", {**DRAFT, "name": "x"}, idempotency_key="kasim").status_code == 422
    )


@pytest.mark.django_db(transaction=True)
def test_ten_sends_at_once_with_one_key_are_one_message(
    live_server: Any, call: Caller, ready: Firm
) -> None:
    body = {
        "phone": "05321234501",
        "text": "Hazır",
        "message_class": "BILGILENDIRME",
        "exemption": "BENZER",
    }
    headers = {**call.headers, "Idempotency-Key": "siparis-1"}

    def post(_n: int) -> requests.Response:
        return requests.post(
            f"{live_server}/api/v1/messages/", json=body, headers=headers, timeout=60
        )

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(post, range(10)))
    assert {answer.status_code for answer in answers} <= {202, 409}
    sent = {answer.json()["campaign"] for answer in [*answers, post(0)] if answer.ok}
    assert len(sent) == 1
    prepare(ready, sent.pop())
    with firm_scope(ready.pk):
        assert Campaign.objects.count() == Message.objects.count() == 1
    assert credits.balance(ready.pk, "SMS") == 99


@pytest.mark.django_db(transaction=True)
def test_ten_submits_at_once_without_a_key_are_one_spend(
    live_server: Any, call: Caller, ready: Firm
) -> None:
    pk = made(call)

    def submit(_n: int) -> int:
        url = f"{live_server}/api/v1/campaigns/{pk}/submit/"
        return requests.post(url, json={}, headers=call.headers, timeout=60).status_code

    with ThreadPoolExecutor(10) as pool:
        codes = sorted(pool.map(submit, range(10)))
    assert codes == [202, *[409] * 9]
    prepare(ready, pk)
    assert credits.balance(ready.pk, "SMS") == 98


def test_a_hidden_campaign_does_not_exist_for_a_key_without_its_code(
    call: Caller, ready: Firm
) -> None:
    code = make_code(ready, "YONETIM")
    holder = Caller(make_key(ready, every_scope(), authority_codes=[code])[1])
    pk = made(holder, authority_code=code.pk)
    assert holder.get(f"campaigns/{pk}/").json()["authority_code"] == code.pk
    for method, path in (
        ("GET", ""), ("PATCH", ""), ("DELETE", ""), ("POST", "preview/"), ("POST", "submit/"),
        ("POST", "pause/"), ("POST", "resume/"), ("POST", "cancel/"), ("POST", "resend_failed/"),
    ):  # fmt: skip
        assert call(method, f"campaigns/{pk}/{path}", {}).status_code == 404, path
    assert call.get("campaigns/").json()["results"] == []
    assert call.post("campaigns/", {**DRAFT, "authority_code": code.pk}).status_code == 404
