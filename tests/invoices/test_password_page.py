"""Fatura Aktarım Şifresi as a person meets it: the page of the password, and the account's own
form (L-119 … L-121)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from invoices.models import InvoiceLogin
from invoices.services import intake, logins
from tests.invoices.conftest import PASSWORD
from tests.support.fake_operator import ControlClient
from tests.support.firms import client_for
from turkcell_hub.gateways.invoice.contract import BillQuery
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import GatewayAccount, Membership

URL = "/bill-password/"


@pytest.fixture
def browser(actor: Actor) -> Client:
    return client_for(Membership.objects.select_related("user").get(pk=actor.membership_id))


def press(browser: Client, act: str, **given: Any) -> tuple[int, str]:
    """The answer's status, and the page that is seen afterwards."""
    answer = browser.post(URL, {"act": act, **given})
    shown = browser.get(URL) if answer.status_code == 302 else answer
    return answer.status_code, shown.content.decode()


@pytest.mark.requirement("L-119", "L-120", "L-121")
def test_a_new_password_is_asked_for_by_the_page_and_entered_in_it(
    browser: Client, actor: Actor, account: GatewayAccount, control: ControlClient
) -> None:
    assert "eskisi hemen geçersiz olacak" in browser.get(URL).content.decode()
    status, page = press(browser, "ask", confirmed="on")
    assert (status, "Turkcell yetkilisi seçilmemiş" in page) == (422, True)
    assert press(browser, "officer", officer=actor.membership_id)[0] == 302
    status, page = press(browser, "ask")
    assert (status, "Onaylıyorsanız kutuyu" in page) == (422, True)
    assert control.requests(account.username, "password_request") == []
    assert intake.from_operator(actor, account, BillQuery()).counts == {}, "the old one works"
    status, page = press(browser, "ask", confirmed="on")
    assert (status, "+90 532 *** ** 01 numaralı telefona" in page) == (302, True)
    assert "Yeni şifre istendi, eskisi artık geçersiz" in page
    (message,) = control.truth(account.username)["messages"]
    status, page = press(browser, "set", password=message["text"].split()[3])
    assert (status, "Şifre kaydedildi ve AKTİF" in page) == (302, True)
    assert "119 gün sonra yenilenmeli" in page
    account.refresh_from_db()
    assert intake.from_operator(actor, account, BillQuery()).counts == {}


@pytest.mark.requirement("L-121")
def test_a_password_that_is_entered_in_the_accounts_form_is_active_and_begins_anew(
    browser: Client, account: GatewayAccount, control: ControlClient
) -> None:
    logins.current(account)
    long_ago = timezone.now() - timedelta(days=200)
    InvoiceLogin.objects.update(set_at=long_ago, is_blocked=True, failures=3)
    control.change_account(account.username, password="yepyeni", unlock=True)
    form = {"adapter": "esirket", "shown_adapter": "esirket", "service": "invoice",
            "name": account.name, "country": "TR", "base_url": account.base_url,
            "username": account.username, "password": "yepyeni", "is_active": "on"}  # fmt: skip
    answer = browser.post(f"/gateway-accounts/{account.pk}/edit/", form)
    assert answer.status_code == 302, answer.content.decode()
    account.refresh_from_db()
    assert account.password != PASSWORD
    health = logins.health(account)
    assert (health.standing, health.days_left, health.tries_left) == ("ACTIVE", 119, 3)
