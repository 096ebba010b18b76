"""The four steps of the set-up, and the connection on a user's card."""

from __future__ import annotations

import pytest
from django.utils.html import escape

from messaging.services import campaigns, preflight
from otp.models import Connection, ConnectionUser, WebAccount
from otp.services import challenges, connections, setup
from tests.otp.conftest import Drawer
from tests.otp.world import Otp
from tests.support.firms import actor_for, client_for
from tests.support.messaging import load_credit, make_account, make_draft, make_subscriber
from turkcell_hub.errors import Conflict
from turkcell_hub.tenancy.models import Firm, GatewayAccount, Membership
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


BROKEN = {
    "account": lambda: GatewayAccount.objects.update(is_active=False),
    "web_account": lambda: WebAccount.objects.all().delete(),
    "connection": lambda: Connection.objects.update(works=False, note="Şifre yanlış"),
    "link": lambda: ConnectionUser.objects.all().delete(),
}


@pytest.mark.requirement("L-015", "L-016", "L-017", "L-089")
@pytest.mark.parametrize(("place", "code"), list(enumerate(BROKEN)))
def test_a_red_step_names_itself_on_the_page_and_in_the_error(
    admin: Membership, boss: Membership, otp: Otp, drawer: Drawer, place: int, code: str
) -> None:
    BROKEN[code]()
    step = setup.steps(boss.firm_id, boss)[place]
    assert (step.code, step.done) == (code, False)
    with pytest.raises(Conflict) as refused:
        challenges.start(actor_for(boss), drawer.put(7))
    assert refused.value.extra["step"] == code
    for said in (step.name, step.problem):
        assert str(said) in str(refused.value.message)
    assert otp.texts() == []
    page = client_for(admin).get("/settings/otp/").content.decode()
    assert escape(str(setup.steps(boss.firm_id)[place].problem)) in page


@pytest.mark.requirement("L-016")
def test_the_test_button_says_why_a_connection_does_not_work(admin: Membership, otp: Otp) -> None:
    GatewayAccount.objects.filter(pk=otp.account.pk).update(base_url="http://127.0.0.1:9")
    browser = client_for(admin)
    tried = browser.post("/otp-connections/actions/try/", {"ids": [otp.connection.pk]}, follow=True)
    otp.connection.refresh_from_db()
    assert otp.connection.works is False
    assert escape(otp.connection.note) in tried.content.decode()
    assert len(otp.connection.note) > 20


@pytest.mark.requirement("L-014")
def test_codes_and_messages_need_nothing_of_each_others_credentials(
    firm: Firm, boss: Membership, otp: Otp, drawer: Drawer
) -> None:
    assert not GatewayAccount.objects.filter(service="sms").exists()
    challenges.start(actor_for(boss), drawer.put(7))
    assert otp.hand_over() == 1
    GatewayAccount.objects.filter(service="otp").update(is_active=False)
    make_account(firm)
    load_credit(firm, 10)
    draft = make_draft(actor_for(boss), "Deneme", [make_subscriber(firm, "+905321234567")])
    preflight.run(actor_for(boss), draft)
    campaigns.submit(actor_for(boss), draft)
    with pytest.raises(Conflict) as refused:
        challenges.start(actor_for(boss), drawer.put(8))
    assert refused.value.extra["step"] == "account", "an SMS account stands in for none"
