"""Orders: paid by callback or by a person's approval, credited once (S-077)."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import requests
from django.db import connections
from django.test import Client
from django.utils import timezone

from tests.billing.conftest import MERCHANT, SECRET, Mailbox, word
from tests.fake_operator.contracts import contract
from tests.support.fake_operator import FakeOperatorProcess
from tests.support.firms import actor_for, client_for, make_firm, make_key, make_member
from turkcell_hub.billing import tasks
from turkcell_hub.billing.models import Order, OrderState, PackagePrice, PaymentEvent
from turkcell_hub.billing.resources.orders import ACTIONS
from turkcell_hub.billing.services import orders, payments
from turkcell_hub.errors import Conflict, Invalid, NotAllowed
from turkcell_hub.ledger.models import Transfer
from turkcell_hub.ledger.services import credits
from turkcell_hub.portal import notifications
from turkcell_hub.settings.environment import Payment as PaymentSettings
from turkcell_hub.tenancy.actor import Actor, of_key
from turkcell_hub.tenancy.models import Firm, Membership
from turkcell_hub.tenancy.scope import firm_scope
from turkcell_hub.tenancy.services import keys

HOOK = "/hooks/payment/"


def pay(order: Order, actor: Actor, **choice: str) -> requests.Response:
    """What the payer's browser does on the payment service's page."""
    page = orders.payment_page(actor, order)
    shown = requests.get(page, timeout=10)
    contract("hosted_page").check_answer(shown)
    return requests.post(page, data=choice, timeout=10, allow_redirects=False)


def deliver(mailbox: Mailbox, client: Client) -> list[int]:
    """Hands every callback that was caught to the portal's door, as it came."""
    return [
        client.post(
            HOOK, body, content_type="application/json",
            headers={"X-Payment-Signature": headers.get("X-Payment-Signature", "")},
        ).status_code
        for body, headers in mailbox.came
    ]  # fmt: skip


