"""İşletmeci decides in the browser about messages to shared numbers whose firm is not known."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from messaging.models import RelayedInbound
from messaging.services import relays
from tests.messaging.inbound_world import PERSON
from tests.messaging.test_shared_numbers import carrier, come, talking_at
from tests.support.firms import client_for, make_firm, make_user
from turkcell_hub.audit.models import AuditEntry
from turkcell_hub.audit.services import verification
from turkcell_hub.tenancy.models import Firm, GatewayAccount, User
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("C-10")]
__all__ = ["carrier"]  # a fixture


@pytest.fixture
def staff(db: None) -> User:
    return make_user("Kerem Aydın", "kerem@isletmeci.test", is_platform_staff=True)


@pytest.fixture
def browser(staff: User) -> Client:
    return client_for(staff)


@pytest.fixture
def relay(carrier: GatewayAccount) -> RelayedInbound:
    return come(carrier, "Kargom nerede?")


def url(step: str, relay: RelayedInbound) -> str:
    return reverse(f"platform-parked-{step}", args=[relay.pk])


def test_the_desk_counts_and_shows_what_waits_and_why_with_the_sender_masked(
    browser: Client, relay: RelayedInbound, firm: Firm, other_firm: Firm
) -> None:
    stranger = make_firm("Numarayı kullanmayan")
    page = browser.get(reverse("platform-parked")).content.decode()
    assert "Kargom nerede?" in page
    assert "yakın zamanda yazan firma yok" in page
    assert PERSON not in page
    assert '<span class="badge hub-desk-count">1<' in page
    assert firm.name in page
    assert other_firm.name in page
    assert stranger.name not in page


def test_the_desk_asks_no_more_the_more_messages_wait(
    browser: Client, carrier: GatewayAccount, firm: Firm, other_firm: Firm
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            page = browser.get(reverse("platform-parked")).content.decode()
        assert page.count(f">{other_firm.name}</option>") == RelayedInbound.objects.count()
        return len(queries)

    come(carrier, "Kargom nerede?")
    asked()
    alone = asked()
    for place in range(4):
        come(carrier, f"Kargom nerede {place}?")
    come(carrier, "Bu hangi numara?", recipient="4999")  # of an unknown number: every firm
    asked()  # an entry of the trail for each message that was read for the first time
    assert asked() <= alone + 1  # all active firms, once


def test_who_reads_a_persons_message_stands_in_the_carrying_firms_trail_once_a_session(
    browser: Client, relay: RelayedInbound, staff: User, carrier: GatewayAccount
) -> None:
    def reads() -> list[tuple[str, str]]:
        with firm_scope(carrier.firm_id):
            found = AuditEntry.objects.filter(action="relay.read").order_by("pk")
            return [(one.actor_label, one.subject_id) for one in found]

    for _time in range(2):
        browser.get(reverse("platform-parked"))
    assert reads() == [(staff.get_full_name(), str(relay.pk))]
    second = come(carrier, "Beni arayın", operator_id="second")
    browser.get(reverse("platform-parked"))
    client_for(make_user("Ece Er", "ece@isletmeci.test", is_platform_staff=True)).get(
        reverse("platform-parked")
    )
    kerem, ece = staff.get_full_name(), "Ece Er"
    told = [(kerem, relay), (kerem, second), (ece, relay), (ece, second)]
    assert reads() == [(who, str(what.pk)) for who, what in told]
    with firm_scope(carrier.firm_id):
        assert verification.verify(carrier.firm_id) == []


def test_a_message_is_given_to_a_firm_once(
    browser: Client, relay: RelayedInbound, firm: Firm, staff: User
) -> None:
    given = browser.post(url("assign", relay), {"firm": firm.pk}, follow=True)
    assert f"Mesaj {firm.name} firmasına verildi" in given.content.decode()
    relay.refresh_from_db()
    assert (relay.state, relay.decided_by) == (RelayedInbound.State.ROUTED, staff.get_full_name())
    from messaging.services import routing

    with firm_scope(firm.pk):
        assert [routing.route(pk) for _firm, pk in routing.waiting()] == [True]
    assert talking_at() == {firm.name}
    again = browser.post(url("assign", relay), {"firm": firm.pk})
    assert again.status_code == 422
    assert "hub-error-summary" in again.content.decode()


def test_a_message_is_discarded_with_a_reason(
    browser: Client, relay: RelayedInbound, staff: User
) -> None:
    without = browser.post(url("discard", relay), {"reason": " "})
    assert without.status_code == 422
    assert "neden atıldığını yazın" in without.content.decode()
    assert browser.post(url("discard", relay), {"reason": "Deneme"}).status_code == 302
    relay.refresh_from_db()
    assert (relay.state, relay.reason) == (RelayedInbound.State.DISCARDED, "Deneme")
    assert relay.decided_by == staff.get_full_name()
    assert "Bekleyen mesaj yok." in browser.get(reverse("platform-parked")).content.decode()


@pytest.mark.parametrize("chosen", ["", "0", "x"])
def test_a_firm_that_is_none_of_the_numbers_is_refused(
    browser: Client, relay: RelayedInbound, chosen: str
) -> None:
    stranger = make_firm("Numarayı kullanmayan")
    for firm in (chosen, stranger.pk):
        assert browser.post(url("assign", relay), {"firm": firm}).status_code == 422
    relay.refresh_from_db()
    assert relay.state == RelayedInbound.State.PARKED


@pytest.mark.parametrize("reason", ["number_unknown", "no_firm_on_number", "two_firms_wrote",
                                    "refusal_without_writer", "failed: ValueError"])  # fmt: skip
def test_each_reason_is_told_in_words(browser: Client, relay: RelayedInbound, reason: str) -> None:
    RelayedInbound.objects.update(reason=reason)
    page = browser.get(reverse("platform-parked")).content.decode()
    assert reason not in page


def test_for_everybody_else_there_is_no_such_page(
    relay: RelayedInbound, admin_client: Client, firm: Firm
) -> None:
    assert admin_client.get(reverse("platform-parked")).status_code == 404
    assert admin_client.post(url("assign", relay), {"firm": firm.pk}).status_code == 404
    assert admin_client.post(url("discard", relay), {"reason": "x"}).status_code == 404
    assert relays.parked_count() == 1
