"""TM Forum 678 to a ``Bill``: the public telecom standard whose charges name their product. The
document is the bill and its applied rates in one JSON object."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import orjson

from turkcell_hub.gateways.invoice.bill import (
    Bill,
    BillLine,
    Tax,
    UnreadableBill,
)
from turkcell_hub.gateways.invoice.limits import FILE_BYTES, NOTES
from turkcell_hub.gateways.invoice.numbers import ten_digits
from turkcell_hub.gateways.invoice.per_number import by_line
from turkcell_hub.gateways.invoice.totals import Printed, completed, settle

_NUMBER_NAMES = ("HIZMETNO", "TELEFONNO", "msisdn")


def read(content: bytes) -> Bill:
    """The bill. ``{"bill": customerBill, "rates": [appliedCustomerBillingRate]}``. Raises
    ``UnreadableBill``: TOO_LARGE, BROKEN_JSON, FIELD_MISSING, AMOUNT, DATE, TOO_MANY_NOTES."""
    if len(content) > FILE_BYTES:
        raise UnreadableBill("TOO_LARGE")
    try:
        told = orjson.loads(content)
        bill, rates = told["bill"], told["rates"]
    except (orjson.JSONDecodeError, KeyError, TypeError):
        raise UnreadableBill("BROKEN_JSON") from None
    if not isinstance(bill, dict) or not isinstance(rates, list) or len(rates) > NOTES:
        raise UnreadableBill("BROKEN_JSON")
    try:
        return _bill(bill, rates)
    except (KeyError, TypeError, AttributeError):
        raise UnreadableBill("FIELD_MISSING") from None


def _bill(bill: Mapping[str, Any], rates: list[Any]) -> Bill:
    rows = [(_line(rate), _taxes(rate.get("appliedTax", ()))) for rate in rates]
    lines = tuple(line for line, _ in rows)
    taxes = _taxes(bill.get("taxItem", ())) or [tax for _, own in rows for tax in own]
    numbered = [row for row in rows if row[0].number]
    totals = settle(
        Printed(
            lines=sum((line.amount for line in lines), Decimal(0)),
            taxes=tuple(taxes),
            tax_inclusive=_money(bill.get("taxIncludedAmount")),
            payable=_money(bill.get("amountDue")),
            is_telecom=True,
        )
    )
    period = bill.get("billingPeriod") or {}
    issuer = _party(bill, "billIssuer")
    return Bill(
        ettn=str(bill.get("externalIdentifier") or "")[:36].lower(),
        number=str(bill["billNo"])[:20],
        issue_date=_day(bill["billDate"]),
        supplier_tax_no=str(issuer.get("id") or "")[:20],
        supplier_name=str(issuer.get("name") or "")[:200],
        customer_tax_no=str(_party(bill, "customer").get("id") or "")[:20],
        totals=totals,
        period_start=_day(period["startDateTime"]) if "startDateTime" in period else None,
        period_end=_day(period["endDateTime"]) if "endDateTime" in period else None,
        due_date=_day(bill["paymentDueDate"]) if bill.get("paymentDueDate") else None,
        subscriber_no=str((bill.get("billingAccount") or {}).get("id") or "")[:20],
        currency=str((bill.get("amountDue") or {}).get("unit") or "TRY")[:3],
        lines=lines,
        numbers=by_line(numbered, totals),
    )


def _line(rate: Mapping[str, Any]) -> BillLine:
    number = ""
    for one in rate.get("characteristic", ()):
        if one.get("name") in _NUMBER_NAMES:
            number = ten_digits(str(one.get("value", "")))
    amount = _money(rate.get("taxExcludedAmount"))
    if amount is None:
        raise UnreadableBill("FIELD_MISSING")
    return BillLine(str(rate.get("name") or "")[:200], amount, number)


def _taxes(rows: Iterable[Mapping[str, Any]]) -> list[Tax]:
    found = []
    for row in rows:
        amount = _money(row.get("taxAmount"))
        if amount is None:
            raise UnreadableBill("FIELD_MISSING")
        rate = None if row.get("taxRate") is None else _decimal(row["taxRate"])
        base = _money(row.get("taxableAmount"))
        found.append(completed(str(row.get("taxCategory", ""))[:10], "", rate, base, amount))
    return found


def _party(bill: Mapping[str, Any], role: str) -> Mapping[str, Any]:
    for one in bill.get("relatedParty", ()):
        if one.get("role") == role and isinstance(one, dict):
            return one
    return {}


def _money(value: Any) -> Decimal | None:
    """``{"unit": "TRY", "value": 12.5}``; the value may be written as a text."""
    if value is None:
        return None
    return _decimal(value["value"])


def _decimal(value: Any) -> Decimal:
    try:
        read = Decimal(str(value))
    except InvalidOperation:
        raise UnreadableBill("AMOUNT") from None
    if not read.is_finite() or abs(read) >= Decimal(10) ** 15:
        raise UnreadableBill("AMOUNT")
    return read


def _day(text: Any) -> date:
    try:
        return date.fromisoformat(str(text)[:10])
    except ValueError:
        raise UnreadableBill("DATE") from None
