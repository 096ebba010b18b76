"""Yorgunluk freni: so many commercial messages a person and week, over everything (idea 19)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from iys_consent.services.registry import RegistryAnswer, note
from messaging.models import Campaign, Message, MessageState, SendingRules, Subscriber
from messaging.services import campaigns, compose, contents, preflight, preparing, schedules
from messaging.verdicts import Verdict
from tests.support.firms import client_for, make_brand, make_member
from tests.support.messaging import load_credit, make_account, make_draft, make_subscriber
from turkcell_hub.tenancy.actor import Actor, of_membership
from turkcell_hub.tenancy.models import Firm, Membership, Role
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def clerk(firm: Firm):
    """His firm sends a person two commercial messages a week at most."""
    make_account(firm)
    member = make_member(firm, Role.STAFF)
    load_credit(firm, 100)
    with firm_scope(firm.pk):
        SendingRules.objects.create(firm=firm, valid_from="2026-01-01", weekly_cap=2)
        yield of_membership(member)


@pytest.fixture
def people(firm: Firm, clerk: Actor) -> list[Subscriber]:
    """Four who have agreed to both brands."""
    rows = [make_subscriber(firm, f"+90532123450{n}") for n in range(4)]
    for code in ("100001", "100002"):
        answers = [RegistryAnswer(row.phone, "ONAY", "istek-1") for row in rows]
        brand = make_brand(firm, code)
        note(firm.pk, brand.pk, "MESAJ", "BIREYSEL", answers, NOW - timedelta(minutes=5))
    return rows


def got(
    firm: Firm,
    person: Subscriber,
    *,
    brand: str = "100001",
    state: MessageState = MessageState.DELIVERED,
    message_class: str = "TICARI",
    days: int = 1,
) -> None:
    at = timezone.now() - timedelta(days=days)
    campaign = Campaign.objects.create(
        firm=firm,
        name="Önceki",
        state="TAMAMLANDI",
        message_class=message_class,
        brand=make_brand(firm, brand),
        prepared_at=at,
    )
    Message.objects.create(
        firm=firm, campaign=campaign, seq=1, batch_no=1, phone=person.phone, state=state,
        text="x", parts=1, credits=1, verdict=2, created_at=at,
    )  # fmt: skip


def forecast(clerk: Actor, firm: Firm, people: list[Subscriber], **data: object):
    brand = make_brand(firm, "100001")
    chosen = {"message_class": "TICARI", "brand": brand, **data}
    return preflight.run(clerk, make_draft(clerk, "Büyük indirim", people, **chosen))


def test_who_has_had_his_share_over_all_brands_is_left_out_and_counted(
    clerk: Actor, firm: Firm, people: list[Subscriber]
) -> None:
    tired, once, failed, _fresh = people
    got(firm, tired, brand="100001")
    got(firm, tired, brand="100002", state=MessageState.PENDING)
    got(firm, once)
    got(firm, once, days=8)
    got(firm, failed, state=MessageState.UNDELIVERED)
    got(firm, failed, state=MessageState.BLOCKED)
    found = forecast(clerk, firm, people)
    assert (found.sendable, found.blocked) == (3, {Verdict.WEEKLY_CAP: 1})


def test_information_is_neither_counted_nor_stopped(
    clerk: Actor, firm: Firm, people: list[Subscriber]
) -> None:
    for _again in range(3):
        got(firm, people[0], message_class="BILGILENDIRME")
    assert forecast(clerk, firm, people).blocked == {}
    for _again in range(2):
        got(firm, people[0])
    told = forecast(
        clerk, firm, people, message_class="BILGILENDIRME", exemption="BENZER", brand=None
    )
    assert told.blocked == {}


def test_another_firms_messages_do_not_count(
    clerk: Actor, firm: Firm, other_firm: Firm, people: list[Subscriber]
) -> None:
    with firm_scope(other_firm.pk):
        for _again in range(3):
            got(other_firm, people[0])
    assert forecast(clerk, firm, people).blocked == {}


def test_it_costs_no_question_more_for_more_people(
    clerk: Actor, firm: Firm, people: list[Subscriber]
) -> None:
    counts = []
    brand = make_brand(firm, "100001")
    for some in (people[:2], people):
        draft = make_draft(clerk, "İndirim", some, message_class="TICARI", brand=brand)
        with CaptureQueriesContext(connection) as asked:
            preflight.run(clerk, draft)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def sent(clerk: Actor, firm: Firm, people: list[Subscriber], **data: object) -> Campaign:
    """A commercial campaign, prepared by the real services."""
    brand = make_brand(firm, "100001")
    chosen = {"message_class": "TICARI", "brand": brand, "cap_wait_days": 8, **data}
    draft = make_draft(clerk, "Büyük indirim", people, **chosen)
    boss = of_membership(make_member(firm, Role.MANAGER))
    contents.override(boss, draft, "Deneme metni")
    preflight.run(clerk, draft)
    campaigns.submit(clerk, draft)
    assert preparing.prepare(draft.pk)
    draft.refresh_from_db()
    return draft


@pytest.fixture
def tired(firm: Firm, clerk: Actor, people: list[Subscriber]) -> list[Subscriber]:
    """Two of the four have had their share; the first is free again in two days."""
    for person, days in ((people[0], 5), (people[0], 5), (people[1], 1), (people[1], 1)):
        got(firm, person, days=days)
    return people


def test_who_is_at_the_cap_waits_in_a_campaign_of_his_own_and_costs_nothing_yet(
    clerk: Actor, firm: Firm, tired: list[Subscriber]
) -> None:
    done = sent(clerk, firm, tired)
    assert (done.sendable, done.credits, done.total) == (2, 2, 4)
    waiting = Campaign.objects.get(waited_from=done)
    assert waiting.state == "ZAMANLANDI"
    chosen = waiting.recipients.values_list("subscriber_id", flat=True)
    assert set(chosen) == {tired[0].pk, tired[1].pk}
    wall = waiting.scheduled_wall
    assert wall is not None
    assert (wall.hour, wall.minute) == (9, 0)  # the sending hours of commercial messages
    free = timezone.localtime(timezone.now() + timedelta(days=2)).date()
    assert wall.date() == free + timedelta(days=1)
    verdicts = Message.objects.filter(campaign=done, state=MessageState.BLOCKED)
    assert set(verdicts.values_list("verdict", flat=True)) == {Verdict.WEEKLY_CAP_WAITS}
    assert waiting.message_class == "TICARI"
    assert waiting.confirmed_credits == 3  # two messages and the firm's margin


def test_when_their_hour_comes_everything_is_checked_again_and_the_rest_waits_on(
    clerk: Actor, firm: Firm, tired: list[Subscriber]
) -> None:
    first = sent(clerk, firm, tired)
    waiting = Campaign.objects.get(waited_from=first)
    # Five days on: the first person is free, the other one is at the cap for a day or two yet.
    Campaign.objects.filter(name="Önceki").update(prepared_at=F("prepared_at") - timedelta(days=3))
    Campaign.objects.filter(pk=waiting.pk).update(
        scheduled_for=timezone.now() - timedelta(minutes=1),
        scheduled_local=f"{timezone.localtime() - timedelta(minutes=1):%Y-%m-%dT%H:%M}",
    )
    assert schedules.fire(waiting.pk)
    assert preparing.prepare(waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.sendable, waiting.total) == (1, 2)
    second = Campaign.objects.get(waited_from=first, state="ZAMANLANDI")
    assert second.pk != waiting.pk
    assert second.cap_deadline == waiting.cap_deadline
    assert list(second.recipients.values_list("subscriber_id", flat=True)) == [tired[1].pk]


@pytest.mark.parametrize("days", [0, 1])
def test_nobody_waits_unasked_or_beyond_the_deadline(
    clerk: Actor, firm: Firm, tired: list[Subscriber], days: int
) -> None:
    done = sent(clerk, firm, tired, cap_wait_days=days)
    assert not Campaign.objects.filter(waited_from=done).exists()
    verdicts = Message.objects.filter(campaign=done, state=MessageState.BLOCKED)
    assert set(verdicts.values_list("verdict", flat=True)) == {Verdict.WEEKLY_CAP}
    assert done.counts.get(state=MessageState.BLOCKED).reason == Verdict.WEEKLY_CAP


def test_those_who_wait_are_seen_and_stopped_with_their_campaign_or_alone(
    clerk: Actor, firm: Firm, tired: list[Subscriber]
) -> None:
    done = sent(clerk, firm, tired)
    waiting = Campaign.objects.get(waited_from=done)
    page = client_for(Membership.objects.get(pk=clerk.membership_id))
    assert "Haftalık sınırda bekleyenler" in page.get(f"/campaigns/{done.pk}/").content.decode()
    assert waiting.name in page.get("/scheduled/").content.decode()
    campaigns.cancel(clerk, done)
    waiting.refresh_from_db()
    assert waiting.state == "IPTAL"
    other = Campaign.objects.get(waited_from=sent(clerk, firm, tired[:1]))
    campaigns.cancel(clerk, other)
    other.refresh_from_db()
    assert other.state == "IPTAL"


def test_a_copy_waits_as_long_and_is_worth_delivering_as_long(
    clerk: Actor, people: list[Subscriber]
) -> None:
    draft = make_draft(clerk, "Merhaba", people)
    draft.cap_wait_days, draft.validity_hours, draft.validity_minutes = 3, 5, 30
    draft.save()
    copied = compose.copy(clerk, draft)
    copied.refresh_from_db()
    told = (copied.cap_wait_days, copied.validity_hours, copied.validity_minutes)
    assert told == (3, 5, 30)
