"""The saving pencil tells what a spelling saves for this very list, and can be taken back."""

from __future__ import annotations

import pytest
from django.test import Client

from messaging.models import Campaign
from messaging.selectors import savings
from messaging.services import drafts, preflight
from tests.support.firms import make_key
from tests.support.messaging import load_credit, make_account, make_draft, make_subscriber
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("L-074")]
HTMX = {"headers": {"HX-Request": "true"}}
TEXT = "Sayın {ad|müşterimiz}, “siparişiniz” hazır. " + "a" * 100


@pytest.fixture
def draft(in_firm: Firm, actor: Actor) -> Campaign:
    make_account(in_firm)
    load_credit(in_firm, 100)
    names = ["Ayşe", "Can", "Ayşegül Nurdan Hatice Zeynep Feyza"]
    people = [make_subscriber(in_firm, f"+90532123450{n}", name) for n, name in enumerate(names)]
    people.append(make_subscriber(in_firm, "+905321234509", "Kapalı", is_active=False))
    return make_draft(actor, TEXT, people)


def test_what_it_promises_to_save_is_what_the_forecast_falls_by(
    draft: Campaign, actor: Actor
) -> None:
    pencil = savings.pencil(actor, draft)
    assert pencil.credits == preflight.run(actor, draft).credits
    assert dict(pencil.letters) == {"“": 1, "”": 1}
    assert pencil.options[0].saved
    for option in pencil.options:
        changed = drafts.change(actor, draft, {"text": option.offer.text})
        assert preflight.run(actor, changed).credits == option.credits
        assert option.credits == pencil.credits - (option.saved or 0)


def test_an_offer_is_shown_with_its_changes_applied_by_one_click_and_taken_back(
    draft: Campaign, staff_client: Client
) -> None:
    shown = staff_client.get(f"/compose/{draft.pk}/saving/").content.decode()
    assert "kredi kazandırır" in shown
    assert "<del>“siparişiniz”</del><ins>" in shown
    assert 'hx-confirm="Mesaj Türkçe harfler olmadan' in shown
    url = f"/compose/{draft.pk}/suggest/"
    applied = staff_client.post(url, {"kind": "simplify", "text": TEXT}, **HTMX).content.decode()
    draft.refresh_from_db()
    assert draft.text == TEXT.replace("“", '"').replace("”", '"')
    assert "Önceki metne dön" in applied
    staff_client.post(f"/compose/{draft.pk}/undo/", {"previous": TEXT}, **HTMX)
    draft.refresh_from_db()
    assert draft.text == TEXT


def test_rest_tells_the_offers(draft: Campaign, client: Client) -> None:
    _key, secret = make_key(draft.firm, ["messaging.campaign.view", "messaging.campaign.add"])
    answer = client.get(
        f"/api/v1/campaigns/{draft.pk}/savings/", headers={"Authorization": f"Bearer {secret}"}
    ).json()
    assert answer["letters"] == {"“": 1, "”": 1}
    first = answer["offers"][0]
    assert first["saved"] == answer["credits"] - first["credits"] > 0
