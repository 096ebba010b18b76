"""Which day it is, a firm's clock tells: neither UTC, where it is yesterday until 03.00, nor the
portal's own time zone. At ``NIGHT`` it is the 22nd in Berlin and the 23rd in Istanbul."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from messaging.models import Campaign, Message, SendingRules
from messaging.selectors import dashboard, messages, texts
from messaging.services import campaigns, polling, preflight, preparing
from messaging.verdicts import Verdict
from tests.support.firms import client_for, make_member
from tests.support.messaging import load_credit, make_account, make_draft, make_subscriber
from turkcell_hub.lib.sms_parts import CountingProfile
from turkcell_hub.outbox.models import Batch
from turkcell_hub.tenancy.actor import Actor, of_membership
from turkcell_hub.tenancy.models import Firm, Membership, Role
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 11, 22, 22, 30, tzinfo=UTC)


@pytest.fixture
def member(firm: Firm) -> Membership:
    make_account(firm)
    load_credit(firm, 10)
    return make_member(firm, Role.STAFF)


@pytest.fixture
def clerk(firm: Firm, member: Membership) -> Any:
    with firm_scope(firm.pk):
        yield of_membership(member)


@pytest.fixture
def in_berlin(firm: Firm) -> None:
    Firm.objects.filter(pk=firm.pk).update(time_zone="Europe/Berlin")


def prepared(clerk: Actor, firm: Firm, text: str = "Siparişiniz hazır.") -> Campaign:
    draft = make_draft(clerk, text, [make_subscriber(firm, "+905321234501", "Ayşe")])
    preflight.run(clerk, draft)
    campaigns.submit(clerk, draft)
    assert preparing.prepare(draft.pk)
    return Campaign.objects.get(pk=draft.pk)


def test_the_date_in_a_text_is_the_firms(clerk: Actor, firm: Firm, in_berlin: None) -> None:
    with time_machine.travel(NIGHT):
        prepared(clerk, firm, "Bugün {tarih}, görüşelim.")
        shown = texts.rehearse(clerk, "Bugün {tarih}, görüşelim.", CountingProfile())
    assert Message.objects.get().text == "Bugün 22.11.2026, görüşelim."
    assert {one.text for one in shown} == {"Bugün 22.11.2026, görüşelim."}


def test_the_first_page_counts_todays_messages_by_the_firms_day(
    clerk: Actor, firm: Firm, member: Membership, in_berlin: None
) -> None:
    one = prepared(clerk, firm)
    Campaign.objects.filter(pk=one.pk).update(prepared_at=NIGHT - timedelta(minutes=5))
    with time_machine.travel(NIGHT):
        assert dashboard.by_day(clerk) == {date(2026, 11, 22): 1}
        client: Client = client_for(member)
        assert "Bugünkü mesajlar" in client.get("/").content.decode()
    # It leaves the fourteen days at Berlin's midnight, an hour after it did in Istanbul.
    with time_machine.travel(NIGHT + timedelta(days=13, minutes=20)):
        assert dashboard.by_day(clerk) == {date(2026, 11, 22): 1}
    with time_machine.travel(NIGHT + timedelta(days=13, minutes=40)):
        assert dashboard.by_day(clerk) == {}


def test_reports_are_awaited_by_the_rules_of_the_day_on_the_wall(clerk: Actor, firm: Firm) -> None:
    """Handed over at 00.30 of the day on which the rules begin; in UTC it is the day before."""
    prepared(clerk, firm)
    handed = datetime(2026, 11, 20, 21, 30, tzinfo=UTC)
    begins = date(2026, 11, 21)
    SendingRules.objects.create(firm=firm, valid_from=begins, report_grace_hours=72)
    batch = Batch.objects.get()
    batch.accepted_at = handed
    validity = Campaign.objects.get().validity
    assert polling.awaited_until(batch) == handed + validity + timedelta(hours=72)


def test_the_story_tells_since_when_by_the_clock_on_the_wall(clerk: Actor, firm: Firm) -> None:
    prepared(clerk, firm)
    message = Message.objects.get()
    message.verdict = Verdict.FIRM_BLACKLIST
    message.evidence = {"since": "2026-11-20T21:30:00.123456+00:00", "reason": "borçlu"}
    details = [pair for step in messages.story(clerk, message) for pair in step.details]
    assert ("Tarihinden beri", "21.11.2026") in [(str(name), told) for name, told in details]
