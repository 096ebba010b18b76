"""By card at the sandbox's bank: instalments, the 3-D step, and a browser that is closed."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
import requests
from django.test import Client

from tests.billing.conftest import Mailbox
from tests.billing.test_orders import deliver
from tests.fake_operator.contracts import contract
from tests.support.fake_operator import FakeOperatorProcess
from turkcell_hub.billing.models import OrderState
from turkcell_hub.billing.services import installments, orders, payments
from turkcell_hub.errors import Invalid
from turkcell_hub.gateways.payment.contract import CardPlan
from turkcell_hub.ledger.services import credits
from turkcell_hub.portal import cells
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm

CARD, PLAIN = "4546 0000 0000 0003", "4111 1111 1111 1111"


def card_form(page: str, **form: str) -> requests.Response:
    """What the card form of the bank's page posts."""
    address = page.replace("/checkout?", "/card?")
    return requests.post(address, data=form, timeout=10, allow_redirects=False)


def step(operator: FakeOperatorProcess, answer: requests.Response, code: str) -> requests.Response:
    return requests.post(
        operator.url + answer.headers["Location"], {"code": code}, timeout=10,
        allow_redirects=False,
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.requirement("Y-014", "Y-015", "Y-016")
def test_a_card_is_charged_after_the_banks_own_step_alone(
    cards: FakeOperatorProcess, mailbox: Mailbox, buyer: Actor, client: Client
) -> None:
    order = orders.place(buyer, 1000, "KART")
    page = orders.payment_page(buyer, order)
    assert "geçersiz" in card_form(page, card="4546 0000 0000 0004", installments="1").text
    assert "yapılmıyor" in card_form(page, card=PLAIN, installments="6").text
    begun = card_form(page, card=CARD, installments="6")
    # The browser is closed here: nothing was paid, the order waits.
    assert mailbox.came == []
    payments.ask(order.pk)
    order.refresh_from_db()
    assert order.state == OrderState.WAITING
    assert "yanlış" in step(cards, begun, "000000").text
    assert step(cards, begun, "123456").headers["Location"].endswith(f"/credit-orders/{order.pk}/")
    body = json.loads(mailbox.came[0][0])
    contract("hosted_page").check_push(body)
    assert CARD.replace(" ", "") not in mailbox.came[0][0].decode()
    assert deliver(mailbox, client) == [200]
    order.refresh_from_db()
    assert (order.state, order.installments) == (OrderState.PAID, 6)
    assert order.payer_total == Decimal("125.40")  # 120 and 4.5 %
    assert credits.balance(order.firm_id, "SMS") == 1000


@pytest.mark.django_db
def test_three_wrong_codes_fail_the_try_and_leave_the_order_open(
    cards: FakeOperatorProcess, mailbox: Mailbox, buyer: Actor, client: Client
) -> None:
    order = orders.place(buyer, 1000, "KART")
    begun = card_form(orders.payment_page(buyer, order), card=CARD, installments="1")
    for _try in range(3):
        step(cards, begun, "999999")
    assert step(cards, begun, "123456").status_code == 410
    deliver(mailbox, client)
    order.refresh_from_db()
    assert (order.state, "3D" in order.note) == (OrderState.WAITING, True)


@pytest.mark.requirement("Y-015", "Y-017")
@pytest.mark.parametrize("first_six", ["", "454600", "411111"])
def test_instalments_are_shown_for_one_card_or_for_all(
    cards: FakeOperatorProcess, priced: Firm, buyer: Actor, first_six: str
) -> None:
    found = installments.look_up(buyer, Decimal("1234.57"), first_six)
    names = {"": ["Mavi Kart", "Turuncu"], "454600": ["Mavi Kart"], "411111": []}
    assert [plan.programme for plan in found] == names[first_six]
    for plan in found:
        assert isinstance(plan, CardPlan)
        assert all(o.each * (o.count - 1) + o.last == o.total for o in plan.options)
        assert plan.options[0].total == Decimal("1234.57")


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["4546000000000003", "45460", "45460a", "٤٥٤٦٠٠"])
def test_no_more_of_a_card_than_six_digits_is_taken(
    cards: FakeOperatorProcess, manager_client: Client, buyer: Actor, typed: str, caplog: Any
) -> None:
    order = orders.place(buyer, 1000, "KART")
    with pytest.raises(Invalid, match="ilk altı"):
        installments.look_up(buyer, Decimal(1), typed)
    page = manager_client.post(f"/credit-orders/{order.pk}/installments/", {"first_six": typed})
    assert page.status_code == 422
    assert typed not in page.content.decode()
    assert typed not in caplog.text


@pytest.mark.django_db
@pytest.mark.requirement("Y-017")
def test_instalments_are_seen_before_anything_is_ordered(
    cards: FakeOperatorProcess, manager_client: Client, buyer: Actor
) -> None:
    way = "/credits/1000/installments/"
    assert way in manager_client.get("/credits/").content.decode()
    every = manager_client.get(way).content.decode()
    one = manager_client.post(way, {"first_six": CARD[:7]}).content.decode()
    assert every.count("<section") > one.count("<section") == 1
    price = orders.place(buyer, 1000, "KART").gross
    assert cells.money(price) in every
    assert "/pay/" not in every  # there is nothing to pay yet
    assert manager_client.post(way, {"first_six": "45460"}).status_code == 422
    assert manager_client.get("/credits/7/installments/").status_code == 404
