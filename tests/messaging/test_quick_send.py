"""The dashboard's figures, and group send from the home screen."""

from __future__ import annotations

import pytest
from django.test import Client

from messaging import cards
from messaging.models import Campaign, Group, GroupMember, MessageTemplate
from messaging.services import campaigns, preflight, preparing
from tests.support.messaging import load_credit, make_account, make_draft, make_subscriber
from turkcell_hub.ledger.selectors import outlook
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm
from turkcell_hub.tenancy.scope import firm_scope


def fill(firm: Firm) -> Group:
    make_account(firm)
    load_credit(firm, 50)
    person = make_subscriber(firm, "+905321234501", "Ayşe", "Yılmaz")
    with firm_scope(firm.pk):
        group = Group.objects.create(firm=firm, name="Bayiler")
        GroupMember.objects.create(firm=firm, group=group, subscriber=person)
        for code, name, category in (("A", "Toplantı", "DUYURU"), ("B", "İndirim", "KAMPANYA")):
            MessageTemplate.objects.create(
                firm=firm, code=code, name=name, category=category, text=f"{name} yarın."
            )
    return group


@pytest.mark.django_db
def test_a_commercial_ready_message_stops_at_the_compose_page_with_what_lacks(
    firm: Firm, staff_client: Client, customer_client: Client
) -> None:
    group = fill(firm)
    with firm_scope(firm.pk):
        template = MessageTemplate.objects.get(code="B")
    url = f"/quick/{group.pk}/prepare/"
    answer = staff_client.post(url, {"template": template.pk})
    with firm_scope(firm.pk):
        campaign = Campaign.objects.get()
    assert answer["Location"] == f"/compose/{campaign.pk}/"
    assert campaign.state == "TASLAK"
    assert staff_client.post(url, {"template": "0"}).status_code == 404
    assert customer_client.post(url, {"template": template.pk}).status_code == 403


@pytest.mark.django_db
def test_the_credit_card_says_how_long_it_lasts_and_what_that_is_reckoned_from(
    in_firm: Firm, actor: Actor
) -> None:
    make_account(in_firm)
    load_credit(in_firm, 12)
    card = cards.balance(actor)
    assert card is not None
    assert "harcama yok" in card.text
    people = [make_subscriber(in_firm, f"+90532123450{n}") for n in range(4)]
    draft = make_draft(actor, "Merhaba", people)
    preflight.run(actor, draft)
    campaigns.submit(actor, draft)
    preparing.prepare(draft.pk)
    found = outlook(in_firm.pk, "SMS")
    assert (found.spent, found.days, found.days_left) == (4, 1, 2)
    card = cards.balance(actor)
    assert card is not None
    assert (card.level, card.value) == ("warning", "8")
    assert "Yaklaşık 2 gün yeter: son 1 günde 4 kredi" in card.text


@pytest.mark.requirement("S-078")
@pytest.mark.django_db
def test_the_portal_can_be_installed(client: Client, firm: Firm, staff_client: Client) -> None:
    answer = client.get("/manifest.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    body = answer.json()
    assert (body["display"], body["start_url"]) == ("standalone", "/")
    assert {icon["sizes"] for icon in body["icons"]} == {"192x192", "512x512"}
    assert body["shortcuts"][0]["url"] == "/quick/"
    home = staff_client.get("/").content.decode()
    assert 'rel="manifest" href="/manifest.webmanifest"' in home


@pytest.mark.django_db
def test_an_empty_firm_sees_its_steps_and_no_empty_charts(staff_client: Client) -> None:
    home = staff_client.get("/").content.decode()
    assert "Kuruluma devam edin" in home
    assert "Günlük gönderim adetleri" not in home
    assert "Gruba SMS gönder" not in home
    assert "Henüz kişisi olan bir grup yok." in staff_client.get("/quick/").content.decode()
