"""A firm with the ERP's cards and a matching table for every amount of a bill."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from invoices.models import MatchingTable
from tests.invoices.world import make_cards, make_table
from tests.support.firms import actor_for, make_firm, make_member
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, Role
from turkcell_hub.tenancy.scope import firm_scope


@pytest.fixture
def firm(db: None) -> Iterator[Firm]:
    firm = make_firm()
    with firm_scope(firm.pk):
        yield firm


@pytest.fixture
def actor(firm: Firm) -> Actor:
    return actor_for(make_member(firm, Role.ADMIN, phone="+905321234501"))


@pytest.fixture
def erp(firm: Firm) -> SimpleNamespace:
    return make_cards(firm)


@pytest.fixture
def table(actor: Actor, erp: SimpleNamespace) -> MatchingTable:
    return make_table(actor, erp)
