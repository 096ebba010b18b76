"""The invoice password: 120 days, three tries, one login for fifty people (L-115 … L-121)."""

from __future__ import annotations

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core import mail
from django.utils import timezone

from invoices import tasks
from invoices.models import InvoiceLogin, PasswordRequest
from invoices.services import intake, logins, notices, passwords, rules
from invoices.services.logins import Standing
from tests.api.conftest import Caller
from tests.invoices.conftest import PASSWORD
from tests.support.deaths import Died
from tests.support.fake_operator import ControlClient
from tests.support.firms import client_for, make_key, make_member
from tests.support.mails import refusing
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.gateways.errors import Refused
from turkcell_hub.gateways.invoice.contract import BillQuery
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, GatewayAccount, Membership, Role


def attempts(control: ControlClient, account: GatewayAccount) -> int:
    return len(control.requests(account.username, "login"))


def set_password(actor: Actor, account: GatewayAccount, password: str) -> GatewayAccount:
    return passwords.set_password(actor, account, password)


def age(account: GatewayAccount, days: float) -> None:
    logins.current(account)
    InvoiceLogin.objects.filter(account=account).update(
        set_at=timezone.now() - timedelta(days=days)
    )


@pytest.mark.requirement("L-018", "L-090", "L-105")
def test_new_bills_come_from_the_operator_once(
    actor: Actor, account: GatewayAccount, control: ControlClient
) -> None:
    for place in range(3):
        number = f"TCL2026{place:09}"
        control.make_bill(account.username, "single", number, "2026-11-01", seed=place)
    first = intake.from_operator(actor, account, BillQuery(only_new=True))
    assert first.counts == {"NEW": 3}
    assert intake.from_operator(actor, account, BillQuery(only_new=True)).counts == {}
    assert intake.from_operator(actor, account, BillQuery()).counts == {"SAME": 3}


def test_a_bill_that_cannot_be_read_is_offered_again(
    actor: Actor, account: GatewayAccount, control: ControlClient
) -> None:
    control.make_bill(account.username, "single", "TCL2026000000001", "2026-11-01")
    control.make_bill(account.username, "", "BOZUK", "2026-11-01", document="PHgvPg==")
    for counts in ({"NEW": 1, "UNREADABLE": 1}, {"UNREADABLE": 1}):
        assert intake.from_operator(actor, account, BillQuery(only_new=True)).counts == counts


@pytest.mark.requirement("L-115", "L-116", "T8")
@pytest.mark.parametrize(
    ("life", "days", "standing"),
    [
        (120, 119.99, Standing.ACTIVE), (120, 120, Standing.EXPIRED),
        (130, 121, Standing.ACTIVE), (130, 130, Standing.EXPIRED),
    ],
)  # fmt: skip
def test_a_password_is_passive_from_its_120th_day_and_makes_no_call(
    life: int, days: float, standing: Standing, actor: Actor, account: GatewayAccount,
    control: ControlClient,
) -> None:  # fmt: skip
    if life != 120:
        rules.add(actor, {"password_days": life})
    age(account, days)
    assert logins.health(account).standing == standing
    if standing == Standing.EXPIRED:
        with pytest.raises(Conflict, match="PASİF"):
            intake.from_operator(actor, account, BillQuery())
        assert attempts(control, account) == 0


@pytest.mark.requirement("L-117", "T8")
def test_a_machine_tries_a_refused_password_once_and_only_a_person_goes_on(
    actor: Actor, account: GatewayAccount, control: ControlClient
) -> None:
    account = set_password(actor, account, "yanlis")
    for _ in range(50):
        with pytest.raises(Conflict) as refused:
            intake.from_operator(actor, account, BillQuery())
        assert refused.value.code == "invoice_password_refused"
    assert attempts(control, account) == 1
    with pytest.raises(Conflict):
        logins.try_by_person(actor, account)
    with pytest.raises(Conflict) as unsure:
        logins.try_by_person(actor, account)
    assert unsure.value.code == "invoice_last_try"
    assert attempts(control, account) == 2
    with pytest.raises(Conflict, match="BLOKE"):
        logins.try_by_person(actor, account, confirmed=True)
    with pytest.raises(Conflict, match="BLOKE"):
        logins.try_by_person(actor, account, confirmed=True)
    assert attempts(control, account) == 3


@pytest.mark.requirement("L-118")
def test_a_success_and_a_new_password_begin_the_count_anew(
    actor: Actor, account: GatewayAccount, control: ControlClient
) -> None:
    account = set_password(actor, account, "yanlis")
    for _ in range(2):
        with pytest.raises(Conflict):
            logins.try_by_person(actor, account)
        assert logins.current(account).failures >= 1
    control.change_account(account.username, password="yanlis", unlock=True)
    logins.try_by_person(actor, account, confirmed=True)
    assert logins.current(account).failures == 0
    account = set_password(actor, account, "baska")
    with pytest.raises(Conflict):
        logins.try_by_person(actor, account)
    assert logins.current(account).failures == 1


