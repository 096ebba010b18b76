"""An SMPP account in its form."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from turkcell_hub.tenancy.models import Firm, GatewayAccount

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(settings: Settings) -> dict[str, Any]:
    settings.GATEWAY_ALLOWED_HOSTS = ["smpp.internal:2775"]
    return {
        "adapter": "smpp",
        "shown_adapter": "smpp",
        "name": "SMPP",
        "country": "TR",
        "username": "egetekstil",
        "password": "gizli-99",
        "base_url": "smpp://smpp.internal:2775",
        "is_active": "on",
        "extra_system_type": "HUB",
        "extra_binds": "two",
        "extra_turkish": "locking",
        "extra_connections": "20",
    }


@pytest.mark.requirement("L-009")
def test_an_account_is_added_with_what_the_operator_gave(
    admin_client: Client, in_firm: Firm, sent: dict[str, Any]
) -> None:
    answer = admin_client.post(reverse("gateway-accounts-add"), sent)
    assert answer.status_code == 302
    account = GatewayAccount.objects.get()
    told = {"system_type": "HUB", "binds": "two", "turkish": "locking", "connections": 20}
    assert told.items() <= account.options.items()
    page = admin_client.get(reverse("gateway-accounts-detail", args=[account.pk]))
    assert page.context["push_address"] == ""  # its reports come over the line


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("base_url", ""),
        ("base_url", "https://smpp.internal:2775"),
        ("base_url", "smpp://10.0.0.1:2775"),
        ("password", "dokuz-kar"),
        ("username", "s" * 16),
        ("extra_system_type", "s" * 13),
        ("extra_binds", "three"),
    ],
)
def test_what_no_smpp_server_takes_is_told_beside_its_field(
    admin_client: Client, in_firm: Firm, sent: dict[str, Any], field: str, value: str
) -> None:
    answer = admin_client.post(reverse("gateway-accounts-add"), {**sent, field: value})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not GatewayAccount.objects.exists()
