"""Card programmes of the sandbox and their instalments. Invented banks; the digits are of no
real card."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Any

_KURUS = Decimal("0.01")


@dataclass(frozen=True)
class Programme:
    """``rates``: percent on top of the sum by count of instalments."""

    name: str
    bank: str
    first_six: tuple[str, ...]
    rates: dict[int, Decimal]


PROGRAMMES = (
    Programme("Mavi Kart", "Deneme Bankası", ("454600", "454601"),
              {1: Decimal(0), 2: Decimal(0), 3: Decimal(0), 6: Decimal("4.5"), 9: Decimal("7.2")}),
    Programme("Turuncu", "Örnek Katılım", ("520900", "520901"),
              {1: Decimal(0), 3: Decimal("2.1"), 6: Decimal("5.4"), 12: Decimal("11.8")}),
)  # fmt: skip


def of_card(number: str) -> Programme | None:
    return next((one for one in PROGRAMMES if number[:6] in one.first_six), None)


def options(programme: Programme | None, amount: Decimal) -> list[dict[str, Any]]:
    """A card that is in no programme pays at once."""
    rates = programme.rates if programme else {1: Decimal(0)}
    return [_option(count, rate, amount) for count, rate in rates.items()]


def table(amount: Decimal, first_six: str = "") -> list[dict[str, Any]]:
    found = [of_card(first_six)] if first_six else list(PROGRAMMES)
    return [
        {"programme": one.name, "bank": one.bank, "options": options(one, amount)}
        for one in found
        if one is not None
    ]


def _option(count: int, rate: Decimal, amount: Decimal) -> dict[str, Any]:
    """Equal instalments; the last one takes the kuruş that are left."""
    total = (amount * (100 + rate) / 100).quantize(_KURUS, ROUND_HALF_UP)
    each = (total / count).quantize(_KURUS, ROUND_DOWN)
    last = total - each * (count - 1)
    return {"count": count, "each": str(each), "last": str(last), "total": str(total)}
