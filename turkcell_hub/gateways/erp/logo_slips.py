"""A slip in Logo's words: the fields of purchaseInvoices and salesInvoices. The same fields
travel by REST and by file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from turkcell_hub.gateways.erp.contract import CannotSay, Slip, SlipKind, SlipLine
from turkcell_hub.lib.wording import said

# TYPE (TRCODE): 4 alınan hizmet, 9 verilen hizmet.
_TYPES = {SlipKind.PURCHASE_SERVICE: 4, SlipKind.ISSUED_SERVICE: 9}
_PATHS = {
    SlipKind.PURCHASE_SERVICE: "purchaseInvoices",
    SlipKind.ISSUED_SERVICE: "salesInvoices",
}
_SERVICE_LINE = 4
_NOTES, _NOTE_WIDTH = 6, 50
# Usable lengths: the database's size counts one closing byte.
_WIDTHS = {"NUMBER": 16, "ARP_CODE": 16, "MASTER_CODE": 24, "AUXIL_CODE": 10, "PROJECT_CODE": 24}

# What is an amount: text with a dot in a file, a number on the wire.
NUMBERS = frozenset({
    "TOTAL_DISCOUNTED", "TOTAL_VAT", "TOTAL_GROSS", "TOTAL_NET", "TOTAL_SERVICES", "QUANTITY",
    "PRICE", "TOTAL", "VAT_RATE", "VAT_AMOUNT", "VAT_BASE", "VAT_ADJUSTMENT",
})  # fmt: skip

Fields = dict[str, object]


def path_of(kind: SlipKind) -> str:
    return _PATHS[kind]


def type_of(kind: SlipKind) -> int:
    return _TYPES[kind]


def fields(slip: Slip) -> Fields:
    """The invoice. Raises ``CannotSay`` for what Logo has no place for: more than one workplace
    (DIVISION stands on the header alone), a code that is too long, another currency."""
    if slip.currency != "TRY":
        raise CannotSay(said("Logo'ya yalnız TL belge yazılır; dövizli belgeyi ERP'de elle girin."))
    net = sum((line.net for line in slip.lines), Decimal(0))
    vat = sum((line.vat for line in slip.lines), Decimal(0))
    found: Fields = {
        "TYPE": _TYPES[slip.kind],
        "NUMBER": _fits("NUMBER", slip.number),
        "DATE": _day(slip.date),
        "DOC_NUMBER": slip.document_number,
        "DOC_DATE": _day(slip.document_date),
        "ARP_CODE": _fits("ARP_CODE", slip.account),
    }
    if workplace := _workplace(slip):
        found["DIVISION"] = workplace
    for number, note in enumerate(_notes(slip.note), start=1):
        found[f"NOTES{number}"] = note
    return {
        **found,
        "TOTAL_DISCOUNTED": _money(net),
        "TOTAL_VAT": _money(vat),
        "TOTAL_GROSS": _money(net),
        "TOTAL_NET": _money(slip.total),
        "TOTAL_SERVICES": _money(net),
        "TRANSACTIONS": {"items": [_line(line) for line in slip.lines]},
        "PAYMENT_LIST": {"items": [_payment(slip)]},
    }


def _line(line: SlipLine) -> Fields:
    found: Fields = {
        "TYPE": _SERVICE_LINE,
        "MASTER_CODE": _fits("MASTER_CODE", line.card),
        "QUANTITY": f"{line.quantity.normalize():f}",
        "PRICE": f"{(line.net / line.quantity).quantize(Decimal('0.000001')).normalize():f}",
        "TOTAL": _money(line.net),
        "VAT_RATE": f"{line.vat_rate.normalize():f}",
        "VAT_AMOUNT": _money(line.vat),
        "VAT_BASE": _money(line.net),
        "DESCRIPTION": line.description[:250],
    }
    if line.vat_difference:
        found["VAT_ADJUSTMENT"] = _money(line.vat_difference)
    if line.project:
        found["PROJECT_CODE"] = _fits("PROJECT_CODE", line.project)
    if line.special_code:
        found["AUXIL_CODE"] = _fits("AUXIL_CODE", line.special_code)
    return found


def _payment(slip: Slip) -> Fields:
    return {
        "DATE": _day(slip.date),
        "MODULENR": 4,
        "SIGN": 1 if slip.kind is SlipKind.PURCHASE_SERVICE else 0,
        "TRCODE": _TYPES[slip.kind],
        "TOTAL": _money(slip.total),
        "DAYS": 0,
    }


def _workplace(slip: Slip) -> str:
    places = {line.workplace for line in slip.lines if line.workplace}
    if len(places) > 1:
        raise CannotSay(
            said(
                "Logo'da bir belgenin tek işyeri olur; bu belgenin satırlarında birden çok işyeri"
                " var. Belgeyi işyerine göre bölün."
            )
        )
    return places.pop() if places else ""


def _notes(note: str) -> Iterator[str]:
    for start in range(0, min(len(note), _NOTES * _NOTE_WIDTH), _NOTE_WIDTH):
        yield note[start : start + _NOTE_WIDTH]


def _fits(name: str, value: str) -> str:
    if len(value) > _WIDTHS[name]:
        raise CannotSay(
            said(
                "Logo'nun %(field)s alanı en çok %(limit)s karakter alır: “%(value)s” daha uzun.",
                field=name,
                limit=_WIDTHS[name],
                value=value,
            )
        )
    return value


def _day(day: dt.date) -> str:
    return f"{day:%d.%m.%Y}"


def _money(amount: Decimal) -> str:
    return f"{amount:.2f}"
