"""The four steps of the set-up, and the connection on a user's card."""

from __future__ import annotations

import pytest

from otp.services import connections
from tests.otp.world import Otp
from tests.support.firms import client_for
from turkcell_hub.tenancy.models import Membership
from turkcell_hub.tenancy.scope import firm_scope


@pytest.mark.requirement("L-014", "L-015", "L-016", "L-089")
def test_the_set_up_page_shows_what_is_missing_until_all_four_are_done(
    admin: Membership, boss: Membership, otp: Otp
) -> None:
    browser = client_for(admin)
    page = browser.get("/settings/otp/").content.decode()
    assert page.count("is-done") == 4
    with firm_scope(admin.firm_id):
        otp.connection.works = None
        otp.connection.save()
    assert "Bağlantı henüz denenmedi" in browser.get("/settings/otp/").content.decode()
    tried = browser.post("/otp-connections/actions/try/", {"ids": [otp.connection.pk]}, follow=True)
    assert "kalan OTP kredisi" in tried.content.decode()
    assert client_for(boss).get("/settings/otp/").status_code == 403


@pytest.mark.requirement("L-017")
def test_the_users_form_has_the_connection(admin: Membership, boss: Membership, otp: Otp) -> None:
    page = client_for(admin).get(f"/users/{boss.pk}/edit/").content.decode()
    assert 'name="otp_connection"' in page
    saved = client_for(admin).post(
        f"/users/{boss.pk}/edit/",
        {"full_name": boss.name, "phone": boss.phone, "role": boss.role, "is_active": "on",
         "all_brands": "on", "otp_connection": ""},
    )  # fmt: skip
    assert saved.status_code == 302
    with firm_scope(boss.firm_id):
        assert connections.connection_of(boss) is None