@pytest.mark.django_db
class TestByCard:
    @pytest.mark.requirement("S-077")
    def test_a_paid_order_is_credited_once_however_often_the_callback_repeats(
        self, cards: FakeOperatorProcess, mailbox: Mailbox, buyer: Actor, client: Client
    ) -> None:
        order = orders.place(buyer, 5000, "KART")
        answer = pay(order, buyer, status="paid", habit="repeated")
        assert answer.headers["Location"].endswith(f"/credit-orders/{order.pk}/")
        for body, _headers in mailbox.came:
            contract("hosted_page").check_push(json.loads(body))
        assert deliver(mailbox, client) == [200, 200, 200]
        order.refresh_from_db()
        assert order.state == OrderState.PAID
        assert credits.balance(order.firm_id, "SMS") == 5000
        assert PaymentEvent.objects.count() == 1
        payments.ask(order.pk)
        assert credits.balance(order.firm_id, "SMS") == 5000

    def test_a_forged_or_altered_callback_changes_nothing(
        self, cards: FakeOperatorProcess, mailbox: Mailbox, buyer: Actor, client: Client
    ) -> None:
        order = orders.place(buyer, 1000, "KART")
        pay(order, buyer, status="failed", habit="forged")
        pay(order, buyer, status="failed", habit="altered")
        assert deliver(mailbox, client) == [401, 401]
        body = json.dumps({"order": order.reference, "status": "paid"})
        assert client.post(HOOK, body, content_type="application/json").status_code == 401
        assert client.get(HOOK).status_code == 405
        order.refresh_from_db()
        assert (order.state, PaymentEvent.objects.count()) == (OrderState.WAITING, 0)

    def test_a_refused_card_leaves_the_order_open_and_a_reordered_word_does_no_harm(
        self, cards: FakeOperatorProcess, mailbox: Mailbox, buyer: Actor, client: Client
    ) -> None:
        order = orders.place(buyer, 1000, "KART")
        pay(order, buyer, status="failed", reason="insufficient_funds")
        pay(order, buyer, status="paid")
        mailbox.came.reverse()
        assert deliver(mailbox, client) == [200, 200]
        order.refresh_from_db()
        assert (order.state, order.note) == (OrderState.PAID, "")
        again = orders.place(buyer, 1000, "KART")
        mailbox.came.clear()
        pay(again, buyer, status="failed", reason="insufficient_funds")
        deliver(mailbox, client)
        again.refresh_from_db()
        assert again.state == OrderState.WAITING
        assert "limiti yetmiyor" in again.note

    @pytest.mark.requirement("S-077")
    def test_a_callback_that_never_comes_is_asked_for(
        self, cards: FakeOperatorProcess, mailbox: Mailbox, buyer: Actor
    ) -> None:
        """The payer closed his browser and the service's word got lost."""
        order = orders.place(buyer, 1000, "KART")
        pay(order, buyer, status="paid", habit="never", close="1")
        assert mailbox.came == []
        Order.objects.update(ask_at=timezone.now())
        tasks.sweep()
        order.refresh_from_db()
        assert order.state == OrderState.PAID
        assert credits.balance(order.firm_id, "SMS") == 1000

    def test_an_unpaid_order_expires_after_it_was_asked_for_and_late_money_is_credited(
        self, cards: FakeOperatorProcess, mailbox: Mailbox, buyer: Actor, client: Client
    ) -> None:
        order = orders.place(buyer, 1000, "KART")
        page = orders.payment_page(buyer, order)
        Order.objects.update(expires_at=timezone.now(), ask_at=timezone.now())
        tasks.sweep()
        order.refresh_from_db()
        assert order.state == OrderState.EXPIRED
        with pytest.raises(Conflict, match="ödenemez"):
            orders.payment_page(buyer, order)
        requests.post(page, data={"status": "paid"}, timeout=10, allow_redirects=False)
        assert deliver(mailbox, client) == [200]
        order.refresh_from_db()
        assert order.state == OrderState.PAID
        assert credits.balance(order.firm_id, "SMS") == 1000

    @pytest.mark.parametrize("end", ["cancelled", "expired"])
    def test_who_paid_in_the_last_minute_is_credited_though_the_callback_is_lost(
        self, cards: FakeOperatorProcess, mailbox: Mailbox, buyer: Actor, end: str
    ) -> None:
        """The payment page was open when the order ended; the service's word never came."""
        order = orders.place(buyer, 1000, "KART")
        page = orders.payment_page(buyer, order)
        if end == "cancelled":
            orders.cancel(buyer, order)
        else:
            Order.objects.update(expires_at=timezone.now(), ask_at=timezone.now())
            tasks.sweep()
        requests.post(
            page, data={"status": "paid", "habit": "never"}, timeout=10, allow_redirects=False
        )
        order.refresh_from_db()
        assert mailbox.came == []
        assert order.ask_at > max(order.expires_at, timezone.now()), "after its page, not before"
        Order.objects.update(ask_at=timezone.now())
        tasks.sweep()
        order.refresh_from_db()
        assert (order.state, order.ask_at) == (OrderState.PAID, None)
        assert credits.balance(order.firm_id, "SMS") == 1000

    def test_an_ended_order_that_nobody_paid_is_asked_about_once_more_and_no_longer(
        self, cards: FakeOperatorProcess, buyer: Actor
    ) -> None:
        order = orders.place(buyer, 1000, "KART")
        orders.cancel(buyer, order)
        Order.objects.update(ask_at=timezone.now())
        tasks.sweep()
        order.refresh_from_db()
        assert (order.state, order.ask_at) == (OrderState.CANCELLED, None)

    def test_an_order_does_not_expire_while_the_service_cannot_be_asked(
        self, buyer: Actor, settings: Any
    ) -> None:
        settings.PAYMENT = PaymentSettings("hosted_page", "http://127.0.0.1:9", MERCHANT, SECRET)
        order = orders.place(buyer, 1000, "KART")
        Order.objects.update(expires_at=timezone.now(), ask_at=timezone.now())
        tasks.sweep()
        order.refresh_from_db()
        assert order.state == OrderState.WAITING
        assert order.ask_at > timezone.now()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("payment", "state", "balance"),
    [
        ({"amount": "119.99"}, OrderState.REVIEW, 0),
        ({"amount": "1200.00"}, OrderState.REVIEW, 0),
        ({"currency": "USD"}, OrderState.REVIEW, 0),
        ({}, OrderState.PAID, 1000),
    ],
)
def test_only_the_orders_own_amount_is_credited(
    buyer: Actor, payment: dict[str, Any], state: OrderState, balance: int
) -> None:
    order = orders.place(buyer, 1000, "HAVALE")
    payments.apply(order.pk, word(order, **payment))
    order.refresh_from_db()
    assert order.state == state
    assert credits.balance(order.firm_id, "SMS") == balance
    told = [one for one in notifications.for_actor(buyer) if "Sipariş incelemede" in one.title]
    assert [one.text for one in told] == ([order.note] if state == OrderState.REVIEW else [])


