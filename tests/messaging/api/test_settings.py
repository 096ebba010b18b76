"""What a firm sets in the portal can be set by its own programs: the same rules, the same words."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from messaging.models import InboundPolicy, ReportMail, ReportSchedule, SendingRules
from tests.support.firms import make_firm, make_key, make_member
from turkcell_hub.billing.models import LowCreditReminder
from turkcell_hub.tenancy.models import Firm, Membership, Role
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = pytest.mark.django_db
SCOPES = [
    "messaging.rules.view", "messaging.rules.change", "messaging.routing.view",
    "messaging.routing.add", "messaging.routing.change", "messaging.routing.delete",
    "messaging.report.view", "messaging.report.add", "messaging.report.change",
    "messaging.report.delete", "billing.reminder.view", "billing.reminder.change",
    "personal.view",
]  # fmt: skip


@pytest.fixture
def member(firm: Firm) -> Membership:
    return make_member(firm, Role.ADMIN, phone="+905321234567")


@pytest.fixture
def call(firm: Firm, member: Membership, client: Any) -> Any:
    _key, secret = make_key(firm, SCOPES, by=member)

    def ask(method: str, path: str, body: Any = None) -> Any:
        send = getattr(client, method)
        data = () if method == "get" else (body if body is not None else {}, "application/json")
        return send(f"/api/v1/{path}", *data, headers={"authorization": f"Bearer {secret}"})

    return ask


def test_sending_rules_are_set_from_a_day_on_and_keep_what_is_left_out(
    call: Any, firm: Firm
) -> None:
    assert call("get", "sending_rules/in_force/").json()["commercial_start"] == "09:00"
    day = timezone.localdate() + dt.timedelta(days=3)
    made = call("post", "sending_rules/", {"valid_from": str(day), "weekly_cap": 2,
                                           "commercial_days": [1, 2, 3, 4, 5]})  # fmt: skip
    assert made.status_code == 201, made.content
    path = f"sending_rules/{made.json()['id']}/"
    changed = call("patch", path, {"commercial_end": "18:00"}).json()
    assert (changed["weekly_cap"], changed["commercial_end"]) == (2, "18:00")
    assert changed["commercial_start"] == "09:00"
    for name, value in (("exempt_sender", "EGITIM"), ("writes_to_others", False),
                        ("registry_fresh_hours", 6), ("registry_recheck_minutes", 5),
                        ("registry_tell_minutes", 20),
                        ("registry_singles_per_hour", 0)):  # fmt: skip
        assert call("patch", path, {name: value}).json().get(name) == value, name
    assert call("patch", path, {"exempt_sender": "SIRKET"}).status_code == 400
    wrong = call("patch", path, {"commercial_end": "08:00"})
    assert wrong.status_code in (400, 422)
    assert "commercial_end" in wrong.content.decode()
    assert call("delete", path).status_code == 204
    with firm_scope(firm.pk):
        assert not SendingRules.objects.exists()


def test_routing_rules_and_dated_refusal_words_are_set(call: Any, firm: Firm) -> None:
    made = call("post", "inbound_rules/", {"keyword": "şikayet", "handler": "inbox",
                                           "label": "SIKAYET"})  # fmt: skip
    assert made.status_code == 201, made.content
    unknown = call("post", "inbound_rules/", {"keyword": "x", "handler": "yok"})
    assert unknown.json()["errors"][0]["field"] == "handler"
    pk = made.json()["id"]
    assert call("patch", f"inbound_rules/{pk}/", {"is_active": False}).json()["is_active"] is False
    assert call("delete", f"inbound_rules/{pk}/").status_code == 204
    words = call("post", "inbound_policies/", {"refusal_words": ["RET", "DUR"]})
    assert words.status_code == 201, words.content
    with firm_scope(firm.pk):
        assert InboundPolicy.objects.get().valid_from == timezone.localdate()
    assert call("delete", f"inbound_policies/{words.json()['id']}/").status_code == 405


def test_a_report_is_scheduled_for_members_of_the_firm_and_run_at_once(
    call: Any, firm: Firm, member: Membership
) -> None:
    data = {"name": "Gece", "every": "GUNLUK", "hour": 9, "part": "speed", "file_format": "csv"}
    stranger = make_member(make_firm("Başka"), Role.ADMIN)
    refused = call("post", "report_schedules/", {**data, "members": [stranger.pk]})
    assert refused.status_code == 404
    made = call("post", "report_schedules/", {**data, "members": [member.pk]})
    assert made.status_code == 201, made.content
    assert made.json()["members"] == [member.pk]
    pk = made.json()["id"]
    with firm_scope(firm.pk):
        before = ReportSchedule.objects.get().next_at
    run = call("post", f"report_schedules/{pk}/run/")
    assert run.status_code == 202, run.content
    yesterday = str(timezone.localdate() - dt.timedelta(days=1))
    assert (run.json()["first"], run.json()["mails"]) == (yesterday, 1)
    with firm_scope(firm.pk):
        assert ReportMail.objects.get().state == ReportMail.State.WAITING
        assert ReportSchedule.objects.get().next_at == before
    assert call("delete", f"report_schedules/{pk}/").status_code == 204


@pytest.mark.requirement("S-083")
def test_a_credit_reminder_is_set_by_rest(call: Any, firm: Firm, member: Membership) -> None:
    made = call("post", "credit_reminders/", {"kind": "OTP", "threshold": 10,
                "members": [member.pk], "phones": ["0532 111 22 33"]})  # fmt: skip
    assert made.status_code == 201, made.content
    assert made.json()["phones"] == ["+905321112233"]
    pk = made.json()["id"]
    assert call("patch", f"credit_reminders/{pk}/", {"threshold": 20}).json()["threshold"] == 20
    again = call("post", "credit_reminders/", {"kind": "OTP", "threshold": 10,
                                               "members": [member.pk]})  # fmt: skip
    assert again.status_code == 400
    assert call("delete", f"credit_reminders/{pk}/").status_code == 204
    with firm_scope(firm.pk):
        assert not LowCreditReminder.objects.exists()
