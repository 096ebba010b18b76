"""What a plan is made of."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from turkcell_hub.gateways.invoice.bill import Bill


class Card(NamedTuple):
    """A service card of the ERP's mirror."""

    id: int
    code: str
    name: str
    vat_rate: Decimal
    is_active: bool = True


class Row(NamedTuple):
    """One line of a matching table: where an amount goes. ``place`` is its number on the page."""

    card: Card
    place: int
    project_id: int | None = None
    workplace_id: int | None = None
    special_code: str = ""
    account_id: int | None = None  # whom an issued row is billed to


@dataclass(frozen=True)
class Table:
    """One tab of a matching table (L-091 … L-100).

    ``main``: rows for services by KDV rate; the key None holds for every rate that has no row of
    its own. ``taxes``: by tax code and rate, the rate None for every rate of the code.
    """

    code: str
    main: Mapping[Decimal | None, Row] = field(default_factory=dict)
    numbers: Mapping[str, Row] = field(default_factory=dict)
    taxes: Mapping[tuple[str, Decimal | None], Row] = field(default_factory=dict)
    third_party: Row | None = None
    rounding: Row | None = None

    def main_row(self, rate: Decimal) -> Row | None:
        return self.main.get(rate) or self.main.get(None)

    def tax_row(self, code: str, rate: Decimal) -> Row | None:
        return self.taxes.get((code, rate)) or self.taxes.get((code, None))


class Unmatched(enum.StrEnum):
    """What becomes of a number that the table does not name (decisions: it stops the document)."""

    STOP = "STOP"
    MAIN_CARD = "MAIN"


class Source(NamedTuple):
    """A bill with the numbers of it that are booked already ("" stands for the common part)."""

    key: str
    bill: Bill
    taken: frozenset[str] = frozenset()


class Why(enum.StrEnum):
    """Why a line has its card."""

    MAIN = "MAIN"
    NUMBER = "NUMBER"
    UNMATCHED = "UNMATCHED"
    TAX = "TAX"
    TAX_OF_ANY_RATE = "TAX_OF_ANY_RATE"
    THIRD_PARTY = "THIRD_PARTY"
    ROUNDING = "ROUNDING"


class ProblemCode(enum.StrEnum):
    """Why a document cannot be transferred."""

    NEEDS_REVIEW = "NEEDS_REVIEW"
    RETURN_BILL = "RETURN_BILL"
    UNMATCHED_NUMBER = "UNMATCHED_NUMBER"
    NO_MAIN_CARD = "NO_MAIN_CARD"
    NO_TAX_CARD = "NO_TAX_CARD"
    NO_THIRD_PARTY_CARD = "NO_THIRD_PARTY_CARD"
    NO_ROUNDING_CARD = "NO_ROUNDING_CARD"
    CARD_RATE = "CARD_RATE"  # the card's KDV is not the bill's
    TAX_CARD_RATE = "TAX_CARD_RATE"  # a tax card must have no KDV
    CARD_OFF = "CARD_OFF"
    NEGATIVE = "NEGATIVE"
    NO_ACCOUNT = "NO_ACCOUNT"  # an issued number without whom it is billed to


class Problem(NamedTuple):
    """``bill`` is a source's key; ``detail`` what the text names: rate, tax code, card."""

    code: ProblemCode
    bill: str
    number: str = ""
    detail: tuple[str, ...] = ()


class PlanLine(NamedTuple):
    """``difference`` is the KDV farkı: ``vat`` = ``net`` × ``vat_rate`` rounded + difference.
    ``taken_off`` is what a credit (rounding down, a number's negative sum) took off this line."""

    card: Card
    net: Decimal
    vat_rate: Decimal
    vat: Decimal
    difference: Decimal
    why: Why
    place: int
    number: str = ""
    numbers: int = 0  # how many numbers the line holds
    tax_code: str = ""
    tax_rate: Decimal = Decimal(0)
    project_id: int | None = None
    workplace_id: int | None = None
    special_code: str = ""
    taken_off: Decimal = Decimal(0)


class PlanDocument(NamedTuple):
    """``sources``: (bill key, number) of everything that it books. ``suffix`` counts the documents
    of one bulk bill from 1, and is 0 where the bill is one document. ``account_id``: to whom an
    issued service is billed."""

    sources: tuple[tuple[str, str], ...]
    bills: tuple[str, ...]
    lines: tuple[PlanLine, ...]
    total: Decimal
    suffix: int
    problems: tuple[Problem, ...]
    account_id: int | None = None  # None: the table's own account


@dataclass(frozen=True)
class Plan:
    """``nothing``: numbers of a bill without any amount; they need no document."""

    documents: tuple[PlanDocument, ...]
    nothing: tuple[tuple[str, str], ...] = ()
    unmatched: tuple[tuple[str, str], ...] = ()

    @property
    def total(self) -> Decimal:
        """The sum of all documents, those with problems too."""
        return sum((one.total for one in self.documents), Decimal(0))

    @property
    def ready(self) -> tuple[PlanDocument, ...]:
        return tuple(one for one in self.documents if not one.problems)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Each problem once, in the order of the documents."""
        return tuple(dict.fromkeys(p for one in self.documents for p in one.problems))
