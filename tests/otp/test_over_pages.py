"""The four steps of the set-up and the typing of a code, as people do them on the pages."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from otp.models import Challenge, Connection
from tests.otp.slips import Card, Slips, ask, the_task
from tests.otp.test_sending import other_than, rest
from tests.otp.world import set_up
from tests.support.fake_operator import ControlClient
from tests.support.firms import client_for
from turkcell_hub.ledger.services import credits
from turkcell_hub.tenancy.models import Firm, GatewayAccount, Membership

SETUP = "/settings/otp/"


@pytest.mark.requirement("L-014", "L-015", "L-016", "L-017", "L-089")
def test_the_four_steps_are_done_one_after_another_on_their_pages(
    firm: Firm, admin: Membership, boss: Membership, operator: ControlClient
) -> None:
    operator.create_account("8500000777", "netgsm", services=["otp"])
    browser = client_for(admin)

    def done() -> int:
        return browser.get(SETUP).content.decode().count("is-done")

    assert done() == 0
    account = {"adapter": "netgsm_otp", "shown_adapter": "netgsm_otp", "service": "otp",
               "name": "OTP", "country": "TR", "base_url": operator.url, "username": "8500000777",
               "password": "dogru-sifre", "is_active": "on", "is_default": "on"}  # fmt: skip
    assert browser.post("/gateway-accounts/add/", account).status_code == 302
    assert done() == 1
    web = {"account_code": "EGE", "sender_name": "EGE TEKSTIL", "title": "TURKCELLHUB"}
    assert browser.post(SETUP, {**web, "account_code": ""}).status_code == 422
    assert browser.post(SETUP, web)["Location"] == SETUP
    assert done() == 2
    wire = {"name": "Ana", "account": GatewayAccount.objects.get().pk, "is_active": "on"}
    assert browser.post("/otp-connections/add/", wire).status_code == 302
    assert browser.post("/otp-connections/add/", wire).status_code == 422, "the name is taken"
    connection = Connection.objects.get()
    assert done() == 2, "not before it was tried"
    browser.post("/otp-connections/actions/try/", {"ids": [connection.pk]})
    assert done() == 3
    person = {"full_name": boss.name, "phone": boss.phone, "role": boss.role, "is_active": "on",
              "all_brands": "on", "otp_connection": connection.pk}  # fmt: skip
    assert browser.post(f"/users/{boss.pk}/edit/", person).status_code == 302
    assert done() == 4
    refused = browser.post(f"/otp-connections/{connection.pk}/delete/", follow=True)
    assert "bağlantısını kullanan kişiler var" in refused.content.decode()
    assert Connection.objects.exists()


@pytest.mark.requirement("L-085", "L-086", "L-087", "L-088")
def test_a_code_is_sent_typed_locked_and_asked_for_anew_on_the_page(
    card: Card, firm: Firm, clerk: Membership, bosses: list[Membership], slips: Slips,
    operator: ControlClient,
) -> None:  # fmt: skip
    otp = set_up(firm, operator, people=(bosses[0],))
    card({"members": bosses[:1], "kind": "OTP_ONAY"})
    task = the_task(ask(clerk, slips.put(1)))
    browser = client_for(bosses[0])
    page = browser.post(f"/my-tasks/{task.pk}/start/")["Location"]
    shown = browser.get(page).content.decode()
    left = re.search(r'data-countdown="(\d+)"', shown)
    assert left
    assert 170 < int(left[1]) <= 180
    for said in ("Kalan OTP kredisi: <strong>19</strong>", "Kalan deneme: 5", "Ödeme F-1, 1000 TL"):
        assert said in shown, said
    wait = re.search(r'data-countdown="(\d+)" data-clock', shown)
    assert wait, "when a new code may be asked for stands on the page"
    assert 50 < int(wait[1]) <= 60
    assert re.search(r"<span data-left>0[01]:\d\d</span> sonra istenebilir", shown)
    otp.hand_over()
    again = f"{page.rstrip('/')}/resend/"
    assert "saniye" in told(browser, again)
    otp.hand_over()
    assert (len(otp.texts()), credits.balance(firm.pk, "OTP")) == (1, 19), "one code, one credit"
    for tries_left in (4, 3, 2, 1, 0):
        wrong = browser.post(page, {"code": other_than(otp.code())})
        assert wrong.status_code == 422
        if tries_left:
            assert f"Kalan deneme: {tries_left}" in wrong.content.decode()
    locked = browser.post(page, {"code": otp.code()})
    assert (locked.status_code, slips.done) == (422, [])
    assert "Art arda yanlış kod girildi" in locked.content.decode()
    assert "Yeni kod gönder" in locked.content.decode()
    rest()
    assert "data-clock" not in browser.get(page).content.decode(), "the wait is over"
    assert "Yeni kod yolda" in told(browser, again)
    otp.hand_over()
    newest = Challenge.objects.latest("pk")
    done = browser.post(f"{page.rsplit('/', 2)[0]}/{newest.pk}/", {"code": otp.code()})
    assert done["Location"] == f"/my-tasks/{task.pk}/"
    assert (slips.done, credits.balance(firm.pk, "OTP")) == ([1], 18)


@pytest.mark.requirement("L-085")
def test_a_page_whose_code_cannot_be_checked_has_no_field_for_one(
    card: Card, firm: Firm, clerk: Membership, bosses: list[Membership], slips: Slips,
    operator: ControlClient,
) -> None:  # fmt: skip
    otp = set_up(firm, operator, "camara_otp", (bosses[0],))
    card({"members": bosses[:1], "kind": "OTP_ONAY"})
    task = the_task(ask(clerk, slips.put(1)))
    browser = client_for(bosses[0])
    page = browser.post(f"/my-tasks/{task.pk}/start/")["Location"]
    assert 'name="code"' in browser.get(page).content.decode()
    otp.script(do="drop_after")
    otp.hand_over()
    shown = browser.get(page).content.decode()
    assert "gelse de geçmez" in shown
    assert 'name="code"' not in shown
    assert "Yeni kod gönder" in shown
    typed = browser.post(page, {"code": otp.code()})
    assert (typed.status_code, slips.done) == (422, [])


def test_a_refusal_without_words_comes_back_to_the_field_and_decides_nothing(
    card: Card, clerk: Membership, bosses: list[Membership], slips: Slips
) -> None:
    card({"members": bosses[:1]})
    task = the_task(ask(clerk, slips.put(1)))
    browser, page = client_for(bosses[0]), f"/my-tasks/{task.pk}/"
    sent = browser.post(f"{page}decide/", {"verdict": "RED", "note": " "})
    assert sent["Location"] == f"{page}#note"
    assert "Ret nedenini yazın." in browser.get(page).content.decode()
    task.refresh_from_db()
    assert task.state == "ACIK"


def told(browser: Client, path: str) -> str:
    """What the page says after the button was pressed."""
    return browser.post(path, follow=True).content.decode()
