"""What the portal asks of a payment service: a page to pay on, a word about it, an answer.

No card data ever comes near the portal: the person pays on the service's own page. A payment
is named by our reference of the order; the service may speak of it late, twice and out of
order, so whoever listens decides by the reference and the payment's id.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol


class PaymentOutcome(enum.StrEnum):
    """``FAILED`` ends one try, not the order: the person may try another card."""

    PAID = "PAID"
    FAILED = "FAILED"


@dataclass(frozen=True)
class PaymentAccount:
    """The merchant's account at the payment service. ``secret`` signs both ways."""

    provider: str
    base_url: str
    merchant: str
    secret: str

    def __repr__(self) -> str:
        return f"<PaymentAccount {self.provider} {self.merchant}>"


@dataclass(frozen=True)
class Checkout:
    """What is to be paid. ``return_url``: where the browser goes afterwards; it proves
    nothing. ``callback_url``: where the service tells the outcome."""

    reference: str
    amount: Decimal  # lira, two decimals
    description: str
    return_url: str
    callback_url: str
    expires_at: datetime
    currency: str = "TRY"


@dataclass(frozen=True)
class Payment:
    """The service's word on one payment of one order. ``reason``: why it failed, a portal code.
    ``amount`` is what the merchant gets; by ``installments`` the payer's card is charged
    ``payer_total``, None where the service does not say."""

    reference: str
    payment_id: str
    outcome: PaymentOutcome
    amount: Decimal
    currency: str
    reason: str = ""
    installments: int = 1
    payer_total: Decimal | None = None


@dataclass(frozen=True)
class Installment:
    """One way to pay a sum: ``count`` 1 is peşin. ``each`` times, the last one ``last``, is
    ``total``."""

    count: int
    each: Decimal
    last: Decimal
    total: Decimal


@dataclass(frozen=True)
class CardPlan:
    """What the cards of one programme may be charged with (Y-017)."""

    programme: str
    bank: str
    options: tuple[Installment, ...]


class Forged(Exception):
    """A callback that the service did not sign, or that cannot be read."""


class PaymentProvider(Protocol):
    """One adapter for each payment service."""

    def page(self, checkout: Checkout) -> str:
        """The address where the person pays. Makes no call."""
        ...

    def read_callback(self, body: bytes, headers: Mapping[str, str]) -> Payment:
        """A callback as it came. Raises ``Forged``. Makes no call."""
        ...

    def ask(self, reference: str) -> Sequence[Payment]:
        """What the service knows of an order, oldest first; empty when nobody has paid.
        Raises ``GatewayError``."""
        ...

    def installments(self, amount: Decimal, first_six: str = "") -> Sequence[CardPlan]:
        """The ways to pay ``amount``: of the card that begins with these six digits, or of all.
        Empty for a card that takes no instalments. Raises ``GatewayError``."""
        ...

    def close(self) -> None: ...
