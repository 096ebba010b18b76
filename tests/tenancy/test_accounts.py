"""Gateway accounts and sender names, against the operator that answers over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from tests.support.fake_operator import ControlClient, FakeOperatorProcess
from tests.support.firms import actor_for
from turkcell_hub.audit.models import AuditEntry
from turkcell_hub.errors import Conflict, Invalid, NotAllowed
from turkcell_hub.gateways.errors import BadCredentials, Unreachable
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, GatewayAccount, Membership, SenderTitle
from turkcell_hub.tenancy.services import (
    account_choice,
    account_health,
    account_tries,
    accounts,
    senders,
)

Health = GatewayAccount.Health
PHONE_LOGIN, PASSWORD = "5320000101", "dogru-sifre"


@pytest.fixture(scope="module")
def operator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeOperatorProcess]:
    with FakeOperatorProcess(tmp_path_factory.mktemp("operator")) as running:
        ControlClient(running.url).create_account(PHONE_LOGIN, "mesajussu")
        yield running


@pytest.fixture
def form(operator: FakeOperatorProcess, settings: Settings) -> dict[str, Any]:
    ControlClient(operator.url).change_account(PHONE_LOGIN, unlock=True)
    settings.FAKE_OPERATOR_URL = operator.url
    return {
        "name": "Toplu SMS",
        "adapter": "mesajussu",
        "base_url": f"{operator.url}/api/api/integration",
        "username": PHONE_LOGIN,
        "password": PASSWORD,
        "country": "TR",
    }


@pytest.fixture
def account(in_firm: Firm, actor: Actor, form: dict[str, Any]) -> GatewayAccount:
    return accounts.save(actor, None, form)


@pytest.mark.requirement("L-009", "L-012")
def test_the_right_credentials_make_the_account_work(actor: Actor, account: GatewayAccount) -> None:
    note = account_tries.try_connection(actor, account)

    account.refresh_from_db()
    assert account.health == Health.OK
    assert "çalışıyor" in note


@pytest.mark.requirement("L-010")
def test_a_refused_login_is_tried_once_and_never_by_a_machine(
    operator: FakeOperatorProcess, actor: Actor, form: dict[str, Any], in_firm: Firm
) -> None:
    account = accounts.save(actor, None, {**form, "password": "yanlis"})
    with pytest.raises(Conflict):
        account_tries.try_connection(actor, account)

    account.refresh_from_db()
    assert account.health == Health.BAD_CREDENTIALS
    for _ in range(5):
        with pytest.raises(BadCredentials):
            accounts.open_gateway(account)
    assert "reddetti" in str(account_choice.sendable_problem(account))
    # The operator counts wrong tries and locks at the third: two more are left.
    accounts.save(actor, account, {"password": PASSWORD})
    account.refresh_from_db()
    assert account.health == Health.UNTRIED
    account_tries.try_connection(actor, account)
    assert account_choice.sendable_problem(account) is None


@pytest.mark.requirement("L-010")
@pytest.mark.parametrize("missing", [{"username": ""}, {"password": ""}])
def test_nothing_can_be_sent_until_both_name_and_password_are_there(
    in_firm: Firm, actor: Actor, form: dict[str, Any], missing: dict[str, str]
) -> None:
    account = accounts.save(actor, None, {**form, **missing})

    assert "kullanıcı adı ve şifresi" in str(account_choice.sendable_problem(account))
    with pytest.raises(BadCredentials):
        accounts.open_gateway(account)
    assert account_choice.sendable_problem(None)


def test_an_empty_password_keeps_the_old_one(actor: Actor, account: GatewayAccount) -> None:
    accounts.save(actor, account, {"name": "Yeni ad", "password": ""})

    account.refresh_from_db()
    assert (account.name, account.password) == ("Yeni ad", PASSWORD)


def test_the_password_is_in_no_trail_and_sealed_in_the_table(
    actor: Actor, account: GatewayAccount
) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT password, options FROM tenancy_gatewayaccount")
        stored = str(cursor.fetchall())
    assert PASSWORD not in stored
    assert PASSWORD not in str(list(AuditEntry.objects.values()))


def test_an_answer_for_an_old_password_says_nothing_about_the_new_one(
    actor: Actor, account: GatewayAccount
) -> None:
    before = GatewayAccount.objects.get(pk=account.pk)
    accounts.save(actor, account, {"password": "yepyeni-sifre"})

    account_health.note_failure(before, BadCredentials("LOGIN_REFUSED"))

    account.refresh_from_db()
    assert account.health == Health.UNTRIED


def test_the_first_account_is_the_default_and_there_is_one(
    firm: Firm, actor: Actor, account: GatewayAccount, form: dict[str, Any]
) -> None:
    second = accounts.save(actor, None, {**form, "name": "İkinci"})
    assert not second.is_default
    accounts.make_default(actor, second)

    account.refresh_from_db()
    assert not account.is_default
    assert account_choice.default_account(firm.pk) == second


@pytest.mark.requirement("L-011")
def test_each_country_has_an_account_of_its_own(
    firm: Firm, actor: Actor, account: GatewayAccount, form: dict[str, Any]
) -> None:
    baku = accounts.save(actor, None, {**form, "name": "Bakü", "country": "AZ"})

    assert account_choice.default_account(firm.pk) == account
    assert account_choice.default_account(firm.pk, country="AZ") == baku
    assert account_choice.default_account(firm.pk, country="KKTC") is None


def test_an_inside_address_is_refused_when_saved_and_when_opened(
    actor: Actor, account: GatewayAccount, settings: Settings
) -> None:
    with pytest.raises(Invalid):
        accounts.save(actor, account, {"base_url": "https://169.254.169.254/"})
    account.refresh_from_db()

    settings.FAKE_OPERATOR_URL = ""  # the address that was allowed is inside now
    with pytest.raises(Unreachable):
        accounts.open_gateway(account)


def test_a_kept_password_goes_to_no_other_server(
    actor: Actor, account: GatewayAccount, settings: Settings
) -> None:
    """Whoever has an Admin's session for a moment knows no password, and learns none."""
    settings.GATEWAY_ALLOWED_HOSTS = ["saldirgan.example"]
    for url in ("https://saldirgan.example/api", "http://saldirgan.example/api"):
        with pytest.raises(Invalid) as refused:
            accounts.save(actor, account, {"base_url": url, "password": ""})
        assert (refused.value.code, refused.value.field) == ("secret_again", "password"), url
        assert GatewayAccount.objects.get(pk=account.pk).base_url != url
    moved = accounts.save(actor, account, {"base_url": url, "password": "yeni-sifre"})
    assert (moved.base_url, moved.password) == (url, "yeni-sifre")
    accounts.save(actor, moved, {"base_url": f"{url}/v2"})  # the same server


