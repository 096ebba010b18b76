"""A draft that is being written in the browser, and what a clerk does with it."""

from __future__ import annotations

from typing import Any

from django.test import Client

from messaging.models import (
    Campaign,
    Subscriber,
)
from turkcell_hub.tenancy.models import Firm
from turkcell_hub.tenancy.scope import firm_scope

HTMX = {"headers": {"HX-Request": "true"}}


def opened(firm: Firm, client: Client) -> Campaign:
    """The draft that the page makes when it is opened."""
    client.get("/compose/")
    with firm_scope(firm.pk):
        return Campaign.objects.get()


def fresh(campaign: Campaign) -> Campaign:
    with firm_scope(campaign.firm_id):
        return Campaign.objects.get(pk=campaign.pk)


def save(client: Client, draft: Campaign, **data: Any) -> str:
    answer = client.post(f"/compose/{draft.pk}/save/", data, **HTMX)
    assert answer.status_code == 200
    return answer.content.decode()


def ready(client: Client, draft: Campaign, people: list[Subscriber], text: str) -> None:
    save(client, draft, text=text, message_class="BILGILENDIRME", exemption="BENZER")
    ids = [person.pk for person in people]
    answer = client.post(f"/compose/{draft.pk}/people/add/", {"ids": ids}, **HTMX)
    assert answer.status_code == 204
    assert "hubAudience" in answer["HX-Trigger"]


def preflight(client: Client, draft: Campaign, **data: Any) -> Any:
    return client.post(f"/compose/{draft.pk}/preflight/", data, **HTMX)
