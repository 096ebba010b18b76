"""Kredi siparişleri: from the shop to the credit (A-006, A-008, S-077).

The credit of an order is loaded by ``credit`` alone, under the ledger key ``order:<id>`` and
with the order's row locked: repeated, parallel and late words of the payment service, and a
person who approves meanwhile, together load it once.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from turkcell_hub.audit.services import trail
from turkcell_hub.billing import order_gate
from turkcell_hub.billing.models import PACKAGES, Order, OrderState, PaymentMethod
from turkcell_hub.billing.selectors import shop
from turkcell_hub.billing.services import till
from turkcell_hub.errors import Conflict, Invalid, NotAllowed, NotFound
from turkcell_hub.gateways.payment.contract import Checkout
from turkcell_hub.ledger.models import Kind
from turkcell_hub.ledger.reasons import Reason
from turkcell_hub.ledger.services import credits as ledger
from turkcell_hub.lib.money import format_number
from turkcell_hub.tenancy.actor import Actor

CARD_LIFE = timedelta(hours=1)
TRANSFER_LIFE = timedelta(days=7)
# A callback that has not come by now is asked for.
FIRST_QUESTION = timedelta(minutes=2)
_OPEN_ORDERS = 20


def place(actor: Actor, credits: int, method: str) -> Order:
    """An order of one of the five packages at today's price.

    Raises ``Invalid`` for any other amount, for a package without a price and for an unknown
    way to pay, ``Conflict`` when the firm has too many unpaid orders already.
    """
    actor.require("billing.order.add")
    if credits not in PACKAGES:
        raise Invalid(
            _("Böyle bir paket yok. Satılan paketler: %(sizes)s.")
            % {"sizes": ", ".join(map(format_number, PACKAGES))},
            code="package_unknown",
            field="credits",
        )
    if method not in PaymentMethod.values:
        raise Invalid(_("Ödeme yolunu seçin."), code="method_unknown", field="method")
    if method == PaymentMethod.CARD and not till.takes_cards():
        raise Invalid(
            _("Kartla ödeme bu kurulumda açık değil; havaleyi seçin."),
            code="no_cards",
            field="method",
        )
    price = shop.price_of(credits)
    if price is None:
        raise Invalid(
            _("%(size)s SMS paketinin bugün geçerli fiyatı yok. Admin fiyat tanımlamalı.")
            % {"size": format_number(credits)},
            code="price_missing",
            field="credits",
        )
    now = timezone.now()
    card = method == PaymentMethod.CARD
    with transaction.atomic():
        if Order.objects.filter(state=OrderState.WAITING).count() >= _OPEN_ORDERS:
            raise Conflict(
                _("Ödenmemiş çok sipariş var; önce onları ödeyin ya da iptal edin."),
                code="too_many_open_orders",
            )
        order = Order.objects.create(
            firm_id=actor.firm_id,
            credits=credits,
            net=price.net,
            vat_rate=price.vat_rate,
            vat=price.vat,
            gross=price.gross,
            price_from=price.valid_from,
            method=method,
            by_label=actor.label[:150],
            by_user=actor.user_id,
            by_key=actor.api_key_id,
            expires_at=now + life_of(method),
            ask_at=now + FIRST_QUESTION if card else None,
        )
        changes = {"credits": credits, "gross": str(order.gross), "method": method}
        trail.record(actor, "billing.order.add", order, changes)
        order_gate.ask(actor, order)
    return order


def life_of(method: str) -> timedelta:
    """How long an order waits for its money."""
    return CARD_LIFE if method == PaymentMethod.CARD else TRANSFER_LIFE


def payment_page(actor: Actor, order: Order) -> str:
    """Where the order is paid by card. Raises ``Conflict`` when it is not to be paid any more."""
    actor.require("billing.order.add")
    if order.state != OrderState.WAITING or order.expires_at <= timezone.now():
        raise Conflict(
            _("Bu sipariş ödenemez (%(state)s). Yeni bir sipariş verin.")
            % {"state": order.get_state_display()},
            code="order_state",
        )
    if order.method != PaymentMethod.CARD:
        raise Conflict(_("Bu sipariş havale ile ödenir."), code="order_method")
    order_gate.require_free(order)
    with till.provider() as provider:
        return provider.page(
            Checkout(
                reference=order.reference,
                amount=order.gross,
                description=_("%(size)s SMS paketi") % {"size": format_number(order.credits)},
                return_url=settings.PUBLIC_URL + reverse("credit-orders-detail", args=[order.pk]),
                callback_url=settings.PUBLIC_URL + reverse("payment-callback"),
                expires_at=order.expires_at,
            )
        )


def cancel(actor: Actor, order: Order) -> Order:
    """Takes back an unpaid order. Money that still comes is credited all the same."""
    actor.require("billing.order.add")
    with transaction.atomic():
        order = lock(order.pk)
        _require_open(order, OrderState.WAITING)
        close(order, OrderState.CANCELLED)
        order_gate.withdraw(actor, order)
        trail.record(actor, "billing.order.cancelled", order)
    return order


def approve(actor: Actor, order: Order, receipt_no: str) -> Order:
    """A Yönetici has seen the money: the credit is loaded, once.

    ``receipt_no``: the bank's number of the transfer. Nobody approves what he has ordered
    himself. Raises ``Invalid``, ``NotAllowed``, ``Conflict``.
    """
    actor.require("billing.order.approve")
    receipt_no = receipt_no.strip()
    if not receipt_no:
        raise Invalid(_("Dekont numarasını yazın."), field="receipt_no")
    with transaction.atomic():
        order = lock(order.pk)
        _require_open(order, OrderState.WAITING, OrderState.REVIEW, OrderState.EXPIRED)
        if order.method != PaymentMethod.TRANSFER and order.state != OrderState.REVIEW:
            raise Conflict(_("Kart siparişini ödeme kuruluşu bildirir."), code="order_method")
        if actor.user_id is not None and actor.user_id == order.by_user:
            raise NotAllowed(
                _("Kendi verdiğiniz siparişi onaylayamazsınız; başka bir yönetici onaylamalı.")
            )
        order_gate.require_free(order)
        order.decided_by, order.receipt_no = actor.label[:150], receipt_no[:60]
        credit(actor, order)
        trail.record(
            actor, "billing.order.approved", order, {"receipt": order.receipt_no,
            "credits": order.credits},
        )  # fmt: skip
    return order


def credit(actor: Actor, order: Order) -> None:
    """Loads the credit of a locked order and closes it as paid."""
    ledger.load(
        order.firm_id,
        Kind.SMS,
        order.credits,
        f"order:{order.pk}",
        Reason.PURCHASE,
        actor,
        subject=("order", order.pk),
    )
    order.note = ""
    close(order, OrderState.PAID)


def close(order: Order, state: OrderState) -> None:
    order.state = state
    order.closed_at = timezone.now()
    order.ask_at = None
    order.save()


def lock(order_id: int) -> Order:
    """Raises ``NotFound``."""
    order = Order.objects.select_for_update().filter(pk=order_id).first()
    if order is None:
        raise NotFound(_("Sipariş bulunamadı."))
    return order


def _require_open(order: Order, *states: OrderState) -> None:
    if order.state not in states:
        raise Conflict(
            _("Sipariş “%(state)s” durumunda; bu işlem yapılamaz.")
            % {"state": order.get_state_display()},
            code="order_state",
            extra={"state": order.state},
        )
