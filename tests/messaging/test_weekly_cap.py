"""Yorgunluk freni: so many commercial messages a person and week, over everything (idea 19)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from iys_consent.services.registry import RegistryAnswer, note
from messaging.models import Campaign, Message, MessageState, SendingRules, Subscriber
from messaging.services import preflight
from messaging.verdicts import Verdict
from tests.support.firms import make_brand, make_member
from tests.support.messaging import load_credit, make_account, make_draft, make_subscriber
from turkcell_hub.tenancy.actor import Actor, of_membership
from turkcell_hub.tenancy.models import Firm, Role
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
    told = forecast(clerk, firm, people, message_class="BILGILENDIRME", brand=None)
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
