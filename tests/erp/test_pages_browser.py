"""The ERP's pages and the webhooks' on a phone, for everybody."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from turkcell_hub.demo import erp
from turkcell_hub.erp.models import Account, Document
from turkcell_hub.tenancy.models import Firm, Membership
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_pages_fit_a_phone_and_have_no_serious_barrier(
    browser_page: Any, firm: Firm, admin: Membership
) -> None:
    with firm_scope(firm.pk):
        erp.build(firm, Random(7))  # noqa: S311 - sample data
        account = Account.objects.filter(phone_problem="landline").earliest("pk")
        refused = Document.objects.get(state="REFUSED")
    pages = ("/erp-accounts/", f"/erp-accounts/{account.pk}/", "/erp-documents/",
             f"/erp-documents/{refused.pk}/", "/settings/erp/", "/erp/import/account/",
             "/webhooks/add/", "/webhook-deliveries/", "/subscribers/add/")  # fmt: skip
    browser_page.login(admin)
    browser_page.resize(360, 740)
    found: dict[str, object] = {}
    for path in pages:
        browser_page.open(path)
        problems = browser_page.serious_axe_problems()
        if problems or browser_page.is_wider_than_screen():
            found[path] = problems or "wider than the screen"
    assert found == {}
