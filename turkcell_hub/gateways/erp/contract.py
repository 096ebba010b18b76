"""What an ERP can be told and asked, in neutral words.

Only codes are business keys; adapters split what their ERP keeps elsewhere
(contracts/erp_and_invoices.md A4, A5). Nothing here knows a database.
"""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass
from decimal import Decimal


class CannotSay(Exception):  # noqa: N818 - named for what it tells
    """The document holds what this ERP has no place for. ``text``: Turkish, says what to do."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class SlipKind(enum.StrEnum):
    PURCHASE_SERVICE = "purchase_service"
    ISSUED_SERVICE = "issued_service"


@dataclass(frozen=True)
class SlipLine:
    """``card``, ``project``, ``workplace``: the ERP's codes ("" for none). ``net`` without VAT."""

    card: str
    net: Decimal
    vat_rate: Decimal
    vat: Decimal
    description: str = ""
    quantity: Decimal = Decimal(1)
    vat_difference: Decimal = Decimal(0)
    project: str = ""
    workplace: str = ""
    special_code: str = ""


@dataclass(frozen=True)
class Slip:
    """A service invoice. ``number`` (at most 16) is ours and unique for the account: what a
    search after a lost answer goes by."""

    kind: SlipKind
    account: str
    number: str
    document_number: str
    date: dt.date
    document_date: dt.date
    total: Decimal
    lines: tuple[SlipLine, ...]
    note: str = ""
    currency: str = "TRY"
