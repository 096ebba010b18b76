"""What an ERP can be told and asked, in neutral words.

Only codes are business keys; adapters split what their ERP keeps elsewhere. Nothing here knows a
database.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Protocol

from turkcell_hub.gateways.errors import Refused, VendorAnswer


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


class CardKind(enum.StrEnum):
    """What an ERP can be asked for; the values are those of the portal's mirror."""

    ACCOUNT = "account"
    CONTACT = "contact"
    PERSON = "person"
    SERVICE_CARD = "service_card"
    PROJECT = "project"
    WORKPLACE = "workplace"


class SlipRefused(Refused):
    """The ERP will not book the slip as it is. ``texts``: every text that it gave, since the first
    one alone often hides the cause; Turkish where it is ours."""

    def __init__(self, reason: str, texts: Sequence[str], answer: VendorAnswer | None = None):
        super().__init__(reason, answer)
        self.texts = tuple(texts)


@dataclass(frozen=True)
class Booked:
    """The slip is in the ERP under ``ref``, its own key."""

    ref: str

    @property
    def packet_id(self) -> str:
        return self.ref

    @property
    def operator_ids(self) -> Sequence[str]:
        return ()


@dataclass(frozen=True)
class Sighting:
    """What a search for a slip found: ``known`` YES with its ``packet_id``, or NO."""

    known: str
    packet_id: str = ""
    operator_ids: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CardPage:
    """``rows``: cards as the portal's mirror takes them (``code``, ``erp_ref``, ``special_code``,
    ``authority_code``, ``is_active`` and the fields of their kind); ``cursor`` goes on, None: that
    was the last page. A cursor stays good however long the reader pauses."""

    rows: tuple[Mapping[str, Any], ...]
    cursor: str | None = None


class ErpGateway(Protocol):
    """Thread-safe. Every call raises the gateways' error family."""

    def kinds(self) -> Sequence[CardKind]:
        """The kinds of card that can be read, those first that others point at."""

    def check(self) -> None:
        """One question that proves address, login and firm."""

    def tells_changes(self) -> bool:
        """Whether ``cards`` can be asked for what changed alone."""

    def cards(
        self, kind: CardKind, cursor: str | None = None, changed_from: dt.date | None = None
    ) -> CardPage:
        """The next page of the cards of a kind, in the ERP's own order: of all, or of those that
        were added or changed on that day (the ERP's own) or later. ``Refused`` NOT_SUPPORTED where
        ``tells_changes`` says no."""

    def gone(self, kind: CardKind, since: dt.date) -> Sequence[str]:
        """The codes of cards that were deleted on that day or later and are not there any more;
        nothing where the ERP keeps no note of it: the whole reading finds them."""

    def find(self, slip: Slip) -> Sighting:
        """Whether the ERP has booked the slip; a question, may be repeated."""

    def post(self, slip: Slip) -> Booked:
        """Books the slip, after a search: what is there already is not written again. ``Unknown``
        when no answer came. ``SlipRefused`` for what the ERP does not take, and for a number under
        which it has another amount."""

    def close(self) -> None: ...
