"""Taksit Seçenekleri (Y-015, Y-017): by the card's first six digits, or for all cards.

No more of a card than six digits is taken: whoever types a whole number is told so, and what he
typed goes nowhere.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from turkcell_hub.billing.services import till
from turkcell_hub.errors import Invalid, Unavailable
from turkcell_hub.gateways.errors import GatewayError
from turkcell_hub.gateways.payment.contract import CardPlan
from turkcell_hub.tenancy.actor import Actor

log = logging.getLogger(__name__)
RIGHT = "billing.order.add"


def look_up(actor: Actor, amount: Decimal, typed: str = "") -> Sequence[CardPlan]:
    """The ways to pay ``amount`` by card. Raises ``Invalid`` for anything but six digits and
    ``Unavailable`` where the payment service cannot be asked."""
    actor.require(RIGHT)
    digits = typed.replace(" ", "").strip()
    if digits and not (len(digits) == 6 and digits.isascii() and digits.isdigit()):
        raise Invalid(
            _("Kartın yalnız ilk altı hanesini yazın; gerisini hiçbir yere yazmayın."),
            field="first_six",
        )
    try:
        with till.provider() as provider:
            return provider.installments(amount, digits)
    except GatewayError as error:
        log.warning("payment.installments_not_asked: %s", error.reason)
        raise Unavailable(
            _("Ödeme kuruluşuna şu an ulaşılamıyor; birazdan yeniden deneyin."), code="bank_away"
        ) from None
