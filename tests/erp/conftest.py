"""A firm in scope, its ERP's cards, and somebody who books."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.erp import world
from tests.support.firms import actor_for
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, Membership
from turkcell_hub.tenancy.scope import firm_scope


@pytest.fixture
def scoped(firm: Firm) -> Iterator[Firm]:
    with firm_scope(firm.pk):
        yield firm


@pytest.fixture
def stocked(scoped: Firm) -> Firm:
    world.cards(scoped)
    return scoped


@pytest.fixture
def clerk(staff: Membership) -> Actor:
    return actor_for(staff)
