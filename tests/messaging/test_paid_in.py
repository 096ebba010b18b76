"""What a send costs is told in the firm's own words: credit, or SMS of the month's limit."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from messaging.services import campaigns as sending
from messaging.services import preflight, preparing
from tests.support.firms import actor_for
from tests.support.messaging import load_credit, make_account, make_draft, make_subscriber
from turkcell_hub.billing.services import limits
from turkcell_hub.ledger.services import credits
from turkcell_hub.tenancy.models import Firm, Membership
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("C-02", "T9")
@pytest.mark.parametrize("postpaid", [True, False])
def test_the_pages_of_a_send_speak_of_what_the_firm_pays_with(
    firm: Firm, admin: Membership, admin_client: Client, settings: Any, postpaid: bool
) -> None:
    settings.PRICES_SET_BY = "firm"
    actor = actor_for(admin)
    make_account(firm)
    load_credit(firm, 1)
    people = [make_subscriber(firm, f"+90532111000{n}") for n in (1, 2)]
    draft = make_draft(actor, "Randevunuz yarın", people)
    with firm_scope(firm.pk):
        if postpaid:
            limits.change_plan(actor, "FATURALI", 1)
        preflight.run(actor, draft)
    compose, before = f"/compose/{draft.pk}/", f"/compose/{draft.pk}/preflight/"

    def texts(*pages: str) -> list[str]:
        return [
            admin_client.get(page).content.decode().split("<main")[-1].split("hub-history")[0]
            for page in pages
        ]

    short = admin_client.post(before, headers={"HX-Request": "true"}).content.decode()
    (shown,) = texts(compose)
    if postpaid:
        assert "Bu ayın limiti 1 SMS eksik:" in short
        assert "Kalan limitiniz" in short
        assert "Kalan SMS Limiti" in shown
        assert "kredi" not in (short + shown).lower()
        with firm_scope(firm.pk):
            limits.change_plan(actor, "FATURALI", 50)
    else:
        assert "1 kredi eksik:" in short
        assert "Kalan Kredi" in shown
        assert "limit" not in short.lower()
        with firm_scope(firm.pk):
            load_credit(firm, 50)
    with firm_scope(firm.pk):
        preflight.run(actor, draft)
    asked = texts(f"/compose/{draft.pk}/send/", f"/compose/{draft.pk}/schedule/")
    with firm_scope(firm.pk):
        sending.submit(actor, draft)
        preparing.prepare(draft.pk)
        message = draft.messages.first()
        assert credits.balance(firm.pk, "LIMIT" if postpaid else "SMS") < 50
    sent = texts(f"/campaigns/{draft.pk}/", f"/messages/{message.pk}/")
    unit, other = ("SMS", "kredi") if postpaid else ("kredi", "limit")
    assert f"<strong>2</strong> {unit} harcanacak" in asked[0]
    assert f"<strong>2</strong> {unit}." in asked[1]
    assert ("Limitten düşen" if postpaid else "Harcanan kredi") in sent[0]
    assert f"1 {unit} harcandı" in sent[1]
    for page in (asked[0], *sent):
        assert other not in page.lower()
