"""What a plan is made of."""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple, overload

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


class _Lines(Sequence[PlanLine]):
    """Lines of sums; made when they are asked for."""

    def __init__(self, sums: Sequence[Any]) -> None:
        self._sums = sums

    def __len__(self) -> int:
        return len(self._sums)

    @overload
    def __getitem__(self, place: int) -> PlanLine: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[PlanLine, ...]: ...
    def __getitem__(self, place: int | slice) -> PlanLine | tuple[PlanLine, ...]:
        if isinstance(place, slice):
            return tuple(one.line() for one in self._sums[place])
        line: PlanLine = self._sums[place].line()
        return line


class PlanDocument:
    """``sources``: (bill key, number) of everything that it books. ``suffix`` counts the documents
    of one bulk bill from 1, and is 0 where the bill is one document. ``account_id``: to whom an
    issued service is billed; None for the table's own account. ``kurus``: its total in whole kuruş.
    Lines and sources are written out when they are asked for."""

    def __init__(
        self,
        bills: tuple[str, ...],
        kurus: int,
        suffix: int,
        problems: tuple[Problem, ...],
        sums: Sequence[Any],
        blocks: Sequence[Any],
        account_id: int | None = None,
    ) -> None:
        self.bills, self.kurus, self.suffix, self.problems = bills, kurus, suffix, problems
        self.account_id, self._sums, self._blocks = account_id, sums, blocks

    @property
    def total(self) -> Decimal:
        return Decimal(self.kurus).scaleb(-2)

    @property
    def currency(self) -> str:
        """Of its bills, which are all of one."""
        told: str = self._blocks[0].source.bill.currency
        return told

    @property
    def line_count(self) -> int:
        return len(self._sums)

    @property
    def lines(self) -> Sequence[PlanLine]:
        return _Lines(self._sums)

    @cached_property
    def sources(self) -> tuple[tuple[str, str], ...]:
        return tuple(pair for block in self._blocks for pair in block.sources())


class Picked(Sequence[PlanDocument]):
    """Some of the documents of a plan, by their places; made when they are asked for."""

    def __init__(self, documents: Sequence[PlanDocument], places: Sequence[int]) -> None:
        self._documents, self._places = documents, places

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, place: int) -> PlanDocument: ...
    @overload
    def __getitem__(self, place: slice) -> Picked: ...
    def __getitem__(self, place: int | slice) -> PlanDocument | Picked:
        if isinstance(place, slice):
            return Picked(self._documents, self._places[place])
        return self._documents[self._places[place]]


@dataclass(frozen=True)
class Plan:
    """``nothing``: numbers of a bill without any amount; they need no document. ``totals``: the
    sum of all documents by currency, those with problems (``stopped_at``) too."""

    documents: Sequence[PlanDocument]
    nothing: Sequence[tuple[str, str]] = ()
    unmatched: Sequence[tuple[str, str]] = ()
    stopped_at: Sequence[int] = ()
    line_count: int = 0
    totals: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def total(self) -> Decimal:
        """Of a plan of bills of one currency."""
        return sum(self.totals.values(), Decimal(0))

    @property
    def ready(self) -> Sequence[PlanDocument]:
        if not self.stopped_at:
            return Picked(self.documents, range(len(self.documents)))
        stopped = set(self.stopped_at)
        return Picked(self.documents, [n for n in range(len(self.documents)) if n not in stopped])

    @property
    def stopped(self) -> Sequence[PlanDocument]:
        return Picked(self.documents, self.stopped_at)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Each problem once, in the order of the documents."""
        return tuple(dict.fromkeys(p for one in self.stopped for p in one.problems))


def plan_of(documents: Sequence[PlanDocument], **more: Any) -> Plan:
    """A plan whose documents are all made."""
    return Plan(
        documents,
        stopped_at=[place for place, one in enumerate(documents) if one.problems],
        line_count=sum(one.line_count for one in documents),
        totals=by_currency((one.currency, one.kurus) for one in documents),
        **more,
    )


def by_currency(amounts: Iterable[tuple[str, int]]) -> dict[str, Decimal]:
    """Whole kuruş (cents) summed up, each currency for itself."""
    found: dict[str, int] = defaultdict(int)
    for currency, kurus in amounts:
        found[currency] += kurus
    return {currency: Decimal(kurus).scaleb(-2) for currency, kurus in found.items()}
