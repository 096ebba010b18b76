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
    """The service's word on one payment of one order. ``reason``: why it failed, a portal code."""

    reference: str
    payment_id: str
    outcome: PaymentOutcome
    amount: Decimal
    currency: str
    reason: str = ""


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

    def close(self) -> None: ...
