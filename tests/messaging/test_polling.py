"""Reports that nobody pushed are asked for, at the real sandbox operator."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from messaging.models import Campaign, Message, MessageState, ReportPoll
from messaging.services import campaigns, polling, preflight, preparing
from tests.support.fake_operator import ControlClient, FakeOperatorProcess
from tests.support.firms import make_member
from tests.support.messaging import load_credit, make_account, make_draft, make_subscriber
from turkcell_hub.ledger.services import credits
from turkcell_hub.outbox import dispatch
from turkcell_hub.tenancy.actor import of_membership
from turkcell_hub.tenancy.models import Firm, GatewayAccount, Role
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = pytest.mark.django_db(transaction=True)
SETTINGS = {"report_delay": [0, 0], "senders": ["EGETEKSTIL"], "duplicate_hours": 0}


@pytest.fixture(scope="module")
def operator(tmp_path_factory):
    with FakeOperatorProcess(tmp_path_factory.mktemp("operator")) as process:
        yield process


@pytest.fixture(params=["mesajussu", "verimor", "netgsm"])
def account(request, firm: Firm, operator, settings) -> GatewayAccount:
    settings.FAKE_OPERATOR_URL = operator.url
    username = f"532{firm.pk:07}"
    control = ControlClient(operator.url)
    control.create_account(username, request.param, **SETTINGS)
    path = "/api/api/integration" if request.param == "mesajussu" else ""
    return make_account(
        firm, request.param, base_url=operator.url + path, username=username, password="dogru-sifre"
    )


@pytest.fixture
def sent(firm: Firm, account: GatewayAccount) -> Campaign:
    """Three people whose messages end as delivered, absent and never reported."""
    load_credit(firm, 10)
    member = make_member(firm, Role.STAFF)
    with firm_scope(firm.pk):
        actor = of_membership(member)
        people = [make_subscriber(firm, f"+9053212345{end}") for end in ("01", "02", "09")]
        draft = make_draft(actor, "Siparişiniz hazır.", people)
        preflight.run(actor, draft)
        campaigns.submit(actor, draft)
        preparing.prepare(draft.pk)
    dispatch.run_lane(account.pk, budget_seconds=5)
    return draft


def due_now() -> None:
    ReportPoll.objects.update(next_at=timezone.now() - timedelta(seconds=1))


def test_asking_ends_what_the_operator_knows_and_goes_on_for_the_rest(
    sent: Campaign, firm: Firm, operator: FakeOperatorProcess
) -> None:
    ControlClient(operator.url).advance(60)
    with firm_scope(firm.pk):
        due_now()
        turn = ReportPoll.objects.get()
        assert polling.poll(turn.pk)
        states = dict(Message.objects.values_list("phone", "state"))
        assert states == {
            "+905321234501": MessageState.DELIVERED,
            "+905321234502": MessageState.UNDELIVERED,
            "+905321234509": MessageState.PENDING,
        }
        assert credits.balance(firm.pk, "SMS") == 8
        turn.refresh_from_db()
        assert turn.next_at > timezone.now()
        assert not polling.poll(turn.pk)


def test_a_refused_login_is_asked_once_and_then_left_to_a_person(
    sent: Campaign, firm: Firm, account: GatewayAccount, operator: FakeOperatorProcess
) -> None:
    control = ControlClient(operator.url)
    control.change_account(account.username, password="baska-sifre")
    with firm_scope(firm.pk):
        GatewayAccount.objects.filter(pk=account.pk).update(username=account.username)
        account.refresh_from_db()
        account.password = "eski-sifre"
        account.save(update_fields=["password"])
        for _turn in range(4):
            due_now()
            polling.poll(ReportPoll.objects.get().pk)
        account.refresh_from_db()
    assert account.health == GatewayAccount.Health.BAD_CREDENTIALS
    assert control.account(account.username)["failed_logins"] <= 1


def test_when_the_wait_is_over_the_last_question_ends_what_stays_silent(
    sent: Campaign, firm: Firm, operator: FakeOperatorProcess
) -> None:
    ControlClient(operator.url).advance(60)
    with firm_scope(firm.pk):
        due_now()
        ReportPoll.objects.update(ends_at=timezone.now())
        assert polling.poll(ReportPoll.objects.get().pk)
        states = dict(Message.objects.values_list("phone", "state"))
        assert states["+905321234509"] == MessageState.SENT_UNCONFIRMED
        assert states["+905321234501"] == MessageState.DELIVERED
        assert not ReportPoll.objects.exists()
        assert Campaign.objects.get(pk=sent.pk).finished_at
        assert credits.balance(firm.pk, "SMS") == 8
