"""Subscribers, groups, templates, fields, senders and the blacklist by program."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from messaging.models import Group, GroupMember, InboundMessage, Subscriber
from tests.api.conftest import Caller
from tests.messaging.api.conftest import every_scope
from tests.support.firms import make_code, make_key, make_member
from tests.support.messaging import make_subscriber
from turkcell_hub.api import docs
from turkcell_hub.tenancy.models import Firm, GatewayAccount, Role
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = pytest.mark.django_db
AYSE = {"phone": "0532 123 45 01", "first_name": "Ayşe", "last_name": "Yılmaz"}


def test_a_subscriber_is_added_read_changed_and_deleted(call: Caller) -> None:
    group = call.post("groups/", {"name": "Bayiler"}).json()
    added = call.post("subscribers/", {**AYSE, "groups": [group["id"]], "tckn": ""})
    assert added.status_code == 201
    row = added.json()
    assert (row["phone"], row["kind"], row["groups"]) == ("+905321234501", "DIGER", [group["id"]])
    path = f"subscribers/{row['id']}/"
    changed = call("PATCH", path, {"last_name": "Işık", "groups": []}).json()
    assert (changed["first_name"], changed["last_name"], changed["groups"]) == ("Ayşe", "Işık", [])
    assert call.get("subscribers/?search=IŞIK").json()["results"][0]["id"] == row["id"]
    assert call.post("subscribers/", AYSE).json()["code"] == "phone_taken"
    assert call("DELETE", path).status_code == 204
    assert call.get(path).status_code == 404


@pytest.mark.requirement("L-048", "L-056")
def test_a_user_of_the_portal_becomes_a_subscriber_who_follows_his_card(
    call: Caller, firm: Firm, other_firm: Firm
) -> None:
    member = make_member(firm, Role.STAFF, name="Derya Koç", phone="+905331110001")
    email = member.user.email
    added = call.post("subscribers/", {"user": email.upper(), "special_code": "SATIS"})
    assert added.status_code == 201, added.json()
    row = added.json()
    assert (row["kind"], row["phone"]) == ("SISTEM", "+905331110001")
    assert (row["first_name"], row["last_name"]) == ("Derya", "Koç")
    path = f"subscribers/{row['id']}/"
    for name, value in (("phone", "05331110002"), ("first_name", "Ada")):
        refused = call("PATCH", path, {name: value})
        assert (refused.status_code, refused.json()["code"]) == (400, "card_decides"), name
        assert refused.json()["field"] == name
    same = {"phone": "0533 111 00 01", "first_name": "Derya", "special_code": "DEPO"}
    assert call("PATCH", path, same).json()["special_code"] == "DEPO"
    both = call.post("subscribers/", {"user": email, "phone": "05331110003"})
    assert (both.status_code, both.json()["code"]) == (400, "card_decides")
    stranger = make_member(other_firm, Role.STAFF, phone="+905331110009")
    for unknown in ("nobody@ege.example", stranger.user.email):
        refused = call.post("subscribers/", {"user": unknown})
        assert (refused.status_code, refused.json()["code"]) == (400, "user_unknown"), unknown
    neither = call.post("subscribers/", {"first_name": "Ada"})
    assert (neither.status_code, neither.json()["field"]) == (400, "phone")


def test_many_are_blocked_and_deleted_in_one_call(call: Caller, firm: Firm) -> None:
    people = [make_subscriber(firm, f"+9053212345{n:02d}") for n in (1, 2, 3)]
    ids = [person.pk for person in people]
    unsaid = call.post("subscribers/actions/block/", {"ids": ids})
    assert (unsaid.status_code, unsaid.json()["errors"][0]["field"]) == (400, "data.reason")
    data = {"source": "FIRMA", "reason": "istemiyor"}
    blocked = call.post("subscribers/actions/block/", {"ids": ids, "data": data})
    assert (blocked.status_code, blocked.json()["touched"]) == (200, 3)
    announced = call.post("subscribers/actions/delete-many/", {"ids": ids[:2], "dry_run": True})
    assert announced.json()["count"] == 2
    gone = call.post("subscribers/actions/delete-many/", {"ids": ids[:2]})
    assert gone.json()["touched"] == 2
    with firm_scope(firm.pk):
        assert list(Subscriber.objects.values_list("pk", flat=True)) == ids[2:]
    unknown = call.post("subscribers/actions/delete-many/", {"ids": [ids[2], 999_999]})
    assert unknown.status_code == 404


def test_own_fields_are_defined_and_filled(call: Caller) -> None:
    refused = call.post("subscribers/", {**AYSE, "fields": {"bakiye": "5"}})
    assert (refused.status_code, refused.json()["code"]) == (400, "field_unknown")
    field = call.post("fields/", {"label": "Bakiye"}).json()
    assert field["code"] == "bakiye"
    added = call.post("subscribers/", {**AYSE, "fields": {"bakiye": "1.250,00"}})
    assert added.json()["fields"] == {"bakiye": "1.250,00"}
    renamed = call("PATCH", f"fields/{field['id']}/", {"code": "borc"})
    assert (renamed.status_code, renamed.json()["field"]) == (400, "code")
    assert call("PATCH", f"fields/{field['id']}/", {"label": "Borç"}).json()["code"] == "bakiye"
    assert call("DELETE", f"fields/{field['id']}/").status_code == 204


def test_a_list_sent_twice_adds_once_and_changes_after_that(call: Caller) -> None:
    rows: list[dict[str, Any]] = [
        AYSE,
        {"phone": "bozuk"},
        {"phone": "05321234502", "age": 3},
        {"phone": "+905321234501", "first_name": "Ayşegül"},
        {"first_name": "Numarasız"},
    ]
    answer = call.post("subscribers/bulk/", {"rows": rows}).json()
    assert [row["status"] for row in answer["results"]] == [201, 400, 400, 200, 400]
    assert (answer["succeeded"], answer["failed"]) == (2, 3)
    assert answer["results"][2]["problem"]["field"] == "age"
    again = call.post("subscribers/bulk/", {"rows": rows[:1]}).json()
    assert again["results"] == [{"index": 0, "status": 200, "id": answer["results"][0]["id"]}]
    (row,) = call.get("subscribers/").json()["results"]
    assert row["first_name"] == "Ayşe"


def test_501_rows_are_too_many_for_one_call(call: Caller) -> None:
    answer = call.post("subscribers/bulk/", {"rows": [AYSE] * 501})
    assert (answer.status_code, answer.json()["code"]) == (413, "too_many_rows")


def test_people_join_a_group_and_leave_it(call: Caller, ready: Firm) -> None:
    ids = [make_subscriber(ready, f"+90532123450{n}", special_code="BAYI").pk for n in range(3)]
    group = call.post("groups/", {"name": "Bayiler"}).json()
    path = f"groups/{group['id']}/members/"
    assert call.post(path, {"subscribers": ids[:2]}).json() == {"touched": 2, "member_count": 2}
    assert call.post(path, {"subscribers": ids[:2]}).json() == {"touched": 0, "member_count": 2}
    everybody = call.post(path, {"filter": {"special_code": "BAYI"}}).json()
    assert everybody == {"touched": 1, "member_count": 3}
    page = call.get(f"{path}?page_size=2").json()
    assert len(page["results"]) == 2
    assert len(call.get(page["next"]).json()["results"]) == 1
    gone = call.post(f"{path}remove/", {"subscribers": ids[:1]}).json()
    assert gone == {"touched": 1, "member_count": 2}
    assert call.post(path, {}).status_code == 400
    assert call.post(path, {"subscribers": ids, "filter": {}}).status_code == 400


def test_a_template_is_kept_and_used(call: Caller) -> None:
    template = {"code": "HAZIR", "name": "Hazır", "text": "Sayın {ad|müşterimiz}, hazır."}
    kept = call.post("templates/", template).json()
    assert kept["category"] == "DIGER"
    wrong = call.post("templates/", {**template, "code": "B", "text": "{ad}"})
    assert wrong.json()["code"] == "parameter_without_fallback"
    draft = call.post("campaigns/", {"template": kept["id"]}).json()
    assert (draft["text"], draft["template"]) == (template["text"], kept["id"])
    used = call("DELETE", f"templates/{kept['id']}/")
    assert (used.status_code, used.json()["code"]) == (409, "template_in_use")


def test_the_blacklist_takes_a_number_and_gives_it_back_for_a_reason(call: Caller) -> None:
    body = {"phone": "0532 123 45 01", "reason": "İstemiyor", "source": "ALICI"}
    entry = call.post("blacklist/", body).json()
    assert call.post("blacklist/", body).json()["code"] == "blacklisted_already"
    found = call.get("blacklist/?number=%2B90%20532%20123%2045%2001").json()["results"]
    assert [row["id"] for row in found] == [entry["id"]]
    assert call.get("blacklist/?number=yok").json()["field"] == "number"
    path = f"blacklist/{entry['id']}/remove/"
    assert call.post(path, {"reason": " "}).status_code == 400
    assert call("DELETE", f"blacklist/{entry['id']}/").status_code == 405
    assert call.post(path, {"reason": "Yeniden izin verdi"}).json()["code"] == "proof_missing"
    wish = {"proof": "İmzalı form 2026/118", "wished_on": str(timezone.localdate())}
    assert call.post(path, {"reason": "Yeniden izin verdi", **wish}).status_code == 204
    assert call.get("blacklist/").json()["results"] == []


def test_inbound_messages_are_read(
    call: Caller, caller_with: Any, ready: Firm, account: GatewayAccount
) -> None:
    with firm_scope(ready.pk):
        InboundMessage.objects.create(
            firm=ready, account=account, operator_id="1", sender="+905321234501",
            recipient="8545", text="IPTAL", received_at="2026-11-22T08:00Z",
        )  # fmt: skip
    (row,) = call.get("inbound_messages/").json()["results"]
    assert (row["sender"], row["text"]) == ("+905321234501", "IPTAL")
    blind = caller_with("messaging.inbound.view")
    assert blind.get("inbound_messages/").json()["results"][0]["sender"] == "+90 532 *** ** 01"


def test_numbers_are_masked_for_a_key_that_may_not_see_them(caller_with: Any, ready: Firm) -> None:
    row = make_subscriber(ready, "+905321234567", "Ayşe")
    blind = caller_with("messaging.subscriber.view", "messaging.campaign.add")
    for path in ("subscribers/", f"subscribers/{row.pk}/"):
        answer = blind.get(path)
        assert "+90 532 *** ** 67" in answer.content.decode()
        assert "1234567" not in answer.content.decode()
    draft = blind.post("campaigns/", {"text": "x", "message_class": "BILGILENDIRME",
                                      "exemption": "BENZER",
                                      "subscribers": [row.pk]}).json()  # fmt: skip
    preview = blind.post(f"campaigns/{draft['id']}/preview/", {})
    assert preview.status_code == 200
    assert "1234567" not in preview.content.decode()


def test_what_lies_behind_a_code_is_neither_shown_nor_named(call: Caller, ready: Firm) -> None:
    code = make_code(ready, "YONETIM")
    holder = Caller(make_key(ready, every_scope(), authority_codes=[code])[1])
    person = holder.post("subscribers/", {**AYSE, "authority_code": code.pk}).json()
    group = holder.post("groups/", {"name": "Gizli", "authority_code": code.pk}).json()
    open_one = call.post("subscribers/", {"phone": "05321234599"}).json()
    with firm_scope(ready.pk):
        GroupMember.objects.create(firm=ready, group_id=group["id"], subscriber_id=open_one["id"])
    assert call.get(f"subscribers/{person['id']}/").status_code == 404
    assert call.get(f"groups/{group['id']}/members/").status_code == 404
    assert call.get(f"subscribers/{open_one['id']}/").json()["groups"] == []
    assert call.get(f"subscribers/?group={group['id']}").status_code == 400
    assert call.get(f"subscribers/?authority_code={code.pk}").status_code == 400
    for body in (
        {"groups": [group["id"]]},
        {"subscribers": [person["id"]]},
    ):
        assert call.post("campaigns/", {"text": "x", **body}).status_code == 404
    hidden = {"audience_filter": {"group": str(group["id"])}}
    assert call.post("campaigns/", {"text": "x", **hidden}).status_code == 400
    mine = call.post("groups/", {"name": "Açık"}).json()
    joined = call.post(f"groups/{mine['id']}/members/", {"subscribers": [person["id"]]})
    assert joined.status_code == 404
    with firm_scope(ready.pk):
        assert Group.objects.count() == 2
        assert Subscriber.objects.count() == 2


def test_a_group_filters_also_after_the_schema_was_read(call: Caller, ready: Firm) -> None:
    docs.forget()
    assert call.get("schema/").status_code == 200
    group = call.post("groups/", {"name": "Şemadan sonra"}).json()["id"]
    answer = call.get(f"subscribers/?group={group}")
    assert (answer.status_code, answer.json()["results"]) == (200, [])
