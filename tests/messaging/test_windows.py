"""Gönderim saatleri: what waits, what never waits, and how it goes on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from messaging.dispatch import SmsHandler
from messaging.models import Campaign, SendingRules
from messaging.selectors import campaigns as figures_of
from messaging.services import campaigns, preflight, preparing, rules, windows
from tests.support.firms import actor_for, client_for, make_member
from tests.support.messaging import load_credit, make_account, make_draft, make_subscriber
from turkcell_hub.errors import Conflict, HubError, Invalid
from turkcell_hub.outbox import claims
from turkcell_hub.outbox.handlers import Later
from turkcell_hub.outbox.models import BULK, URGENT, Batch
from turkcell_hub.outbox.services import queue
from turkcell_hub.outbox.states import State
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, Membership, Role
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)  # Monday 23.00 in Istanbul
MORNING = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


@pytest.fixture
def clerk(firm: Firm):
    """His firm sends information between nine and six."""
    make_account(firm)
    member = make_member(firm, Role.STAFF)
    load_credit(firm, 100)
    with firm_scope(firm.pk):
        office = {"informational_start": "09:00", "informational_end": "18:00"}
        SendingRules.objects.create(firm=firm, valid_from="2026-01-01", **office)
        yield actor_for(member)


def sent(clerk: Actor, firm: Firm, people: int, block: int = 0) -> Campaign:
    rows = [make_subscriber(firm, f"+9053212{block}45{n:02}") for n in range(people)]
    draft = make_draft(clerk, "Siparişiniz hazır.", rows, name=f"{people} kişi")
    preflight.run(clerk, draft)
    campaigns.submit(clerk, draft)
    preparing.prepare(draft.pk)
    return Campaign.objects.get(pk=draft.pk)


@pytest.mark.requirement("S-076")
def test_at_night_a_campaign_waits_for_the_morning_and_a_single_message_does_not(
    clerk: Actor, firm: Firm
) -> None:
    with time_machine.travel(NIGHT):
        campaign = sent(clerk, firm, 2)
        single = sent(clerk, firm, 1, block=1)
        waits = Batch.objects.get(subject_id=campaign.pk)
        goes = Batch.objects.get(subject_id=single.pk)
        assert (waits.due_at, waits.priority) == (MORNING, BULK)
        assert waits.expires_at == MORNING + campaign.validity
        assert (goes.due_at <= timezone.now(), goes.priority) == (True, URGENT)
        assert SmsHandler().load(goes) is not None
        shown = figures_of.figures(campaign)
        assert shown.resumes_at == datetime.fromisoformat("2026-11-24T09:00")


@pytest.mark.requirement("S-076")
def test_in_the_morning_too_the_single_message_is_first(clerk: Actor, firm: Firm) -> None:
    with time_machine.travel(NIGHT):
        campaign = sent(clerk, firm, 2)
    with time_machine.travel(MORNING + timedelta(minutes=1)):
        single = sent(clerk, firm, 1, block=1)
    Batch.objects.update(due_at=timezone.now() - timedelta(days=400))
    account = Batch.objects.values_list("account_id", flat=True).first()
    first = claims.upcoming(account)
    assert first.subject_id == single.pk
    Batch.objects.filter(pk=first.pk).update(state=State.CLAIMED)
    assert claims.upcoming(account).subject_id == campaign.pk
    assert claims.upcoming(account, below=BULK) is None


def test_a_campaign_that_meets_the_closing_hour_goes_on_in_the_next_window(
    clerk: Actor, firm: Firm
) -> None:
    with time_machine.travel(NIGHT - timedelta(hours=8)):
        campaign = sent(clerk, firm, 2)
    batch = Batch.objects.get()
    before = batch.expires_at
    with time_machine.travel(NIGHT), pytest.raises(Later) as later:
        SmsHandler().load(batch)
    assert later.value.until == MORNING
    until = timezone.now() + timedelta(hours=3)
    Batch.objects.update(state=State.CLAIMED, due_at=timezone.now())
    assert queue.postpone(preparing.BATCH_KIND, campaign.pk, until) == 1
    assert queue.postpone(preparing.BATCH_KIND, campaign.pk, until) == 0
    batch.refresh_from_db()
    assert (batch.state, batch.due_at) == (State.READY, until)
    longer = batch.expires_at - before
    assert timedelta(hours=2, minutes=59) < longer <= timedelta(hours=3)


def test_the_clerk_is_told_before_he_sends(clerk: Actor, firm: Firm) -> None:
    with time_machine.travel(NIGHT):
        people = [make_subscriber(firm, f"+90532123450{n}") for n in (1, 2)]
        draft = make_draft(clerk, "Merhaba", people)
        told = windows.outlook(draft, 3)
        assert told.opens_at == datetime.fromisoformat("2026-11-24T09:00")
    with time_machine.travel(NIGHT - timedelta(hours=6)):
        told = windows.outlook(draft, 7200)
        assert (told.opens_at, told.pauses_at, told.resumes_at) == (
            None,
            datetime.fromisoformat("2026-11-23T18:00"),
            datetime.fromisoformat("2026-11-24T09:00"),
        )
        assert told.ends_at is None, "not today"
        told = windows.outlook(draft, 600)
        assert told.ends_at is not None
        assert told.ends_at.replace(microsecond=0) == datetime.fromisoformat("2026-11-23T17:10")


def test_who_sends_at_night_hears_when_it_begins(clerk: Actor, firm: Firm) -> None:
    with time_machine.travel(NIGHT):
        people = [make_subscriber(firm, f"+90532123450{n}") for n in (1, 2)]
        draft = make_draft(clerk, "Merhaba", people)
        preflight.run(clerk, draft)
        client = client_for(Membership.objects.get(pk=clerk.membership_id))
        answer = client.post(f"/compose/{draft.pk}/send/", follow=True)
    assert "saatler açılınca (24.11.2026 09:00) kendiliğinden başlar" in answer.content.decode()


def test_without_rules_advertising_keeps_the_operators_hours_and_information_has_none(
    firm: Firm,
) -> None:
    with firm_scope(firm.pk):
        campaign = Campaign(firm=firm, message_class="TICARI")
        with time_machine.travel(NIGHT):
            assert windows.closed_until(campaign) == MORNING
            campaign.message_class = "BILGILENDIRME"
            assert windows.closed_until(campaign) is None


def test_rules_hold_from_their_day_on_and_the_past_is_not_rewritten(
    clerk: Actor, firm: Firm, manager: Membership
) -> None:
    chief = actor_for(manager)
    day = rules.today(firm.pk) + timedelta(days=10)
    added = rules.add(chief, {"valid_from": day, "weekly_cap": 3})
    assert added.informational_end == rules.in_force(firm.pk).informational_end
    assert rules.in_force(firm.pk).weekly_cap is None
    assert rules.in_force(firm.pk, day).weekly_cap == 3
    with pytest.raises(Conflict):
        rules.add(chief, {"valid_from": day})
    with pytest.raises(Conflict) as begun:
        rules.change(chief, SendingRules.objects.earliest("valid_from"), {"weekly_cap": 1})
    assert begun.value.code == "rules_begun"
    for wrong in (
        {"valid_from": day - timedelta(days=30)},
        {"valid_from": day + timedelta(days=1), "commercial_days": []},
    ):
        with pytest.raises(Invalid):
            rules.add(chief, wrong)
    with pytest.raises(HubError) as refusal:
        rules.add(clerk, {"valid_from": day + timedelta(days=2)})
    assert refusal.value.code == "not_allowed"
    rules.delete(chief, added)
    assert rules.in_force(firm.pk, day).weekly_cap is None


@pytest.mark.parametrize(("hours", "minutes"), [(0, 0), (48, 1)])
def test_a_validity_that_the_operator_does_not_take_is_refused(
    clerk: Actor, firm: Firm, hours: int, minutes: int
) -> None:
    people = [make_subscriber(firm, f"+90532123450{n}") for n in (1, 2)]
    odd = {"validity_hours": hours, "validity_minutes": minutes}
    draft = make_draft(clerk, "Merhaba", people, **odd)
    with pytest.raises(Invalid) as refusal:
        preflight.run(clerk, draft)
    assert refusal.value.code == "validity_out_of_range"


def test_a_chosen_validity_reaches_the_gateway(clerk: Actor, firm: Firm) -> None:
    people = [make_subscriber(firm, "+905321234501")]
    draft = make_draft(clerk, "Merhaba", people, validity_hours=0, validity_minutes=45)
    preflight.run(clerk, draft)
    campaigns.submit(clerk, draft)
    preparing.prepare(draft.pk)
    request = SmsHandler().load(Batch.objects.get())
    assert request is not None
    assert request.validity == timedelta(minutes=45)


# Fields of the same card that other rooms prove: sent back as the page showed them.
KEPT = ("schedule_", "mms_", "link_", "media_", "registry_", "repeat_")


def test_a_manager_adds_rules_on_the_page_starting_with_those_in_force(
    firm: Firm, manager_client: Client
) -> None:
    answer = manager_client.get("/sending-rules/add/")
    assert 'value="09:00"' in answer.content.decode()
    assert 'value="21:00"' in answer.content.decode()
    page = answer.context["form"]
    data = {
        "valid_from": "01.01.2040",
        "commercial_days": [1, 2, 3, 4, 5],
        "commercial_start": "10:00",
        "commercial_end": "18:00",
        "informational_days": [1, 2, 3, 4, 5, 6, 7],
        "informational_start": "00:00",
        "informational_end": "00:00",
        "informational_holidays": "on",
        "report_grace_hours": "48",
        "weekly_cap": "3",
        **{name: page[name].value() for name in page.fields if name.startswith(KEPT)},
    }
    assert manager_client.post("/sending-rules/add/", data).status_code == 302
    with firm_scope(firm.pk):
        made = SendingRules.objects.get()
        assert (made.commercial_days, made.weekly_cap) == ([1, 2, 3, 4, 5], 3)
    shown = manager_client.get("/sending-rules/").content.decode()
    assert "10.00–18.00, resmî tatiller hariç" in shown
