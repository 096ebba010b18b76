"""Tekrarlayan gönderim: each run once, by the audience and the rights of its own day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine

from messaging import tasks
from messaging.models import (
    Campaign,
    CampaignState,
    Message,
    MessageTemplate,
    RepeatRule,
    RepeatRun,
    SendingRules,
)
from messaging.services import campaigns, drafts, preflight, repeat_runs, repeats, templates
from tests.support.firms import actor_for, client_for, make_key, make_member
from tests.support.messaging import load_credit, make_account, make_draft, make_subscriber
from turkcell_hub.errors import Conflict, HubError, Invalid
from turkcell_hub.ledger.services import credits
from turkcell_hub.tenancy.actor import Actor, of_membership
from turkcell_hub.tenancy.models import Firm, Membership, Role
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("S-081")]
TEXT = "Sayın {ad|müşterimiz}, siparişiniz hazır."
NOW = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)  # 10.00 in İstanbul
MONTHLY = {"every": "AY", "first_day": date(2027, 1, 31), "hour": time(9, 30), "most_runs": 4}


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def member(firm: Firm) -> Membership:
    make_account(firm)
    load_credit(firm, 100)
    return make_member(firm, Role.STAFF)


@pytest.fixture
def clerk(firm: Firm, member: Membership) -> Iterator[Actor]:
    with firm_scope(firm.pk):
        yield of_membership(member)


@pytest.fixture
def draft(clerk: Actor, firm: Firm) -> Campaign:
    """Everybody called Mehmet, one now; pre-flight done."""
    make_subscriber(firm, "+905321234501", "Mehmet")
    made = make_draft(clerk, TEXT, [], audience_filter={"q": "Mehmet"})
    preflight.run(clerk, made)
    return made


@pytest.fixture
def rule(clerk: Actor, draft: Campaign) -> RepeatRule:
    return repeats.create(clerk, draft, {**MONTHLY, "max_credits": 5})


def sweep_at(clock: Any, wall: str) -> None:
    """``wall``: on İstanbul's clock, three hours before UTC."""
    clock.move_to(datetime.fromisoformat(wall).replace(tzinfo=UTC) - timedelta(hours=3))
    tasks.sweep()


def runs() -> list[tuple[str, str]]:
    found = RepeatRun.objects.order_by("day").values_list("day", "state")
    return [(day.isoformat(), state) for day, state in found]


def test_each_month_end_makes_one_campaign_until_the_count_is_reached(
    rule: RepeatRule, draft: Campaign, clock: Any, firm: Firm
) -> None:
    for day in ("2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"):
        sweep_at(clock, f"{day}T09:29")
        before = RepeatRun.objects.count()
        sweep_at(clock, f"{day}T09:30")
        tasks.sweep()
        assert RepeatRun.objects.count() == before + 1
    assert [day for day, _state in runs()] == [
        "2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30",
    ]  # fmt: skip
    made = Campaign.objects.filter(repeat_run__rule=rule)
    assert {c.state for c in made} == {CampaignState.SENDING}
    assert (Message.objects.count(), credits.balance(firm.pk, "SMS")) == (4, 96)
    rule.refresh_from_db()
    assert (rule.state, rule.next_for) == (RepeatRule.State.ENDED, None)
    assert Campaign.objects.get(pk=draft.pk).state == CampaignState.DRAFT


@pytest.mark.parametrize(
    ("data", "days"),
    [
        ({"every": "HAFTA", "first_day": date(2026, 12, 28), "last_day": date(2027, 1, 10)},
         ["2026-12-28", "2027-01-04"]),
        ({"every": "YIL", "first_day": date(2028, 2, 29), "most_runs": 3},
         ["2028-02-29", "2029-02-28", "2030-02-28"]),
        ({"every": "AY", "first_day": date(2027, 1, 30), "most_runs": 9,
          "last_day": date(2027, 3, 1)}, ["2027-01-30", "2027-02-28"]),
    ],
)  # fmt: skip
def test_a_rule_names_its_days_to_the_earlier_of_its_ends(
    clerk: Actor, draft: Campaign, data: dict[str, Any], days: list[str]
) -> None:
    made = repeats.create(clerk, draft, {"hour": time(10), **data})
    assert [wall.date().isoformat() for wall in repeats.coming(made, 20)] == days


def test_the_hour_is_the_firms_own_on_each_day_also_when_its_clocks_change(
    clerk: Actor, draft: Campaign, firm: Firm
) -> None:
    Firm.objects.filter(pk=firm.pk).update(time_zone="Asia/Nicosia")
    weekly = {"every": "HAFTA", "first_day": date(2027, 3, 21), "hour": time(9), "most_runs": 2}
    made = repeats.create(clerk, draft, weekly)
    assert made.next_for == datetime(2027, 3, 21, 7, tzinfo=UTC)
    with time_machine.travel(made.next_for):
        tasks.sweep()
    made.refresh_from_db()
    assert made.next_for == datetime(2027, 3, 28, 6, tzinfo=UTC)


