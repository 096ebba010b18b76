"""Group send in three taps from the home screen, in a real browser."""

from __future__ import annotations

from typing import Any

import pytest

from messaging.models import Campaign
from tests.messaging.test_quick_send import fill
from turkcell_hub.tenancy.models import Firm, Membership
from turkcell_hub.tenancy.scope import firm_scope


@pytest.mark.requirement("S-078")
@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_group_gets_its_message_by_three_taps_at_360_pixels(
    browser_page: Any, firm: Firm, staff: Membership
) -> None:
    fill(firm)
    browser_page.login(staff)
    browser_page.resize(360, 740)
    page = browser_page.open("/")
    taps = (
        page.get_by_role("link", name="Bayiler"),
        page.get_by_role("button", name="Toplantı"),
        page.get_by_role("button", name="Gönder", exact=True),
    )
    for tap in taps:
        assert not browser_page.is_wider_than_screen()
        tap.click()
    page.wait_for_url("**/campaigns/*/")
    with firm_scope(firm.pk):
        campaign = Campaign.objects.get()
    assert (campaign.submitted_by_label, campaign.text) == ("Pelin Personel", "Toplantı yarın.")
    assert campaign.class_chosen_by == "Pelin Personel"
