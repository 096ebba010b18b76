"""Şifre sağlığı (idea 15): every credential with its age, what is left of it, and its last try."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from tests.support.firms import actor_for, make_key
from tests.support.messaging import make_account
from turkcell_hub.errors import NotAllowed
from turkcell_hub.gateways.errors import BadCredentials, Unreachable
from turkcell_hub.gateways.sms import mesajussu
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, GatewayAccount, Membership
from turkcell_hub.tenancy.services import account_health, accounts, credentials, opening

Health = GatewayAccount.Health
SERVICES = ("sms", "iys", "otp", "location", "invoice")
ADAPTERS = {"iys": "iys", "otp": "netgsm_otp", "location": "traccar", "invoice": "esirket"}


def of(actor: Actor, account: GatewayAccount) -> credentials.Credential:
    return next(one for one in credentials.of_firm(actor) if one.account.pk == account.pk)


@pytest.fixture
def account(in_firm: Firm) -> GatewayAccount:
    return make_account(in_firm, base_url=mesajussu.BASE_URL)


def test_every_service_stands_on_the_page_with_what_is_known_of_it(
    in_firm: Firm, actor: Actor, account: GatewayAccount, manager_client: Client
) -> None:
    for service, adapter in ADAPTERS.items():
        GatewayAccount.objects.create(
            firm=in_firm, name=f"Hesap {service}", service=service, adapter=adapter,
            base_url="http://127.0.0.1:9", username="kullanici", password="gizli-parola",
        )  # fmt: skip
    credentials.of_firm(actor)  # the bill password is seen, and its life begins
    found = {one.account.service: one for one in credentials.of_firm(actor)}
    assert set(found) == set(SERVICES)
    days = {service: one.days_left for service, one in found.items()}
    assert days == {**dict.fromkeys(SERVICES), "invoice": 119}
    tries = {service: one.tries_left for service, one in found.items()}
    assert tries == {**dict.fromkeys(SERVICES), "sms": 3, "invoice": 3}
    assert found["invoice"].next_warning == 30
    page = manager_client.get("/settings/credentials/").content.decode()
    for one in found.values():
        assert one.account.name in page
        assert one.url in page
    assert "gizli-parola" not in page


def test_the_age_counts_from_the_last_new_login_and_says_when_it_is_a_guess(
    actor: Actor, account: GatewayAccount
) -> None:
    long_ago = timezone.now() - dt.timedelta(days=200)
    GatewayAccount.objects.update(created_at=long_ago, login_set_at=None)
    assert (of(actor, account).age_days, of(actor, account).is_exact) == (200, False)
    account.refresh_from_db()
    accounts.save(actor, account, {"name": "Başka ad"})
    assert of(actor, account).age_days == 200
    accounts.save(actor, account, {"password": "yeni-parola", "username": "5321234568"})
    assert (of(actor, account).age_days, of(actor, account).is_exact) == (0, True)


def test_refusals_are_counted_and_a_success_or_a_new_login_ends_the_count(
    actor: Actor, account: GatewayAccount
) -> None:
    wrong = BadCredentials("AUTH_FAILED")
    for left in (2, 1):
        account_health.note_failure(account, wrong)
        assert of(actor, account).tries_left == left
        account.refresh_from_db()
    account_health.note_failure(account, BadCredentials("IP_NOT_ALLOWED"))
    account_health.note_failure(account, Unreachable("NO_CONNECTION"))
    assert of(actor, account).tries_left == 1
    assert of(actor, account).level == "danger"
    account_health.remember(account, Health.OK, "")
    assert (of(actor, account).tries_left, of(actor, account).level) == (3, "success")
    account_health.note_failure(account, BadCredentials("ACCOUNT_LOCKED"))
    assert of(actor, account).tries_left == 0
    account.refresh_from_db()
    accounts.save(actor, account, {"password": "yeni-parola"})
    assert of(actor, account).tries_left == 3


def test_no_machine_makes_a_second_try_so_the_last_is_a_persons(
    actor: Actor, account: GatewayAccount
) -> None:
    account_health.note_failure(account, BadCredentials("AUTH_FAILED"))
    account.refresh_from_db()
    for _again in range(3):
        with pytest.raises(BadCredentials) as held:
            opening.open_gateway(account)
        account_health.note_failure(account, held.value)
    assert of(actor, account).tries_left == 2


def test_who_may_not_see_accounts_sees_no_list(
    staff: Membership, account: GatewayAccount, staff_client: Client
) -> None:
    assert staff_client.get("/settings/credentials/").status_code == 403
    with pytest.raises(NotAllowed):
        credentials.of_firm(actor_for(staff))


def test_a_program_reads_the_list_without_any_secret(
    in_firm: Firm, account: GatewayAccount, other_firm: Firm
) -> None:
    client = Client()
    key = {"authorization": f"Bearer {make_key(in_firm, ['tenancy.account.view'])[1]}"}
    said = client.get("/api/v1/credentials/", headers=key)
    (row,) = said.json()["results"]
    assert (row["account"], row["level"], row["tries_left"]) == (account.name, "success", 3)
    assert account.username not in said.content.decode()
    foreign = {"authorization": f"Bearer {make_key(other_firm, ['tenancy.account.view'])[1]}"}
    assert client.get("/api/v1/credentials/", headers=foreign).json()["results"] == []
    none = {"authorization": f"Bearer {make_key(in_firm, ['messaging.campaign.view'])[1]}"}
    assert client.get("/api/v1/credentials/", headers=none).status_code == 403
