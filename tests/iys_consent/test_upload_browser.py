"""The look at a read list in a real browser."""

from __future__ import annotations

from typing import Any

import pytest

from tests.iys_consent.lists import read, row
from tests.iys_consent.panel import member_of
from tests.support.browser import expect
from tests.support.firms import actor_for
from turkcell_hub.tenancy.models import Brand, Firm


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.requirement("K-049")
def test_nothing_can_be_sent_until_the_list_is_said_to_be_checked(
    browser_page: Any, firm: Firm, brand: Brand
) -> None:
    member, _client = member_of(firm)
    upload = read(actor_for(member), brand, row())
    browser_page.login(member)
    page = browser_page.open(f"/consents/import/{upload.job_id}/")
    names = ("Tümünü Gönder", "Mevcuttakileri Güncellemeden Gönder", "Yeni İleti Onay Ver")
    checked = page.get_by_label("Kontrol ettim onaylıyorum")
    for tick in (False, True, False):
        checked.set_checked(tick)
        for name in names:
            expect(page.get_by_role("button", name=name)).to_be_enabled(enabled=tick)
    assert browser_page.serious_axe_problems() == []
    checked.check()
    with page.expect_navigation():
        page.get_by_role("button", name="Tümünü Gönder").click()
    upload.refresh_from_db()
    assert upload.checked_by == member.user.full_name
