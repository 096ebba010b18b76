"""Deneme firması from the portal: the first message before there is an operator's account."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from messaging.models import Campaign, Message
from messaging.services import campaigns, preflight, preparing
from tests.gateways.line import closed_port
from tests.support.fake_operator import ControlClient
from tests.support.firms import client_for, make_member
from tests.support.messaging import load_credit, make_account, make_draft
from turkcell_hub.outbox import dispatch
from turkcell_hub.portal import checklist
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy.models import Firm, GatewayAccount, Membership, Role
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = pytest.mark.django_db
STEP = "Deneme operatöründe ilk mesajınızı gönderin"


@pytest.fixture
def admin(firm: Firm) -> Membership:
    return make_member(firm, Role.ADMIN, phone="+905321234501")


def step_of(member: Membership) -> checklist.Step | None:
    with firm_scope(member.firm_id):
        found = checklist.for_actor(actors.of_membership(member))
    return next((one for one in found.steps if one.title == STEP), None) if found else None


def send(member: Membership, phone: str) -> Campaign:
    """A message as the compose page submits it, handed over."""
    with firm_scope(member.firm_id):
        clerk = actors.of_membership(member)
        draft = make_draft(clerk, "Merhaba", [], recipients=[{"phone": phone}])
        preflight.run(clerk, draft)
        campaign = campaigns.submit(clerk, draft)
        preparing.prepare(campaign.pk)
        account = GatewayAccount.objects.get(service="sms")
        dispatch.run_lane(account.pk, budget_seconds=5)
    return campaign


def test_a_firm_without_an_operator_sends_its_first_message_at_the_sandbox(
    admin: Membership, control: ControlClient, firm: Firm
) -> None:
    todo = step_of(admin)
    assert todo is not None
    assert not todo.done
    browser = client_for(admin)
    assert "Deneme firmasına geç" in browser.get(todo.url).content.decode()
    assert not Firm.objects.filter(sandbox_of=firm).exists()  # looking opens nothing
    for _press in range(2):  # the second press finds it open
        went = browser.post(todo.url)
        assert (went.status_code, went["Location"]) == (302, "/compose/"), went.content
        browser.post("/firm/", {"firm": firm.pk})
    twin = Firm.objects.get(sandbox_of=firm)
    with firm_scope(twin.pk):
        card = Membership.objects.get(user=admin.user)
    phone = "+905321234501"
    campaign = send(card, phone)
    with firm_scope(twin.pk):
        account = GatewayAccount.objects.get(service="sms")
        assert Message.objects.filter(campaign=campaign).count() == 1
    (message,) = control.truth(account.username)["messages"]
    assert message["dest"] == phone
    done = step_of(admin)
    assert done is not None
    assert done.done
    with firm_scope(firm.pk):
        assert not GatewayAccount.objects.exists()
        assert not Campaign.objects.exists()


def test_the_page_says_where_one_is_and_who_may_not_open_it(
    admin: Membership, control: ControlClient, firm: Firm
) -> None:
    browser = client_for(admin)
    browser.post("/sandbox/")
    inside = browser.get("/sandbox/").content.decode()
    assert "Deneme firmasındasınız." in inside
    assert "Deneme firmasına geç" not in inside
    clerk = client_for(make_member(firm, Role.STAFF))
    assert clerk.get("/sandbox/").status_code == clerk.post("/sandbox/").status_code == 403


def test_without_a_sandbox_operator_or_while_it_is_away_nothing_is_offered(
    admin: Membership, firm: Firm, settings: Any
) -> None:
    settings.FAKE_OPERATOR_URL = ""
    assert step_of(admin) is None
    browser: Client = client_for(admin)
    assert "Bu kurulumda deneme operatörü yok" in browser.get("/sandbox/").content.decode()
    assert browser.post("/sandbox/").status_code == 409
    settings.FAKE_OPERATOR_URL = closed_port()
    away = browser.post("/sandbox/")
    assert away.status_code == 409
    assert "birazdan yeniden deneyin" in away.content.decode()


def test_who_has_sent_in_earnest_needs_no_trial(
    admin: Membership, control: ControlClient, firm: Firm
) -> None:
    with firm_scope(firm.pk):
        make_account(firm)
        load_credit(firm, 50)
    send(admin, "+905321234501")
    assert step_of(admin) is None
