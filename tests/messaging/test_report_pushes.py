"""Stored bodies with reports: understood several at once, each with its own figures."""

from __future__ import annotations

import orjson
import pytest
from django.db import connection

from messaging.models import Campaign, Message, MessageState, ReportPush
from messaging.services import campaigns, preflight, preparing, report_pushes
from tests.support.firms import actor_for, make_member
from tests.support.messaging import load_credit, make_account, make_draft, make_subscriber
from turkcell_hub.ledger.services import credits
from turkcell_hub.outbox.models import Batch
from turkcell_hub.outbox.states import State
from turkcell_hub.tenancy.models import Firm, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(in_firm: Firm) -> list[Message]:
    """Four people, handed over; 6 of 10 credits are left."""
    make_account(in_firm)
    load_credit(in_firm, 10)
    clerk = actor_for(make_member(in_firm, Role.STAFF))
    people = [make_subscriber(in_firm, f"+90532123450{n}") for n in range(4)]
    draft = make_draft(clerk, "Siparişiniz hazır.", people)
    preflight.run(clerk, draft)
    campaigns.submit(clerk, draft)
    preparing.prepare(draft.pk)
    Batch.objects.update(state=State.ACCEPTED, packet_id="P1")
    return list(Message.objects.order_by("seq"))


def told(message: Message, status: str = "DELIVERED", **more: object) -> dict[str, object]:
    report = {"type": "outbound", "status": status, "messageCustomId": str(message.pk)}
    return {**report, "messageId": str(message.pk), **more}


def stored(*items: dict[str, object]) -> ReportPush:
    account = Campaign.objects.get().account
    assert account is not None
    return report_pushes.receive(account, orjson.dumps(items), {})


def figures(push: ReportPush) -> tuple[int, int, bool]:
    push.refresh_from_db()
    return push.applied, push.ignored, push.processed_at is not None


def test_bodies_that_wait_are_understood_together_and_counted_each(
    sent: list[Message], in_firm: Firm
) -> None:
    first = stored(told(sent[0]), told(sent[1], "NOT_DELIVERED"))
    second = stored(told(sent[0]), told(sent[2]), {"type": "?"})
    third = stored(told(sent[3], "NOT_DELIVERED"))
    assert report_pushes.process(second.pk)
    assert [figures(push) for push in (first, second, third)] == [
        (1, 1, True), (2, 1, True), (1, 0, True)
    ]  # fmt: skip
    assert not report_pushes.process(first.pk)
    bodies = Message.objects.order_by("seq").values_list("state", "report_id")
    assert list(bodies) == [
        (MessageState.DELIVERED, second.pk),
        (MessageState.UNDELIVERED, first.pk),
        (MessageState.DELIVERED, second.pk),
        (MessageState.UNDELIVERED, third.pk),
    ]
    assert credits.balance(in_firm.pk, "SMS") == 8


def test_a_body_that_cannot_be_read_says_why_and_keeps_no_other_waiting(
    sent: list[Message],
) -> None:
    sound = stored(told(sent[0]))
    broken = report_pushes.receive(sound.account, b"<html>", {})
    assert report_pushes.process(sound.pk)
    broken.refresh_from_db()
    assert (broken.error, broken.processed_at is not None) == ("UNREADABLE_PUSH", True)
    assert figures(sound) == (1, 0, True)


def test_a_row_with_a_number_that_no_message_can_have_spoils_no_other(
    sent: list[Message],
) -> None:
    push = stored(told(sent[0], credits=70_000), told(sent[1], gsmError=10**12), told(sent[2]))
    assert report_pushes.process(push.pk)
    assert figures(push) == (1, 2, True)


def test_a_body_that_fails_as_nobody_expected_stops_only_itself(sent: list[Message]) -> None:
    poison, sound = stored(told(sent[0])), stored(told(sent[1]))
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION stumble() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN IF NEW.id = {sent[0].pk} THEN RAISE EXCEPTION 'stumbled'; END IF;"
            " RETURN NEW; END $$"
        )
        cursor.execute(
            f"CREATE TRIGGER stumble BEFORE UPDATE ON {Message._meta.db_table}"
            " FOR EACH ROW EXECUTE FUNCTION stumble()"
        )
    assert report_pushes.process(sound.pk)
    assert figures(sound) == (1, 0, True)
    assert figures(poison) == (0, 0, False)
