"""İleri tarihli gönderim: the hour, the checks of that hour, and what a person does before."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.utils import timezone

from messaging import tasks
from messaging.models import BlacklistEntry, Campaign, CampaignState, Message, MessageState
from messaging.models import MessageTemplate as Template
from messaging.problem_words import WORDS
from messaging.services import blacklist, campaigns, drafts, preflight, preparing, schedules
from messaging.services import templates as template_service
from messaging.verdicts import Verdict
from tests.support.firms import actor_for, make_member
from tests.support.messaging import load_credit, make_account, make_draft, make_subscriber
from turkcell_hub.audit.words import details_of
from turkcell_hub.errors import Conflict, HubError, Invalid
from turkcell_hub.ledger.services import credits
from turkcell_hub.lib import local_time
from turkcell_hub.tenancy.actor import Actor, of_membership
from turkcell_hub.tenancy.models import Firm, Membership, Role, SenderTitle
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = pytest.mark.django_db
TEXT = "Sayın {ad|müşterimiz}, siparişiniz hazır."


@pytest.fixture
def member(firm: Firm) -> Membership:
    make_account(firm)
    return make_member(firm, Role.STAFF)


@pytest.fixture
def clerk(firm: Firm, member: Membership):
    with firm_scope(firm.pk):
        yield of_membership(member)


@pytest.fixture
def draft(clerk: Actor, firm: Firm) -> Campaign:
    """Two people, ten credits, pre-flight done."""
    people = [make_subscriber(firm, f"+90532123450{n}") for n in (1, 2)]
    load_credit(firm, 10)
    made = make_draft(clerk, TEXT, people)
    preflight.run(clerk, made)
    return made


def tomorrow() -> datetime:
    return local_time.at(timezone.now(), "Europe/Istanbul") + timedelta(days=1)


@pytest.fixture
def scheduled(clerk: Actor, draft: Campaign) -> Campaign:
    return schedules.schedule(clerk, draft, tomorrow())


def the_hour_comes(campaign: Campaign, late: timedelta = timedelta(minutes=1)) -> Campaign:
    then = timezone.now() - late
    local = local_time.at(then, campaign.scheduled_zone).isoformat(timespec="minutes")
    Campaign.objects.filter(pk=campaign.pk).update(scheduled_for=then, scheduled_local=local)
    tasks.sweep()
    return Campaign.objects.get(pk=campaign.pk)


@pytest.mark.requirement("S-081")
def test_nothing_goes_before_the_hour_and_everything_when_it_comes(
    scheduled: Campaign, firm: Firm
) -> None:
    tasks.sweep()
    assert Campaign.objects.get().state == CampaignState.SCHEDULED
    assert credits.balance(firm.pk, "SMS") == 10
    gone = the_hour_comes(scheduled)
    assert (gone.state, gone.sendable) == (CampaignState.SENDING, 2)
    assert credits.balance(firm.pk, "SMS") == 8
    assert gone.submitted_at is not None


@pytest.mark.requirement("S-081")
@pytest.mark.parametrize(
    ("choice", "day"), [("week", "2027-02-07"), ("month", "2027-02-28"), ("year", "2028-01-31")]
)
def test_a_quick_choice_counts_from_the_firms_own_day(firm: Firm, choice: str, day: str) -> None:
    Firm.objects.filter(pk=firm.pk).update(time_zone="Asia/Baku")
    with time_machine.travel(datetime(2027, 1, 30, 21, 0, tzinfo=UTC)):  # the 31st there
        found = schedules.ahead(firm.pk, choice, None, time(9, 30))
    assert found == datetime.fromisoformat(f"{day}T09:30")


@pytest.mark.requirement("S-081")
@pytest.mark.parametrize("days", [7, 31, 365])
def test_a_week_a_month_and_a_year_ahead_fire_at_the_firms_own_hour(
    clerk: Actor, draft: Campaign, firm: Firm, days: int
) -> None:
    Firm.objects.filter(pk=firm.pk).update(time_zone="Asia/Nicosia")
    with time_machine.travel(datetime(2026, 11, 22, 7, 0, tzinfo=UTC)):
        wall = datetime.fromisoformat("2026-11-22T10:30") + timedelta(days=days)
        planned = schedules.schedule(clerk, draft, wall)
        preflight.run(clerk, planned)
    instant = local_time.resolve(wall, "Asia/Nicosia").instant
    for moment, state in (
        (instant - timedelta(seconds=30), CampaignState.SCHEDULED),
        (instant + timedelta(seconds=1), CampaignState.SENDING),
    ):
        with time_machine.travel(moment):
            tasks.sweep()
        assert Campaign.objects.get(pk=draft.pk).state == state


def test_two_sweeps_fire_once_and_a_second_fire_finds_nothing(
    scheduled: Campaign, firm: Firm
) -> None:
    the_hour_comes(scheduled)
    assert not schedules.fire(scheduled.pk)
    tasks.sweep()
    assert Message.objects.count() == 2
    assert credits.balance(firm.pk, "SMS") == 8


@pytest.mark.requirement("S-082")
def test_a_refusal_given_after_scheduling_blocks_that_person(
    scheduled: Campaign, firm: Firm, clerk: Actor
) -> None:
    data = {
        "phone": "+905321234502",
        "reason": "RET yazdı",
        "source": BlacklistEntry.Source.RECIPIENT,
    }
    blacklist.add(clerk, data)
    the_hour_comes(scheduled)
    states = dict(Message.objects.values_list("phone", "state"))
    assert states == {
        "+905321234501": MessageState.PENDING,
        "+905321234502": MessageState.BLOCKED,
    }
    blocked = Message.objects.get(state=MessageState.BLOCKED)
    assert blocked.verdict == Verdict.RECIPIENT_BLACKLIST
    assert credits.balance(firm.pk, "SMS") == 9


def credit_gone(clerk: Actor, member: Membership) -> None:
    credits.spend(clerk.firm_id, "SMS", 9, "elsewhere", "CAMPAIGN", clerk)


def right_gone(clerk: Actor, member: Membership) -> None:
    Membership.objects.filter(pk=member.pk).update(role=Role.CUSTOMER)


def person_gone(clerk: Actor, member: Membership) -> None:
    Membership.objects.filter(pk=member.pk).update(is_active=False)


def sender_gone(clerk: Actor, member: Membership) -> None:
    SenderTitle.objects.update(is_active=False)


@pytest.mark.requirement("S-082")
@pytest.mark.parametrize(
    ("happens", "code"),
    [
        (credit_gone, "insufficient_credit"),
        (right_gone, "not_allowed"),
        (person_gone, "submitter_gone"),
        (sender_gone, "sender_inactive"),
    ],
)
def test_what_forbids_it_at_that_hour_makes_it_wait_for_a_person_and_sends_nothing(
    scheduled: Campaign, firm: Firm, clerk: Actor, member: Membership, happens, code: str
) -> None:
    happens(clerk, member)
    before = credits.balance(firm.pk, "SMS")
    waits = the_hour_comes(scheduled)
    assert (waits.state, waits.problem_code) == (CampaignState.NEEDS_PERSON, code)
    assert waits.problem
    assert not Message.objects.exists()
    assert credits.balance(firm.pk, "SMS") == before
    tasks.sweep()
    assert Campaign.objects.get().state == CampaignState.NEEDS_PERSON


def test_one_that_costs_more_than_the_person_allowed_waits_for_him(
    clerk: Actor, draft: Campaign, firm: Firm
) -> None:
    draft = drafts.change(clerk, draft, {"audience_filter": {"q": "Mehmet"}})
    preflight.run(clerk, draft)
    planned = schedules.schedule(clerk, draft, tomorrow())
    assert planned.confirmed_credits == 3  # two and the margin
    for n in (3, 4):
        make_subscriber(firm, f"+90532123450{n}", "Mehmet")
    waits = the_hour_comes(planned)
    assert (waits.state, waits.problem_code) == (CampaignState.NEEDS_PERSON, "cost_grew")


def test_an_hour_that_passed_while_the_system_was_away_is_not_made_up_for_by_surprise(
    scheduled: Campaign,
) -> None:
    waits = the_hour_comes(scheduled, late=timedelta(hours=7))
    assert (waits.state, waits.problem_code) == (CampaignState.NEEDS_PERSON, "schedule_missed")


def test_one_that_waits_can_be_mended_and_sent(
    scheduled: Campaign, clerk: Actor, firm: Firm
) -> None:
    credits.spend(firm.pk, "SMS", 9, "elsewhere", "CAMPAIGN", clerk)
    waits = the_hour_comes(scheduled)
    load_credit(firm, 20)
    preflight.run(clerk, waits)
    campaigns.submit(clerk, waits)
    assert preparing.prepare(waits.pk)
    assert Message.objects.count() == 2


def test_the_time_can_be_changed_taken_back_or_cancelled_until_it_fires(
    scheduled: Campaign, clerk: Actor
) -> None:
    later = tomorrow() + timedelta(days=3)
    moved = schedules.schedule(clerk, scheduled, later, max_credits=5)
    assert moved.scheduled_wall == later.replace(second=0, microsecond=0)
    assert moved.confirmed_credits == 5
    with pytest.raises(Conflict):
        drafts.change(clerk, moved, {"text": "Başka"})
    assert schedules.unschedule(clerk, moved).state == CampaignState.DRAFT
    moved = drafts.change(clerk, moved, {"text": "Başka"})
    preflight.run(clerk, moved)
    again = schedules.schedule(clerk, moved, tomorrow())
    assert campaigns.cancel(clerk, again).finished_at
    assert the_hour_comes(again).state == CampaignState.CANCELLED
    with pytest.raises(Conflict):
        schedules.schedule(clerk, again, later)


@pytest.mark.parametrize(
    ("ahead", "code"),
    [(timedelta(minutes=-1), "time_passed"), (timedelta(days=1200), "time_too_far")],
)
def test_a_time_that_cannot_be_kept_is_refused(
    clerk: Actor, draft: Campaign, ahead: timedelta, code: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        schedules.schedule(clerk, draft, timezone.now() + ahead)
    assert refusal.value.code == code


def test_scheduling_needs_the_right_to_send_and_a_pre_flight_of_this_text(
    clerk: Actor, draft: Campaign, firm: Firm
) -> None:
    customer = actor_for(make_member(firm, Role.CUSTOMER))
    with pytest.raises(HubError) as refusal:
        schedules.schedule(customer, draft, tomorrow())
    assert refusal.value.code == "not_allowed"
    drafts.change(clerk, draft, {"text": "Başka bir metin"})
    with pytest.raises(Conflict) as stale:
        schedules.schedule(clerk, draft, tomorrow())
    assert stale.value.code == "preflight_stale"


@pytest.mark.requirement("L-062")
def test_a_template_that_a_scheduled_campaign_uses_is_not_deleted(
    clerk: Actor, draft: Campaign, firm: Firm, admin: Membership
) -> None:
    template = Template.objects.create(firm=firm, code="HAZIR", name="Hazır", text=TEXT)
    draft = drafts.change(clerk, draft, {"template": template})
    preflight.run(clerk, draft)
    planned = schedules.schedule(clerk, draft, tomorrow())
    with pytest.raises(Conflict) as refusal:
        template_service.delete(actor_for(admin), template)
    assert refusal.value.code == "template_in_use"
    campaigns.cancel(clerk, planned)
    template_service.delete(actor_for(admin), template)
    assert not Template.objects.exists()


@pytest.mark.parametrize("code", ["schedule_missed", "insufficient_credit", "cost_grew"])
def test_the_trail_tells_why_one_came_back_in_words(code: str) -> None:
    [(_name, _before, told)] = details_of({"problem": code}, "messaging.campaign")
    assert told == str(WORDS[code])
