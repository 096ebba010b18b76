"""What Logo accepts as a service invoice, as texts of errors."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from turkcell_hub.fake_operator.erp.firms import ErpFirm

TYPES = {"purchaseInvoices": 4, "salesInvoices": 9}
_CARDS = {"purchaseInvoices": "purchasedServices", "salesInvoices": "soldServices"}
_SIGN = {"purchaseInvoices": 1, "salesInvoices": 0}
_HEADER = frozenset({
    "TYPE", "NUMBER", "DATE", "DOC_NUMBER", "DOC_DATE", "TIME", "ARP_CODE", "GL_CODE", "SOURCE_WH",
    "DIVISION", "DEPARTMENT", "FACTORY", "PROJECT_CODE", "AUXIL_CODE", "AUTH_CODE", "PAYMENT_CODE",
    "TOTAL_DISCOUNTED", "TOTAL_VAT", "TOTAL_GROSS", "TOTAL_NET", "TOTAL_SERVICES",
    "CURRSEL_TOTALS", "EINVOICE", "PROFILE_ID", "GUID", "ESTATUS", "TRANSACTIONS", "PAYMENT_LIST",
    "DataObjectParameter", *(f"NOTES{n}" for n in range(1, 7)),
})  # fmt: skip
_LINE = frozenset({
    "TYPE", "MASTER_CODE", "QUANTITY", "UNIT_CODE", "PRICE", "TOTAL", "VAT_RATE", "VAT_AMOUNT",
    "VAT_BASE", "VAT_ADJUSTMENT", "PROJECT_CODE", "AUXIL_CODE", "DESCRIPTION", "SOURCEINDEX",
    "GL_CODE1", "GL_CODE2", "VATEXCEPT_CODE", "CANDEDUCT", "DEDUCTION_PART1", "DEDUCTION_PART2",
    "DEDUCT_CODE",
})  # fmt: skip
_FLAGS = frozenset({
    "ReplicMode", "CheckParams", "CheckRight", "Validation", "CheckApproveDate",
    "FillAccCodesOnPreSave",
})  # fmt: skip
_WIDTHS = {"NUMBER": 16, "DOC_NUMBER": 31, "ARP_CODE": 16, "AUXIL_CODE": 10, "AUTH_CODE": 10,
           **{f"NOTES{n}": 50 for n in range(1, 7)}}  # fmt: skip
_DAY = re.compile(r"(\d\d)\.(\d\d)\.(\d{4})")
_KURUS = Decimal("0.01")


def errors(firm: ErpFirm, kind: str, body: Mapping[str, Any]) -> list[str]:
    """Every reason against the invoice; empty: it is booked."""
    return [*_of_header(firm, kind, body), *_of_lines(firm, kind, body), *_of_totals(kind, body)]


def day_of(text: object) -> date | None:
    found = _DAY.fullmatch(text) if isinstance(text, str) else None
    try:
        return date(*(int(part) for part in reversed(found.groups()))) if found else None
    except ValueError:
        return None


def _of_header(firm: ErpFirm, kind: str, body: Mapping[str, Any]) -> Iterator[str]:
    if body.get("TYPE") != TYPES[kind]:
        yield "Fiş türü modüle uygun değil (1159)"
    for name in sorted(set(body) - _HEADER):
        yield f"{name} alanı bu nesnede yok (10)"
    for name, most in _WIDTHS.items():
        if len(str(body.get(name, ""))) > most:
            yield f"{name} alanı en çok {most} karakter olabilir (12)"
    for name in ("DATE", "DOC_DATE"):
        if day_of(body.get(name)) is None:
            yield f"{name} geçerli bir tarih değil, gg.aa.yyyy olmalı (14)"
    for name in ("EINVOICE", "PROFILE_ID", "DIVISION", "ESTATUS"):
        if name in body and not isinstance(body[name], int):
            yield f"{name} tamsayı olmalı (15)"
    if not set(body.get("DataObjectParameter") or {}) <= _FLAGS:
        yield "DataObjectParameter bilinmeyen bir alan taşıyor (10)"
    booked = day_of(body.get("DATE"))
    if booked and firm.closed_until and booked <= date.fromisoformat(firm.closed_until):
        yield "Fiş tarihi kapalı dönemde; bu tarihe kayıt yapılamaz (2054)"
    if body.get("ARP_CODE") not in _codes(firm, "Arps"):
        yield "Cari hesap bulunamadı (513)"
    number = body.get("NUMBER")
    if not number:
        yield "Fiş numarası boş (21)"
    if number != "~" and any(
        row["NUMBER"] == number and row["TYPE"] == body.get("TYPE")
        for row in firm.slips.get(kind, ())
    ):
        yield "Bu numarada bir fiş zaten var (31)"


def _of_lines(firm: ErpFirm, kind: str, body: Mapping[str, Any]) -> Iterator[str]:
    cards = {row["CODE"]: row for row in firm.cards.get(_CARDS[kind], ())}
    rows = items(body, "TRANSACTIONS")
    if not rows:
        yield "Fişte satır yok (41)"
    for place, row in enumerate(rows, start=1):
        where = f"{place}. satır: "
        for name in sorted(set(row) - _LINE):
            yield f"{where}{name} alanı bu satırda yok (10)"
        if row.get("TYPE") != 4:
            yield f"{where}satır türü hizmet olmalı (42)"
        card = cards.get(row.get("MASTER_CODE"))
        if card is None or card.get("RECORD_STATUS"):
            yield f"{where}hizmet kartı bulunamadı (514)"
        if row.get("PROJECT_CODE") and row["PROJECT_CODE"] not in _codes(firm, "projects"):
            yield f"{where}proje bulunamadı (515)"
        amounts = [row.get(name) for name in ("QUANTITY", "PRICE", "TOTAL", "VAT_RATE",
                                              "VAT_AMOUNT", "VAT_BASE")]  # fmt: skip
        if not all(_is_number(one) for one in amounts):
            yield f"{where}tutarlar sayı olmalı (16)"
            continue
        vat = _money(Decimal(str(row["VAT_BASE"])) * Decimal(str(row["VAT_RATE"])) / 100)
        if vat + _money(row.get("VAT_ADJUSTMENT", 0)) != _money(row["VAT_AMOUNT"]):
            yield f"{where}KDV tutarı oranla uyuşmuyor (43)"


def _of_totals(kind: str, body: Mapping[str, Any]) -> Iterator[str]:
    rows = items(body, "TRANSACTIONS")
    if not _is_number(body.get("TOTAL_NET")):
        yield "TOTAL_NET sayı olmalı (16)"
        return
    summed = sum((_money(row.get(name, 0)) for row in rows for name in ("TOTAL", "VAT_AMOUNT")),
                 Decimal(0))  # fmt: skip
    if summed != _money(body["TOTAL_NET"]):
        yield "Satır toplamları fiş toplamıyla uyuşmuyor (44)"
    paid = items(body, "PAYMENT_LIST")
    if sum((_money(row.get("TOTAL", 0)) for row in paid), Decimal(0)) != summed:
        yield "Ödeme planı fiş toplamıyla uyuşmuyor (45)"
    for row in paid:
        if row.get("MODULENR") != 4 or row.get("SIGN") != _SIGN[kind]:
            yield "Ödeme satırının modülü ya da yönü yanlış (46)"


def items(body: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    told = body.get(name)
    rows = told.get("items") if isinstance(told, dict) else None
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _codes(firm: ErpFirm, kind: str) -> set[str]:
    return {row["CODE"] for row in firm.cards.get(kind, ())}


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _money(value: object) -> Decimal:
    told = Decimal(str(value)) if _is_number(value) or isinstance(value, Decimal) else Decimal(0)
    return told.quantize(_KURUS, ROUND_HALF_UP)
