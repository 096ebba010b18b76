"""Which ERP the firm has, and whether its version is fit."""

from __future__ import annotations

import pytest
from django.test import Client

from turkcell_hub.erp.services import links
from turkcell_hub.errors import Invalid
from turkcell_hub.lib import versions
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("L-021")
@pytest.mark.parametrize(
    ("version", "is_old"),
    [
        ("2.06.00.00", True),
        ("2.06.00.01", False),
        ("2.6.0.1", False),
        ("2.10.00.00", False),  # not compared as text
        ("1.99", True),
        ("2.06", True),
        ("3", False),
        ("", False),
    ],
)
def test_a_version_below_the_least_is_warned_of(
    scoped: Firm, actor: Actor, version: str, is_old: bool
) -> None:
    row = links.change(actor, {"system": "LOGO", "version": version})
    assert bool(links.version_warning(row)) is is_old


def test_a_version_that_is_no_number_is_refused(scoped: Firm, actor: Actor) -> None:
    assert versions.is_older("v2", "2.06") is None
    with pytest.raises(Invalid) as refusal:
        links.change(actor, {"version": "iki"})
    assert refusal.value.field == "version"


def test_the_page_keeps_the_link_and_shows_how_fresh_the_cards_are(
    stocked: Firm, admin_client: Client, staff_client: Client
) -> None:
    assert staff_client.get("/settings/erp/").status_code == 403
    data = {"system": "LOGO", "version": "2.06.00.00", "hr_linked": "on"}
    page = admin_client.post("/settings/erp/", data, follow=True).content.decode()
    assert "2.06.00.01" in page
    assert "henüz gelmedi" in page
