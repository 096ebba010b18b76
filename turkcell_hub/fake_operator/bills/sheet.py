"""A bill before it is printed: what each number is charged, and the fields of the document."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

ZERO = Decimal(0)
_KURUS = Decimal("0.01")


def kurus(amount: Decimal) -> Decimal:
    return amount.quantize(_KURUS, rounding=ROUND_HALF_UP)


class TaxRow(NamedTuple):
    code: str
    name: str
    rate: Decimal
    base: Decimal
    amount: Decimal


class Charged(NamedTuple):
    """One number: what it used, its taxes rounded for itself, and the sums without tax."""

    number: str
    tariff: str
    net: Decimal
    kdv: Decimal
    oiv: Decimal
    wireless: Decimal = ZERO
    third_party: Decimal = ZERO
    campaign: str = ""

    @property
    def gross(self) -> Decimal:
        return self.net + self.kdv + self.oiv + self.wireless + self.third_party


class Item(NamedTuple):
    name: str
    amount: Decimal
    number: str = ""
    taxes: tuple[TaxRow, ...] = ()


@dataclass
class Sheet:
    """Every printed field. ``amount`` is what the bill is worth: the truth for those who read."""

    ettn: str
    number: str
    issue_date: date
    period: tuple[date, date]
    amount: Decimal
    lines: list[Item]
    taxes: list[TaxRow]
    tax_exclusive: Decimal
    tax_inclusive: Decimal
    payable: Decimal
    line_extension: Decimal
    notes: list[str] = field(default_factory=list)
    type_code: str = "SATIS"
    rounding: Decimal | None = None
    allowance: Decimal = ZERO
    charge_total: Decimal = ZERO
    withheld: list[TaxRow] = field(default_factory=list)
    service_no: str = ""
    charged: list[Charged] = field(default_factory=list)
    stylesheet: bytes = b""
    supplier: tuple[str, str] = ("4900000129", "SANAL İLETİŞİM HİZMETLERİ A.Ş.")
    customer: tuple[str, str] = ("1234567808", "DEMİR GIDA SANAYİ VE TİCARET A.Ş.")
    subscriber_no: str = "1000456789"

    def facts(self) -> dict[str, object]:
        return {
            "ettn": self.ettn,
            "number": self.number,
            "issue_date": self.issue_date.isoformat(),
            "amount": str(self.amount),
            "payable": str(self.payable),
            "numbers": {one.number: str(one.gross) for one in self.charged},
        }
