"""Credit is short: nothing goes by surprise, and the clerk may shorten the list knowingly."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from messaging.models import Campaign, Message, MessageState
from messaging.services import campaigns, composing, preflight, preparing
from messaging.verdicts import Verdict
from tests.support.firms import actor_for
from tests.support.messaging import load_credit, make_account, make_draft, make_subscriber
from turkcell_hub.errors import Conflict, InsufficientCredit, Invalid
from turkcell_hub.ledger.services import credits
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, Membership
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = pytest.mark.django_db
# Recorded in this order; the numbers go the other way. Texts of 1, 2, 1 and 1 parts.
NAMES = ("Ayşe", "B" * 60, "Can", "Derya")
TEXT = "Sayın {ad|müşterimiz}, " + "siparişiniz hazır. " * 5


@pytest.fixture
def clerk(firm: Firm, staff: Membership) -> Iterator[Actor]:
    make_account(firm)
    with firm_scope(firm.pk):
        yield actor_for(staff)


@pytest.fixture
def draft(clerk: Actor, firm: Firm) -> Campaign:
    people = [
        make_subscriber(firm, f"+90532123450{9 - place}", name) for place, name in enumerate(NAMES)
    ]
    return make_draft(clerk, TEXT, people)


def names_in_order(clerk: Actor, draft: Campaign) -> list[str]:
    return [row["name"] for row in preflight.people(clerk, draft, in_order=True)]


@pytest.mark.requirement("A-007")
def test_nothing_goes_and_the_forecast_says_how_far_the_credit_reaches(
    clerk: Actor, firm: Firm, draft: Campaign
) -> None:
    load_credit(firm, 4)
    forecast = preflight.run(clerk, draft)
    assert forecast.parts == {1: 3, 2: 1}
    assert (forecast.credits, forecast.missing) == (5, 1)
    assert (forecast.affordable_people, forecast.affordable_credits) == (3, 4)
    assert names_in_order(clerk, draft) == list(NAMES)
    with pytest.raises(InsufficientCredit, match="1 eksik"):
        campaigns.submit(clerk, draft)
    assert Message.objects.count() == 0
    assert credits.balance(firm.pk, "SMS") == 4


@pytest.mark.requirement("A-007")
def test_a_knowing_cut_sends_to_the_first_ones_and_says_so_of_the_others(
    clerk: Actor, firm: Firm, draft: Campaign
) -> None:
    load_credit(firm, 3)
    forecast = preflight.run(clerk, draft)
    assert forecast.affordable_people == 2
    composing.cut(clerk, draft, 2)
    with pytest.raises(Conflict, match="ön uçuştan sonra değişti"):
        campaigns.submit(clerk, draft)  # the cut has to be looked at before it goes
    forecast = preflight.run(clerk, Campaign.objects.get(pk=draft.pk))
    assert (forecast.sendable, forecast.credits, forecast.missing) == (2, 3, 0)
    assert forecast.blocked == {Verdict.LEFT_OUT: 2}
    campaigns.submit(clerk, draft)
    assert preparing.prepare(draft.pk)
    gone = Message.objects.filter(state=MessageState.PENDING)
    assert set(gone.values_list("name", flat=True)) == set(NAMES[:2])
    assert set(Message.objects.filter(verdict=Verdict.LEFT_OUT).values_list("name", "credits")) == {
        (NAMES[2], 0),
        (NAMES[3], 0),
    }
    assert credits.balance(firm.pk, "SMS") == 0


def test_a_cut_can_be_taken_back_and_is_never_to_nobody(
    clerk: Actor, firm: Firm, draft: Campaign
) -> None:
    load_credit(firm, 9)
    composing.cut(clerk, draft, 1)
    assert preflight.run(clerk, Campaign.objects.get(pk=draft.pk)).sendable == 1
    composing.cut(clerk, draft, None)
    assert preflight.run(clerk, Campaign.objects.get(pk=draft.pk)).sendable == 4
    with pytest.raises(Invalid):
        composing.cut(clerk, draft, 0)


def test_the_page_offers_the_cut_with_its_order(
    clerk: Actor, firm: Firm, draft: Campaign, staff_client: Client
) -> None:
    load_credit(firm, 3)
    path = f"/compose/{draft.pk}"
    page = staff_client.post(f"{path}/preflight/", {}, headers={"hx-request": "true"})
    assert "Yalnız ilk 2 kişiyi bırak" in page.content.decode()
    assert "abone kayıt sırasına göre" in page.content.decode()
    shown = staff_client.get(f"{path}/preflight/people/?verdict=order").content.decode()
    assert shown.index("Ayşe") < shown.index("Can") < shown.index("Derya")
    page = staff_client.post(f"{path}/cut/", {"people": "2"}, headers={"hx-request": "true"})
    assert "bilerek kısaltıldı" in page.content.decode()
    page = staff_client.post(f"{path}/cut/", {"people": ""}, headers={"hx-request": "true"})
    assert "bilerek kısaltıldı" not in page.content.decode()
