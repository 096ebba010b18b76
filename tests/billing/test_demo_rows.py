"""The sample firm that pays by the month."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from random import Random

import pytest

from tests.support.firms import actor_for
from tests.support.messaging import make_account
from turkcell_hub.billing import calendar
from turkcell_hub.billing.models import Tariff
from turkcell_hub.billing.selectors import days, limit
from turkcell_hub.billing.services import closing
from turkcell_hub.demo import postpaid
from turkcell_hub.tenancy.models import Firm, Membership
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("C-02", "C-07")
def test_each_month_of_the_sample_begins_with_its_limit_and_no_day_is_below_zero(
    firm: Firm, admin: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postpaid, "PEOPLE", 8)
    make_account(firm)
    today = calendar.today()
    this = calendar.month_of(today)
    first = calendar.previous_month(calendar.previous_month(this))
    with firm_scope(firm.pk):
        Tariff.objects.create(firm=firm, valid_from=first, unit_price=Decimal("0.1850"))
        postpaid.people(firm, Random(7))  # noqa: S311 - sample data
        postpaid.months(actor_for(admin), actor_for(admin), Random(7), first)  # noqa: S311
        closed = closing.close_due(firm.pk)
        shown = {row.day: row for row in days.daily(firm.pk, "LIMIT", first, today)}
        standing = limit.standing(firm.pk)
    assert min(row.closing for row in shown.values()) > 0
    for month in (calendar.next_month(first), this):
        assert shown[month].closing == postpaid.LIMIT
    assert shown[first + dt.timedelta(days=5)].sent > 0
    assert closed == 2
    assert standing is not None
    assert standing.left == postpaid.LIMIT - standing.used
