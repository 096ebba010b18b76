"""An operator's bill as the hub reads it, whatever file it came in (erp_and_invoices.md B).

Amounts are in the bill's currency, as ``Decimal``. What a bill prints and what it is worth are two
things: ``Bill.totals`` is what the ordered rule of B4 (``totals.py``) made of the printed fields.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple, overload

ZERO = Decimal(0)
KDV = "0015"
OIV = ("4080", "4081")  # the second is the variant under law 5035
RETURN_TYPE = "IADE"


class UnreadableBill(Exception):
    """The file is no bill that can be read. ``reason`` is a stable code, never text of the file."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Tax(NamedTuple):
    """One tax of the bill; rows of the same code and rate are one."""

    code: str
    name: str
    rate: Decimal  # per cent
    base: Decimal
    amount: Decimal


class NumberCharge(NamedTuple):
    """What one service number owes: ten digits, tariff, and what the bill tells of its money.

    ``amount`` is gross (KDV, ÖİV, wireless fee and third-party sums inside). ``net`` is None where
    the source gives no base of its own (the notes of a bulk bill).
    """

    number: str
    tariff: str
    amount: Decimal
    payable: Decimal
    kdv: Decimal
    oiv: Decimal
    net: Decimal | None = None
    campaigns: tuple[str, ...] = ()


class Charges(Sequence[NumberCharge]):
    """What thousands of numbers owe, kept by column in whole kuruş; a row is made when it is asked
    for. Only where every amount is whole kuruş, no number comes twice and none has a base of its
    own."""

    __slots__ = ("amounts", "campaigns", "kdvs", "numbers", "oivs", "payables", "tariffs")

    def __init__(
        self,
        numbers: Sequence[str],
        tariffs: Sequence[str],
        amounts: Sequence[int],
        payables: Sequence[int],
        kdvs: Sequence[int],
        oivs: Sequence[int],
        campaigns: Mapping[str, tuple[str, ...]],
    ) -> None:
        self.numbers, self.tariffs, self.campaigns = numbers, tariffs, campaigns
        self.amounts, self.payables, self.kdvs, self.oivs = amounts, payables, kdvs, oivs

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, place: int) -> NumberCharge: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[NumberCharge, ...]: ...
    def __getitem__(self, place: int | slice) -> NumberCharge | tuple[NumberCharge, ...]:
        if isinstance(place, slice):
            return tuple(self[one] for one in range(*place.indices(len(self))))
        number = self.numbers[place]
        return NumberCharge(
            number,
            self.tariffs[place].strip(),
            Decimal(self.amounts[place]).scaleb(-2),
            Decimal(self.payables[place]).scaleb(-2),
            Decimal(self.kdvs[place]).scaleb(-2),
            Decimal(self.oivs[place]).scaleb(-2),
            None,
            self.campaigns.get(number, ()),
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]

    @property
    def total(self) -> Decimal:
        return Decimal(sum(self.amounts)).scaleb(-2)


class BillLine(NamedTuple):
    name: str
    amount: Decimal  # without taxes
    number: str = ""


class Review(enum.StrEnum):
    """Why a person has to look before the bill may be transferred."""

    OIV_MISSING = "OIV_MISSING"  # the missing sum looks like a special communication tax
    TOTALS_DISAGREE = "TOTALS_DISAGREE"
    WITHHOLDING = "WITHHOLDING"
    NOTES_UNREADABLE = "NOTES_UNREADABLE"
    NUMBERS_DISAGREE = "NUMBERS_DISAGREE"  # the numbers' sums are not the bill's amount


class Carried(enum.StrEnum):
    """What the difference between the amount to pay and the bill's own amount is."""

    NOTHING = ""
    BALANCE = "BALANCE"
    ROUNDING = "ROUNDING"


@dataclass(frozen=True, slots=True)
class Totals:
    """The bill's worth: ``amount = net + third_party + rounding + Σ taxes − withheld``.

    ``carried`` (old balance, carried kuruş) is shown and never booked. ``rule`` names the step of
    B4 that decided. ``proposal`` is the tax that a person may confirm (OIV_MISSING).
    """

    net: Decimal
    third_party: Decimal
    rounding: Decimal
    taxes: tuple[Tax, ...]
    withheld: Decimal
    amount: Decimal
    payable: Decimal
    carried: Decimal = ZERO
    carried_kind: Carried = Carried.NOTHING
    rule: str = "a"
    review: tuple[Review, ...] = ()
    proposal: Tax | None = None


@dataclass(frozen=True, slots=True)
class Bill:
    """``warnings`` are codes for a person (odd number form, unverified tax number); they stop
    nothing. ``unreadable_notes`` counts rows of the per-number grammar that made no sense."""

    ettn: str
    number: str
    issue_date: date
    supplier_tax_no: str
    supplier_name: str
    customer_tax_no: str
    totals: Totals
    period_start: date | None = None
    period_end: date | None = None
    due_date: date | None = None
    subscriber_no: str = ""
    currency: str = "TRY"
    type_code: str = "SATIS"
    profile: str = ""
    lines: tuple[BillLine, ...] = ()
    numbers: Sequence[NumberCharge] = ()
    campaigns_only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    unreadable_notes: int = 0

    @property
    def is_collective(self) -> bool:
        """One legal bill of many numbers (L-106)."""
        return len(self.numbers) > 1

    @property
    def is_return(self) -> bool:
        return self.type_code == RETURN_TYPE

    @property
    def period(self) -> date:
        """First day of the month that the bill belongs to: the end of its period, else its date."""
        return (self.period_end or self.issue_date).replace(day=1)
