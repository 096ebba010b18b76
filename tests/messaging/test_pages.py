"""Messaging's lists by the browser: rights, walls between firms, hidden codes."""

from __future__ import annotations

import pytest
from django.test import Client

from turkcell_hub.tenancy.models import Firm

pytestmark = pytest.mark.django_db
LISTS = (
    "subscribers",
    "groups",
    "custom-fields",
    "templates",
    "campaigns",
    "messages",
    "inbound-messages",
    "blacklist",
)
FOR_CUSTOMERS = {"templates", "campaigns", "messages"}


@pytest.mark.parametrize("slug", LISTS)
def test_every_list_opens_empty_with_words_that_say_how_to_begin(staff_client: Client, slug: str):
    page = staff_client.get(f"/{slug}/")
    assert page.status_code == 200
    assert "hub-empty" in page.content.decode()


@pytest.mark.parametrize("slug", LISTS)
def test_a_customer_sees_reports_and_nothing_of_the_people(customer_client: Client, slug: str):
    status = customer_client.get(f"/{slug}/").status_code
    assert status == (200 if slug in FOR_CUSTOMERS else 403)
