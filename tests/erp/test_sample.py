"""The sample firm's ERP shows something of everything."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from turkcell_hub.demo import erp
from turkcell_hub.erp.models import Account, Document, Person
from turkcell_hub.tenancy.models import Firm

pytestmark = pytest.mark.django_db


def test_the_sample_has_cards_and_documents_in_several_states(scoped: Firm) -> None:
    erp.build(scoped, Random(7))  # noqa: S311 - sample data
    assert Account.objects.count() == erp.ACCOUNTS + 1
    assert Account.objects.filter(phone_problem="landline").exists()
    assert Person.objects.count() == erp.PEOPLE
    states = Counter(Document.objects.values_list("state", flat=True))
    assert states == {"POSTED": 3, "REFUSED": 1, "READY": 2, "DRAFT": 1}
