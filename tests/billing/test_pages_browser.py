"""Billing's pages and the others that nobody opens daily: on a phone and for everybody."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.firms import make_user
from turkcell_hub.tenancy.models import Firm, Membership

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = (
    "/status/", "/statements/", "/limit-requests/", "/limit-requests/add/", "/refund-table/",
    "/credit-reminders/add/", "/report-schedules/add/", "/moving/", "/past-reports/", "/credits/",
    "/reports/sending/", "/settings/billing/", "/sending-rules/add/",
)  # fmt: skip


@pytest.mark.requirement("S-074")
def test_rare_pages_fit_a_phone_and_have_no_serious_barrier(
    browser_page: Any, firm: Firm, admin: Membership
) -> None:
    browser_page.login(admin)
    browser_page.resize(360, 740)
    found: dict[str, object] = {}
    for path in PAGES:
        browser_page.open(path)
        problems = browser_page.serious_axe_problems()
        if problems or browser_page.is_wider_than_screen():
            found[path] = problems or "wider than the screen"
    assert found == {}


def test_the_operators_page_fits_a_phone(browser_page: Any, firm: Firm, settings: Any) -> None:
    settings.PRICES_SET_BY = "operator"
    browser_page.resize(360, 740)
    browser_page.login(make_user("Kerem Aydın", is_platform_staff=True))
    page = browser_page.open("/operator/")
    assert not browser_page.is_wider_than_screen()
    assert browser_page.serious_axe_problems() == []
    page.get_by_role("button", name=f"Gir: {firm.name}").click()
    page.get_by_role("heading", name="Siparişler").wait_for()
    assert not browser_page.is_wider_than_screen()
