"""Ön uçuş says how long the hand-over takes and when it ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from messaging.batches import GROUP_STEP, batch_name
from messaging.models import Campaign
from messaging.selectors import finishing
from messaging.services import preflight
from tests.support.firms import client_for, make_member
from tests.support.messaging import load_credit, make_account, make_draft, make_subscriber
from turkcell_hub.outbox.models import Batch
from turkcell_hub.outbox.states import State
from turkcell_hub.tenancy.actor import Actor, of_membership
from turkcell_hub.tenancy.models import Firm, Membership, Role
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(firm: Firm) -> Iterator[Membership]:
    make_account(firm)
    load_credit(firm, 10)
    member = make_member(firm, Role.STAFF)
    with firm_scope(firm.pk):
        yield member


@pytest.fixture
def draft(member: Membership, firm: Firm) -> Campaign:
    actor: Actor = of_membership(member)
    return make_draft(actor, "Siparişiniz hazır.", [make_subscriber(firm, "+905321234501")])


def handed_over(campaign: Campaign, number: int, seconds: float, size: int = 1000) -> None:
    begun = timezone.now() - timedelta(hours=1)
    Batch.objects.create(
        firm=campaign.firm, account=campaign.account, kind="sms", subject_id=1, number=number,
        size=size, state=State.ACCEPTED, handed_over_at=begun,
        accepted_at=begun + timedelta(seconds=seconds),
    )  # fmt: skip


def waits(campaign: Campaign, size: int, **more: object) -> None:
    Batch.objects.create(
        firm=campaign.firm, account=campaign.account, kind="sms", subject_id=2, size=size, **more
    )


def test_with_a_pace_what_waits_for_the_account_goes_first(draft: Campaign) -> None:
    draft.account.pace_per_second = 10
    assert finishing.seconds(draft, 605) == 61
    waits(draft, 395)
    assert finishing.seconds(draft, 605) == 100
    waits(draft, 500, number=2, due_at=timezone.now() + timedelta(hours=9))
    assert finishing.seconds(draft, 605) == 100, "what waits for the morning is not ahead"


def test_without_a_pace_the_latest_hand_overs_tell(draft: Campaign) -> None:
    assert finishing.seconds(draft, 3_500) == 4, "nothing was handed over yet"
    for number, seconds in enumerate((2, 3, 3, 3, 900), 1):  # one of them was in doubt for long
        handed_over(draft, number, seconds)
    assert finishing.seconds(draft, 3_500) == 12
    assert finishing.seconds(draft, 0) is None


def test_the_clerk_reads_when_it_ends(draft: Campaign, member: Membership) -> None:
    preflight.run(of_membership(member), draft)
    draft.refresh_from_db()
    found = preflight.stored(draft)
    assert found is not None
    assert found.finish_seconds == 1
    client: Client = client_for(member)
    said = client.post(
        f"/compose/{draft.pk}/preflight/", headers={"HX-Request": "true"}
    ).content.decode()
    assert "Operatöre verme yaklaşık 1 saniye sürer, şimdi gönderirseniz" in said
    assert "gibi biter" in said


@pytest.mark.parametrize(
    ("number", "name"),
    [(1, "1"), (12, "12"), (GROUP_STEP + 1, "2-1"), (3 * GROUP_STEP + 20, "4-20")],
)
def test_a_batch_is_named_so_that_it_can_be_read_aloud(number: int, name: str) -> None:
    assert batch_name(number) == name
