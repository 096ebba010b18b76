"""A firm with two brands and the system's actor, in the firm's scope."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.iys_consent.panel import member_of
from tests.support.firms import actor_for, make_brand, make_firm
from turkcell_hub.tenancy.actor import Actor, system
from turkcell_hub.tenancy.models import Brand, Firm, Role
from turkcell_hub.tenancy.scope import firm_scope


@pytest.fixture
def firm(db: None) -> Iterator[Firm]:
    made = make_firm()
    with firm_scope(made.pk):
        yield made


@pytest.fixture
def actor(firm: Firm) -> Actor:
    return system(firm.pk, "Deneme")


@pytest.fixture
def brand(firm: Firm) -> Brand:
    return make_brand(firm, "100001", "Ege Ev")


@pytest.fixture
def other_brand(firm: Firm) -> Brand:
    return make_brand(firm, "100002", "Ege Çocuk")


@pytest.fixture
def staff(firm: Firm) -> Actor:
    return actor_for(member_of(firm)[0])


@pytest.fixture
def manager(firm: Firm) -> Actor:
    return actor_for(member_of(firm, Role.MANAGER, name="Yusuf Yönetici")[0])
