"""Online Turkcell Fatura Aktarımı with one press: the operator's new bills are taken and booked, or
the page says why not (L-090, L-116)."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from invoices.models import Bill, BillState, InvoiceLogin, MatchingTable, Transfer, TransferState
from invoices.services import logins
from tests.support.fake_operator import ControlClient
from tests.support.firms import client_for
from turkcell_hub.erp.models import Document
from turkcell_hub.jobs.services import jobs
from turkcell_hub.portal import cells
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import GatewayAccount, Membership


@pytest.fixture
def browser(actor: Actor) -> Client:
    return client_for(Membership.objects.select_related("user").get(pk=actor.membership_id))


def press(browser: Client, table: MatchingTable, **more: str) -> tuple[Transfer, str]:
    """The button of the page, its job, and what is seen when it is over."""
    asked = {"table": table.pk, "merge": "1", "by_number": "0", "collect": "1", **more}
    answer = browser.post("/bill-transfer/", asked)
    assert answer.status_code == 302, answer.content.decode()
    run = Transfer.objects.latest("pk")
    assert answer["Location"] == f"/bill-transfer/{run.job_id}/"
    jobs.run(run.job_id)
    run.refresh_from_db()
    return run, browser.get(answer["Location"], follow=True).content.decode()


@pytest.mark.requirement("L-090", "L-105")
def test_new_bills_are_taken_from_the_operator_and_booked_by_one_press_and_never_again(
    browser: Client, table: MatchingTable, account: GatewayAccount, control: ControlClient
) -> None:
    for place in range(5):
        control.make_bill(account.username, "single", f"TCL2026{place:09}", "2026-11-01",
                          seed=place)  # fmt: skip
    run, page = press(browser, table)
    assert (run.state, run.documents, run.stopped) == (TransferState.DONE, 1, 0)
    assert set(Bill.objects.values_list("state", flat=True)) == {BillState.BOOKED}
    assert Document.objects.get().total == sum(bill.amount for bill in Bill.objects.all())
    assert Bill.objects.count() == 5
    assert cells.money(run.total) in page
    assert press(browser, table)[0].documents == 0
    assert (Bill.objects.count(), Document.objects.count()) == (5, 1)


@pytest.mark.requirement("L-101", "L-102")
def test_of_a_month_that_is_asked_for_alone_bills_are_booked(
    browser: Client, table: MatchingTable, account: GatewayAccount, control: ControlClient
) -> None:
    for month in (3, 9, 10):  # issued on its first day, for the month before
        control.make_bill(account.username, "single", f"TCL2026{month:09}", f"2026-{month:02}-01",
                          seed=month)  # fmt: skip
    run, _page = press(browser, table, year="2026", month="9")
    assert run.documents == 1
    booked = Bill.objects.filter(state=BillState.BOOKED).values_list("number", flat=True)
    assert list(booked) == ["TCL2026000000010"]


WRONG = {
    "PASİF": lambda: InvoiceLogin.objects.update(set_at=timezone.now() - timedelta(days=121)),
    "BLOKE": lambda: InvoiceLogin.objects.update(is_blocked=True, failures=3),
    "Kullanıcı Kodu ve Şifre girilmemiş": lambda: GatewayAccount.objects.update(password=""),
}


@pytest.mark.requirement("L-018", "L-116", "L-117")
@pytest.mark.parametrize("said", WRONG)
def test_a_password_that_does_not_hold_is_told_and_nothing_is_taken(
    browser: Client, table: MatchingTable, account: GatewayAccount, control: ControlClient,
    said: str,
) -> None:  # fmt: skip
    control.make_bill(account.username, "single", "TCL2026000000001", "2026-11-01")
    logins.current(account)
    WRONG[said]()
    run, page = press(browser, table)
    assert said in browser.get("/bill-transfer/").content.decode()  # before it is pressed
    own = page.split('class="alert alert-danger inv-gap"')[1].split("</div>")[0]
    assert said in own  # on the run's own page, with the ways on
    assert 'href="/bill-password/"' in own
    again = unescape(own.split('href="')[1].split('"')[0])
    assert again.startswith(f"/bill-transfer/?table={table.pk}&side=RECEIVED&")
    assert 'id="preview-title"' in browser.get(again).content.decode()
    assert run.state == TransferState.FAILED
    assert not Bill.objects.exists()
    assert not Document.objects.exists()
    assert control.requests(account.username, "login") == []