def test_the_audience_is_that_of_the_day_and_a_dearer_run_waits_for_a_person(
    rule: RepeatRule, firm: Firm, clock: Any
) -> None:
    for n in (2, 3):
        make_subscriber(firm, f"+90532123450{n}", "Mehmet")
    sweep_at(clock, "2027-01-31T09:30")
    assert Message.objects.count() == 3
    for n in (4, 5, 6):
        make_subscriber(firm, f"+90532123450{n}", "Mehmet")
    sweep_at(clock, "2027-02-28T09:30")
    waits = Campaign.objects.get(repeat_run__day=date(2027, 2, 28))
    assert (waits.state, waits.problem_code) == (CampaignState.NEEDS_PERSON, "cost_grew")
    assert Message.objects.count() == 3


def test_a_run_that_the_sweep_could_not_finish_leaves_nothing_and_is_made_by_the_next(
    rule: RepeatRule, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(RepeatRule, "save", lambda *_a, **_k: 1 / 0)  # dies before the commit
        sweep_at(clock, "2027-01-31T09:30")
    assert (runs(), Campaign.objects.count(), Message.objects.count()) == ([], 1, 0)
    tasks.sweep()
    assert not repeat_runs.fire(rule.pk)
    assert (len(runs()), Message.objects.count()) == (1, 1)


def test_a_run_that_is_too_late_waits_for_a_person_and_the_rule_goes_on(
    rule: RepeatRule, clock: Any
) -> None:
    sweep_at(clock, "2027-01-31T15:31")
    waits = Campaign.objects.get(repeat_run__day=date(2027, 1, 31))
    assert (waits.state, waits.problem_code) == (CampaignState.NEEDS_PERSON, "schedule_missed")
    assert not Message.objects.exists()
    sweep_at(clock, "2027-02-28T15:29")
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [({"role": Role.CUSTOMER}, "not_allowed"), ({"is_active": False}, "submitter_gone")],
)
def test_the_rights_of_whoever_set_it_are_asked_at_each_run_and_another_may_take_over(
    rule: RepeatRule, member: Membership, firm: Firm, clock: Any, change: dict[str, Any], code: str
) -> None:
    Membership.objects.filter(pk=member.pk).update(**change)
    sweep_at(clock, "2027-01-31T09:30")
    assert Campaign.objects.get(repeat_run__rule=rule).problem_code == code
    assert not Message.objects.exists()
    manager = actor_for(make_member(firm, Role.MANAGER))
    repeats.resume(manager, repeats.pause(manager, rule))
    sweep_at(clock, "2027-02-28T09:30")
    assert Message.objects.count() == 1


def test_one_day_can_be_skipped_and_taken_back_until_its_hour(
    rule: RepeatRule, clerk: Actor, clock: Any
) -> None:
    january, february = date(2027, 1, 31), date(2027, 2, 28)
    repeats.skip(clerk, rule, january)
    repeats.skip(clerk, rule, february)
    repeats.unskip(clerk, rule, february)
    with pytest.raises(Invalid):
        repeats.skip(clerk, rule, date(2027, 2, 27))
    sweep_at(clock, "2027-01-31T09:30")
    sweep_at(clock, "2027-02-28T09:30")
    assert runs() == [("2027-01-31", "ATLANDI"), ("2027-02-28", "YAPILDI")]
    with pytest.raises(Invalid):
        repeats.unskip(clerk, rule, january)


def test_what_a_pause_covers_is_not_made_up_for(rule: RepeatRule, clerk: Actor, clock: Any) -> None:
    repeats.pause(clerk, rule)
    sweep_at(clock, "2027-02-28T12:00")
    assert runs() == []
    repeats.resume(clerk, rule)
    tasks.sweep()
    assert runs() == [("2027-01-31", "DURAKTA"), ("2027-02-28", "DURAKTA")]
    sweep_at(clock, "2027-03-31T09:30")
    assert Message.objects.count() == 1
    repeats.pause(clerk, rule)
    sweep_at(clock, "2027-05-31T09:30")
    assert repeats.resume(clerk, rule).state == RepeatRule.State.ENDED


def test_ending_gives_the_draft_back_and_a_run_is_cancelled_as_a_campaign_of_its_own(
    rule: RepeatRule, draft: Campaign, clerk: Actor, clock: Any, firm: Firm
) -> None:
    with pytest.raises(Conflict):
        drafts.change(clerk, draft, {"text": "Başka"})
    with pytest.raises(Conflict):
        campaigns.submit(clerk, draft)
    sweep_at(clock, "2027-01-31T09:30")
    campaigns.cancel(clerk, Campaign.objects.get(repeat_run__rule=rule))
    repeats.end(clerk, rule)
    sweep_at(clock, "2027-02-28T09:30")
    assert len(runs()) == 1
    assert drafts.change(clerk, draft, {"text": "Başka"}).state == CampaignState.DRAFT
    with pytest.raises(Conflict):
        repeats.pause(clerk, rule)


