"""The installation's account at the payment service."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.utils.translation import gettext as _

from turkcell_hub.errors import Unavailable
from turkcell_hub.gateways.payment.contract import PaymentAccount, PaymentProvider
from turkcell_hub.gateways.payment.registry import open_payment
from turkcell_hub.tenancy.scope import firm_in_scope
from turkcell_hub.tenancy.services import sandboxes


def takes_cards() -> bool:
    return bool(settings.PAYMENT.url)


@contextmanager
def provider() -> Iterator[PaymentProvider]:
    """The opened adapter, closed afterwards. Raises ``Unavailable`` where nobody pays by card."""
    if not takes_cards():
        raise Unavailable(
            _("Kartla ödeme bu kurulumda açık değil; havale ile sipariş verin."), code="no_cards"
        )
    told = settings.PAYMENT
    sandboxes.refuse_outside(firm_in_scope(), told.url)
    opened = open_payment(PaymentAccount(told.provider, told.url, told.merchant, told.secret))
    try:
        yield opened
    finally:
        opened.close()
