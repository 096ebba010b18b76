"""Limit increases and packages at the operator who supplies the firm's SMS (C-05)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from tests.support.fake_operator import ControlClient, FakeOperatorProcess
from tests.support.firms import actor_for, client_for, make_member
from turkcell_hub.applications.catalogue import LIMIT
from turkcell_hub.applications.models import Application, ApplicationItem
from turkcell_hub.applications.services import applying, delivery
from turkcell_hub.applications.states import ItemState
from turkcell_hub.billing import package_orders
from turkcell_hub.billing.models import LimitRequest, Order, OrderState, RequestState
from turkcell_hub.billing.selectors import wallets
from turkcell_hub.billing.services import limit_requests, limits, orders, supplies
from turkcell_hub.errors import Conflict, Invalid, NotAllowed
from turkcell_hub.ledger.services import credits
from turkcell_hub.settings.environment import Orders
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, Membership, Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("C-05")]


@pytest.fixture(scope="module")
def operator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeOperatorProcess]:
    with FakeOperatorProcess(tmp_path_factory.mktemp("operator")) as running:
        ControlClient(running.url).open_order_key("anahtar")
        yield running


@pytest.fixture
def control(operator: FakeOperatorProcess, settings: Any) -> ControlClient:
    settings.ORDERS = Orders("tmf622", operator.url, "anahtar")
    return ControlClient(operator.url)


@pytest.fixture
def boss(in_firm: Firm, settings: Any) -> Actor:
    """A firm that the operator bills by the month, 1.000 SMS; its Admin."""
    settings.PRICES_SET_BY = "firm"
    boss = actor_for(make_member(in_firm, Role.ADMIN))
    limits.change_plan(boss, "FATURALI", 1000)
    row = Application.objects.create(
        firm=in_firm, reference="THB-ONCEKI", payment_type="FATURALI", tax_number="1234567890",
        contact="Ayşe Yılmaz", phone="+905321234567", email="ayse@ege.test",
    )  # fmt: skip
    ApplicationItem.objects.create(
        firm=in_firm, application=row, service="TOPLU_SMS", state=ItemState.DONE
    )
    return boss


@pytest.fixture
def clerk(in_firm: Firm) -> Membership:
    return make_member(in_firm, Role.MANAGER)


def approved(boss: Actor, clerk: Membership) -> tuple[LimitRequest, Application]:
    """A request on its way to the operator."""
    request = limit_requests.approve(
        boss, limit_requests.ask(actor_for(clerk), 5000, "Kampanya dönemi"), "Uygun"
    )
    assert request.state == RequestState.HANDED_ON
    return request, ApplicationItem.objects.get(service=LIMIT, subject_id=request.pk).application


def limit_of(boss: Actor) -> int:
    return int(wallets.profile_of(boss.firm_id).sms_limit)


def test_an_approved_request_is_an_order_and_his_yes_changes_the_limit_once(
    control: ControlClient, boss: Actor, clerk: Membership
) -> None:
    request, row = approved(boss, clerk)
    control.order_stumbles("lose")
    assert not delivery.deliver(row.firm_id, row.pk)
    applying.resend(boss, row)
    assert delivery.deliver(row.firm_id, row.pk)
    (order,) = [one for one in control.orders() if one["externalId"] == row.reference]
    (line,) = order["productOrderItem"]
    assert (line["action"], line["productOffering"]["id"]) == ("modify", "TOPLU_SMS")
    assert line["product"]["productCharacteristic"] == [{"name": "monthlyLimit", "value": "5000"}]
    assert limit_of(boss) == 1000, "not before he has agreed"

    item = row.items.get()
    control.say_of_order(order["id"], {str(item.pk): "inProgress"})
    delivery.follow(row.firm_id, row.pk)
    assert row.items.get().state == ItemState.IN_REVIEW
    page = client_for(clerk).get(f"/limit-requests/{request.pk}/").content.decode()
    for shown in (row.reference, "İncelemede", "operatör kabul edince artar"):
        assert shown in page
    control.say_of_order(order["id"], {str(item.pk): "completed"})
    for _again in range(2):
        Application.objects.filter(pk=row.pk).update(ask_at=row.created_at)
        delivery.follow(row.firm_id, row.pk)
    request.refresh_from_db()
    assert (request.state, row.items.get().state) == (RequestState.APPROVED, ItemState.DONE)
    assert (limit_of(boss), credits.balance(boss.firm_id, "LIMIT")) == (5000, 5000)


def test_what_he_refuses_says_why_and_may_be_asked_for_again(
    control: ControlClient, boss: Actor, clerk: Membership
) -> None:
    request, row = approved(boss, clerk)
    delivery.deliver(row.firm_id, row.pk)
    row.refresh_from_db()
    item = row.items.get()
    control.say_of_order(row.operator_id, {str(item.pk): "rejected"}, "Ödenmemiş fatura var")
    delivery.follow(row.firm_id, row.pk)
    request.refresh_from_db()
    assert (request.state, request.decision_note) == ("REDDEDILDI", "Ödenmemiş fatura var")
    page = client_for(clerk).get(f"/limit-requests/{request.pk}/").content.decode()
    assert "Limit artmadı. Ödenmemiş fatura var" in page
    assert limit_of(boss) == 1000
    approved(boss, clerk)


def test_an_order_that_is_taken_back_frees_the_request(
    control: ControlClient, boss: Actor, clerk: Membership
) -> None:
    request, row = approved(boss, clerk)
    applying.withdraw(boss, row, "Vazgeçtik")
    request.refresh_from_db()
    assert (request.state, limit_of(boss)) == (RequestState.REJECTED, 1000)


def test_a_desks_answer_is_written_down_by_another_where_it_was_asked_for(
    boss: Actor, clerk: Membership, settings: Any
) -> None:
    settings.ORDERS = Orders("email_desk", "masa@ortak.test", "")
    request, row = approved(boss, clerk)
    delivery.deliver(row.firm_id, row.pk)
    assert "- TOPLU_SMS (monthlyLimit: 5000)" in mail.outbox[0].body
    item = row.items.get()
    with pytest.raises(Conflict):
        applying.mark(boss, item, ItemState.REJECTED)
    with pytest.raises(NotAllowed):
        limit_requests.answer(actor_for(clerk), request, True, "Kabul")
    with pytest.raises(Invalid):
        limit_requests.answer(boss, request, True, " ")
    done = limit_requests.answer(boss, request, True, "Telefonda kabul ettiler")
    assert (done.state, limit_of(boss)) == (RequestState.APPROVED, 5000)
    with pytest.raises(Conflict):
        limit_requests.answer(boss, request, False, "Bir daha")


def test_where_the_operator_answers_himself_nobody_answers_for_him(
    control: ControlClient, boss: Actor, clerk: Membership
) -> None:
    request, row = approved(boss, clerk)
    delivery.deliver(row.firm_id, row.pk)
    with pytest.raises(Conflict):
        limit_requests.answer(boss, request, True, "Kabul ettiler")
    assert limit_of(boss) == 1000


@pytest.fixture
def bought(boss: Actor, clerk: Membership) -> Callable[[], Order]:
    """The operator supplies prepaid SMS; each call pays one package of 5.000."""
    limits.change_plan(boss, "ON_ODEMELI", 0)
    Application.objects.update(payment_type="ON_ODEMELI")

    def buy() -> Order:
        order = Order.objects.create(
            firm_id=boss.firm_id, credits=5000, net=500, vat_rate=20, vat=100, gross=600,
            price_from=date(2026, 1, 1), method="HAVALE", by_user=clerk.user_id, by_label="Murat",
            expires_at=timezone.now() + timedelta(days=1),
        )  # fmt: skip
        return orders.approve(boss, order, "D-1")

    return buy


def test_a_paid_package_is_ordered_there_and_his_yes_loads_it_once(
    control: ControlClient, boss: Actor, clerk: Membership, bought: Callable[[], Order]
) -> None:
    order, other = bought(), bought()
    assert (order.state, credits.balance(boss.firm_id, "SMS")) == (OrderState.PAID, 0)
    item = package_orders.order_of(order)
    assert delivery.deliver(boss.firm_id, item.application_id)
    (told,) = [o for o in control.orders() if o["externalId"] == item.application.reference]
    (line,) = told["productOrderItem"]
    assert (line["action"], line["productOffering"]["id"]) == ("modify", "TOPLU_SMS")
    assert line["product"]["productCharacteristic"] == [{"name": "package", "value": "5000"}]
    page = client_for(clerk).get(f"/credit-orders/{order.pk}/").content.decode()
    for shown in (item.application.reference, "operatör paketi verince yüklenir"):
        assert shown in page
    control.say_of_order(told["id"], {str(item.pk): "completed"})
    for _again in range(2):
        Application.objects.filter(pk=item.application_id).update(ask_at=order.created_at)
        delivery.follow(boss.firm_id, item.application_id)
    order.refresh_from_db()
    assert (order.note, credits.balance(boss.firm_id, "SMS")) == ("", 5000)
    assert package_orders.is_awaited(other)


def test_a_package_that_he_refuses_waits_for_a_person_who_gives_it_by_hand(
    boss: Actor, clerk: Membership, bought: Callable[[], Order], settings: Any
) -> None:
    settings.ORDERS = Orders("email_desk", "masa@ortak.test", "")
    order = bought()
    delivery.deliver(boss.firm_id, package_orders.order_of(order).application_id)
    assert "- TOPLU_SMS (package: 5000)" in mail.outbox[0].body
    with pytest.raises(NotAllowed):
        supplies.answer(actor_for(clerk), order, True, "Verdiler")
    refused = supplies.answer(boss, order, False, "Stok yok.")
    assert refused.state == OrderState.REVIEW
    assert refused.note == (
        "Operatör paketi vermedi: Stok yok. Krediyi elle verin ya da parayı iade edin."
    )
    given = orders.approve(boss, refused, "D-2")
    assert (given.state, credits.balance(boss.firm_id, "SMS")) == (OrderState.PAID, 5000)
    with pytest.raises(Conflict):
        supplies.answer(boss, given, True, "Bir daha")


@pytest.mark.requirement("L-126")
def test_the_form_says_how_the_limit_stands_before_anything_is_typed(
    boss: Actor, clerk: Membership
) -> None:
    form = "/limit-requests/add/"
    assert "Şimdiki limit 1.000." in client_for(clerk).get(form).content.decode()
    asked = limit_requests.ask(actor_for(clerk), 3000, "Yetmiyor")
    page = client_for(clerk).get(form).content.decode()
    assert "Sonuçlanmamış bir talep var: 1.000 → 3.000 SMS (Onay bekliyor)" in page
    limit_requests.withdraw(actor_for(clerk), asked)
    limits.change_plan(boss, "ON_ODEMELI", 0)
    assert "Ön ödemeli hesabın limiti yoktur" in client_for(clerk).get(form).content.decode()


@pytest.mark.requirement("L-126")
def test_a_limit_that_is_too_high_is_refused_with_the_highest(
    boss: Actor, clerk: Membership
) -> None:
    asked = {"amount": "100000001", "reason": "Yetmiyor"}
    page = client_for(clerk).post("/limit-requests/add/", asked).content.decode()
    assert "Aylık SMS limiti en çok 100.000.000 olabilir." in page
    with pytest.raises(Invalid, match="100.000.000") as refused:
        limits.change_plan(boss, "FATURALI", 100_000_001)
    assert refused.value.field == "sms_limit"
    lower = client_for(clerk).post("/limit-requests/add/", {**asked, "amount": "1000"})
    assert "(1.000) büyük olmalı" in lower.content.decode()


def test_a_request_is_named_by_its_two_limits_as_people_write_them() -> None:
    assert str(LimitRequest(limit_before=8000, amount=12000)) == "8.000 → 12.000 SMS"
