"""The main job as a clerk does it: in a real Chromium, against the running product.

Collected by ``test_campaign_story.py``, so that both stories share one running product.
"""

from __future__ import annotations

import io
import re
import uuid
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from tests.flows.conftest import Product
from tests.support.browser_traces import note_requests

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

GROUP = f"Tarayıcı {uuid.uuid4().hex[:6]}"
PEOPLE = [("05327880101", "Gülşah Öz"), ("05327880201", "Ümit Çağ"), ("05327880102", "Işıl Ek")]


def workbook() -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet()
    for number, row in enumerate([("Cep Telefonu", "Adı Soyadı"), *PEOPLE, ("12", "Bozuk")]):
        sheet.write_row(number, 0, row)
    book.close()
    return buffer.getvalue()


@pytest.fixture
def page(chromium: Browser, product: Product):
    context = chromium.new_context(locale="tr-TR", base_url=product.url)
    note_requests(context)
    page = context.new_page()
    page.set_default_timeout(45_000)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda told: _note(told.type, told.text, problems))
    page.goto("/login/")
    page.get_by_label("E-posta").fill(product.username)
    page.get_by_label("Parola").fill(product.password)
    page.get_by_role("button", name="Giriş yap").click()
    page.get_by_role("heading", name="Merhaba Selin").wait_for()
    yield page
    context.close()
    assert problems == []


def _note(kind: str, text: str, problems: list[str]) -> None:
    # Leaving a page aborts its polling request, which htmx tells as an error.
    if kind == "error" and not text.startswith(("htmx:sendAbort", "htmx:afterRequest")):
        problems.append(text)


@pytest.mark.browser
@pytest.mark.requirement("L-066", "L-072", "L-073", "S-067", "S-074")
def test_a_clerk_loads_a_list_sends_a_personal_message_and_watches_the_reports(
    page: Page, product: Product
) -> None:
    _load_the_list(page)
    _write_the_message(page)
    _send_after_the_pre_flight(page)
    _watch_the_reports(page, product)


def _load_the_list(page: Page) -> None:
    page.goto("/groups/add/")
    page.get_by_label("Grup adı").fill(GROUP)
    page.get_by_role("button", name="Kaydet", exact=True).click()
    page.wait_for_url(re.compile(r"/groups/"))
    page.goto("/subscribers/import/")
    page.locator("input[type=file]").set_input_files(
        {"name": "liste.xlsx", "mimeType": "application/octet-stream", "buffer": workbook()}
    )
    _choose(page, "Gruba ekle", GROUP)
    page.get_by_role("button", name="Yükle ve incele").click()
    page.get_by_role("link", name=re.compile("3 satırı aktar")).click()
    page.get_by_role("dialog").get_by_role("button", name=re.compile("[Aa]ktar")).click()
    page.get_by_text("Tamamlandı").filter(visible=True).first.wait_for()


def _choose(page: Page, label: str, text: str) -> None:
    """Picks an entry of a look-up field by typing."""
    field = page.get_by_role("combobox", name=label)
    field.click()
    field.press_sequentially(text, delay=10)
    page.get_by_role("option", name=re.compile(text)).first.click()


def _write_the_message(page: Page) -> None:
    page.goto("/compose/")
    page.get_by_label("Gönderim adı").fill("Tarayıcıdan gönderim")
    page.get_by_role("radio", name=re.compile("^Bilgilendirme")).check()
    page.get_by_label("Neden onay gerekmez?").select_option("SATIN_ALMA")
    page.get_by_label("Gönderilecek mesaj").fill("Sayın {ad_soyad|müşterimiz}, hazır.")
    _choose(page, "Grup ekle", GROUP)
    page.get_by_text(GROUP).first.wait_for()


def _send_after_the_pre_flight(page: Page) -> None:
    page.get_by_role("button", name="Ön uçuş").click()
    page.get_by_role("heading", name="Ön uçuş sonucu").wait_for()
    page.get_by_text("3 kişiye 1 SMS").wait_for()
    page.locator("#preflight").get_by_role("link", name="Gönder", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Gönder").click()
    page.wait_for_url(re.compile(r"/campaigns/\d+/"))


def _watch_the_reports(page: Page, product: Product) -> None:
    """Without a reload: the page follows by itself until the last report is in. The operator's
    clock is hurried, for its handsets take their time."""
    done = page.get_by_text("Tamamlandı").filter(visible=True).first
    for _turn in range(100):
        if done.is_visible():
            break
        product.operator.advance(10)
        page.wait_for_timeout(300)
    done.wait_for()
    failed = page.get_by_role("listitem").filter(has_text="İletilemedi").first
    failed.wait_for()
    page.goto("/messages/?q=05327880101")
    page.get_by_text("İletildi").filter(visible=True).first.wait_for()
    page.get_by_role("link", name="Gülşah Öz").first.click()
    page.get_by_text("Sayın Gülşah Öz, hazır.").first.wait_for()
