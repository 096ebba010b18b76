"""Messages whose report never comes, or comes when nobody waits for it any more."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations

import pytest
from django.db.models import Sum
from django.utils import timezone

from messaging.models import (
    Campaign,
    CampaignCount,
    CampaignState,
    Message,
    MessageState,
    ReportPoll,
)
from messaging.services import campaigns, polling, preflight, preparing, reports
from messaging.states import REFUNDED
from tests.support.firms import make_member
from tests.support.messaging import load_credit, make_account, make_draft, make_subscriber
from turkcell_hub.billing import calendar
from turkcell_hub.billing.models import RefundRule
from turkcell_hub.gateways.sms.contract import DeliveryReport, Outcome
from turkcell_hub.ledger import checks
from turkcell_hub.ledger.services import credits
from turkcell_hub.outbox.models import Batch
from turkcell_hub.outbox.states import State
from turkcell_hub.tenancy.actor import of_membership
from turkcell_hub.tenancy.models import Firm, Role
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def silent(firm: Firm):
    """Three people, handed over, nothing heard; 7 of 10 credits are left."""
    make_account(firm)
    member = make_member(firm, Role.STAFF)
    with firm_scope(firm.pk):
        actor = of_membership(member)
        people = [make_subscriber(firm, f"+90532123450{n}") for n in range(3)]
        load_credit(firm, 10)
        draft = make_draft(actor, "Siparişiniz hazır.", people, validity_hours=2)
        preflight.run(actor, draft)
        campaigns.submit(actor, draft)
        preparing.prepare(draft.pk)
        handed = timezone.now() - timedelta(hours=30)
        Batch.objects.update(state=State.ACCEPTED, packet_id="P1", accepted_at=handed)
        ReportPoll.objects.create(firm=firm, batch=Batch.objects.get(), next_at=handed)
        yield Campaign.objects.get(pk=draft.pk)


def concluded(campaign: Campaign) -> list[Message]:
    polling.conclude(ReportPoll.objects.select_related("batch").get())
    campaigns.finish_if_done(campaign.pk)
    campaign.refresh_from_db()
    return list(Message.objects.order_by("seq"))


def late(campaign: Campaign, message: Message, outcome: Outcome) -> None:
    told = DeliveryReport(outcome, reference=str(message.pk), vendor_status="SONRA")
    reports.apply(campaign.account, [told], None)


def counters_agree(campaign: Campaign) -> None:
    rows = Message.objects.filter(campaign=campaign).values_list("state", "network_error")
    counted = CampaignCount.objects.filter(campaign=campaign, messages__gt=0)
    by_state = dict(counted.order_by().values_list("state").annotate(Sum("messages")))
    states = [state for state, _error in rows if state != MessageState.PENDING]
    assert by_state == {state: states.count(state) for state in set(states)}


@pytest.mark.requirement("S-066")
def test_without_any_report_the_campaign_ends_as_sent_and_keeps_its_credit(
    silent: Campaign, firm: Firm
) -> None:
    messages = concluded(silent)
    assert {message.state for message in messages} == {MessageState.SENT_UNCONFIRMED}
    assert (silent.state, bool(silent.finished_at)) == (CampaignState.DONE, True)
    assert credits.balance(firm.pk, "SMS") == 7
    assert not ReportPoll.objects.exists()
    counters_agree(silent)


def test_it_is_awaited_for_the_validity_and_the_firms_grace(silent: Campaign) -> None:
    batch = Batch.objects.get()
    assert polling.awaited_until(batch) == batch.accepted_at + timedelta(hours=2 + 24)


@pytest.mark.requirement("S-065")
@pytest.mark.parametrize("outcome", [Outcome.UNDELIVERED, Outcome.DELIVERED, Outcome.EXPIRED])
def test_a_report_that_comes_late_wins_and_is_booked_once(
    silent: Campaign, firm: Firm, outcome: Outcome
) -> None:
    message = concluded(silent)[0]
    for _repeat in range(3):
        late(silent, message, outcome)
    message.refresh_from_db()
    back = 1 if message.state in REFUNDED else 0
    assert message.state == MessageState[outcome.name]
    assert credits.balance(firm.pk, "SMS") == 7 + back
    counters_agree(silent)
    late(silent, message, Outcome.INVALID_NUMBER)  # the first word of the operator stays
    assert credits.balance(firm.pk, "SMS") == 7 + back
    counters_agree(silent)


@pytest.mark.parametrize("order", list(permutations(("conclude", "undelivered", "delivered"))))
def test_in_whatever_order_it_happens_books_and_counters_agree(
    silent: Campaign, firm: Firm, order: tuple[str, ...]
) -> None:
    message = Message.objects.order_by("seq")[0]
    for step in order:
        if step == "conclude":
            concluded(silent)
        else:
            late(silent, message, Outcome[step.upper()])
    message.refresh_from_db()
    first_word = next(step for step in order if step != "conclude")
    assert message.state == MessageState[first_word.upper()]
    assert credits.balance(firm.pk, "SMS") == 7 + (first_word == "undelivered")
    counters_agree(silent)


def test_what_the_operator_himself_called_sent_is_final(silent: Campaign, firm: Firm) -> None:
    message = Message.objects.order_by("seq")[0]
    late(silent, message, Outcome.SENT_UNCONFIRMED)
    late(silent, message, Outcome.UNDELIVERED)
    message.refresh_from_db()
    assert message.state == MessageState.SENT_UNCONFIRMED
    assert credits.balance(firm.pk, "SMS") == 7
    counters_agree(silent)


STEPS = {
    "delivered": {"outcome": Outcome.DELIVERED},
    "dearer": {"outcome": Outcome.DELIVERED, "credits": 3},
    "undelivered": {"outcome": Outcome.UNDELIVERED},
}


@pytest.mark.requirement("S-065", "S-066")
@pytest.mark.parametrize("silence_is_refunded", [False, True])
@pytest.mark.parametrize(
    "order",
    [
        *permutations(("conclude", "dearer", "undelivered")),
        ("conclude", "delivered", "delivered"),
        ("conclude", "undelivered", "undelivered"),
        ("dearer", "conclude", "dearer"),
    ],
)
def test_credit_ends_the_same_whenever_and_however_often_a_report_comes(
    silent: Campaign, firm: Firm, order: tuple[str, ...], silence_is_refunded: bool
) -> None:
    """The other two messages are never heard of: the table of the day says what they cost."""
    if silence_is_refunded:
        RefundRule.objects.create(
            firm=firm, service="sms", state="SENT_UNCONFIRMED", refunds=True,
            valid_from=calendar.today(), by_label="Test",
        )  # fmt: skip
    message = Message.objects.order_by("seq")[0]
    for step in order:
        if step == "conclude":
            concluded(silent)
        else:
            told = DeliveryReport(reference=str(message.pk), vendor_status="X", **STEPS[step])
            reports.apply(silent.account, [told], None)
    cost = {"delivered": 1, "dearer": 3, "undelivered": 0}
    first_word = next(step for step in order if step != "conclude")
    others = 0 if silence_is_refunded else 2
    assert credits.balance(firm.pk, "SMS") == 10 - others - cost[first_word]
    counters_agree(silent)
    assert checks.findings() == []
