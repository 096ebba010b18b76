"""Delivery reports end messages once, with the credit they deserve."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from messaging.models import Campaign, CampaignCount, CampaignState, Message, MessageState
from messaging.services import campaigns, preflight, preparing, reports
from messaging.states import BY_OUTCOME, REFUNDED
from tests.support.firms import make_firm, make_member
from tests.support.messaging import load_credit, make_account, make_draft, make_subscriber
from turkcell_hub.gateways.sms.contract import DeliveryReport, Outcome
from turkcell_hub.ledger.services import credits
from turkcell_hub.outbox.models import Batch
from turkcell_hub.outbox.states import State
from turkcell_hub.tenancy.actor import Actor, of_membership
from turkcell_hub.tenancy.models import Firm, Role
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(firm: Firm):
    make_account(firm)
    member = make_member(firm, Role.STAFF)
    with firm_scope(firm.pk):
        yield of_membership(member)


@pytest.fixture
def sent(clerk: Actor, firm: Firm) -> Campaign:
    """Three people, handed over; 7 of 10 credits are left."""
    people = [make_subscriber(firm, f"+90532123450{n}") for n in range(3)]
    load_credit(firm, 10)
    draft = make_draft(clerk, "Siparişiniz hazır.", people)
    preflight.run(clerk, draft)
    campaigns.submit(clerk, draft)
    preparing.prepare(draft.pk)
    Batch.objects.update(state=State.ACCEPTED, packet_id="P1", operator_ids=["a", "b", "c"])
    return Campaign.objects.get(pk=draft.pk)


def told(message: Message, outcome: Outcome, **more: object) -> DeliveryReport:
    return DeliveryReport(outcome, reference=str(message.pk), **more)  # type: ignore[arg-type]


def ids(campaign: Campaign) -> list[Message]:
    return list(Message.objects.filter(campaign=campaign).order_by("seq"))


@pytest.mark.requirement("S-065", "S-066", "T9")
@pytest.mark.parametrize("outcome", list(BY_OUTCOME))
def test_each_final_state_gives_its_credit_back_or_not_and_only_once(
    sent: Campaign, firm: Firm, outcome: Outcome
) -> None:
    message = ids(sent)[0]
    for _repeat in range(3):
        reports.apply(sent.account, [told(message, outcome), told(message, outcome)], None)
    message.refresh_from_db()
    assert message.state == BY_OUTCOME[outcome]
    back = 1 if message.state in REFUNDED else 0
    assert credits.balance(firm.pk, "SMS") == 7 + back
    assert CampaignCount.objects.get(campaign=sent, state=message.state).messages == 1


def test_the_first_final_word_stays_whatever_comes_later(sent: Campaign, firm: Firm) -> None:
    message = ids(sent)[0]
    reports.apply(sent.account, [told(message, Outcome.DELIVERED)], None)
    reports.apply(sent.account, [told(message, Outcome.UNDELIVERED)], None)
    message.refresh_from_db()
    assert message.state == MessageState.DELIVERED
    assert credits.balance(firm.pk, "SMS") == 7


def test_a_report_that_is_not_final_changes_nothing(sent: Campaign) -> None:
    result, _touched = reports.apply(
        sent.account,
        [told(ids(sent)[0], Outcome.ACCEPTED), told(ids(sent)[1], Outcome.UNKNOWN)],
        None,
    )
    assert (result.applied, result.ignored) == (0, 2)
    assert not Message.objects.exclude(state=MessageState.PENDING).exists()


def test_a_report_for_a_message_that_was_never_handed_over_is_a_forgery(sent: Campaign) -> None:
    Batch.objects.update(state=State.READY)
    result, _touched = reports.apply(sent.account, [told(ids(sent)[0], Outcome.UNDELIVERED)], None)
    assert result.applied == 0


def test_an_account_cannot_report_on_another_firms_messages(sent: Campaign, firm: Firm) -> None:
    stranger = make_account(make_firm("Yabancı"))
    with firm_scope(stranger.firm_id):
        forged = [told(ids_of, Outcome.UNDELIVERED) for ids_of in _all_messages(sent)]
        result, _touched = reports.apply(stranger, forged, None)
    assert result.applied == 0
    assert credits.balance(firm.pk, "SMS") == 7


def _all_messages(campaign: Campaign) -> list[Message]:
    with firm_scope(campaign.firm_id):
        return ids(campaign)


def test_a_report_without_our_reference_is_found_by_packet_and_their_id_or_number(
    sent: Campaign,
) -> None:
    first, second, _third = ids(sent)
    by_id = DeliveryReport(Outcome.DELIVERED, packet_id="P1", operator_id="a")
    by_number = DeliveryReport(Outcome.EXPIRED, packet_id="P1", to=second.phone)
    elsewhere = DeliveryReport(Outcome.DELIVERED, packet_id="P2", operator_id="c")
    result, _touched = reports.apply(sent.account, [by_id, by_number, elsewhere], None)
    assert (result.applied, result.ignored) == (2, 1)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (MessageState.DELIVERED, MessageState.EXPIRED)


def test_a_report_settles_the_batch_whose_answer_was_lost(sent: Campaign) -> None:
    Batch.objects.update(state=State.UNKNOWN, packet_id="", operator_ids=[])
    report = told(ids(sent)[0], Outcome.DELIVERED, packet_id="P9")
    reports.apply(sent.account, [report], None)
    batch = Batch.objects.get()
    assert (batch.state, batch.packet_id) == (State.ACCEPTED, "P9")


def test_the_operators_smaller_figure_wins_and_the_rest_comes_back(
    sent: Campaign, firm: Firm
) -> None:
    message = ids(sent)[0]
    Message.objects.filter(pk=message.pk).update(parts=3, credits=3)
    reports.apply(sent.account, [told(message, Outcome.DELIVERED, credits=2)], None)
    assert credits.balance(firm.pk, "SMS") == 8


def test_a_campaign_is_done_only_when_its_last_message_has_ended(sent: Campaign) -> None:
    rows = ids(sent)
    reports.apply(sent.account, [told(row, Outcome.DELIVERED) for row in rows[:2]], None)
    assert not campaigns.finish_if_done(sent.pk)
    reports.apply(sent.account, [told(rows[2], Outcome.EXPIRED)], None)
    assert campaigns.finish_if_done(sent.pk)
    sent.refresh_from_db()
    assert sent.state == CampaignState.DONE


def test_a_time_in_the_future_is_not_believed(sent: Campaign) -> None:
    message = ids(sent)[0]
    later = timezone.now() + timedelta(days=2)
    reports.apply(sent.account, [told(message, Outcome.DELIVERED, done_at=later)], None)
    message.refresh_from_db()
    assert message.ended_at <= timezone.now()


def test_cancelling_gives_back_what_was_not_handed_over(
    sent: Campaign, clerk: Actor, firm: Firm
) -> None:
    Batch.objects.update(state=State.READY, packet_id="")
    campaigns.cancel(clerk, sent)
    assert credits.balance(firm.pk, "SMS") == 10
    assert set(Message.objects.values_list("state", flat=True)) == {MessageState.CANCELLED}
    assert campaigns.finish_if_done(sent.pk)


def test_only_failed_people_are_in_the_resend_draft(sent: Campaign, clerk: Actor) -> None:
    rows = ids(sent)
    reports.apply(sent.account, [told(rows[0], Outcome.DELIVERED)], None)
    reports.apply(sent.account, [told(rows[1], Outcome.UNDELIVERED)], None)
    draft = campaigns.resend_failed(clerk, sent)
    assert [r.subscriber.phone for r in draft.recipients.all()] == [rows[1].phone]
    assert draft.resend_of_id == sent.pk
