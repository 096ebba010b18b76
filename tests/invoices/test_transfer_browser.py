"""The transfer's filter in a real browser."""

from __future__ import annotations

from typing import Any

import pytest

from invoices.models import MatchingTable
from tests.invoices.world import make_cards, make_table
from tests.support.browser import expect
from tests.support.firms import actor_for
from turkcell_hub.tenancy.models import Firm, Membership
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def table(firm: Firm, admin: Membership) -> MatchingTable:
    with firm_scope(firm.pk):
        return make_table(actor_for(admin), make_cards(firm))


@pytest.mark.requirement("L-103", "L-104")
def test_the_date_is_open_only_while_it_counts(
    browser_page: Any, admin: Membership, table: MatchingTable
) -> None:
    browser_page.login(admin)
    page = browser_page.open("/bill-transfer/")
    choice, date = page.locator("select[name=date_choice]"), page.locator("#id_date")
    calendar = page.locator(".hub-date:has(#id_date) button")
    expect(date).to_be_disabled()
    expect(calendar).to_be_disabled()
    choice.select_option("TYPED")
    expect(date).to_be_enabled()
    expect(calendar).to_be_enabled()
    date.fill("01.11.2026")
    choice.select_option("TODAY")
    expect(date).to_be_disabled()
    expect(date).to_have_value("01.11.2026")  # kept for who chooses it again
    page.get_by_role("button", name="Ön izle").click()
    page.wait_for_url("**date_choice=TODAY**")
    assert "&date=" not in page.url
    choice.select_option("TYPED")
    page.get_by_role("button", name="Ön izle").click()
    page.wait_for_url("**date_choice=TYPED**")
    expect(date).to_be_enabled()
    expect(page.locator("form.hub-form").first).to_contain_text("için tarihi yazın")
