"""TCKN over REST: the same walls as on the page."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.conftest import Caller
from tests.messaging.api.conftest import prepare
from tests.messaging.test_tckn import DELIVERED
from tests.support.messaging import make_account, make_subscriber
from turkcell_hub.tenancy.models import Firm, GatewayAccount, SenderTitle
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("L-068", "L-070")]
TEXT = "Sayin {ad|musterimiz}, siparisiniz hazir."


def draft(**changes: Any) -> dict[str, Any]:
    return {
        "text": TEXT,
        "message_class": "BILGILENDIRME",
        "exemption": "BENZER",
        "address_type": "TCKN",
        "recipients": [{"phone": "0532 123 45 09"}],
        **changes,
    }


def test_a_program_meets_the_walls_of_the_channel(call: Caller, ready: Firm) -> None:
    refused = call.post("campaigns/", draft())
    assert (refused.status_code, refused.json()["code"]) == (409, "tckn_account_missing")
    make_account(ready, name="TCKN SMS", service=GatewayAccount.Service.TCKN)
    with firm_scope(ready.pk):
        SenderTitle.objects.filter(account__service="tckn").update(title="EGETCKN")
        person = make_subscriber(ready, "+905321234501", "Ayşe", tckn=DELIVERED)
    wrong = call.post("campaigns/", draft(sender="EGETEKSTIL"))
    assert (wrong.status_code, wrong.json()["code"]) == (400, "sender_channel")
    made = call.post("campaigns/", draft(sender="EGETCKN", subscribers=[person.pk])).json()
    assert made["address_type"] == "TCKN"
    path = f"campaigns/{made['id']}/"
    preview = call.post(f"{path}preview/", {}).json()
    assert (preview["total"], preview["sendable"]) == (2, 1)
    assert [(row["code"], row["people"]) for row in preview["blocked"]] == [("NO_TCKN", 1)]
    call("PATCH", path, {"text": "Siparişiniz hazır"})
    letters = call.post(f"{path}preview/", {})
    assert (letters.status_code, letters.json()["code"]) == (400, "letters_not_carried")
    assert letters.json()["extra"]["letters"] == ["ş", "ı"]
    call("PATCH", path, {"text": TEXT})
    assert call.post(f"{path}submit/", {}).status_code == 202
    prepare(ready, made["id"])
    (row,) = call.get(f"messages/?campaign={made['id']}&state=PENDING").json()["results"]
    assert (row["address_type"], row["tckn"]) == ("TCKN", f"*********{DELIVERED[-2:]}")
    assert row["text"] == "Sayin Ayse, siparisiniz hazir."
    assert DELIVERED not in call.get(f"messages/{row['id']}/").text
