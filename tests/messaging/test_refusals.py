"""RET by SMS: the number is blocked at once, its followers hear of it, nothing more goes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import orjson
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from iys_consent import refusals as followers
from iys_consent.models import ConsentHead
from messaging.dispatch import SmsHandler
from messaging.models import (
    BlacklistChange,
    BlacklistEntry,
    Campaign,
    InboundMessage,
    InboundPolicy,
    Message,
    MessageState,
    Thread,
)
from messaging.services import blacklist, campaigns, inbound, preflight, preparing, routing
from messaging.verdicts import Verdict
from tests.messaging.inbound_world import PERSON, come, incoming
from tests.support.firms import actor_for, make_member
from tests.support.messaging import load_credit, make_account, make_draft, make_subscriber
from turkcell_hub.audit.models import AuditHead
from turkcell_hub.ledger.services import credits
from turkcell_hub.outbox.models import Batch
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, GatewayAccount, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(in_firm: Firm) -> GatewayAccount:
    load_credit(in_firm, 50)
    return make_account(in_firm)


@pytest.fixture
def clerk(in_firm: Firm) -> Actor:
    return actor_for(make_member(in_firm, Role.STAFF))


@pytest.fixture
def told() -> Iterator[list[followers.Refusal]]:
    heard: list[followers.Refusal] = []
    followers.register(heard.append)
    yield heard
    followers.forget(heard.append)


@pytest.mark.requirement("S-014", "S-033", "C-10")
def test_a_ret_blocks_the_number_with_its_evidence_and_never_reaches_the_inbox(
    account: GatewayAccount, told: list[followers.Refusal]
) -> None:
    message = come(account, "İptal.")
    entry = BlacklistEntry.objects.get()
    assert (entry.phone, entry.source, entry.origin) == (PERSON, "ALICI", "SMS")
    assert (entry.evidence_id, entry.since) == (message.pk, message.received_at)
    assert message.route == "refusal"
    assert not Thread.objects.exists()
    assert [(r.phone, r.at, r.evidence, r.channel) for r in told] == [
        (PERSON, message.received_at, f"inbound:{message.pk}", "MESAJ")
    ]


def test_the_same_message_told_twice_is_one_refusal_and_one_confirmation(
    account: GatewayAccount,
) -> None:
    told = incoming("RET")
    for _repeat in range(3):
        inbound.keep(account, [told, told])
        for _firm, pk in routing.waiting():
            routing.route(pk)
    assert InboundMessage.objects.count() == 1
    assert BlacklistChange.objects.count() == 1
    assert Campaign.objects.count() == 1


@pytest.mark.requirement("S-014")
def test_the_confirmation_goes_once_although_the_number_is_blocked(
    account: GatewayAccount, in_firm: Firm
) -> None:
    come(account, "RET")
    come(account, "RET artık")
    campaign = Campaign.objects.get()
    assert preparing.prepare(campaign.pk)
    message = Message.objects.get()
    assert (message.phone, message.verdict) == (PERSON, Verdict.REFUSAL_CONFIRMATION)
    assert in_firm.name in message.text
    request = SmsHandler().load(Batch.objects.get())
    assert request is not None
    assert [m.to for m in request.messages] == [PERSON]
    assert credits.balance(in_firm.pk, "SMS") == 50 - message.credits


def test_without_credit_the_refusal_holds_and_says_why_it_was_not_confirmed(
    in_firm: Firm,
) -> None:
    message = come(make_account(in_firm), "RET")
    assert BlacklistEntry.objects.filter(phone=PERSON).exists()
    assert "kredisi yetersiz" in message.note
    assert not Campaign.objects.exists()


@pytest.mark.parametrize("change", ["switched off", "old"])
def test_no_confirmation_where_the_firm_wants_none_or_the_refusal_is_old(
    account: GatewayAccount, in_firm: Firm, change: str
) -> None:
    at = timezone.now()
    if change == "old":
        at -= timedelta(hours=30)
    else:
        InboundPolicy.objects.create(
            refusal_words=["RET"], confirms=False, confirm_text="-", valid_from=at.date()
        )
    come(account, "RET", received_at=at)
    assert BlacklistEntry.objects.exists()
    assert not Campaign.objects.exists()


@pytest.mark.requirement("S-014", "S-069")
def test_a_prepared_message_is_stopped_at_the_next_hand_over(
    account: GatewayAccount, clerk: Actor, in_firm: Firm
) -> None:
    people = [make_subscriber(in_firm, PERSON), make_subscriber(in_firm, "+905321112244")]
    draft = make_draft(clerk, "Siparişiniz hazır.", people)
    preflight.run(clerk, draft)
    campaigns.submit(clerk, draft)
    preparing.prepare(draft.pk)
    come(account, "ret 4605")
    batch = Batch.objects.get(subject_id=draft.pk)
    request = SmsHandler().load(batch)
    assert request is not None
    assert [m.to for m in request.messages] == ["+905321112244"]
    stopped = Message.objects.get(campaign=draft, phone=PERSON)
    assert (stopped.state, stopped.verdict) == (
        MessageState.BLOCKED,
        Verdict.RECIPIENT_BLACKLIST,
    )


def test_a_persons_wish_takes_the_place_of_the_firms_own_entry(
    account: GatewayAccount, clerk: Actor
) -> None:
    blacklist.add(clerk, {"phone": PERSON, "reason": "Borçlu"})
    come(account, "RET")
    assert BlacklistEntry.objects.get().source == "ALICI"
    kinds = list(BlacklistChange.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["EKLENDI", "DEGISTI"]


def test_a_follower_that_fails_leaves_the_number_blocked_and_is_asked_again(
    account: GatewayAccount,
) -> None:
    calls: list[int] = []

    def fails_once(_refusal: followers.Refusal) -> None:
        calls.append(1)
        if len(calls) == 1:
            raise RuntimeError("consent room away")

    followers.register(fails_once)
    try:
        message = come(account, "RET")
        assert BlacklistEntry.objects.filter(phone=PERSON).exists()
        assert message.routed_at is None
        assert not Campaign.objects.exists()
        assert routing.waiting() == []  # not at once
        assert routing.route(message.pk)
    finally:
        followers.forget(fails_once)
    message.refresh_from_db()
    assert (message.route, len(calls)) == ("refusal", 2)
    assert Campaign.objects.count() == 1


def test_a_late_ret_does_not_undo_the_persons_later_wish(
    account: GatewayAccount, in_firm: Firm
) -> None:
    come(account, "RET", received_at=timezone.now() - timedelta(days=3))
    manager = actor_for(make_member(in_firm, Role.MANAGER))
    blacklist.remove(
        manager, BlacklistEntry.objects.get(), "Yeniden istiyor", "Form no 2026/118, imzalı",
        timezone.localdate(),
    )  # fmt: skip
    late = come(account, "RET", received_at=timezone.now() - timedelta(days=2))
    assert not BlacklistEntry.objects.exists()
    assert "daha yeni" in late.note
    come(account, "RET")
    assert BlacklistEntry.objects.exists()


def test_a_pushed_ret_is_kept_raw_then_understood(account: GatewayAccount, client: Client) -> None:
    from messaging.models import ReportPush
    from messaging.services import report_pushes
    from turkcell_hub.tenancy.scope import no_scope

    item = {
        "type": "inbound", "messageId": 7, "receivedAt": "2026-11-22T10:00:00+03:00",
        "sender": "5321112233", "receiver": "4605", "content": "RET", "keyword": "",
        "network": "TURKCELL", "createdAt": "2026-11-22T10:00:00+03:00",
    }  # fmt: skip
    with no_scope():
        answer = client.post(
            f"/hooks/sms/{account.push_token}/", orjson.dumps([item, {"type": "inbound"}]),
            content_type="application/json",
        )  # fmt: skip
    assert answer.status_code == 200
    assert report_pushes.process(ReportPush.objects.get().pk)
    [(_firm, pk)] = routing.waiting()
    assert routing.route(pk)
    assert not routing.route(pk)
    assert BlacklistEntry.objects.get().phone == PERSON


def test_a_refusal_locks_the_consents_before_the_trail_as_every_writer_of_consents_does(
    account: GatewayAccount,
) -> None:
    with CaptureQueriesContext(connection) as asked:
        come(account, "RET")
    locks = [one["sql"] for one in asked if "FOR UPDATE" in one["sql"]]
    first = {
        name: next(place for place, sql in enumerate(locks) if name in sql)
        for name in (ConsentHead._meta.db_table, AuditHead._meta.db_table)
    }
    assert first[ConsentHead._meta.db_table] < first[AuditHead._meta.db_table]
