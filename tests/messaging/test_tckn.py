"""TCKN as an address: its own account and sender names, sealed, refunded when nobody is there."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from messaging.models import Campaign, Message, MessageState, ReportPoll, Subscriber
from messaging.selectors import texts
from messaging.services import (
    addressing,
    audiences,
    campaigns,
    compose,
    drafts,
    polling,
    preflight,
    preparing,
    subscribers,
)
from messaging.verdicts import Verdict
from tests.support.fake_operator import ControlClient, FakeOperatorProcess
from tests.support.firms import make_member
from tests.support.messaging import load_credit, make_account, make_draft, make_subscriber
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.ledger.services import credits
from turkcell_hub.lib.identity import is_tckn
from turkcell_hub.outbox import dispatch
from turkcell_hub.tenancy.actor import Actor, of_membership
from turkcell_hub.tenancy.models import Firm, GatewayAccount, Role, SenderTitle
from turkcell_hub.tenancy.scope import firm_scope
from turkcell_hub.tenancy.services import accounts, senders

pytestmark = pytest.mark.django_db
TEXT = "Sayin {ad|musterimiz}, siparisiniz hazir."


def tckn(start: int, ending: str) -> str:
    """A valid number that ends so."""
    numbers = (f"{start + i:09d}{ending}" for i in range(2000))
    return next(number for number in numbers if is_tckn(number))


DELIVERED, STRANGER = tckn(100000000, "02"), tckn(200000000, "10")


@pytest.fixture
def clerk(firm: Firm) -> Iterator[Actor]:
    make_account(firm)
    load_credit(firm, 100)
    member = make_member(firm, Role.ADMIN)
    with firm_scope(firm.pk):
        yield of_membership(member)


def tckn_account(firm: Firm, **fields: Any) -> GatewayAccount:
    """Ready to send to TCKNs, with the sender EGETCKN."""
    account = make_account(firm, name="TCKN SMS", service=GatewayAccount.Service.TCKN, **fields)
    SenderTitle.objects.filter(account=account).update(title="EGETCKN")
    return account


def person(firm: Firm, phone: str, number: str = "", name: str = "Şükrü") -> Subscriber:
    return make_subscriber(firm, phone, name, tckn=number)


def to_tckn(clerk: Actor, people: list[Subscriber], text: str = TEXT, **data: Any) -> Campaign:
    return make_draft(clerk, text, people, address_type="TCKN", **data)


@pytest.mark.requirement("L-069", "T10")
def test_without_its_own_account_the_option_is_off_and_says_why(clerk: Actor, firm: Firm) -> None:
    phone, by_tckn = addressing.choices(firm.pk)
    assert (phone.why_not, "TCKN SMS aboneliği" in by_tckn.why_not) == ("", True)
    with pytest.raises(Conflict) as refused:
        to_tckn(clerk, [])
    assert (refused.value.code, refused.value.field) == ("tckn_account_missing", "address_type")
    account = tckn_account(firm, password="")
    assert "şifresi girilmemiş" in addressing.choices(firm.pk)[1].why_not
    GatewayAccount.objects.filter(pk=account.pk).update(password="x")
    account.password = "x"
    account.save(update_fields=["password"])
    assert addressing.choices(firm.pk)[1].why_not == ""


@pytest.mark.requirement("L-070", "T10")
def test_a_sender_name_belongs_to_one_channel(clerk: Actor, firm: Firm) -> None:
    account = tckn_account(firm)
    draft = to_tckn(clerk, [])
    assert (draft.account, draft.sender.title) == (account, "EGETCKN")
    by_phone = SenderTitle.objects.select_related("account").get(title="EGETEKSTIL")
    with pytest.raises(Invalid) as refused:
        drafts.change(clerk, draft, {"sender": by_phone})
    assert (refused.value.code, refused.value.field) == ("sender_channel", "sender")
    with pytest.raises(Invalid):
        drafts.change(clerk, make_draft(clerk, "a", []), {"sender": draft.sender})
    with pytest.raises(Invalid) as same:
        senders.add(clerk, account, "EGETEKSTIL")
    assert same.value.code == "sender_channel"
    assert drafts.change(clerk, draft, {"address_type": "TELEFON"}).sender == by_phone


@pytest.mark.requirement("L-069")
def test_an_account_keeps_its_service_and_asks_an_adapter_that_offers_it(
    clerk: Actor, firm: Firm
) -> None:
    account = tckn_account(firm)
    with pytest.raises(Invalid) as fixed:
        accounts.save(clerk, account, {"service": "sms"})
    assert fixed.value.code == "service_fixed"
    wanted = {"name": "V", "adapter": "verimor", "service": "tckn", "username": "u"}
    with pytest.raises(Invalid) as unable:
        accounts.save(clerk, None, wanted)
    assert unable.value.code == "service_not_offered"


@pytest.mark.requirement("L-068", "T10")
def test_a_mixed_list_is_counted_and_the_phone_is_no_fallback(clerk: Actor, firm: Firm) -> None:
    tckn_account(firm)
    people = [
        person(firm, "+905321234501", DELIVERED),
        person(firm, "+905321234502"),
        person(firm, "+905321234503", DELIVERED),  # the same person on two cards
    ]
    draft = to_tckn(clerk, people)
    forecast = preflight.run(clerk, draft)
    assert (forecast.total, forecast.sendable, forecast.credits) == (3, 1, 1)
    assert forecast.blocked == {Verdict.NO_TCKN: 1, Verdict.DUPLICATE: 1}
    (row,) = preflight.people(clerk, draft)
    assert row["body"] == "Sayin Sukru, siparisiniz hazir."
    by_phone = preflight.run(clerk, make_draft(clerk, TEXT, people))
    assert by_phone.sendable == 3


def test_turkish_letters_are_refused_with_the_letter_and_the_fix(clerk: Actor, firm: Firm) -> None:
    tckn_account(firm)
    draft = to_tckn(clerk, [person(firm, "+905321234501", DELIVERED)], "Sayın üye\nhoş geldin")
    with pytest.raises(Invalid) as refused:
        preflight.run(clerk, draft)
    assert (refused.value.code, refused.value.field) == ("letters_not_carried", "text")
    assert refused.value.extra == {"letters": ["ı", "ü", "\n", "ş"]}
    forbidden = audiences.forbidden_of(draft)
    size = texts.measure(draft.text, audiences.profile_of(draft), "", forbidden)
    assert "‘ı’" in size.problem
    assert [offer.kind for offer in size.suggestions] == ["plain"]
    mended = addressing.plain_text(draft.text, forbidden)
    assert mended == "Sayin uye hos geldin"
    assert preflight.run(clerk, drafts.change(clerk, draft, {"text": mended})).sendable == 1


def test_consent_of_a_phone_is_none_for_a_tckn(clerk: Actor, firm: Firm) -> None:
    tckn_account(firm)
    draft = to_tckn(clerk, [person(firm, "+905321234501", DELIVERED)], message_class="TICARI")
    with pytest.raises(Invalid) as refused:
        preflight.run(clerk, draft)
    assert refused.value.code == "tckn_commercial"


@pytest.mark.requirement("L-058")
def test_a_wrong_checksum_is_refused_and_no_list_and_no_table_holds_the_number(
    clerk: Actor, firm: Firm, admin_client: Client
) -> None:
    data = {"kind": "DIGER", "first_name": "Ayşe", "phone": "05321234501"}
    with pytest.raises(Invalid) as refused:
        subscribers.save(clerk, None, {**data, "tckn": DELIVERED[:-1] + "1"})
    assert refused.value.field == "tckn"
    saved = subscribers.save(clerk, None, {**data, "tckn": DELIVERED})
    with connection.cursor() as cursor:
        cursor.execute("SELECT tckn, tckn_mark FROM messaging_subscriber WHERE id = %s", [saved.pk])
        sealed, mark = cursor.fetchone()
    assert DELIVERED not in sealed + mark
    assert len(mark) == 64
    shown = admin_client.get("/subscribers/?col=tckn").content.decode()
    assert f"*********{DELIVERED[-2:]}" in shown
    assert DELIVERED not in shown


def test_a_copy_goes_by_the_same_channel(clerk: Actor, firm: Firm) -> None:
    tckn_account(firm)
    copied = compose.copy(clerk, to_tckn(clerk, []))
    assert (copied.address_type, copied.sender.title) == ("TCKN", "EGETCKN")


@pytest.fixture(scope="module")
def operator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeOperatorProcess]:
    with FakeOperatorProcess(tmp_path_factory.mktemp("operator")) as process:
        yield process


@pytest.mark.django_db(transaction=True)
@pytest.mark.requirement("L-071", "T10")
def test_who_is_no_subscriber_of_turkcell_ends_and_costs_nothing(
    firm: Firm, operator: FakeOperatorProcess, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    settings.FAKE_OPERATOR_URL = operator.url
    control, username = ControlClient(operator.url), f"532{firm.pk:07}"
    control.create_account(
        username, "mesajussu", services=["tckn"], senders=["EGETCKN"], report_delay=[0, 0]
    )
    load_credit(firm, 10)
    member = make_member(firm, Role.STAFF)
    with firm_scope(firm.pk):
        account = tckn_account(
            firm,
            base_url=operator.url + "/api/api/integration",
            username=username,
            password="dogru-sifre",
        )
        actor = of_membership(member)
        people = [
            person(firm, "+905321234501", DELIVERED),
            person(firm, "+905321234502", STRANGER),
        ]
        draft = to_tckn(actor, people)
        preflight.run(actor, draft)
        campaigns.submit(actor, draft)
        preparing.prepare(draft.pk)
    dispatch.run_lane(account.pk, budget_seconds=5)
    taken = {row["dest"] for row in control.truth(username)["messages"]}
    assert taken == {DELIVERED, STRANGER}
    control.advance(60)
    with firm_scope(firm.pk):
        ReportPoll.objects.update(next_at=timezone.now() - timedelta(seconds=1))
        assert polling.poll(ReportPoll.objects.get().pk)
        ended = {m.tckn: (m.state, m.masked_tckn) for m in Message.objects.all()}
        assert ended[STRANGER] == (MessageState.NOT_SUBSCRIBER, "*********10")
        assert ended[DELIVERED][0] == MessageState.UNDELIVERED
        assert credits.balance(firm.pk, "SMS") == 10
        with connection.cursor() as cursor:
            cursor.execute("SELECT m::text FROM messaging_message m")
            stored = str(cursor.fetchall())
    assert DELIVERED not in stored + caplog.text
    assert STRANGER not in stored + caplog.text
