"""The inbox's list takes in what is new by itself, in a real browser."""

from __future__ import annotations

from typing import Any

import pytest

from tests.messaging.inbound_world import come
from tests.support.messaging import make_account, make_subscriber
from turkcell_hub.tenancy.models import Firm, Membership
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OTHER = "+905321230077"


@pytest.mark.requirement("L-060")
def test_a_new_message_comes_into_the_open_list_unless_somebody_is_at_work_in_it(
    browser_page: Any, firm: Firm, staff: Membership
) -> None:
    account = make_account(firm)
    with firm_scope(firm.pk):
        make_subscriber(firm, OTHER, "Işık", "Çağlar")
        come(account, "Kargom nerede?")
    browser_page.login(staff)
    browser_page.page.route("**/inbox/**", _asking_sooner)
    page = browser_page.open("/inbox/")
    page.get_by_text("Kargom nerede?").wait_for()
    with firm_scope(firm.pk):
        come(account, "Fiyat listesi rica ederim.", sender=OTHER)
    page.get_by_text("Işık Çağlar").wait_for()
    page.locator(".hub-row input[name=ids]").first.check()
    with firm_scope(firm.pk):
        come(account, "Teşekkürler.", sender=OTHER)
    page.get_by_text("Yeni mesaj geldi; listeyi yenileyince görünür.").wait_for()
    assert page.locator(".hub-row input[name=ids]").first.is_checked()


def _asking_sooner(route: Any) -> None:
    """What asks every four seconds asks five times a second, each time anew."""
    answer = route.fetch()
    text = answer.text()
    live = '<div id="inbox-live"'
    assert text.count(live) == text.count('hx-trigger="every 4s"')
    route.fulfill(response=answer, body=text.replace("every 4s", "every 200ms"))
