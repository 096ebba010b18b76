"""An account of the service İYS: its form, its trial and the login that processes share."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from tests.support.fake_operator import ControlClient, FakeOperatorProcess
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.gateways.errors import BadCredentials, Busy, Refused
from turkcell_hub.gateways.iys.session import Session
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.forms.accounts import AccountForm
from turkcell_hub.tenancy.models import Firm, GatewayAccount
from turkcell_hub.tenancy.services import (
    account_choice,
    account_tries,
    accounts,
    connections,
    senders,
)
from turkcell_hub.tenancy.services.registry_sessions import AccountSessions

Health = GatewayAccount.Health
USER, PROVIDER = "api@ege.com.tr", 700001


@pytest.fixture(scope="module")
def control(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ControlClient]:
    with FakeOperatorProcess(tmp_path_factory.mktemp("operator")) as running:
        control = ControlClient(running.url)
        control.create_account(USER, "iys", iys_code=PROVIDER)
        yield control


@pytest.fixture
def form(control: ControlClient, settings: Settings) -> dict[str, Any]:
    control.reset_registry()
    control.put_provider(PROVIDER, title="Ege", brands=[{"code": PROVIDER, "name": "Ege Ev"}])
    settings.FAKE_OPERATOR_URL = control.url
    return {
        "name": "İYS",
        "adapter": "iys",
        "service": "iys",
        "base_url": control.url,
        "username": USER,
        "password": "dogru-sifre",
        "country": "TR",
        "options": {"iys_code": str(PROVIDER), "max_requests_per_second": 1000},
    }


@pytest.fixture
def account(in_firm: Firm, actor: Actor, form: dict[str, Any]) -> GatewayAccount:
    return accounts.save(actor, None, form)


def logins(control: ControlClient) -> int:
    return len(control.requests(USER, "login"))


def test_a_trial_names_the_brands_and_one_login_serves_all(
    control: ControlClient, actor: Actor, account: GatewayAccount
) -> None:
    before = logins(control)
    assert "Ege Ev" in account_tries.try_connection(actor, account)
    account.refresh_from_db()
    assert account.health == Health.OK
    for _ in range(3):
        with connections.registry(account) as registry:
            assert registry.brands()[0].code == str(PROVIDER)
    assert logins(control) == before + 1


def test_a_wrong_password_is_tried_once_and_told(
    actor: Actor, account: GatewayAccount, form: dict[str, Any]
) -> None:
    accounts.save(actor, account, {"password": "yanlis"})
    account.refresh_from_db()
    with pytest.raises(Conflict):
        account_tries.try_connection(actor, account)
    account.refresh_from_db()
    assert account.health == Health.BAD_CREDENTIALS
    with pytest.raises(BadCredentials), connections.registry(account):
        pass
    accounts.save(actor, account, {"password": form["password"]})
    account.refresh_from_db()
    account_tries.try_connection(actor, account)


def test_a_foreign_provider_number_is_told(
    actor: Actor, in_firm: Firm, form: dict[str, Any]
) -> None:
    account = accounts.save(actor, None, {**form, "options": {"iys_code": "999999"}})
    with pytest.raises(Conflict, match="İYS numarası"):
        account_tries.try_connection(actor, account)


def test_no_message_is_sent_through_it(actor: Actor, account: GatewayAccount) -> None:
    assert account_choice.default_account(actor.firm_id) is None
    with pytest.raises(Refused):
        accounts.open_gateway(account)
    with pytest.raises(Invalid):
        senders.add(actor, account, "EGE")
    assert connections.by_push_token(account.push_token, None) is None


def test_it_belongs_to_turkiye(actor: Actor, in_firm: Firm, form: dict[str, Any]) -> None:
    with pytest.raises(Invalid, match="Türkiye"):
        accounts.save(actor, None, {**form, "country": "AZ"})


def test_the_form_asks_for_the_number_and_for_nothing_of_sending(
    actor: Actor, in_firm: Firm
) -> None:
    form = AccountForm(actor=actor, initial={"adapter": "iys"})
    assert "extra_iys_code" in form.fields
    assert not {"service", "pace_per_second", "push_ips"} & form.fields.keys()
    told = {"adapter": "iys", "name": "İYS", "country": "TR", "extra_iys_code": "600001"}
    bound = AccountForm(told, actor=actor)
    assert bound.is_valid(), bound.errors
    assert bound.cleaned_data["service"] == "iys"


def test_one_process_at_a_time_renews_the_login(account: GatewayAccount) -> None:
    first, second = AccountSessions(account), AccountSessions(account, wait=0)
    with first.held(), pytest.raises(Busy, match="LOGIN_IN_PROGRESS"), second.held():
        pass
    with second.held():
        second.save(Session("name", "access", "refresh"))
    assert first.load() == Session("name", "access", "refresh")


def test_a_halt_holds_for_every_account_of_the_address(
    actor: Actor, account: GatewayAccount, form: dict[str, Any]
) -> None:
    other = accounts.save(actor, None, {**form, "name": "İYS 2"})
    until = time.time() + 3600
    with AccountSessions(account).held():
        AccountSessions(account).halt(until)
    assert AccountSessions(other).halted_until() == pytest.approx(until, abs=0.01)
    with pytest.raises(Busy, match="TOKEN_LIMIT"), connections.registry(other) as registry:
        registry.check()


def test_the_tokens_are_sealed(account: GatewayAccount) -> None:
    from django.db import connection

    with AccountSessions(account).held():
        AccountSessions(account).save(Session("name", "cok-gizli-jeton"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT session FROM tenancy_registrysession")
        assert "cok-gizli-jeton" not in str(cursor.fetchall())
