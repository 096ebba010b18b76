"""Low credit: told once per crossing, by SMS and in the bell (S-083)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from messaging.models import Campaign, Message
from messaging.services import preparing
from tests.support.firms import actor_for, make_key
from tests.support.messaging import load_credit, make_account
from turkcell_hub.billing import tasks
from turkcell_hub.billing.models import LowCreditNotice, LowCreditReminder
from turkcell_hub.billing.services import limits, reminders
from turkcell_hub.errors import Invalid
from turkcell_hub.ledger.reasons import Reason
from turkcell_hub.ledger.services import credits
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, Membership
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(firm: Firm, admin: Membership) -> Iterator[Actor]:
    """100 credits; told below 50 at one number."""
    make_account(firm)
    load_credit(firm, 100)
    with firm_scope(firm.pk):
        actor = actor_for(admin)
        reminders.save(actor, None, {"kind": "SMS", "threshold": 50, "phones": "0532 999 88 77"})
        yield actor


def spend(actor: Actor, amount: int, key: str) -> int:
    return credits.spend(actor.firm_id, "SMS", amount, key, Reason.CAMPAIGN, actor).pk


def load(actor: Actor, amount: int, key: str) -> None:
    credits.load(actor.firm_id, "SMS", amount, key, Reason.PURCHASE, actor)


@pytest.mark.requirement("S-083")
def test_crossing_twice_without_a_top_up_is_one_sms(boss: Actor, firm: Firm) -> None:
    first = spend(boss, 60, "a")  # 40 left
    credits.refund(firm.pk, first, 30, "back", Reason.UNDELIVERED)  # 70: refunds are no top-up
    spend(boss, 30, "b")  # 40 again
    for _repeat in range(2):
        tasks.sweep()
    assert LowCreditNotice.objects.count() == 1
    campaign = Campaign.objects.get()
    assert preparing.prepare(campaign.pk)
    message = Message.objects.get()
    assert message.phone == "+905329998877"
    assert "Kalan 40, eşik 50" in message.text
    load(boss, 60, "topup")  # 99 or so
    spend(boss, 60, "c")
    tasks.sweep()
    assert LowCreditNotice.objects.count() == 2
    assert Campaign.objects.count() == 2


@pytest.mark.requirement("S-083")
def test_a_short_fall_that_a_top_up_follows_at_once_is_not_missed(boss: Actor) -> None:
    spend(boss, 60, "a")
    load(boss, 100, "topup")  # before any sweep has looked
    tasks.sweep()
    assert LowCreditNotice.objects.get().balance == 40
    assert Campaign.objects.count() == 1


def test_a_top_up_that_stays_below_the_threshold_arms_nothing(boss: Actor) -> None:
    spend(boss, 90, "a")
    load(boss, 5, "little")
    spend(boss, 5, "b")
    assert LowCreditNotice.objects.count() == 1


def test_without_credit_for_the_sms_the_bell_still_tells(boss: Actor, admin_client: Client) -> None:
    spend(boss, 100, "all")
    tasks.sweep()
    notice = LowCreditNotice.objects.get()
    assert (notice.sent_to, Campaign.objects.count()) == (0, 0)
    assert "yetersiz" in notice.problem
    page = admin_client.get("/status/").content.decode()
    assert "SMS kredisi azaldı" in page
    load(boss, 100, "topup")
    assert "SMS kredisi azaldı" not in admin_client.get("/status/").content.decode()


def test_an_undone_spend_tells_nobody(boss: Actor) -> None:
    from django.db import transaction

    with transaction.atomic():
        spend(boss, 60, "a")
        transaction.set_rollback(True)
    assert LowCreditNotice.objects.count() == 0
    assert LowCreditReminder.objects.get().armed


def test_the_form_wants_a_threshold_and_somebody_to_tell(
    boss: Actor, admin: Membership, admin_client: Client
) -> None:
    for data, field in (
        ({"kind": "OTP", "threshold": 5}, "members"),
        ({"kind": "OTP", "threshold": 5, "phones": "0532"}, "phones"),
        ({"kind": "SMS", "threshold": 5, "phones": "05321234567"}, "kind"),
        ({"kind": "OTP", "threshold": 0, "phones": "05321234567"}, "threshold"),
    ):
        with pytest.raises(Invalid) as refused:
            reminders.save(boss, None, data)
        assert refused.value.field == field
    asked = {"kind": "OTP", "threshold": "5", "members": [admin.pk], "is_active": "on"}
    assert admin_client.post("/credit-reminders/add/", asked).status_code == 302
    assert LowCreditReminder.objects.filter(kind="OTP").exists()


@pytest.mark.requirement("S-083", "C-02")
def test_a_reminder_is_only_for_a_wallet_that_the_firm_has(boss: Actor, firm: Firm) -> None:
    kept = LowCreditReminder.objects.get()
    _key, secret = make_key(firm, ["billing.reminder.view", "billing.reminder.change"])
    api = Client(headers={"Authorization": f"Bearer {secret}"})
    new = {"kind": "LIMIT", "threshold": 5, "phones": ["05321234567"]}

    def ask(data: dict[str, object]) -> tuple[int, str]:
        answer = api.post("/api/v1/credit_reminders/", data, content_type="application/json")
        return answer.status_code, answer.content.decode()

    status, said = ask(new)
    assert status == 400, said
    assert "SMS limiti” yok" in said
    limits.change_plan(boss, "FATURALI", 100)
    assert ask(new)[0] == 201
    spend(boss, credits.balance(firm.pk, "SMS"), "the-rest")
    reminders.save(boss, kept, {"kind": "SMS", "threshold": 20})  # its own kind stays
    with pytest.raises(Invalid) as refused:
        reminders.save(boss, LowCreditReminder.objects.get(kind="LIMIT"), {"kind": "SMS"})
    assert refused.value.field == "kind"