@pytest.mark.django_db
class TestByTransfer:
    @pytest.mark.requirement("S-077")
    def test_another_manager_approves_and_nobody_his_own(self, buyer: Actor, actor: Actor) -> None:
        order = orders.place(buyer, 1000, "HAVALE")
        with pytest.raises(NotAllowed, match="Kendi verdiğiniz"):
            orders.approve(buyer, order, "D-1")
        with pytest.raises(Invalid, match="Dekont"):
            orders.approve(actor, order, " ")
        orders.approve(actor, order, "D-1")
        with pytest.raises(Conflict, match="Ödendi"):
            orders.approve(actor, order, "D-1")
        assert credits.balance(order.firm_id, "SMS") == 1000

    def test_what_his_own_key_has_ordered_is_his_own(self, buyer: Actor, actor: Actor) -> None:
        """One person is never both hands, by no detour over REST."""
        with firm_scope(actor.firm_id):
            key, _secret = keys.create(actor, "ERP", ["billing.order.add"])
            order = orders.place(of_key(key), 1000, "HAVALE")
            with pytest.raises(NotAllowed, match="Kendi verdiğiniz"):
                orders.approve(actor, order, "D-1")
            approve = next(one for one in ACTIONS if one.code == "approve")
            assert approve.refusal is not None
            assert approve.refusal(actor, order)
            assert credits.balance(order.firm_id, "SMS") == 0
            orders.approve(buyer, order, "D-1")
            assert credits.balance(order.firm_id, "SMS") == 1000

    def test_a_cancelled_order_is_neither_paid_nor_approved(
        self, buyer: Actor, actor: Actor
    ) -> None:
        order = orders.cancel(buyer, orders.place(buyer, 1000, "HAVALE"))
        with pytest.raises(Conflict):
            orders.approve(actor, order, "D-1")
        with pytest.raises(Conflict):
            orders.payment_page(buyer, order)

    def test_it_expires_after_a_week(self, buyer: Actor) -> None:
        order = orders.place(buyer, 1000, "HAVALE")
        assert order.expires_at - timezone.now() > timedelta(days=6)
        Order.objects.update(expires_at=timezone.now())
        tasks.sweep()
        order.refresh_from_db()
        assert order.state == OrderState.EXPIRED

    def test_the_whole_way_over_the_pages(
        self, priced: Firm, manager_client: Client, admin: Membership
    ) -> None:
        ordered = manager_client.post("/credits/", {"credits": "1000", "method": "HAVALE"})
        page = manager_client.get(ordered["Location"]).content.decode()
        order = Order.objects.get()
        assert order.short_reference in page
        assert "₺120,00" in page
        own = {"ids": order.pk, "receipt_no": "D-7"}
        assert manager_client.post("/credit-orders/actions/approve/", own).status_code == 422
        approved = client_for(admin).post("/credit-orders/actions/approve/", own)
        assert approved.status_code == 302
        assert credits.balance(priced.pk, "SMS") == 1000
        assert "1.000 kredi yüklendi" in manager_client.get(ordered["Location"]).content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.requirement("S-077")
def test_callbacks_a_question_and_an_approval_at_once_credit_once() -> None:
    firm = make_firm()
    buyer, boss = (actor_for(make_member(firm, role)) for role in ("YONETICI", "ADMIN"))
    with firm_scope(firm.pk):
        PackagePrice.objects.create(
            firm=firm, credits=1000, net=100, valid_from=timezone.localdate()
        )
        order = orders.place(buyer, 1000, "HAVALE")

    def run(work: Callable[[], object]) -> None:
        try:
            with firm_scope(firm.pk):
                work()
        except Conflict:
            pass  # somebody was first
        finally:
            connections.close_all()

    works: list[Callable[[], object]] = [
        lambda n=n: payments.apply(order.pk, word(order, f"P{n % 3}"))  # type: ignore[misc]
        for n in range(12)
    ]
    works += [lambda: orders.approve(boss, order, "D-1")] * 4
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(run, works))
    with firm_scope(firm.pk):
        assert credits.balance(firm.pk, "SMS") == 1000
        assert Transfer.objects.filter(subject_type="order").count() == 1
        assert PaymentEvent.objects.filter(credited=True).count() <= 1


@pytest.mark.django_db
def test_the_rest_door_sells_the_same_packages(priced: Firm, settings: Any) -> None:
    settings.API_RATE_LIMITS = {}
    _key, secret = make_key(
        priced, ["billing.price.view", "billing.order.view", "billing.order.add"]
    )
    client = Client(headers={"authorization": f"Bearer {secret}"})
    packages = client.get("/api/v1/packages/").json()["results"]
    assert [row["credits"] for row in packages] == [1000, 5000, 10_000, 50_000, 100_000]
    assert packages[0]["gross"] == "120.00"
    key = {"idempotency-key": "siparis-1"}
    wanted = json.dumps({"credits": 1000, "method": "HAVALE"})

    def order(body: str, **headers: str) -> Any:
        return client.post(
            "/api/v1/credit_orders/", body, content_type="application/json", headers=headers
        )

    first, second = order(wanted, **key), order(wanted, **key)
    assert first.status_code == 201
    assert first.json()["id"] == second.json()["id"]
    wrong = order(json.dumps({"credits": 1234, "method": "HAVALE"}))
    assert (wrong.status_code, wrong.json()["code"]) == (400, "package_unknown")
    path = f"/api/v1/credit_orders/{first.json()['id']}/cancel/"
    cancelled = client.post(path, "", content_type="application/json")
    assert cancelled.json()["state"] == "IPTAL"
