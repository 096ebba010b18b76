"""A slip as a Purchase Invoice or Sales Invoice of ERPNext. Taxes travel as amounts, so that the
sum is ours to the kuruş; project and branch stand on each line."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from turkcell_hub.gateways.erp.contract import CannotSay, Slip, SlipKind, SlipLine
from turkcell_hub.lib.wording import said

_KURUS = Decimal("0.01")
_DOCTYPES = {
    SlipKind.PURCHASE_SERVICE: "Purchase Invoice",
    SlipKind.ISSUED_SERVICE: "Sales Invoice",
}
# Where the party and our number stand: what a search after a lost answer goes by.
_PARTY = {SlipKind.PURCHASE_SERVICE: "supplier", SlipKind.ISSUED_SERVICE: "customer"}
_NUMBER = {SlipKind.PURCHASE_SERVICE: "bill_no", SlipKind.ISSUED_SERVICE: "po_no"}
_DAY = {SlipKind.PURCHASE_SERVICE: "bill_date", SlipKind.ISSUED_SERVICE: "po_date"}
_VAT = {
    SlipKind.PURCHASE_SERVICE: ("purchase_vat_account", said("indirilecek KDV hesabı")),
    SlipKind.ISSUED_SERVICE: ("sales_vat_account", said("hesaplanan KDV hesabı")),
}


def doctype(kind: SlipKind) -> str:
    return _DOCTYPES[kind]


def search(slip: Slip) -> list[list[str]]:
    return [[_PARTY[slip.kind], "=", slip.account], [_NUMBER[slip.kind], "=", slip.number]]


def fields(slip: Slip, extra: Mapping[str, Any]) -> dict[str, Any]:
    """The draft. Raises ``CannotSay`` for another currency, and without the VAT's account."""
    if slip.currency != "TRY":
        raise CannotSay(
            said("ERPNext'e yalnız TL belge yazılır; dövizli belgeyi ERP'de elle girin.")
        )
    return {
        "docstatus": 0,
        "company": str(extra.get("company") or ""),
        _PARTY[slip.kind]: slip.account,
        _NUMBER[slip.kind]: slip.number,
        _DAY[slip.kind]: slip.document_date.isoformat(),
        "posting_date": slip.date.isoformat(),
        "due_date": slip.date.isoformat(),
        "set_posting_time": 1,
        "disable_rounded_total": 1,
        "currency": slip.currency,
        "remarks": " · ".join(part for part in (slip.document_number, slip.note) if part),
        "items": [_item(line) for line in slip.lines],
        "taxes": _taxes(slip, extra),
    }


def _item(line: SlipLine) -> dict[str, Any]:
    quantity, rate = line.quantity, line.net / line.quantity
    if rate != rate.quantize(_KURUS):
        quantity, rate = Decimal(1), line.net  # the ERP multiplies rounded prices
    found: dict[str, Any] = {
        "item_code": line.card,
        "description": line.description or line.card,
        "qty": float(quantity),
        "rate": float(rate),
    }
    if line.project:
        found["project"] = line.project
    if line.workplace:
        found["branch"] = line.workplace
    return found


def _taxes(slip: Slip, extra: Mapping[str, Any]) -> list[dict[str, Any]]:
    sums: dict[Decimal, Decimal] = {}
    for line in slip.lines:
        if line.vat:
            sums[line.vat_rate] = sums.get(line.vat_rate, Decimal(0)) + line.vat
    name, words = _VAT[slip.kind]
    account = str(extra.get(name) or "")
    if sums and not account:
        text = said(
            "ERP bağlantısının ayarlarında %(what)s yazılmamış; yazıp yeniden deneyin.", what=words
        )
        raise CannotSay(text)
    return [
        {
            "charge_type": "Actual",
            "account_head": account,
            "description": f"KDV %{rate.normalize():f}",
            "tax_amount": float(vat),
        }
        for rate, vat in sorted(sums.items())
    ]