@pytest.mark.requirement("L-062")
def test_a_template_that_a_rule_uses_is_not_deleted(
    clerk: Actor, draft: Campaign, firm: Firm, admin: Membership
) -> None:
    template = MessageTemplate.objects.create(firm=firm, code="AYLIK", name="Aylık", text=TEXT)
    draft = drafts.change(clerk, draft, {"template": template})
    preflight.run(clerk, draft)
    rule = repeats.create(clerk, draft, MONTHLY)
    with pytest.raises(Conflict) as refusal:
        templates.delete(actor_for(admin), template)
    assert refusal.value.code == "template_in_use"
    repeats.end(clerk, rule)
    drafts.delete(clerk, draft)
    templates.delete(actor_for(admin), template)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"first_day": date(2026, 11, 22), "hour": time(9)}, "time_passed"),
        ({"first_day": date(2031, 1, 1)}, "time_too_far"),
        ({"most_runs": None}, "repeat_without_end"),
        ({"most_runs": 0}, "repeat_too_many"),
        ({"last_day": date(2027, 1, 30)}, "repeat_ends_early"),
        ({"last_day": date(2037, 2, 1)}, "repeat_too_long"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(
    clerk: Actor, draft: Campaign, changed: dict[str, Any], code: str
) -> None:
    with pytest.raises(HubError) as refusal:
        repeats.create(clerk, draft, {**MONTHLY, **changed})
    assert refusal.value.code == code
    assert Campaign.objects.get(pk=draft.pk).state == CampaignState.DRAFT


def test_setting_a_rule_needs_the_right_to_send(draft: Campaign, firm: Firm) -> None:
    with pytest.raises(HubError) as refusal:
        repeats.create(actor_for(make_member(firm, Role.CUSTOMER)), draft, MONTHLY)
    assert refusal.value.code == "not_allowed"


def test_a_rule_is_changed_for_the_runs_to_come(clerk: Actor, rule: RepeatRule) -> None:
    changed = repeats.change(clerk, rule, {"hour": time(11, 15), "most_runs": 3, "max_credits": 7})
    assert [f"{wall:%m-%d %H:%M}" for wall in repeats.coming(changed, 9)] == [
        "01-31 11:15", "02-28 11:15", "03-31 11:15"
    ]  # fmt: skip
    assert changed.next_for == datetime(2027, 1, 31, 8, 15, tzinfo=UTC)
    assert changed.max_credits == 7
    weekly = repeats.change(clerk, rule, {"every": "HAFTA", "first_day": date(2026, 12, 1)})
    assert [wall.date() for wall in repeats.coming(weekly, 9)] == [
        date(2026, 12, 1), date(2026, 12, 8), date(2026, 12, 15)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"every": "HAFTA", "first_day": date(2026, 11, 1)}, "first_day"),
        ({"most_runs": None, "last_day": None}, "most_runs"),
        ({"most_runs": None, "last_day": date(2027, 1, 30)}, "last_day"),
        ({"most_runs": 521}, "most_runs"),
        ({"last_day": date(2037, 2, 1)}, "last_day"),
    ],
)
def test_a_change_that_makes_no_sense_changes_nothing(
    clerk: Actor, rule: RepeatRule, data: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        repeats.change(clerk, rule, data)
    assert refused.value.field == field
    rule.refresh_from_db()
    assert (rule.every, rule.most_runs) == ("AY", 4)


def test_how_long_a_rule_may_be_is_a_dated_setting_of_the_firm(
    clerk: Actor, rule: RepeatRule, firm: Firm
) -> None:
    SendingRules.objects.create(
        firm=firm, valid_from=date(2026, 1, 1), repeat_most_runs=600, repeat_longest_months=6
    )
    assert repeats.change(clerk, rule, {"most_runs": 521}).most_runs == 521
    with pytest.raises(Invalid):
        repeats.change(clerk, rule, {"last_day": date(2027, 8, 1)})


def test_a_rule_is_edited_on_its_page_and_by_rest(
    clerk: Actor, rule: RepeatRule, member: Membership, firm: Firm
) -> None:
    browser = client_for(member)
    page = browser.get(f"/repeats/{rule.pk}/edit/")
    assert page.status_code == 200
    data = {"every": "AY", "first_day": "31.01.2027", "hour": "12:00", "most_runs": "4",
            "last_day": "", "max_credits": "5"}  # fmt: skip
    assert browser.post(f"/repeats/{rule.pk}/edit/", data).status_code == 302
    rule.refresh_from_db()
    assert rule.hour == time(12)
    _key, secret = make_key(firm, ["messaging.campaign.view", "messaging.campaign.send"])
    answer = browser.patch(
        f"/api/v1/repeats/{rule.pk}/", {"hour": "13:00"}, "application/json",
        headers={"authorization": f"Bearer {secret}"},
    )  # fmt: skip
    assert answer.json()["hour"] == "13:00", answer.content