def test_a_secret_of_another_connection_is_forgotten_with_the_server(
    actor: Actor, account: GatewayAccount, settings: Settings
) -> None:
    """Else it came back, elsewhere, with the connection that asks for it."""
    settings.GATEWAY_ALLOWED_HOSTS = ["saldirgan.example"]
    accounts.save(actor, account, {"options": {"client_secret": "gizli", "firm_no": "7"}})
    moved = {"base_url": "https://saldirgan.example", "password": "x"}
    assert accounts.save(actor, account, moved).extra() == {"firm_no": "7"}


def test_two_accounts_of_one_name_are_refused(
    actor: Actor, account: GatewayAccount, form: dict[str, Any]
) -> None:
    with pytest.raises(Invalid, match="zaten var"):
        accounts.save(actor, None, form)


def test_a_renewed_push_address_kills_the_old_one(actor: Actor, account: GatewayAccount) -> None:
    old = account_choice.push_address(account)
    new = account_choice.push_address(accounts.renew_push_token(actor, account))
    assert old != new
    assert new.endswith("/")


def test_reports_are_read_even_while_the_login_is_refused(
    actor: Actor, account: GatewayAccount
) -> None:
    GatewayAccount.objects.update(health=Health.BAD_CREDENTIALS)
    account.refresh_from_db()
    assert accounts.open_push_reader(account).capabilities() is not None


@pytest.mark.requirement("L-009")
def test_only_an_admin_changes_accounts(account: GatewayAccount, manager: Membership) -> None:
    for call in (
        lambda by: accounts.save(by, account, {"name": "x"}),
        lambda by: account_tries.try_connection(by, account),
        lambda by: accounts.renew_push_token(by, account),
        lambda by: accounts.delete(by, account),
        lambda by: senders.add(by, account, "EGE"),
        lambda by: senders.fetch(by, account),
    ):
        with pytest.raises(NotAllowed):
            call(actor_for(manager))


@pytest.mark.requirement("L-013")
def test_the_operators_sender_names_are_fetched_once(actor: Actor, account: GatewayAccount) -> None:
    assert senders.fetch(actor, account) > 0
    assert senders.fetch(actor, account) == 0

    titles = senders.titles_of(account)
    assert [title.is_default for title in titles].count(True) == 1
    assert titles[0].is_default


@pytest.mark.requirement("L-013")
def test_sender_names_are_checked_and_have_one_default(
    actor: Actor, account: GatewayAccount
) -> None:
    first = senders.add(actor, account, " EGE  TEKSTIL ".replace("  ", " ").strip()[:11])
    second = senders.add(actor, account, "EGE")
    assert first.is_default
    assert not second.is_default
    for wrong in ("", "   ", "ONIKIHARFLIK", "EGE"):
        with pytest.raises(Invalid):
            senders.add(actor, account, wrong)

    senders.make_default(actor, second)
    assert [t.title for t in SenderTitle.objects.filter(is_default=True)] == ["EGE"]
    senders.remove(actor, second)
    assert SenderTitle.objects.count() == 1
