"""The portal in a real browser: keyboard alone, screen readers, small screens, strict CSP.

``browser_page`` itself ends red on any CSP violation, script error or foreign request.
"""

from __future__ import annotations

import re

import pytest

from tests.support.browser import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

URL = "/test-brands/"


@pytest.fixture
def page(browser_page, admin, brand):
    """The list of 30 brands, as the admin sees it."""
    for i in range(30):
        brand(f"M{i:02}", f"Marka {i:02}", is_active=i != 3)
    browser_page.login(admin)
    return browser_page.open(URL)


def row(page, index: int):
    return page.locator(".hub-row").nth(index)


@pytest.mark.requirement("L-007", "L-003")
def test_an_action_from_row_to_result_by_keyboard_alone(page, admin):
    row(page, 0).focus()
    page.keyboard.press("ArrowDown")
    expect(row(page, 1)).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(page.locator("[data-selected-text]")).to_have_text("2 seçili")
    page.keyboard.press("F9")
    menu = page.locator("#action-menu")
    expect(menu.get_by_role("menuitem").first).to_be_focused()
    page.keyboard.press("k")
    expect(menu.locator("[data-code=close]")).to_be_focused()
    page.keyboard.press("Enter")
    dialog = page.locator("#dialog")
    expect(dialog).to_contain_text("2 marka kapatılacak.")
    expect(dialog).to_contain_text("Marka 01, Marka 02")
    page.keyboard.press("Enter")
    expect(page.locator(".hub-toast")).to_contain_text("2 marka kapatıldı.")
    expect(row(page, 1)).to_contain_text("Kapalı")


def test_the_first_arrow_on_a_fresh_list_goes_to_its_first_row(page):
    page.keyboard.press("ArrowDown")
    expect(row(page, 0)).to_be_focused()


@pytest.mark.requirement("L-007")
def test_the_menu_opens_by_right_click_by_button_and_closes_by_escape(page):
    menu = page.locator("#action-menu")
    row(page, 2).locator("td").nth(1).click(button="right")
    expect(menu).to_contain_text("Marka 02")
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(row(page, 2)).to_be_focused()
    page.get_by_role("button", name=re.compile("^İşlemler F9")).click()
    expect(menu).to_contain_text("Önce kayıt seçin.")
    page.keyboard.press("Escape")
    row(page, 3).get_by_role("button").click()
    expect(menu).to_contain_text("Bu marka zaten kapalı.")


@pytest.mark.requirement("L-007")
def test_escape_in_the_dialog_leads_back_to_the_list(page):
    row(page, 0).focus()
    page.keyboard.press("Delete")
    expect(page.locator("#dialog")).to_contain_text("Marka 00 silinecek")
    page.keyboard.press("Escape")
    expect(page.locator("#dialog")).to_be_hidden()
    expect(row(page, 0)).to_be_focused()


@pytest.mark.requirement("L-003")
def test_everything_that_matches_can_be_selected_and_acted_on(page):
    page.locator("[data-check-page]").check()
    page.get_by_role("button", name="Hepsini seç (filtreye uyan 30 kayıt)").click()
    expect(page.locator("[data-selected-text]")).to_have_text("30 seçili")
    row(page, 0).locator("input").uncheck()
    expect(page.locator("[data-selected-text]")).to_have_text("29 seçili")
    page.keyboard.press("F9")
    page.locator("[data-code=close]").click()
    expect(page.locator("#dialog")).to_contain_text("29 marka kapatılacak.")
    page.locator("#dialog button.btn-danger").click()
    expect(page.locator(".hub-toast")).to_contain_text("29 marka kapatıldı.")
    expect(row(page, 0)).to_contain_text("Açık")


def test_quick_search_keeps_the_cursor_and_stays_in_the_address(page):
    page.keyboard.press("/")
    expect(page.locator("#list-search")).to_be_focused()
    page.keyboard.type("Marka 07", delay=20)
    expect(page.locator(".hub-row")).to_have_count(1)
    expect(page.locator("#list-search")).to_be_focused()
    assert "q=Marka+07" in page.url
    page.reload()
    expect(page.locator(".hub-row")).to_have_count(1)


