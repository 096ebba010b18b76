"""Amounts in lira: rounding to the kuruş, and how a person reads them."""

from decimal import ROUND_HALF_UP, Decimal

LIRA = "TRY"  # the ISO code
_KURUS = Decimal("0.01")
_TURKISH = str.maketrans({",": ".", ".": ","})


def to_kurus(amount: Decimal) -> Decimal:
    """`amount` rounded to two decimals, halves away from zero, as bills are rounded."""
    return amount.quantize(_KURUS, rounding=ROUND_HALF_UP)


def format_tl(amount: Decimal) -> str:
    """Decimal("1234.56") → "₺1.234,56"; below zero the sign comes first: "-₺0,50"."""
    rounded = to_kurus(amount)
    sign = "-" if rounded < 0 else ""
    return f"{sign}₺{f'{abs(rounded):,.2f}'.translate(_TURKISH)}"


def format_amount(amount: Decimal, currency: str) -> str:
    """Decimal("1234.5"), "TRY" → "1.234,50 TL"; "EUR" → "1.234,50 EUR". Without the lira sign,
    which an SMS pays as a foreign letter."""
    unit = "TL" if currency in ("", LIRA) else currency
    return f"{format_tl(amount).replace('₺', '')} {unit}"


def format_number(number: int) -> str:
    """1234567 → "1.234.567"."""
    return f"{number:,}".replace(",", ".")
