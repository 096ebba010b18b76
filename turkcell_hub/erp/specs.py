"""What a room says when it wants something booked in the ERP."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class LineSpec:
    """One line. Ids are those of the mirror's rows; amounts are in the document's currency.

    ``net`` is at least 0 and without VAT; ``vat_rate`` is a percent and must be the card's own.
    ``vat`` must be ``net`` × ``vat_rate`` / 100 rounded half up to the kuruş, plus
    ``vat_difference`` (KDV farkı: the kuruş by which the operator's bill differs).
    ``number`` is the service number that the line is for; "" for a common line.
    """

    service_card_id: int
    net: Decimal
    vat_rate: Decimal
    vat: Decimal
    description: str = ""
    quantity: Decimal = Decimal(1)
    vat_difference: Decimal = Decimal(0)
    project_id: int | None = None
    workplace_id: int | None = None
    special_code: str = ""
    number: str = ""


@dataclass(frozen=True)
class DocumentSpec:
    """One document. ``kind``: ``purchase_service`` or ``issued_service``.

    ``source_key`` (at most 200 characters) says what is booked, the same for the same thing
    for ever: a firm has one document of a key that is not cancelled. ``date`` is the day of the
    booking, ``document_date`` and ``document_number`` (at most 31) are those on the bill.
    ``number`` is the ERP's slip number, unique for the account and at most 16 characters; ""
    takes the document number. ``total`` = Σ (``net`` + ``vat``), to the kuruş.
    """

    kind: str
    source_key: str
    account_id: int
    date: dt.date
    document_date: dt.date
    document_number: str
    lines: tuple[LineSpec, ...]
    total: Decimal
    number: str = ""
    note: str = ""
    currency: str = "TRY"
