"""Compose, pre-flight and send in a real browser, with the keyboard and on a phone."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connections

from messaging.models import Campaign, CampaignState, Subscriber
from tests.support.firms import actor_for
from tests.support.messaging import load_credit, make_account, make_draft, make_subscriber
from turkcell_hub.tenancy.models import Firm, Membership
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ready_firm(firm: Firm) -> Firm:
    make_account(firm)
    load_credit(firm, 50)
    make_subscriber(firm, "+905321234501", "Ayşe", "Yılmaz")
    make_subscriber(firm, "+905321234502", "Işık", "Çağlar")
    return firm


@pytest.mark.requirement("L-064", "L-065", "L-066", "L-073")
def test_a_clerk_writes_chooses_looks_and_sends(
    browser_page: Any, ready_firm: Firm, staff: Membership
) -> None:
    browser_page.login(staff)
    page = browser_page.open("/compose/")
    page.get_by_label("Gönderilecek mesaj").fill("Sayın ")
    page.get_by_role("button", name="Adı ve soyadı").click()
    page.get_by_label("Gönderilecek mesaj").press("End")
    page.get_by_label("Gönderilecek mesaj").press_sequentially(", siparişiniz hazır.")
    page.get_by_text("155 karakter/SMS").wait_for()
    page.locator(".msg-bubble", has_text="Sayın Ayşe Yılmaz, siparişiniz hazır.").wait_for()
    page.get_by_label("Bilgilendirme").check()
    page.get_by_text("Sınıfı seçen: Pelin Personel").wait_for()
    page.get_by_label("Neden onay gerekmez?").select_option("KARGO")
    page.get_by_text("Yasal gerekler tamam").wait_for()
    page.get_by_role("link", name="Kullanıcı ekle").click()
    page.get_by_label("Ad veya numara").fill("ışık")
    page.get_by_text("1 kişi bulundu").wait_for()
    page.get_by_label("Işık Çağlar").check()
    page.get_by_label("Ad veya numara").fill("")
    page.get_by_text("2 kişi bulundu").wait_for()
    assert page.get_by_label("Işık Çağlar").is_checked()
    page.get_by_label("Ayşe Yılmaz").check()
    page.get_by_role("button", name="Seçilenleri ekle").click()
    page.locator("#audience", has_text="Ayşe Yılmaz").wait_for()
    assert page.locator("#audience").count() == 1
    assert page.get_by_text("155 karakter/SMS").is_visible()
    page.get_by_role("button", name="Ön uçuş").click()
    page.get_by_text("Ön uçuş sonucu").wait_for()
    page.get_by_text("2 kişiye 1 SMS").wait_for()
    assert browser_page.serious_axe_problems() == []
    page.get_by_role("link", name="Gönder", exact=True).click()
    page.get_by_text("kişiye mesaj gidecek").wait_for()
    page.get_by_role("dialog").get_by_role("button", name="Gönder").click()
    page.wait_for_url("**/campaigns/*/")
    page.get_by_text("Hazırlanıyor").first.wait_for()
    with firm_scope(ready_firm.pk):
        campaign = Campaign.objects.get()
    assert campaign.state == CampaignState.PREPARING
    assert campaign.text == "Sayın {ad_soyad|müşterimiz}, siparişiniz hazır."


def test_the_pre_flight_waits_for_a_save_that_is_on_its_way(
    browser_page: Any, ready_firm: Firm, staff: Membership
) -> None:
    """An aborted one would still run at the server, after it, and bring an older text back."""
    with firm_scope(ready_firm.pk):
        people = list(Subscriber.objects.all())
    draft = make_draft(actor_for(staff), "Sayın müşterimiz", people)
    browser_page.login(staff)
    page = browser_page.open(f"/compose/{draft.pk}/")
    lost: list[str] = []
    page.on("requestfailed", lambda request: lost.append(request.url))
    holder = connections.create_connection("default")
    holder.set_autocommit(False)
    try:
        with holder.cursor() as cursor:
            cursor.execute("SELECT 1 FROM messaging_campaign FOR UPDATE")
            with page.expect_request("**/save/"):
                page.get_by_label("Gönderilecek mesaj").fill("Siparişiniz hazır.")
            page.get_by_role("button", name="Ön uçuş").click()
    finally:
        holder.rollback()
        holder.close()
    page.get_by_text("2 kişiye 1 SMS").wait_for()
    assert lost == []
    page.get_by_role("link", name="Gönder", exact=True).click()
    page.get_by_text("kişiye mesaj gidecek").wait_for()


@pytest.mark.parametrize("by_keyboard", [False, True])
def test_a_save_that_begins_at_the_press_of_the_pre_flight_stays_a_save(
    browser_page: Any, ready_firm: Firm, staff: Membership, by_keyboard: bool
) -> None:
    """The text field loses the focus to the button, which is a change that is saved; the save
    took the address of the pressed button once, and the forecast stood on the page twice."""
    with firm_scope(ready_firm.pk):
        people = list(Subscriber.objects.all())
    draft = make_draft(actor_for(staff), "Sayın müşterimiz", people)
    browser_page.login(staff)
    page = browser_page.open(f"/compose/{draft.pk}/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rsplit("/", 2)[1]))
    page.get_by_label("Gönderilecek mesaj").fill("Siparişiniz hazır.")
    button = page.get_by_role("button", name="Ön uçuş")
    if by_keyboard:
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            button.focus()
        button.press("Enter")
    else:
        button.hover()
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            page.mouse.down()
        page.mouse.up()
    page.get_by_text("2 kişiye 1 SMS").first.wait_for()
    page.wait_for_load_state("networkidle")
    assert page.get_by_text("2 kişiye 1 SMS").count() == 1
    # A browser that comes late to the button has saved the typed text already: two saves.
    told = [name for name in asked if name in ("save", "preflight")]
    assert told in (["save", "preflight"], ["save", "save", "preflight"])
    assert page.locator("#compose-state").count() == 1


def test_what_arrives_can_be_pressed_in_the_very_moment_it_is_seen(
    browser_page: Any, ready_firm: Firm, staff: Membership
) -> None:
    """On a busy machine somebody did, and was led away to the page without a script."""
    with firm_scope(ready_firm.pk):
        people = list(Subscriber.objects.all())
    draft = make_draft(actor_for(staff), "Sayın müşterimiz", people)
    browser_page.login(staff)
    page = browser_page.open(f"/compose/{draft.pk}/")
    page.evaluate(
        "new MutationObserver((_, me) => {"
        "  const link = document.querySelector('#preflight a.btn-primary');"
        "  if (link) { me.disconnect(); link.click(); }"
        "}).observe(document.body, {childList: true, subtree: true})"
    )
    page.get_by_role("button", name="Ön uçuş").click()
    page.get_by_role("dialog").get_by_role("button", name="Gönder").wait_for()


@pytest.mark.requirement("S-074")
def test_compose_and_report_fit_a_phone_and_nothing_typed_is_lost(
    browser_page: Any, ready_firm: Firm, staff: Membership
) -> None:
    browser_page.login(staff)
    browser_page.resize(360, 740)
    page = browser_page.open("/compose/")
    page.get_by_label("Gönderilecek mesaj").fill("Sayın {yanlis}")
    page.get_by_text("diye bir parametre yok").wait_for()
    assert not browser_page.is_wider_than_screen()
    assert browser_page.serious_axe_problems() == []
    page.reload()
    assert page.get_by_label("Gönderilecek mesaj").input_value() == "Sayın {yanlis}"
    for path in ("/campaigns/", "/messages/", "/subscribers/", "/subscribers/import/", "/"):
        browser_page.open(path)
        assert not browser_page.is_wider_than_screen(), path


@pytest.mark.requirement("L-007", "L-054")
def test_the_kind_of_subscriber_drives_the_next_field(
    browser_page: Any, ready_firm: Firm, staff: Membership
) -> None:
    browser_page.login(staff)
    page = browser_page.open("/subscribers/add/")
    assert page.get_by_label("Telefon numarası").is_visible()
    assert not page.get_by_label("Kullanıcı", exact=True).is_visible()
    page.get_by_label("Kullanıcı tipi").select_option("SISTEM")
    assert not page.get_by_label("Telefon numarası").is_visible()
    page.locator("[name=member]").select_option(index=1)
    page.get_by_label("Kullanıcı tipi").select_option("DIGER")
    assert page.locator("[name=member]").input_value() == ""
    assert browser_page.serious_axe_problems() == []