def test_what_is_not_the_passwords_fault_is_not_counted(
    actor: Actor, account: GatewayAccount, control: ControlClient
) -> None:
    control.script(account.username, {"do": "drop_before", "on": "login"})
    with pytest.raises(Exception, match="Operatör"):
        intake.from_operator(actor, account, BillQuery())
    assert logins.current(account).failures == 0
    assert intake.from_operator(actor, account, BillQuery()).counts == {}


def test_while_one_try_is_under_way_nobody_else_tries(
    actor: Actor, account: GatewayAccount, control: ControlClient
) -> None:
    assert logins._reserve(logins.current(account), 0)
    InvoiceLogin.objects.filter(account=account).update(failures=0)
    with pytest.raises(Conflict) as refused:
        intake.from_operator(actor, account, BillQuery())
    assert refused.value.code == "invoice_login_busy"
    assert attempts(control, account) == 0


@pytest.mark.requirement("L-119", "L-120", "L-121")
def test_a_new_password_is_asked_for_by_confirmation_and_entered(
    actor: Actor, account: GatewayAccount, control: ControlClient
) -> None:
    with pytest.raises(Conflict) as refused:
        passwords.ask(actor, account, confirmed=True)
    assert refused.value.code == "invoice_no_officer"
    officer = Membership.objects.get(pk=actor.membership_id)
    passwords.set_officer(actor, account, officer)
    with pytest.raises(Conflict) as refused:
        passwords.ask(actor, account, confirmed=False)
    assert refused.value.code == "invoice_password_unconfirmed"
    assert intake.from_operator(actor, account, BillQuery()).counts == {}
    asked = passwords.ask(actor, account, confirmed=True)
    assert asked.state == PasswordRequest.State.DONE
    assert "321234" not in asked.masked_phone
    assert logins.health(account).standing == Standing.VOID
    (message,) = control.truth(account.username)["messages"]
    age(account, 100)
    account = set_password(actor, account, message["text"].split()[3])
    health = logins.health(account)
    assert (health.is_active, health.days_left) == (True, 119)
    assert intake.from_operator(actor, account, BillQuery()).counts == {}


def test_requests_are_limited_and_an_officer_needs_a_number(
    actor: Actor, account: GatewayAccount
) -> None:
    officer = Membership.objects.get(pk=actor.membership_id)
    passwords.set_officer(actor, account, officer)
    for _ in range(3):
        passwords.ask(actor, account, confirmed=True)
    with pytest.raises(Conflict) as refused:
        passwords.ask(actor, account, confirmed=True)
    assert refused.value.code == "invoice_too_many_requests"
    officer.phone = ""
    with pytest.raises(Invalid):
        passwords.set_officer(actor, account, officer)


@pytest.mark.requirement("L-115")
def test_the_end_is_told_once_at_each_warning_day(actor: Actor, account: GatewayAccount) -> None:
    told = []
    for day in range(80, 120):
        age_days = day + 0.5
        age(account, age_days)
        if notices.warn(account.pk):
            told.append(day)
        notices.warn(account.pk)
    assert told == [90, 106, 113, 119]
    assert len(mail.outbox) == 4


def test_a_firm_whose_people_cannot_be_told_stops_neither_its_others_nor_the_next_firm(
    actor: Actor, account: GatewayAccount, firm: Firm
) -> None:
    make_member(firm, Role.ADMIN, name="Z", email="z@ornek.com")
    age(account, 90.5)
    with refusing(str(Membership.objects.get(pk=actor.membership_id).user.email)) as tried:
        for _turn in range(2):
            notices.warn(account.pk)
    assert len(tried) == len(set(tried)), "each is tried once"
    assert "z@ornek.com" in [one.to[0] for one in mail.outbox]


def test_one_firms_trouble_does_not_stop_the_sweep_of_the_others(
    account: GatewayAccount, actor: Actor
) -> None:
    seen: list[int] = []

    def warn(account_id: int) -> int:
        seen.append(account_id)
        raise RuntimeError("trouble of one account")

    second = GatewayAccount.objects.create(
        firm_id=account.firm_id, name="Fatura 2", service="invoice", adapter="esirket",
        country="TR", username="BASKA",
    )  # fmt: skip
    with patch.object(notices, "warn", warn):
        tasks.sweep()
    assert sorted(seen) == sorted([account.pk, second.pk])


