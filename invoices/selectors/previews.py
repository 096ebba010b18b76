"""A preview of a transfer as its page shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from invoices import words
from invoices.matching import Plan, PlanDocument, Problem, ProblemCode
from invoices.models import LineKind
from invoices.services import transfers
from invoices.services.transfers import Preview
from turkcell_hub.erp.models import Account

_DOCUMENTS, _LINES, _PROBLEMS = 20, 60, 30


@dataclass(frozen=True)
class Case:
    merge: bool
    by_number: bool
    is_chosen: bool
    ready: int
    stopped: int
    lines: int
    totals: Mapping[str, Decimal]
    unmatched: int


@dataclass(frozen=True)
class Stop:
    """What stands against a document, and the page where it is put right."""

    text: str
    url: str = ""
    label: str = ""


@dataclass(frozen=True)
class ShownLine:
    card: str
    net: Decimal
    rate: Decimal
    vat: Decimal
    difference: Decimal
    gross: Decimal
    why: str
    description: str


@dataclass(frozen=True)
class ShownDocument:
    number: str
    slip: str
    account: str
    currency: str
    total: Decimal
    lines: list[ShownLine]
    more: int
    problems: list[str]


@dataclass(frozen=True)
class Shown:
    bills: int
    numbers: int
    amounts: Mapping[str, Decimal]
    cases: list[Case]
    documents: list[ShownDocument]
    more: int
    ready: int
    is_issued: bool = False
    stops: list[Stop] = field(default_factory=list)
    more_problems: int = 0
    has_unmatched: bool = False

    @property
    def problems(self) -> list[str]:
        return [one.text for one in self.stops]


def shown(preview: Preview) -> Shown:
    chosen = preview.chosen
    numbers = preview.numbers
    problems = chosen.problems
    documents = [*chosen.stopped[:_DOCUMENTS], *chosen.ready[:_DOCUMENTS]][:_DOCUMENTS]
    ids = {one.account_id for one in documents if one.account_id}
    titles = {row.pk: row.title for row in Account.objects.filter(pk__in=ids)} if ids else {}
    return Shown(
        bills=len(preview.sources),
        numbers=sum(len(source.bill.numbers) for source in preview.sources),
        amounts=preview.amounts,
        is_issued=preview.options.is_issued,
        cases=[_case(preview, key) for key in preview.plans],
        documents=[_document(one, preview, titles) for one in documents],
        more=max(0, len(chosen.documents) - _DOCUMENTS),
        ready=len(chosen.ready),
        stops=[
            Stop(words.problem(one, numbers[one.bill]), *_remedy(one, preview.options))
            for one in problems[:_PROBLEMS]
        ],
        more_problems=max(0, len(problems) - _PROBLEMS),
        has_unmatched=any(one.code == ProblemCode.UNMATCHED_NUMBER for one in problems),
    )


def _remedy(one: Problem, options: transfers.Options) -> tuple[str, str]:
    """Where what stands against a document is put right: the table's missing row as a form that is
    filled in already, the table, or the bill."""
    missing = _missing_row(one, options.table.by_rate)
    if missing:
        row = {"table": options.table.pk, "side": options.side, **missing}
        return f"{reverse('matching-lines-add')}?{urlencode(row)}", _("Tabloya ekle")
    if one.code in _OF_TABLE:
        return reverse("matching-tables-detail", args=[options.table.pk]), _("Tabloyu aç")
    return reverse("bills-detail", args=[one.bill]), _("Faturayı aç")


def _missing_row(one: Problem, by_rate: bool) -> dict[str, str]:
    kind = _MISSING.get(one.code)
    if kind is None:
        return {}
    row = {"kind": kind.value}
    if kind == LineKind.NUMBER:
        row["number"] = one.number
    elif kind == LineKind.MAIN:
        row["rate"] = one.detail[0]
    elif kind == LineKind.TAX:
        row |= {"tax_code": one.detail[0]} | ({"rate": one.detail[1]} if by_rate else {})
    return row


_MISSING = {
    ProblemCode.UNMATCHED_NUMBER: LineKind.NUMBER,
    ProblemCode.NO_MAIN_CARD: LineKind.MAIN,
    ProblemCode.NO_TAX_CARD: LineKind.TAX,
    ProblemCode.NO_THIRD_PARTY_CARD: LineKind.THIRD_PARTY,
    ProblemCode.NO_ROUNDING_CARD: LineKind.ROUNDING,
}
_OF_TABLE = (
    ProblemCode.CARD_RATE,
    ProblemCode.TAX_CARD_RATE,
    ProblemCode.CARD_OFF,
    ProblemCode.NO_ACCOUNT,
)


def _case(preview: Preview, key: tuple[bool, bool]) -> Case:
    plan: Plan = preview.plans[key]
    options = preview.options
    return Case(
        merge=key[0],
        by_number=key[1],
        is_chosen=key == (options.merge, options.by_number),
        ready=len(plan.ready),
        stopped=len(plan.stopped_at),
        lines=plan.line_count,
        totals=plan.totals,
        unmatched=len(plan.unmatched),
    )


def _document(planned: PlanDocument, preview: Preview, titles: Mapping[int, str]) -> ShownDocument:
    numbers = preview.numbers
    number = numbers[planned.bills[0]]
    table = preview.options.table.code
    return ShownDocument(
        number=", ".join(numbers[key] for key in planned.bills[:3])
        + (f" +{len(planned.bills) - 3}" if len(planned.bills) > 3 else ""),
        account=titles.get(planned.account_id or 0, ""),
        slip=transfers.slip_number(number, planned.suffix),
        currency=planned.currency,
        total=planned.total,
        lines=[
            ShownLine(
                f"{line.card.code} {line.card.name}",
                line.net,
                line.vat_rate,
                line.vat,
                line.difference,
                line.net + line.vat,
                words.why(line, table),
                words.description(line),
            )
            for line in planned.lines[:_LINES]
        ],
        more=max(0, len(planned.lines) - _LINES),
        problems=[words.problem(one, numbers[one.bill]) for one in planned.problems[:10]],
    )