def test_sorting_and_paging_swap_only_the_list(page):
    page.get_by_role("link", name="Kod", exact=True).click()
    expect(page.locator("th[aria-sort=ascending]")).to_have_count(1)
    page.get_by_role("link", name="Sonraki").click()
    expect(page.locator(".hub-row")).to_have_count(5)
    expect(page.locator(".hub-pager-text")).to_have_text("26–30 / 30")
    page.go_back()
    expect(page.locator(".hub-row")).to_have_count(25)


def test_the_palette_goes_anywhere_without_a_mouse(page):
    page.keyboard.press("Control+k")
    expect(page.locator("#palette-input")).to_be_focused()
    page.keyboard.type("marka 1", delay=20)
    expect(page.locator("#palette-results")).to_contain_text("Marka 10")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Marka 11")


def test_a_form_is_filled_and_saved_by_keyboard_and_the_new_row_is_selected(page):
    page.goto(page.url + "add/")
    page.keyboard.press("Control+s")
    expect(page.locator(".hub-error-summary")).to_be_focused()
    page.locator("#id_code").fill("ZZ")
    page.locator("#id_name").fill("Zambak")
    page.locator("#id_parent").focus()
    page.keyboard.type("marka 05", delay=20)
    expect(page.get_by_role("option")).to_have_text(["Marka 05"])
    page.keyboard.press("Enter")
    expect(page.locator("#id_parent")).to_have_value("Marka 05")
    page.keyboard.press("Control+s")
    expect(page.locator(".hub-row.is-new")).to_contain_text("Zambak")
    expect(page.locator(".hub-row.is-new input")).to_be_checked()
    expect(page.locator(".hub-row.is-new")).to_be_focused()


def test_leaving_a_typed_form_warns(page):
    page.goto(page.url + "add/")
    page.locator("#id_name").fill("Zambak")
    asked = []

    def stay(dialog):
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.locator("[data-leave]").click()
    page.wait_for_timeout(100)
    page.remove_listener("dialog", stay)
    assert asked == ["beforeunload"]
    expect(page.locator("#id_name")).to_have_value("Zambak")


COLOURS = ("color-contrast", "link-in-text-block")
PAGES = ("/", URL, f"{URL}?q=zzz", f"{URL}?is_active=true", f"{URL}add/", "/yok/", "/search/?q=m")


@pytest.mark.requirement("S-074")
def test_pages_fit_phone_and_desk_and_axe_finds_nothing_serious(browser_page, page):
    for path in PAGES:
        browser_page.resize(360)
        browser_page.open(path)
        for width in (360, 1440):
            browser_page.resize(width)
            assert browser_page.serious_axe_problems() == [], (path, width)
            assert not browser_page.is_wider_than_screen(), (path, width)


@pytest.mark.requirement("S-074")
def test_open_layers_and_refused_forms_pass_axe_too(browser_page, page):
    browser_page.resize(360, 780)
    page.locator("#hub-bell > summary").click()
    bell = page.locator("#hub-bell .hub-drop-panel").bounding_box()
    assert bell is not None
    assert bell["x"] >= 0, "nothing of the notices is cut off"
    assert bell["x"] + bell["width"] <= 360
    assert browser_page.serious_axe_problems() == []
    page.locator("#hub-bell > summary").click()
    page.get_by_role("button", name="Menüyü aç").click()
    expect(page.locator("#hub-menu")).to_be_visible()
    assert browser_page.serious_axe_problems() == []
    page.keyboard.press("Escape")
    row(page, 0).get_by_role("button").click()
    expect(page.locator("#action-menu [data-code=close]")).to_be_visible()
    assert browser_page.serious_axe_problems() == []
    page.locator("#action-menu [data-code=close]").click()
    expect(page.locator("#dialog h2")).to_be_visible()
    assert browser_page.serious_axe_problems() == []
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    expect(page.locator(".hub-hit").first).to_be_visible()
    assert browser_page.serious_axe_problems() == []
    browser_page.open(f"{URL}add/")
    page.keyboard.press("Control+s")
    expect(page.locator(".hub-error-summary")).to_be_focused()
    assert browser_page.serious_axe_problems() == []


@pytest.mark.requirement("S-074")
def test_the_dark_look_passes_axe(browser_page, page):
    page.emulate_media(color_scheme="dark")
    for path in ("/", URL, f"{URL}?is_active=true", f"{URL}add/"):
        browser_page.open(path)
        assert page.evaluate("document.documentElement.dataset.bsTheme") == "dark"
        # The light look's test has asked all that does not hang on colours.
        assert browser_page.serious_axe_problems(only=COLOURS) == [], path
