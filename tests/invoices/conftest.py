"""A firm with the ERP's cards, a matching table for every amount of a bill, and a login at the
operator."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from invoices.models import MatchingTable
from tests.invoices.world import make_cards, make_table
from tests.support.fake_operator import ControlClient, FakeOperatorProcess
from tests.support.firms import actor_for, make_firm, make_member
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, GatewayAccount, Role
from turkcell_hub.tenancy.scope import firm_scope
from turkcell_hub.tenancy.services import accounts

PASSWORD = "dogru-sifre"
_names = itertools.count(1)


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


@pytest.fixture(scope="session")
def operator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeOperatorProcess]:
    with FakeOperatorProcess(tmp_path_factory.mktemp("operator")) as running:
        yield running


@pytest.fixture
def control(operator: FakeOperatorProcess) -> ControlClient:
    return ControlClient(operator.url)


@pytest.fixture
def account(
    operator: FakeOperatorProcess, control: ControlClient, actor: Actor, firm: Firm, settings: Any
) -> GatewayAccount:
    settings.FAKE_OPERATOR_URL = operator.url
    name = f"FIRMA{next(_names):04}"
    control.create_account(name, "esirket", PASSWORD, officer_phone="905321234501")
    return accounts.save(
        actor, None,
        {"name": "Fatura", "service": "invoice", "adapter": "esirket", "country": "TR",
         "base_url": f"{operator.url}/esirket", "username": name, "password": PASSWORD},
    )  # fmt: skip
