"""The sample firm's ERP shows something of everything."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import Any

import pytest

from turkcell_hub.demo import erp, webhooks
from turkcell_hub.erp.models import Account, Document, Person
from turkcell_hub.events.models import Delivery
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm

pytestmark = pytest.mark.django_db


def test_the_sample_has_cards_and_documents_in_several_states(scoped: Firm) -> None:
    erp.build(scoped, Random(7))  # noqa: S311 - sample data
    assert Account.objects.count() == erp.ACCOUNTS + 1
    assert Account.objects.filter(phone_problem="landline").exists()
    assert Person.objects.count() == erp.PEOPLE
    states = Counter(Document.objects.values_list("state", flat=True))
    assert states == {"POSTED": 3, "REFUSED": 1, "READY": 2, "DRAFT": 1}


def test_the_sample_tells_its_erp_of_documents(scoped: Firm, actor: Actor, settings: Any) -> None:
    settings.FAKE_OPERATOR_URL = "http://127.0.0.1:9"
    webhooks.build(actor)
    erp.build(scoped, Random(7))  # noqa: S311 - sample data
    told = Counter(Delivery.objects.values_list("endpoint__description", flat=True))
    assert set(told) == {"ERP köprüsü", "Eski raporlama sunucusu"}
