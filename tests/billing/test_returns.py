"""Money that came beside an order's own: told, given back, written down once (S-077, Y-020)."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client

from tests.billing.conftest import word
from turkcell_hub.audit.models import AuditEntry
from turkcell_hub.billing.models import Order, OrderState
from turkcell_hub.billing.resources.payments import owed_url
from turkcell_hub.billing.selectors import platform
from turkcell_hub.billing.services import orders, payments, returns
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.ledger.services import credits
from turkcell_hub.portal import notifications
from turkcell_hub.tenancy.actor import Actor


@pytest.mark.django_db
def test_a_second_payment_of_one_order_is_told_until_its_return_is_written_down(
    buyer: Actor, actor: Actor
) -> None:
    order = orders.place(buyer, 1000, "HAVALE")
    payments.apply(order.pk, word(order, "P1"))
    payments.apply(order.pk, word(order, "P2"))
    order.refresh_from_db()
    assert "ikinci bir ödeme" in order.note
    assert order.state == OrderState.PAID
    assert credits.balance(order.firm_id, "SMS") == 1000

    def told() -> tuple[int, int, list[str]]:
        here = {line.firm.pk: line.orders for line in platform.firms()}
        bell = [str(one.title) for one in notifications.for_actor(actor)]
        return platform.waiting(), here[order.firm_id], [one for one in bell if "Fazla" in one]

    assert told() == (1, 1, ["Fazla ödeme: 1.000 SMS"])
    first, second = order.events.all()
    with pytest.raises(Invalid, match="İadenin numarasını"):
        returns.give_back(actor, second, " ")
    with pytest.raises(Conflict, match="siparişe sayıldı"):
        returns.give_back(actor, first, "I-6")
    returns.give_back(actor, second, "I-7", "kart iadesi")
    assert told() == (0, 0, [])
    with pytest.raises(Conflict, match="zaten yazılmış: I-7"):
        returns.give_back(actor, second, "I-8")
    second.refresh_from_db()
    assert (second.return_no, second.return_note) == ("I-7", "kart iadesi")
    assert (second.returned_by, bool(second.returned_at)) == (actor.label, True)
    written = AuditEntry.objects.get(action="billing.payment.given_back")
    assert written.changes["return_no"] == "I-7"


@pytest.mark.django_db
def test_of_two_surplus_payments_each_is_given_back_for_itself(buyer: Actor, actor: Actor) -> None:
    order = orders.place(buyer, 1000, "HAVALE")
    for number in ("P1", "P2", "P3"):
        payments.apply(order.pk, word(order, number))
    returns.give_back(actor, order.events.get(payment_id="P2"), "I-2")
    assert [one.payment_id for one in returns.owed()] == ["P3"]
    order.refresh_from_db()
    assert "fazlası iade edilecek" in order.note
    returns.give_back(actor, order.events.get(payment_id="P3"), "I-3")
    order.refresh_from_db()
    assert order.note == ""


@pytest.mark.django_db
def test_a_wrong_sum_before_the_right_one_is_owed_as_well(buyer: Actor) -> None:
    order = orders.place(buyer, 1000, "HAVALE")
    payments.apply(order.pk, word(order, "P1", "119.99"))
    payments.apply(order.pk, word(order, "P2"))
    assert [one.payment_id for one in returns.owed()] == ["P1"]


@pytest.mark.django_db
def test_who_approves_takes_the_odd_money_as_the_payment_but_not_what_comes_later(
    buyer: Actor, actor: Actor
) -> None:
    order = orders.place(buyer, 1000, "HAVALE")
    payments.apply(order.pk, word(order, "P1", "119.99"))
    order.refresh_from_db()
    orders.approve(actor, order, "D-1")
    assert not returns.owed().exists()
    payments.apply(order.pk, word(order, "P2"))
    assert [one.payment_id for one in returns.owed()] == ["P2"]


@pytest.mark.django_db
def test_a_second_press_on_the_surplus_list_says_that_the_return_is_written(
    buyer: Actor, actor: Actor, admin_client: Client, staff_client: Client
) -> None:
    order = orders.place(buyer, 1000, "HAVALE")
    for number in ("P1", "P2"):
        payments.apply(order.pk, word(order, number))
    page = admin_client.get(f"/credit-orders/{order.pk}/").content.decode()
    owed = returns.owed().get()
    assert f'href="/surplus-payments/{owed.pk}/"' in page
    assert "₺120,00 geldi" in page
    press = "/surplus-payments/actions/given-back/"
    given = {"ids": [owed.pk], "return_no": "I-7"}
    assert staff_client.post(press, given).status_code == 403
    assert "P2" in admin_client.get(owed_url()).content.decode()
    assert admin_client.post(press, given).status_code == 302
    again = admin_client.post(press, given | {"return_no": "I-8"})
    assert again.status_code == 422
    assert "zaten yazılmış: I-7" in again.content.decode()
    listed = admin_client.get(owed_url()).content.decode()
    assert "P2" not in listed
    assert "İade edildi: I-7" in admin_client.get(f"/credit-orders/{order.pk}/").content.decode()


@pytest.mark.django_db
def test_returns_that_were_an_emptied_note_become_their_payments_own(
    buyer: Actor, actor: Actor
) -> None:
    before, open_one = (orders.place(buyer, 1000, "HAVALE") for _ in range(2))
    for order in (before, open_one):
        payments.apply(order.pk, word(order, f"A{order.pk}"))
        payments.apply(order.pk, word(order, f"B{order.pk}"))
    Order.objects.filter(pk=before.pk).update(note="", receipt_no="I-1")
    import_module("turkcell_hub.billing.migrations.0004_money_given_back").move(apps, None)
    assert [one.order_id for one in returns.owed()] == [open_one.pk]
    assert before.events.get(payment_id=f"B{before.pk}").return_no == "I-1"


@pytest.mark.django_db
def test_an_order_in_review_whose_money_went_back_is_closed(
    buyer: Actor, actor: Actor, admin_client: Client, staff_client: Client
) -> None:
    order = orders.place(buyer, 1000, "HAVALE")
    press, given = "/credit-orders/actions/money-back/", {"ids": [order.pk], "return_no": "I-5"}
    assert admin_client.post(press, given).status_code == 422, "it still waits for its money"
    payments.apply(order.pk, word(order, "P1", "119.99"))
    assert staff_client.post(press, given).status_code == 403
    assert admin_client.post(press, given).status_code == 302
    order.refresh_from_db()
    assert (order.state, order.note) == (OrderState.CANCELLED, "Para iade edildi; iade no I-5.")
    assert order.events.get().return_no == "I-5"
    assert platform.waiting() == 0
    assert credits.balance(order.firm_id, "SMS") == 0
    assert AuditEntry.objects.filter(action="billing.order.money_back").count() == 1
    assert admin_client.post(press, given).status_code == 422, "once"
    with pytest.raises(Conflict, match="iadeyle kapanır"):
        returns.close(actor, order, "I-6")


@pytest.mark.django_db
def test_what_is_asked_for_a_payment_is_true_of_cards_as_well(
    buyer: Actor, admin_client: Client
) -> None:
    order = orders.place(buyer, 1000, "HAVALE")
    Order.objects.update(method="KART", state=OrderState.REVIEW)
    asked = admin_client.get(f"/credit-orders/actions/approve/?ids={order.pk}").content.decode()
    assert "kartta ödeme kuruluşunun" in asked
    assert "Havaleyi" not in asked
