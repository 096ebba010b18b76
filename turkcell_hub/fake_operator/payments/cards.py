"""The card form and the bank's 3-D step. Between the two a try is held in memory, without the
card: whoever closes his browser there has paid nothing, and nothing is kept."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from turkcell_hub.fake_operator.payments import plans

CODE = "123456"
_HELD = 200
_TRIES = 3


@dataclass
class Attempt:
    """``address``: the signed query of the checkout."""

    address: str
    installments: int
    payer_total: Decimal
    last_four: str
    key: str = field(default_factory=lambda: secrets.token_urlsafe(18))
    tries: int = 0


class CardRefused(Exception):
    """Turkish; never holds the number."""


class ThreeD:
    def __init__(self) -> None:
        self._open: dict[str, Attempt] = {}

    def begin(self, form: Mapping[str, object], amount: Decimal, address: str) -> Attempt:
        """Looks at the typed card and forgets it. Raises ``CardRefused``."""
        number = "".join(char for char in str(form.get("card", "")) if char.isdigit())
        if len(number) != 16 or not _luhn(number):
            raise CardRefused("Kart numarası geçersiz.")
        count = str(form.get("installments", "1"))
        offered = plans.options(plans.of_card(number), amount)
        chosen = next((one for one in offered if str(one["count"]) == count), None)
        if chosen is None:
            raise CardRefused("Bu karta bu taksit yapılmıyor.")
        attempt = Attempt(address, chosen["count"], Decimal(chosen["total"]), number[-4:])
        self._open[attempt.key] = attempt
        for old in list(self._open)[:-_HELD]:
            del self._open[old]
        return attempt

    def get(self, key: str) -> Attempt | None:
        return self._open.get(key)

    def verify(self, attempt: Attempt, code: str) -> bool | None:
        """True ends the try well, None leaves it open, False ends it badly."""
        attempt.tries += 1
        if secrets.compare_digest(code.strip().encode(), CODE.encode()):
            del self._open[attempt.key]
            return True
        if attempt.tries >= _TRIES:
            del self._open[attempt.key]
            return False
        return None


def _luhn(number: str) -> bool:
    digits = [int(char) for char in reversed(number)]
    doubled = (digit * 2 for digit in digits[1::2])
    return (sum(digits[::2]) + sum(d - 9 if d > 9 else d for d in doubled)) % 10 == 0
