"""What a page does while requests are on their way, late, refused or lost, in a real browser."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.urls import reverse

from tests.support.browser import expect
from tests.support.firms import actor_for
from tests.support.messaging import load_credit, make_account, make_draft, make_subscriber
from turkcell_hub.help.models import Ticket, TicketEntry
from turkcell_hub.help.services import tickets
from turkcell_hub.jobs.models import Job
from turkcell_hub.jobs.services import jobs
from turkcell_hub.tenancy.models import Firm, Membership
from turkcell_hub.tenancy.scope import every_firm, firm_scope

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TOASTS = "#toasts .hub-toast"


@pytest.fixture
def people(firm: Firm) -> Firm:
    make_account(firm)
    load_credit(firm, 50)
    for number in range(30):
        make_subscriber(firm, f"+9053212345{number:02}", f"Kişi{number:02}", "Yılmaz")
    return firm


@pytest.fixture
def waiting_job(firm: Firm, staff: Membership) -> Job:
    with firm_scope(firm.pk):
        return jobs.start("subscribers.import", actor_for(staff), {}, title="Aktarım",
                          file=ContentFile(b"x"), file_name="a.csv")  # fmt: skip


class Held:
    """Answers to one address that come when the test lets them."""

    def __init__(self, page: Any, pattern: str, *, method: str = "GET", most: int = 99) -> None:
        self.page, self.routes, self.asked = page, [], 0
        self._method, self._most = method, most
        page.route(re.compile(pattern), self._take)

    def _take(self, route: Any) -> None:
        if route.request.method != self._method or len(self.routes) >= self._most:
            route.fallback()
            return
        self.asked += 1
        self.routes.append(route)

    def wait(self, count: int = 1) -> None:
        for _turn in range(300):
            if self.asked >= count:
                return
            self.page.wait_for_timeout(20)
        raise AssertionError(f"{self.asked} of {count} requests came")

    def release(self) -> None:
        """The browser drops what the page has given up meanwhile."""
        for route in self.routes:
            route.continue_()
        self.page.wait_for_timeout(400)


def test_a_form_that_is_pressed_twice_is_sent_once(
    browser_page: Any, people: Firm, staff: Membership
) -> None:
    """Any form, whether it warns of lost words or not."""
    browser_page.login(staff)
    page = browser_page.open("/subscribers/")
    held = Held(page, r"/logout/", method="POST")
    page.evaluate(
        "() => { const form = document.querySelector('form[action=\"/logout/\"]');"
        " form.requestSubmit(); form.requestSubmit(); }"
    )
    held.wait()
    page.wait_for_timeout(200)
    assert held.asked == 1
    held.release()


def test_a_reply_that_is_pressed_twice_is_written_once(
    browser_page: Any, firm: Firm, staff: Membership
) -> None:
    with firm_scope(firm.pk):
        row = tickets.open_(actor_for(staff), {"subject": "Rapor", "text": "Neden boş?"})
    browser_page.login(staff)
    page = browser_page.open(reverse("tickets-detail", args=[row.pk]))
    page.get_by_label("Yazınız").fill("Bir soru daha")
    page.locator("main form button[type=submit]").dblclick()
    page.get_by_text("Yazınız iletildi.").wait_for()
    with every_firm():
        assert TicketEntry.objects.filter(ticket=Ticket.objects.get()).count() == 2


def test_the_menu_of_the_row_that_was_pressed_last_opens(
    browser_page: Any, people: Firm, staff: Membership
) -> None:
    browser_page.login(staff)
    page = browser_page.open("/subscribers/")
    held = Held(page, r"/subscribers/menu", most=1)
    page.locator("[data-row-menu]").nth(0).click()
    held.wait()
    page.locator("[data-row-menu]").nth(1).click()
    title = page.locator(".hub-menu-title")
    expect(title).to_have_text("Kişi01 Yılmaz")
    held.release()
    expect(title).to_have_text("Kişi01 Yılmaz")


@pytest.mark.parametrize("link", ["sort", "page"])
def test_a_search_that_comes_late_does_not_undo_what_was_pressed_since_nor_is_it_lost(
    browser_page: Any, people: Firm, staff: Membership, link: str
) -> None:
    """Of thirty people "Kişi1" finds ten, in the order that was pressed, from their first on."""
    browser_page.login(staff)
    page = browser_page.open("/subscribers/")
    pressed = page.locator(".hub-sort").last if link == "sort" else page.locator("[rel=next]")
    held = Held(page, r"/subscribers/\?.*q=Ki", most=1)
    page.locator("#list-search").fill("Kişi1")
    held.wait()
    pressed.click()
    page.wait_for_url(re.compile("sort=" if link == "sort" else "q="))
    held.release()
    expect(page.locator(".hub-row")).to_have_count(10)
    expect(page.locator("#list-search")).to_have_value("Kişi1")
    assert "q=Ki" in page.url
    assert ("sort=" in page.url) is (link == "sort")


def test_a_sort_that_is_pressed_before_the_search_is_asked_holds_for_it(
    browser_page: Any, people: Firm, staff: Membership
) -> None:
    browser_page.login(staff)
    page = browser_page.open("/subscribers/")
    sorting = page.locator(".hub-sort").last
    held = Held(page, r"/subscribers/\?", most=1)  # the sort's own answer comes last
    page.locator("#list-search").fill("Kişi1")
    sorting.click()
    held.wait()
    with page.expect_response(re.compile(r"/subscribers/\?.*q=Ki")):
        pass  # the search, a third of a second after the word
    held.release()
    expect(page.locator(".hub-row")).to_have_count(10)
    assert "sort=" in page.url
    assert "q=Ki" in page.url


def test_focus_stays_on_what_was_pressed_when_its_part_is_drawn_anew(
    browser_page: Any, people: Firm, staff: Membership
) -> None:
    browser_page.login(staff)
    page = browser_page.open("/subscribers/")
    sort = page.locator(".hub-sort").first
    name = sort.inner_text()
    sort.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("sort="))
    expect(page.locator(".hub-sort:focus")).to_have_text(name)
    page.get_by_role("link", name="Sonraki").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("start="))
    expect(page.locator(".hub-row:focus")).to_have_count(1)  # the last page has no "Sonraki"


def test_a_part_that_asks_again_tells_of_a_failure_once_and_takes_it_back(
    browser_page: Any, waiting_job: Job, staff: Membership
) -> None:
    browser_page.login(staff)
    page = browser_page.open(f"/jobs/{waiting_job.pk}/")
    asked = []

    def fail(route: Any) -> None:
        asked.append(route)
        route.fulfill(status=500, body="") if len(asked) % 2 else route.abort()

    page.route(re.compile("/progress/"), fail)
    for _turn in range(150):
        if len(asked) >= 5:
            break
        page.wait_for_timeout(200)
    assert len(asked) >= 5, "it asks again after each failure"
    assert page.locator(TOASTS).count() == 2, "the error and the lost connection, once each"
    page.unroute_all()
    expect(page.locator(TOASTS)).to_have_count(0)


def test_a_part_that_says_the_same_again_is_left_alone(
    browser_page: Any, waiting_job: Job, staff: Membership
) -> None:
    """What somebody marks in it to copy stays marked."""
    browser_page.login(staff)
    page = browser_page.open(f"/jobs/{waiting_job.pk}/")
    with page.expect_response(re.compile("/progress/")):
        pass
    page.wait_for_timeout(100)
    page.evaluate("document.querySelector('#job-progress p').dataset.old = '1'")
    for _turn in range(2):
        with page.expect_response(re.compile("/progress/")):
            pass
    page.wait_for_timeout(100)
    assert page.locator("#job-progress p[data-old]").count() == 1
    page.evaluate(  # what a click of his draws into it is not what the last answer said
        "htmx.ajax('GET', '/jobs/', {target: '#job-progress p', swap: 'innerHTML', select: 'h1'})"
    )
    expect(page.locator("#job-progress h1, #job-progress p[data-old]")).to_have_count(0)
    with every_firm():
        Job.objects.update(done=5)
    page.get_by_text("Sıra bekleniyor").wait_for()
    with every_firm():
        Job.objects.update(done=50, total=200)
    page.get_by_text("50 / 200 satır").wait_for()


def test_a_session_that_ends_takes_no_typed_word_away(
    browser_page: Any, people: Firm, staff: Membership
) -> None:
    draft = make_draft(actor_for(staff), "Merhaba", [])
    browser_page.login(staff)
    page = browser_page.open(f"/compose/{draft.pk}/")
    Session.objects.all().delete()
    page.get_by_label("Gönderilecek mesaj").fill("Uzun uzun yazılmış bir metin")
    page.get_by_text("Oturumunuz kapandı. Yazdıklarınız bu sayfada duruyor").wait_for()
    assert page.url.endswith(f"/compose/{draft.pk}/")
    assert page.get_by_label("Gönderilecek mesaj").input_value() == "Uzun uzun yazılmış bir metin"


def test_a_session_that_ends_leads_to_the_login_where_nothing_is_typed(
    browser_page: Any, waiting_job: Job, staff: Membership
) -> None:
    browser_page.login(staff)
    page = browser_page.open(f"/jobs/{waiting_job.pk}/")
    Session.objects.all().delete()
    page.wait_for_url(re.compile(rf"/login/\?next=.*jobs.*{waiting_job.pk}"))
    assert page.get_by_label("Parola").count() == 1


def test_of_two_dialogs_the_one_asked_for_last_opens(
    browser_page: Any, people: Firm, staff: Membership
) -> None:
    draft = make_draft(actor_for(staff), "Merhaba", [])
    browser_page.login(staff)
    page = browser_page.open(f"/compose/{draft.pk}/")
    page.evaluate(
        "() => { const other = document.createElement('a'); other.id = 'other';"
        f" other.setAttribute('hx-get', '/campaigns/action/delete/?ids={draft.pk}');"
        " other.setAttribute('hx-target', '#dialog-body'); other.textContent = 'Öteki';"
        " other.href = '#'; document.querySelector('main').prepend(other); htmx.process(other); }"
    )
    held = Held(page, r"/compose/\d+/people/", most=1)
    page.get_by_role("link", name="Kullanıcı ekle").click()
    held.wait()
    page.locator("#other").click()
    page.wait_for_timeout(300)
    held.release()
    assert page.locator("#dialog", has_text="Kullanıcı ekle").count() == 0


def test_enter_in_the_search_of_people_adds_nobody(
    browser_page: Any, people: Firm, staff: Membership
) -> None:
    draft = make_draft(actor_for(staff), "Merhaba", [])
    browser_page.login(staff)
    page = browser_page.open(f"/compose/{draft.pk}/")
    page.get_by_role("link", name="Kullanıcı ekle").click()
    sent = []
    page.on("request", lambda one: sent.append(one.url) if one.method == "POST" else None)
    page.get_by_label("Ad veya numara").fill("kişi07")
    page.get_by_label("Ad veya numara").press("Enter")
    page.get_by_text("1 kişi bulundu").wait_for()
    assert page.locator("#dialog[open]").count() == 1
    assert [url for url in sent if "people" in url] == [], "nobody was added"


def test_enter_presses_the_button_that_the_form_names(
    browser_page: Any, people: Firm, staff: Membership
) -> None:
    browser_page.login(staff)
    page = browser_page.open("/subscribers/")
    page.evaluate(
        "() => { document.querySelector('main').insertAdjacentHTML('afterbegin',"
        " '<form method=post id=two><button name=first>1</button>"
        '<input name=line data-enter="#second"><button id=second name=second>2</button></form>\');'
        " document.getElementById('two').addEventListener('submit', (event) => {"
        " event.preventDefault(); document.body.dataset.pressed = event.submitter.name; }); }"
    )
    page.locator("[name=line]").press("Enter")
    assert page.locator("body").get_attribute("data-pressed") == "second"
