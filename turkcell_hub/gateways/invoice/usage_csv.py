"""The per-number list that the operator's site exports (B3): semicolons, Turkish amounts.

Headings: GSM NO, FATURA TARIHI, FATURA SON ODEME TARIHI, KDV- and OIV columns with their MATRAHI
bases, FATURA TOPLAM TUTARI; the last row begins with TOPLAM. It names no ETTN and no bill number,
so the bill gets a number of its own that follows from its rows: the same list is the same bill.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from turkcell_hub.gateways.invoice.bill import (
    KDV,
    OIV,
    ZERO,
    Bill,
    NumberCharge,
    Tax,
    Totals,
    UnreadableBill,
)
from turkcell_hub.gateways.invoice.limits import FILE_BYTES, NOTES
from turkcell_hub.gateways.invoice.numbers import typed_number
from turkcell_hub.gateways.invoice.totals import merged
from turkcell_hub.lib.turkish import fold

NUMBER_PREFIX = "CSV"
_RATE = re.compile(r"(\d{1,2}(?:[.,]\d{1,2})?)")
_PLAIN = re.compile(r"-?\d{1,15}(\.\d{1,6})?\Z", re.ASCII)
_TURKISH = re.compile(r"-?(\d{1,15}|\d{1,3}(\.\d{3}){1,4}),\d{1,6}\Z", re.ASCII)
_GROUPED = re.compile(r"-?\d{1,3}(\.\d{3}){1,4}\Z", re.ASCII)
_DAYS = ("%d.%m.%Y", "%d/%m/%Y", "%Y-%m-%d")


@dataclass(frozen=True)
class _TaxColumn:
    code: str
    rate: Decimal
    amount: int
    base: int | None


@dataclass(frozen=True)
class _Head:
    number: int
    issued: int
    total: int
    due: int | None
    taxes: tuple[_TaxColumn, ...]


def read(content: bytes, *, supplier_tax_no: str = "", supplier_name: str = "") -> list[Bill]:
    """One bill for each day of the list. Raises ``UnreadableBill``: TOO_LARGE, ENCODING, HEADINGS,
    AMOUNT, DATE, NUMBER, or CSV_TOTAL when the rows do not add up to the row TOPLAM."""
    if len(content) > FILE_BYTES:
        raise UnreadableBill("TOO_LARGE")
    try:
        rows = list(csv.reader(io.StringIO(_text(content), newline=""), delimiter=";"))
    except csv.Error:  # a cell without an end
        raise UnreadableBill("HEADINGS") from None
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    if not rows or len(rows) > NOTES:
        raise UnreadableBill("HEADINGS")
    head = _head(rows[0])
    days: dict[tuple[date, date | None], list[Sequence[str]]] = {}
    told: Decimal | None = None
    for row in rows[1:]:
        if fold(row[0]).startswith("toplam"):
            told = _amount(row[head.total]) if len(row) > head.total else None
            continue
        if len(row) < len(rows[0]):
            raise UnreadableBill("HEADINGS")
        due = _day(row[head.due]) if head.due is not None and row[head.due].strip() else None
        days.setdefault((_day(row[head.issued]), due), []).append(row)
    bills = [
        _bill(head, day, due, found, supplier_tax_no, supplier_name)
        for (day, due), found in days.items()
    ]
    if not bills:
        raise UnreadableBill("HEADINGS")
    if told is not None and told != sum((bill.totals.amount for bill in bills), ZERO):
        raise UnreadableBill("CSV_TOTAL")
    return bills


def looks_like(content: bytes) -> bool:
    """Whether the file begins as such a list does."""
    try:
        first = _text(content[:4_000]).split("\n", 1)[0]
    except UnreadableBill:
        return False
    return "gsm no" in fold(first)


def _text(content: bytes) -> str:
    for name in ("utf-8-sig", "cp1254"):
        try:
            return content.decode(name)
        except UnicodeDecodeError:
            continue
    raise UnreadableBill("ENCODING")


def _head(cells: Sequence[str]) -> _Head:
    names = [" ".join(fold(cell).split()) for cell in cells]
    places = {name: place for place, name in reversed(list(enumerate(names)))}
    try:
        number, issued = places["gsm no"], places["fatura tarihi"]
        total = places["fatura toplam tutari"]
    except KeyError:
        raise UnreadableBill("HEADINGS") from None
    due = places.get("fatura son odeme tarihi")
    taxes = tuple(_tax_columns(names))
    if not any(one.code == KDV and one.base is not None for one in taxes):
        raise UnreadableBill("HEADINGS")  # without bases everything would be somebody else's
    return _Head(number, issued, total, due, taxes)


def _tax_columns(names: Sequence[str]) -> list[_TaxColumn]:
    bases = {_key(name): place for place, name in enumerate(names) if "matrah" in name}
    found = []
    for place, name in enumerate(names):
        key = _key(name)
        if key is not None and "matrah" not in name:
            found.append(_TaxColumn(*key, place, bases.get(key)))
    return found


def _key(name: str) -> tuple[str, Decimal] | None:
    code = KDV if name.startswith("kdv") else OIV[0] if name.startswith("oiv") else None
    rate = _RATE.search(name)
    if code is None or rate is None:
        return None
    return code, Decimal(rate[1].replace(",", "."))


def _bill(
    head: _Head,
    day: date,
    due: date | None,
    rows: Sequence[Sequence[str]],
    supplier_tax_no: str,
    supplier_name: str,
) -> Bill:
    charges: dict[str, NumberCharge] = {}
    taxes: list[Tax] = []
    net = amount = ZERO
    for row in rows:
        charge, own = _charge(head, row)
        if charge.number in charges:
            raise UnreadableBill("NUMBER")
        charges[charge.number] = charge
        taxes += own
        amount += charge.amount
        net += charge.net or ZERO
    kept = merged(tax for tax in taxes if tax.amount)
    rest = amount - net - sum((tax.amount for tax in kept), ZERO)
    # The list has no column for the wireless fee or third-party sums: what is left is both.
    totals = Totals(net, rest, ZERO, kept, ZERO, amount, amount, rule="csv")
    digest = hashlib.sha256(repr(sorted(charges.values())).encode()).hexdigest()[:5].upper()
    return Bill(
        ettn="",
        number=f"{NUMBER_PREFIX}{day:%Y%m%d}{digest}",
        issue_date=day,
        supplier_tax_no=supplier_tax_no,
        supplier_name=supplier_name,
        customer_tax_no="",
        totals=totals,
        due_date=due,
        numbers=tuple(charges.values()),
        warnings=("FROM_CSV",),
    )


def _charge(head: _Head, row: Sequence[str]) -> tuple[NumberCharge, list[Tax]]:
    number = typed_number(row[head.number])
    if not number:
        raise UnreadableBill("NUMBER")
    taxes = []
    for column in head.taxes:
        base = _amount(row[column.base]) if column.base is not None else ZERO
        taxes.append(Tax(column.code, "", column.rate, base, _amount(row[column.amount])))
    kdv = sum((one.amount for one in taxes if one.code == KDV), ZERO)
    oiv = sum((one.amount for one in taxes if one.code in OIV), ZERO)
    net = sum((one.base for one in taxes if one.code == KDV), ZERO)
    amount = _amount(row[head.total])
    return NumberCharge(number, "", amount, amount, kdv, oiv, net), taxes


def _amount(written: str) -> Decimal:
    """``1.234,56``, ``1234.56`` and ``1.234`` (a group, not a fraction) alike."""
    text = "".join(written.split()).removesuffix("TL")
    if not text:
        return ZERO
    if _TURKISH.match(text):
        text = text.replace(".", "").replace(",", ".")
    elif _GROUPED.match(text):
        text = text.replace(".", "")
    if not _PLAIN.match(text):
        raise UnreadableBill("AMOUNT")
    return Decimal(text)


def _day(written: str) -> date:
    for form in _DAYS:
        try:
            return datetime.strptime(written.strip()[:10], form).date()  # noqa: DTZ007 - a date
        except ValueError:
            continue
    raise UnreadableBill("DATE")
