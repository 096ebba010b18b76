"""The TCKN channel on the compose screen (L-068, L-069)."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from messaging.models import Campaign
from tests.support.messaging import make_account
from turkcell_hub.tenancy.models import Firm, GatewayAccount, SenderTitle
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("L-068", "L-069")]


def test_the_option_is_off_until_its_account_is_there_and_then_turns_the_page(
    staff_client: Client, firm: Firm
) -> None:
    make_account(firm)
    url = staff_client.get("/compose/")["Location"]
    said = staff_client.get(url).content.decode()
    assert re.search(r'value="TCKN"\s+disabled', said)
    assert "ayrı bir TCKN SMS aboneliği gerekir" in said
    make_account(firm, name="TCKN SMS", service=GatewayAccount.Service.TCKN)
    with firm_scope(firm.pk):
        SenderTitle.objects.filter(account__service="tckn").update(title="EGETCKN")
        by_phone = SenderTitle.objects.get(title="EGETEKSTIL")
    # The form still shows the sender of the channel that is left.
    form = {"address_type": "TCKN", "sender": by_phone.pk, "text": "Sayın üye"}
    answer = staff_client.post(f"{url}save/", form, headers={"HX-Request": "true"})
    assert answer["HX-Refresh"] == "true"
    with firm_scope(firm.pk):
        assert Campaign.objects.get().sender.title == "EGETCKN"
    said = staff_client.get(url).content.decode()
    assert "EGETCKN" in said
    assert "EGETEKSTIL" not in said
    assert "‘ı’, ‘ü’" in said
    assert "Türkçe harfsiz yaz" in said
    kind = {"kind": "plain", "address_type": "TCKN", "text": "Sayın üye"}
    staff_client.post(f"{url}suggest/", kind, headers={"HX-Request": "true"})
    with firm_scope(firm.pk):
        assert Campaign.objects.get().text == "Sayin uye"
