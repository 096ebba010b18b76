"""Siparişler: from the shop to what was bought (A-006, A-008, S-077, Y-013 … Y-020).

What an order is for is delivered by ``deliver`` alone, with the order's row locked: repeated,
parallel and late words of the payment service, and a person who approves meanwhile, together
deliver it once. SMS credit and İLETİ packages go this one way (``billing.goods``).
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from turkcell_hub.audit.services import trail
from turkcell_hub.billing import goods, order_gate
from turkcell_hub.billing.goods import CREDIT
from turkcell_hub.billing.models import Order, OrderState, PaymentEvent, PaymentMethod
from turkcell_hub.billing.own import is_own
from turkcell_hub.billing.selectors import shop, wallets
from turkcell_hub.billing.services import till
from turkcell_hub.errors import Conflict, Invalid, NotAllowed, NotFound
from turkcell_hub.gateways.payment.contract import Checkout, PaymentOutcome
from turkcell_hub.lib.money import format_number
from turkcell_hub.tenancy.actor import Actor

CARD_LIFE = timedelta(hours=1)
TRANSFER_LIFE = timedelta(days=7)
# A callback that has not come by now is asked for.
FIRST_QUESTION = timedelta(minutes=2)
UNPAID = (OrderState.CANCELLED, OrderState.EXPIRED)
# The payment page lives as long as the order would have: who was on it may have paid after all.
LAST_QUESTION = timedelta(minutes=15)
_OPEN_ORDERS = 20


def place(
    actor: Actor, credits: int, method: str, of: str = CREDIT, subject_id: int | None = None
) -> Order:
    """An order of one package at today's price: of the five of SMS credit, or of the goods
    ``of``, whose room keeps the record ``subject_id`` for it.

    Raises ``Invalid`` for any other size, for a package without a price or without a price above
    zero and for an unknown way to pay, ``Conflict`` when the firm has too many unpaid orders
    already and for credit that a postpaid firm would not spend.
    """
    sold = goods.get(of)
    actor.require(sold.right)
    if of == CREDIT and wallets.profile_of(actor.firm_id).is_postpaid:
        raise Conflict(
            _("Faturalı hesap krediden harcamaz; limit yetmiyorsa limit artırımı isteyin."),
            code="not_prepaid",
        )
    if credits not in sold.sizes:
        raise Invalid(
            _("Böyle bir paket yok. Satılan paketler: %(sizes)s.")
            % {"sizes": ", ".join(map(format_number, sold.sizes))},
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
    price = shop.price_of(credits, of=of)
    if price is None:
        raise Invalid(
            _("%(size)s paketinin bugün geçerli fiyatı yok. Admin fiyat tanımlamalı.")
            % {"size": sold.name(credits)},
            code="price_missing",
            field="credits",
        )
    if not price.net:
        raise Invalid(_("Ücretsiz paket için sipariş verilmez."), code="package_is_free")
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
            goods=of,
            subject_id=subject_id,
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
    actor.require(goods.get(order.goods).right)
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
                description=_("%(size)s paketi") % {"size": order.title},
                return_url=settings.PUBLIC_URL + reverse("credit-orders-detail", args=[order.pk]),
                callback_url=settings.PUBLIC_URL + reverse("payment-callback"),
                expires_at=order.expires_at,
            )
        )


def cancel(actor: Actor, order: Order) -> Order:
    """Takes back an unpaid order. What it is for is delivered all the same if money comes."""
    actor.require(goods.get(order.goods).right)
    with transaction.atomic():
        order = lock(order.pk)
        _require_open(order, OrderState.WAITING)
        close(order, OrderState.CANCELLED)
        order_gate.withdraw(actor, order)
        trail.record(actor, "billing.order.cancelled", order)
    return order


def approve(actor: Actor, order: Order, receipt_no: str) -> Order:
    """A Yönetici has seen the money: what was bought is delivered, once.

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
        if is_own(actor, order):
            raise NotAllowed(
                _("Kendi verdiğiniz siparişi onaylayamazsınız; başka bir yönetici onaylamalı.")
            )
        order_gate.require_free(order)
        order.decided_by, order.receipt_no = actor.label[:150], receipt_no[:60]
        # He takes the odd money that is there as the order's payment; what comes later is owed.
        if not order.events.filter(credited=True).exists():
            unsettled(order).update(credited=True)
        deliver(actor, order)
        trail.record(
            actor, "billing.order.approved", order, {"receipt": order.receipt_no,
            "goods": order.goods, "credits": order.credits},
        )  # fmt: skip
    return order


def deliver(actor: Actor, order: Order) -> None:
    """Gives what a locked order is for, and closes it as paid."""
    order.note = goods.get(order.goods).deliver(actor, order)[:300]
    close(order, OrderState.PAID)


def close(order: Order, state: OrderState) -> None:
    """Ends a locked order; the goods' room hears of one that ends unpaid. By card it is asked
    about once more: the callback of who paid in the last minute may be lost."""
    unpaid = state in UNPAID
    order.state = state
    order.closed_at = timezone.now()
    by_card = unpaid and order.method == PaymentMethod.CARD
    order.ask_at = max(order.closed_at, order.expires_at) + LAST_QUESTION if by_card else None
    order.save()
    if unpaid:
        goods.get(order.goods).ended(order)


def lock(order_id: int) -> Order:
    """Raises ``NotFound``."""
    order = Order.objects.select_for_update().filter(pk=order_id).first()
    if order is None:
        raise NotFound(_("Sipariş bulunamadı."))
    return order


def unsettled(order: Order) -> QuerySet[PaymentEvent]:
    """Money that came for the order, was not counted for it and did not go back."""
    return order.events.filter(
        outcome=PaymentOutcome.PAID.value, credited=False, returned_at__isnull=True
    )


def _require_open(order: Order, *states: OrderState) -> None:
    if order.state not in states:
        raise Conflict(
            _("Sipariş “%(state)s” durumunda; bu işlem yapılamaz.")
            % {"state": order.get_state_display()},
            code="order_state",
            extra={"state": order.state},
        )
