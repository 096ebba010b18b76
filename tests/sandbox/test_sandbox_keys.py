"""A key for trials: everything works, nothing leaves the sandbox, the real firm sees none of it."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from invoices.models import Bill
from invoices.services import intake
from messaging import tasks
from messaging.models import Campaign, Message
from tests.api.conftest import Caller
from tests.otp.burst import at_once, said
from tests.support.fake_operator import ControlClient, FakeOperatorProcess
from tests.support.firms import actor_for, client_for, make_firm, make_key, make_member
from tests.support.messaging import load_credit, make_account
from turkcell_hub.applications.services import centre
from turkcell_hub.audit.models import AuditEntry
from turkcell_hub.billing.services import till
from turkcell_hub.errors import Conflict, Invalid, Unavailable
from turkcell_hub.gateways.invoice.contract import BillQuery
from turkcell_hub.gateways.sandbox.control import SandboxControl
from turkcell_hub.ledger.services import credits
from turkcell_hub.outbox import dispatch
from turkcell_hub.sandbox.services import opening, playing
from turkcell_hub.settings.environment import Orders
from turkcell_hub.settings.environment import Payment as PaymentSettings
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import ApiKey, Firm, GatewayAccount, Membership, Role, User
from turkcell_hub.tenancy.scope import firm_scope
from turkcell_hub.tenancy.services import account_choice, account_tries, accounts, people

pytestmark = pytest.mark.django_db
SCOPES = ("sandbox.play", "messaging.campaign.add", "messaging.campaign.send",
          "messaging.message.view", "invoices.bill.view", "personal.view")  # fmt: skip


@pytest.fixture
def boss(control: ControlClient, firm: Firm) -> Actor:
    """The Admin of a real firm with an operator, credit and nothing else."""
    make_account(firm)
    load_credit(firm, 50)
    return actor_for(make_member(firm, Role.ADMIN, phone="+905321234501"))


@pytest.fixture
def made(boss: Actor) -> tuple[ApiKey, Caller]:
    with firm_scope(boss.firm_id):
        key, secret = opening.make_key(boss, "ERP denemesi", SCOPES)
    return key, Caller(secret)


def own(key: ApiKey) -> Actor:
    """The maker of the key, in the firm for trials."""
    with firm_scope(key.firm_id):
        member = Membership.objects.get(user_id=key.created_by_id)
        return actors.of_membership(member)


def test_a_message_of_a_trial_reaches_the_sandbox_alone(
    made: tuple[ApiKey, Caller], boss: Actor, control: ControlClient, firm: Firm
) -> None:
    key, call = made
    assert key.prefix.startswith("deneme")
    assert key.firm.sandbox_of_id == firm.pk
    told = {"text": "Merhaba", "message_class": "BILGILENDIRME", "exemption": "BENZER",
            "phone": "0532 123 45 01"}  # fmt: skip
    sent = call.post("messages/", told)
    assert sent.status_code in (201, 202), sent.content
    with firm_scope(key.firm_id):
        tasks.sweep()
        account = GatewayAccount.objects.get(service="sms")
        dispatch.run_lane(account.pk, budget_seconds=5)
        assert Message.objects.count() == 1
    (message,) = control.truth(account.username)["messages"]
    assert message["dest"] == "+905321234501"
    with firm_scope(firm.pk):
        assert not Campaign.objects.exists()
        assert credits.balance(firm.pk, "SMS") == 50


def test_a_firm_for_trials_has_no_way_out(
    made: tuple[ApiKey, Caller], boss: Actor, settings: Any
) -> None:
    key, _call = made
    actor = own(key)
    login = {"username": "905320000000", "password": "gercek-sifre"}
    with firm_scope(key.firm_id):
        row = GatewayAccount.objects.get(service="sms")
        for data in (
            {**login, "base_url": "https://mesajussu.turkcell.com.tr"},
            {**login, "base_url": ""},  # the adapter's own address is a real one
        ):
            with pytest.raises(Invalid) as refused:
                accounts.save(actor, row, data)
            assert refused.value.code == "sandbox_firm"
        new = {**login, "name": "ERP", "service": "erp", "adapter": "erpnext", "country": "TR",
               "base_url": "https://93.184.216.34"}  # fmt: skip
        with pytest.raises(Invalid):
            accounts.save(actor, None, new)
        settings.ORDERS = Orders("email_desk", "masa@operator.test", "")
        settings.PAYMENT = PaymentSettings("hosted_page", "https://odeme.test", "M", "s" * 32)
        with pytest.raises(Conflict) as no_orders:
            centre.require()
        with pytest.raises(Conflict) as no_cards, till.provider():
            pass
        assert {no_orders.value.code, no_cards.value.code} == {"sandbox_firm"}
    with firm_scope(boss.firm_id):  # the real firm may
        centre.require()


def test_the_operator_is_played_by_rest_in_the_firms_own_accounts_alone(
    made: tuple[ApiKey, Caller], control: ControlClient
) -> None:
    key, call = made
    shown = call.get("sandbox/").json()
    assert "bulk" in shown["bill_shapes"]
    assert shown["last_digits"]["01"] == "DELIVERED"
    bill = {"shape": "bulk", "number": "TCL2026000000001", "issue_date": "2026-11-01", "count": 3}
    made_bill = call.post("sandbox/bill/", bill)
    assert made_bill.status_code == 200, made_bill.content
    actor = own(key)
    with firm_scope(key.firm_id):
        account = GatewayAccount.objects.get(service="invoice")
        assert intake.from_operator(actor, account, BillQuery()).counts == {"NEW": 1}
        assert str(Bill.objects.get().amount) == made_bill.json()["amount"]
    older = {"service": "invoice", "settings": {"password_age_days": 121}}
    assert call.post("sandbox/account/", older).status_code == 200
    with firm_scope(key.firm_id), pytest.raises(Conflict, match="PASİF"):
        intake.from_operator(actor, account, BillQuery())
    wrong = {"service": "sms", "steps": [{"do": "busy", "on": "login", "retry_after": 1}]}
    assert call.post("sandbox/script/", wrong).json()["waiting"] == 1
    with firm_scope(key.firm_id):
        sms = GatewayAccount.objects.get(service="sms")
        with pytest.raises(Conflict):
            account_tries.try_connection(actor, sms)


def test_somebody_writes_ret_to_a_firm_for_trials(
    made: tuple[ApiKey, Caller], control: ControlClient, firm: Firm, client: Client
) -> None:
    key, call = made
    with firm_scope(key.firm_id):
        account = GatewayAccount.objects.get(service="sms")
    told = control.account(account.username)["push_url"]
    assert told.endswith(f"/hooks/sms/{account.push_token}/")
    answer = call.post("sandbox/inbound/", {"phone": "0532 123 45 77", "text": "RET"})
    assert answer.json()["id"]
    for body, status in (({"phone": "x", "text": "RET"}, 400), ({"text": "RET"}, 400)):
        assert call.post("sandbox/inbound/", body).status_code == status


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("account", {"service": "sms", "settings": {"push_url": "http://127.0.0.1/"}}),
        ("account", {"service": "sms", "settings": {"username": "baska"}}),
        ("account", {"service": "erp", "settings": {}}),
        ("account", {"service": "sms", "settings": {"balance": "çok"}}),
        ("script", {"service": "sms", "steps": []}),
        ("script", {"service": "sms", "steps": [{"do": "explode"}]}),
        ("bill", {"shape": "yuvarlak", "number": "A", "issue_date": "2026-11-01"}),
        ("bill", {"shape": "bulk", "number": "A", "issue_date": "2026-11-01", "document": "eA=="}),
    ],
)
def test_what_the_sandbox_does_not_take_is_refused(
    made: tuple[ApiKey, Caller], path: str, body: dict[str, Any]
) -> None:
    answer = made[1].post(f"sandbox/{path}/", body)
    assert answer.status_code == 400, answer.content


def test_two_firms_never_drive_each_others_accounts(
    made: tuple[ApiKey, Caller], control: ControlClient
) -> None:
    key, call = made
    other = make_firm("Başka")
    stranger = actor_for(make_member(other, Role.ADMIN))
    with firm_scope(other.pk):
        theirs, _secret = opening.make_key(stranger, "x", SCOPES)
    with firm_scope(theirs.firm_id):
        # Their Admin names our account's login as his own: what he drives is his all the same.
        GatewayAccount.objects.filter(service="invoice").update(
            username=opening.username(key.firm_id, "invoice")
        )
        playing.change(own(theirs), "invoice", {"locked": True})
    assert control.account(opening.username(theirs.firm_id, "invoice"))["locked"]
    assert not control.account(opening.username(key.firm_id, "invoice"))["locked"]


def test_a_key_of_a_real_firm_plays_no_operator(firm: Firm, control: ControlClient) -> None:
    real, without = (Caller(make_key(firm, s)[1]) for s in (SCOPES, ["personal.view"]))
    doors: list[Callable[[Caller], Any]] = [
        lambda call: call.get("sandbox/"),
        lambda call: call.post("sandbox/account/", {"service": "sms", "settings": {}}),
        lambda call: call.post("sandbox/script/", {"service": "sms", "steps": [{"do": "busy"}]}),
        lambda call: call.post("sandbox/inbound/", {"phone": "05321234567", "text": "x"}),
        lambda call: call.post(
            "sandbox/bill/", {"shape": "bulk", "number": "A1", "issue_date": "2026-11-01"}
        ),
    ]
    for ask in doors:
        answer = ask(real)
        assert (answer.status_code, answer.json()["code"]) == (409, "not_sandbox")
        assert ask(without).status_code == 403


def test_a_second_key_is_of_the_same_firm_and_what_broke_off_is_finished(
    boss: Actor, firm: Firm, settings: Any, operator: FakeOperatorProcess
) -> None:
    settings.FAKE_OPERATOR_URL = "http://127.0.0.1:9"
    with firm_scope(firm.pk), pytest.raises(Unavailable):
        opening.make_key(boss, "bir", SCOPES)
    settings.FAKE_OPERATOR_URL = operator.url
    with firm_scope(firm.pk):
        first, _secret = opening.make_key(boss, "bir", SCOPES)
        second, _secret = opening.make_key(boss, "iki", SCOPES)
    assert first.firm_id == second.firm_id
    assert Firm.objects.filter(sandbox_of=firm).count() == 1
    with firm_scope(first.firm_id):
        assert GatewayAccount.objects.count() == len(opening.LINES)
        assert credits.balance(first.firm_id, "SMS") == opening.CREDIT["SMS"]
        inside, _secret = opening.make_key(own(first), "üç", SCOPES)
    assert inside.firm_id == first.firm_id


def test_a_death_before_the_address_of_reports_is_told_leaves_an_account_that_the_next_finishes(
    boss: Actor, firm: Firm, control: ControlClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = SandboxControl.change

    def dies(sandbox: SandboxControl, username: str, wanted: dict[str, Any]) -> None:
        if "push_url" in wanted:
            raise SystemExit
        told(sandbox, username, wanted)

    with monkeypatch.context() as dying, firm_scope(firm.pk):
        dying.setattr(SandboxControl, "change", dies)
        with pytest.raises(SystemExit):
            opening.make_key(boss, "bir", SCOPES)
    with firm_scope(firm.pk):
        key, _secret = opening.make_key(boss, "bir", SCOPES)
    with firm_scope(key.firm_id):
        account = GatewayAccount.objects.get(service="sms")
    assert control.account(account.username)["push_url"] == account_choice.push_address(account)


@pytest.mark.django_db(transaction=True)
def test_two_first_keys_at_once_open_each_account_once(boss: Actor, firm: Firm) -> None:
    answers = at_once(
        lambda name: said(boss, lambda: opening.make_key(boss, name, SCOPES)), ["bir", "iki"]
    )
    assert answers == {"yes": 2}
    with firm_scope(Firm.objects.get(sandbox_of=firm).pk):
        assert GatewayAccount.objects.count() == len(opening.LINES)
        owner = actors.of_membership(Membership.objects.get())
        assert "10.000" in account_tries.try_connection(
            owner, GatewayAccount.objects.get(service="sms")
        )


def test_the_page_makes_the_key_and_says_where_it_works(
    control: ControlClient, admin_client: Client, staff_client: Client, firm: Firm, settings: Any
) -> None:
    path = "/api-keys/sandbox/"
    assert staff_client.get(path).status_code == 403
    assert "Deneme anahtarı" in admin_client.get("/api-keys/menu/").content.decode()
    page = admin_client.get(path).content.decode()
    assert "yalnız deneme operatörüne gider" in page
    assert 'name="brands"' not in page
    shown = admin_client.post(path, {"name": "Deneme", "scopes": ["sandbox.play"]})
    assert "thub_deneme" in shown.content.decode()
    assert f"{firm.name} (deneme)" in shown.content.decode()
    assert f"{firm.name} (deneme)" in admin_client.get("/").content.decode()
    settings.FAKE_OPERATOR_URL = ""
    refused = admin_client.post(path, {"name": "Deneme", "scopes": ["sandbox.play"]})
    assert refused.status_code == 422
    assert "deneme operatörü yok" in refused.content.decode()


def in_trials(key: ApiKey, user_id: int) -> tuple[str, bool]:
    with firm_scope(key.firm_id):
        card = Membership.objects.get(user_id=user_id)
        return card.role, card.is_active


@pytest.fixture
def other(boss: Actor, firm: Firm) -> Actor:
    """A second Admin of the real firm, who lowers the first and lets him go."""
    return actor_for(make_member(firm, Role.ADMIN, name="Deniz Ak"))


def test_a_person_is_in_the_trials_what_he_is_in_the_real_firm(
    made: tuple[ApiKey, Caller], boss: Actor, other: Actor, firm: Firm
) -> None:
    key, _call = made
    browser = client_for(User.objects.get(pk=boss.user_id))
    browser.post("/firm/", {"firm": key.firm_id})

    def change(**data: Any) -> None:
        with firm_scope(firm.pk):
            people.change(other, Membership.objects.get(pk=boss.membership_id), data)

    assert browser.get("/api-keys/").status_code == 200
    change(role=Role.STAFF)
    assert in_trials(key, boss.user_id) == (Role.STAFF, True)
    assert browser.get("/api-keys/").status_code == 403
    change(is_active=False)
    assert in_trials(key, boss.user_id) == (Role.STAFF, False)
    assert browser.get("/subscribers/").status_code != 200
    change(is_active=True, role=Role.ADMIN)
    assert in_trials(key, boss.user_id) == (Role.ADMIN, True)
    with firm_scope(firm.pk):
        people.remove(other, Membership.objects.get(pk=boss.membership_id))
    assert in_trials(key, boss.user_id) == (Role.ADMIN, False)
    with firm_scope(key.firm_id):
        told = AuditEntry.objects.filter(action="tenancy.member.change").order_by("pk").last()
        assert told.actor_label == "Deniz Ak"


def test_nobody_is_made_more_in_the_trials_than_in_the_real_firm(
    made: tuple[ApiKey, Caller], boss: Actor, firm: Firm
) -> None:
    key, _call = made
    clerk = make_member(firm, Role.STAFF)
    card = {"full_name": "Can Kaya", "email": clerk.user.email}
    guest = {"full_name": "Yazılımcı", "email": "yazilimci@example.com", "role": Role.MANAGER}
    inside = own(key)
    with firm_scope(key.firm_id):
        with pytest.raises(Conflict) as refused:
            people.invite(inside, {**card, "role": Role.ADMIN})
        assert refused.value.code == "sandbox_follows"
        member = people.invite(inside, {**card, "role": Role.STAFF})
        with pytest.raises(Conflict, match="gerçek firmada"):
            people.change(inside, member, {"role": Role.MANAGER})
        people.change(inside, member, {"full_name": "Can K."})
        stranger = people.invite(inside, guest)  # a programmer who is in no other firm
        people.change(inside, stranger, {"role": Role.STAFF})


def test_one_who_comes_back_to_the_real_firm_and_makes_a_key_is_in_the_trials_again(
    made: tuple[ApiKey, Caller], boss: Actor, other: Actor, firm: Firm
) -> None:
    key, _call = made
    with firm_scope(firm.pk):
        people.remove(other, Membership.objects.get(pk=boss.membership_id))
    again = make_member(firm, Role.ADMIN, user=User.objects.get(pk=boss.user_id))
    assert in_trials(key, boss.user_id) == (Role.ADMIN, False)
    with firm_scope(firm.pk):
        opening.make_key(actor_for(again), "yine", SCOPES)
    assert in_trials(key, boss.user_id) == (Role.ADMIN, True)


def test_cards_of_before_are_brought_in_line(
    made: tuple[ApiKey, Caller], boss: Actor, firm: Firm
) -> None:
    step = import_module("turkcell_hub.tenancy.migrations.0006_sandboxes_follow")
    key, _call = made
    gone = make_member(key.firm, Role.ADMIN, name="Gitmiş Olan")
    clerk = make_member(key.firm, Role.STAFF, name="Dış Yazılımcı")
    with firm_scope(firm.pk):
        Membership.objects.filter(pk=boss.membership_id).update(role=Role.STAFF)
    with connection.cursor() as cursor:
        cursor.execute(step.FOLLOW)
        cursor.execute(step.GONE)
    assert in_trials(key, boss.user_id) == (Role.STAFF, True)
    assert in_trials(key, gone.user_id) == (Role.ADMIN, False)
    assert in_trials(key, clerk.user_id) == (Role.STAFF, True)
    with firm_scope(firm.pk):
        assert Membership.objects.get(pk=boss.membership_id).is_active
