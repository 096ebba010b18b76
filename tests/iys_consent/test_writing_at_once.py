"""Several people and programs say the same of one address in the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, transaction
from django.utils import timezone

from iys_consent.models import ConsentMovement, ConsentTask
from iys_consent.services import by_sms, changes, form_limits, web_forms
from iys_consent.services.proposals import Consent, ConsentRefused
from messaging.models import Campaign
from tests.iys_consent.panel import PHONE, hours_ago
from tests.support.firms import actor_for, make_brand, make_firm, make_member
from tests.support.messaging import load_credit, make_account
from turkcell_hub.errors import Unavailable
from turkcell_hub.tenancy.actor import Actor, system
from turkcell_hub.tenancy.models import Brand
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 6


@pytest.fixture
def brand() -> Brand:
    firm = make_firm()
    with firm_scope(firm.pk):
        return make_brand(firm, "100001", "Ege Ev")


def at_once(brand: Brand, write: Callable[[Actor, int], object]) -> list[object]:
    """What each writer got, all let go together, each with a connection of its own."""
    start = threading.Barrier(WRITERS)

    def run(number: int) -> object:
        try:
            with firm_scope(brand.firm_id):
                start.wait(10)
                return write(system(brand.firm_id, "Deneme"), number)
        except ConsentRefused as refused:
            return refused.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WRITERS) as pool:
        return list(pool.map(run, range(WRITERS)))


@pytest.mark.requirement("K-033")
def test_of_one_approval_that_comes_six_times_at_once_one_is_recorded_and_queued(
    brand: Brand,
) -> None:
    said = Consent(brand, "0532 123 45 67", "BIREYSEL", ["MESAJ"], "ONAY", "HS_WEB", hours_ago(1))
    got = at_once(brand, lambda actor, _number: changes.add(actor, said))
    assert got.count("already_approved") == WRITERS - 1
    with firm_scope(brand.firm_id):
        assert ConsentMovement.objects.count() == 1
        assert ConsentTask.objects.count() == 1


def test_approvals_by_sms_and_by_rest_in_the_same_moment_are_one(brand: Brand) -> None:
    said = Consent(brand, PHONE, "BIREYSEL", ["MESAJ"], "ONAY", "HS_WEB", hours_ago(1))

    def write(actor: Actor, number: int) -> object:
        if number % 2:
            return changes.add(actor, said)
        with transaction.atomic():
            return by_sms.approve(brand.firm_id, PHONE, "ONAY", (), timezone.now(), str(number))

    at_once(brand, write)
    with firm_scope(brand.firm_id):
        assert ConsentMovement.objects.count() == 1


@pytest.mark.parametrize("place", ["phone", "peer"])
def test_a_burst_at_a_public_form_gets_no_more_codes_than_one_who_asks_slowly(
    brand: Brand, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Anybody may post to it, and each code is an SMS that the firm pays."""
    monkeypatch.setattr(form_limits, "PER_ADDRESS", 2)
    with firm_scope(brand.firm_id):
        make_account(brand.firm)
        load_credit(brand.firm)
        manager = actor_for(make_member(brand.firm, "YONETICI"))
        data = {"brand": brand, "title": "Kampanya", "channels": ["MESAJ"],
                "text": "Kampanya duyurularını almayı onaylıyorum."}  # fmt: skip
        form = web_forms.save(manager, None, data)

    def ask(_actor: Actor, number: int) -> object:
        phone = PHONE if place == "phone" else f"+90532123456{number}"
        peer = f"203.0.113.{number}" if place == "phone" else "203.0.113.9"
        try:
            return web_forms.ask(form, {"phone": phone, "channels": ["MESAJ"]}, peer)
        except Unavailable as refused:
            return refused.code

    got = at_once(brand, ask)
    allowed = 1 if place == "phone" else 2
    assert got.count("too_often") == WRITERS - allowed
    with firm_scope(brand.firm_id):
        assert Campaign.objects.count() == allowed
