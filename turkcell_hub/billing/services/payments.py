"""The payment service's word on an order: signed callbacks, and the answers to our questions.

Both are the same to an order. The first PAID of the right amount delivers it, in whatever state
it is by then, because the money has been taken; everything else is kept and told to a person.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from turkcell_hub.audit.services import trail
from turkcell_hub.billing import order_gate
from turkcell_hub.billing.models import Order, OrderState, PaymentEvent, PaymentMethod
from turkcell_hub.billing.services import orders, till
from turkcell_hub.errors import NotAllowed, NotFound
from turkcell_hub.gateways.errors import GatewayError
from turkcell_hub.gateways.payment.contract import Forged, Payment, PaymentOutcome
from turkcell_hub.tenancy.actor import system
from turkcell_hub.tenancy.scope import every_firm, firm_scope

log = logging.getLogger(__name__)

ASK_EVERY = timedelta(minutes=5)


def receive(body: bytes, headers: Mapping[str, str]) -> None:
    """A callback as it came. Raises ``NotAllowed`` for a forged one and ``NotFound`` for an
    order that nobody has; the payment service then tries again."""
    if not till.takes_cards():
        raise NotFound("No payment service speaks to this installation.")
    with till.provider() as provider:
        try:
            payment = provider.read_callback(body, headers)
        except Forged as forged:
            log.warning("payment.forged: %s", forged)
            raise NotAllowed("The callback is not signed by the payment service.") from None
    with every_firm():
        found = Order.objects.filter(reference=payment.reference).values_list("firm_id", "pk")
        place = found.first()
    if place is None:
        raise NotFound("No such order.")
    firm_id, order_id = place
    with firm_scope(firm_id):
        apply(order_id, payment)


def ask(order_id: int) -> None:
    """Asks about a card order whose callback has not come; lets it expire when its time is over
    and nobody has paid. One that ended unpaid is asked about once more, after its payment page.
    The question is outside any transaction. The caller is in the firm's scope."""
    ended = Q(state__in=orders.UNPAID, ask_at__isnull=False)
    order = Order.objects.filter(Q(state=OrderState.WAITING) | ended, pk=order_id).first()
    if order is None:
        return
    if order.method == PaymentMethod.CARD and till.takes_cards():
        try:
            with till.provider() as provider:
                told = provider.ask(order.reference)
        except GatewayError as error:
            log.warning("payment.not_asked: order %s, %s", order.pk, error.reason)
            Order.objects.filter(pk=order.pk).update(ask_at=timezone.now() + ASK_EVERY)
            return  # it does not expire unasked
        for payment in told:
            apply(order.pk, payment)
    if order.state == OrderState.WAITING:
        _wait_or_expire(order.pk)
    else:
        Order.objects.filter(pk=order.pk, state__in=orders.UNPAID).update(ask_at=None)


def apply(order_id: int, payment: Payment) -> None:
    """Takes in one word on an order; the same word twice has no effect."""
    with transaction.atomic():
        order = orders.lock(order_id)
        event, is_new = PaymentEvent.objects.get_or_create(
            firm_id=order.firm_id,
            order=order,
            key=f"{payment.payment_id}:{payment.outcome}",
            defaults={
                "payment_id": payment.payment_id,
                "outcome": payment.outcome.value,
                "amount": payment.amount,
                "currency": payment.currency,
                "reason": payment.reason,
                "installments": payment.installments,
                "payer_total": payment.payer_total,
            },
        )
        if not is_new:
            return
        if payment.outcome is PaymentOutcome.FAILED:
            _failed(order, payment)
        elif (payment.amount, payment.currency) != (order.gross, "TRY"):
            _review(order, payment, _("Gelen tutar siparişin tutarı değil; paket verilmedi."))
        elif order.state == OrderState.PAID:
            _review(
                order, payment, _("Bu sipariş için ikinci bir ödeme geldi; fazlası iade edilecek.")
            )
        else:
            _paid(order, payment, event)


def _paid(order: Order, payment: Payment, event: PaymentEvent) -> None:
    actor = system(order.firm_id, _("Ödeme kuruluşu"))
    was = order.state
    order.installments = payment.installments
    order.payer_total = payment.payer_total
    orders.deliver(actor, order)
    event.credited = True
    event.save(update_fields=["credited"])
    changes = {"payment": payment.payment_id, "credits": order.credits, "state": [was, order.state]}
    trail.record(actor, "billing.order.paid", order, changes)


def _failed(order: Order, payment: Payment) -> None:
    """One try has failed; the order can still be paid, with another card."""
    if order.state == OrderState.WAITING:
        order.note = str(_FAILURES.get(payment.reason, _FAILURES["DECLINED"])())
        order.save(update_fields=["note"])


def _review(order: Order, payment: Payment, note: str) -> None:
    """A paid order stays paid; any other waits for a person."""
    order.note = note
    if order.state != OrderState.PAID:
        order.state = OrderState.REVIEW
    order.ask_at = None
    order.save()
    actor = system(order.firm_id, _("Ödeme kuruluşu"))
    changes = {"payment": payment.payment_id, "amount": str(payment.amount), "note": note}
    trail.record(actor, "billing.order.refused_payment", order, changes)


def _wait_or_expire(order_id: int) -> None:
    with transaction.atomic():
        order = orders.lock(order_id)
        if order.state != OrderState.WAITING:
            return
        now = timezone.now()
        if order.expires_at <= now and order_gate.why_closed(order):
            # Its time begins with their yes (``decided``); till then it stands still.
            order.expires_at = now + orders.life_of(order.method)
        if order.expires_at > now:
            order.ask_at = now + ASK_EVERY if order.method == PaymentMethod.CARD else None
            order.save(update_fields=["ask_at", "expires_at"])
            return
        orders.close(order, OrderState.EXPIRED)
        trail.record(system(order.firm_id, _("Süre denetimi")), "billing.order.expired", order)


_FAILURES = {
    "INSUFFICIENT_FUNDS": lambda: _("Ödeme alınamadı: kartın limiti yetmiyor. Başka kart deneyin."),
    "DECLINED": lambda: _("Ödeme alınamadı: banka reddetti. Bankanızla görüşün ya da başka kart"
                          " deneyin."),
    "THREE_D_FAILED": lambda: _("Ödeme alınamadı: 3D doğrulaması başarısız. Yeniden deneyin."),
    "CANCELLED_BY_USER": lambda: _("Ödeme sayfasında vazgeçildi. Yeniden deneyebilirsiniz."),
}  # fmt: skip