def test_a_death_before_the_operators_word_leaves_a_password_that_no_machine_tries(
    actor: Actor, account: GatewayAccount, control: ControlClient
) -> None:
    """The operator may have ended it already; a try would count against the firm."""
    passwords.set_officer(actor, account, Membership.objects.get(pk=actor.membership_id))
    with (
        pytest.raises(Died),
        patch.object(passwords, "_settle", side_effect=Died),
    ):
        passwords.ask(actor, account, confirmed=True)
    before = attempts(control, account)
    assert logins.health(account).standing == Standing.VOID
    with pytest.raises(Conflict):
        intake.from_operator(actor, account, BillQuery())
    assert attempts(control, account) == before


def test_a_refused_request_leaves_the_old_password_alive(
    actor: Actor, account: GatewayAccount
) -> None:
    passwords.set_officer(actor, account, Membership.objects.get(pk=actor.membership_id))
    with (
        pytest.raises(Conflict),
        patch.object(passwords, "open_inbox", side_effect=Refused("NO")),
    ):
        passwords.ask(actor, account, confirmed=True)
    assert logins.health(account).is_active
    assert PasswordRequest.objects.get().state == PasswordRequest.State.REFUSED


@pytest.mark.requirement("L-019")
def test_an_empty_firm_code_is_the_user_code_and_the_page_says_so(
    actor: Actor, account: GatewayAccount
) -> None:
    member = Membership.objects.select_related("user").get(pk=actor.membership_id)
    page = client_for(member).get("/bill-password/").content.decode()
    assert f"{account.username} <span" in page
    assert "Kullanıcı Kodu ile aynı" in page


@pytest.mark.requirement("L-018")
@pytest.mark.parametrize("empty", ["username", "password"])
def test_without_user_code_or_password_nothing_is_asked_for_and_both_are_named(
    actor: Actor, account: GatewayAccount, control: ControlClient, empty: str
) -> None:
    setattr(account, empty, "")
    account.save()
    with pytest.raises(Conflict, match="Kullanıcı Kodu ve Şifre girilmemiş"):
        intake.from_operator(actor, account, BillQuery())
    assert attempts(control, account) == 0


@pytest.mark.requirement("L-119")
def test_a_program_reads_the_state_and_its_wish_waits_for_a_person(
    actor: Actor, account: GatewayAccount, control: ControlClient, firm: Firm
) -> None:
    passwords.set_officer(actor, account, Membership.objects.get(pk=actor.membership_id))
    scopes = ["invoices.login.view", "invoices.login.wish"]
    caller = Caller(make_key(firm, scopes)[1])
    state = caller.get("bill_password/").json()
    assert (state["standing"], state["days_left"], state["tries_left"]) == ("ACTIVE", 119, 3)
    assert PASSWORD not in str(state)
    assert account.username not in str(state)
    first = caller.post("bill_password/requests/", {})
    again = caller.post("bill_password/requests/", {})
    assert (first.status_code, first.json()["state"]) == (202, "WAITING")
    assert again.json()["id"] == first.json()["id"]
    assert logins.health(account).is_active  # nobody was asked, the old one works
    assert control.requests(account.username, "password_request") == []
    browser = client_for(Membership.objects.select_related("user").get(pk=actor.membership_id))
    page = browser.get("/bill-password/").content.decode()
    assert "programı" in page
    assert "İsteği geri çevir" in page
    assert browser.post("/bill-password/", {"act": "deny"}).status_code == 302
    assert browser.post("/bill-password/", {"act": "deny"}).status_code == 422
    assert caller.get("bill_password/").json()["request"]["state"] == "DENIED"
    assert logins.health(account).is_active
    wished = caller.post("bill_password/requests/", {}).json()
    done = passwords.ask(actor, account, confirmed=True)
    assert (done.pk, done.asked_by, done.decided_by) == (
        wished["id"], wished["asked_by"], actor.label,
    )  # fmt: skip
    assert logins.health(account).standing == Standing.VOID
    assert caller.get("bill_password/").json()["request"]["state"] == "DONE"


def test_no_scope_lets_a_program_ask_the_operator_or_enter_a_password(firm: Firm) -> None:
    with pytest.raises(Invalid):
        make_key(firm, ["invoices.login.change"])
    blind = Caller(make_key(firm, ["invoices.bill.view"])[1])
    assert blind.get("bill_password/").status_code == 403
    assert blind.post("bill_password/requests/", {}).status_code == 403


def test_without_a_bill_account_a_program_is_told_so(firm: Firm) -> None:
    caller = Caller(make_key(firm, ["invoices.login.view"])[1])
    said = caller.get("bill_password/")
    assert (said.status_code, said.json()["code"]) == (409, "account_missing")
