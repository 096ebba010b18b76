"""UBL-TR to a ``Bill``.

Only what the hub needs is read; the attached stylesheet is neither decoded nor run, and the
signature is not checked (the screen says so). Taxes are known by their codes, never by their names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from xml.etree.ElementTree import Element  # noqa: S405 - safe_xml parses

from turkcell_hub.gateways.invoice import notes, safe_xml
from turkcell_hub.gateways.invoice.bill import (
    ZERO,
    Bill,
    BillLine,
    Charges,
    NumberCharge,
    Review,
    Tax,
    UnreadableBill,
)
from turkcell_hub.gateways.invoice.limits import NOTES
from turkcell_hub.gateways.invoice.numbers import ten_digits
from turkcell_hub.gateways.invoice.per_number import by_line, of_customer
from turkcell_hub.gateways.invoice.totals import Printed, completed, settle
from turkcell_hub.lib.identity import is_vkn
from turkcell_hub.lib.turkish import fold

_SPACE = "{urn:oasis:names:specification:ubl:schema:xsd:"
CBC, CAC = f"{_SPACE}CommonBasicComponents-2}}", f"{_SPACE}CommonAggregateComponents-2}}"
_NOTE = f"{CBC}Note"
_INVOICE = f"{_SPACE}Invoice-2}}Invoice"
_TAX_NUMBERS = ("VKN", "TCKN")
_SERVICE_NUMBERS = ("HIZMETNO", "TELEFONNO")
_SUBSCRIBERS = ("MUSTERINO", "ABONENO")
_WIRELESS = ("8006", "8007")
_SUM = re.compile(r"-?\d{1,15}(\.\d{1,10})?\Z", re.ASCII)
_USUAL_NUMBER = re.compile(r"[A-Z0-9]{3}\d{13}\Z", re.ASCII)
_NUMBER_LENGTH = 20
_BALANCE_WORDS = ("onceki donem", "gecmis donem", "devreden", "devir", "bakiye")


def read(content: bytes) -> Bill:
    """The bill in an XML file, wrapped in an envelope or not. Raises ``UnreadableBill``: what
    ``safe_xml.parse`` raises, NO_INVOICE, FIELD_MISSING, AMOUNT, DATE or TOO_MANY_NOTES."""
    return of_tree(safe_xml.parse(content))


def of_tree(root: Element) -> Bill:
    invoice = root if root.tag == _INVOICE else next(root.iter(_INVOICE), None)
    if invoice is None:
        raise UnreadableBill("NO_INVOICE")
    rows = [note.text or "" for note in invoice.findall(_NOTE)]
    if len(rows) > NOTES:
        raise UnreadableBill("TOO_MANY_NOTES")
    # Whatever is looked for besides is looked for among a few, not among thousands of notes.
    rest = Element(invoice.tag)
    rest.extend([child for child in invoice if child.tag != _NOTE])
    return _bill(rest, notes.read(rows))


def _bill(invoice: Element, said: notes.Notes) -> Bill:
    number = _text(invoice, f"{CBC}ID")
    if not number or len(number) > _NUMBER_LENGTH:
        raise UnreadableBill("FIELD_MISSING")
    supplier = _party(invoice, "AccountingSupplierParty")
    customer = _party(invoice, "AccountingCustomerParty")
    taxes = _taxes(invoice.findall(f"{CAC}TaxTotal"))
    items = invoice.findall(f"{CAC}InvoiceLine")
    if not taxes:
        taxes = [tax for item in items for tax in _taxes(item.findall(f"{CAC}TaxTotal"))]
    lines = tuple(_line(item) for item in items)
    charges = said.charges
    numbered = [(line, _taxes(item.findall(f"{CAC}TaxTotal")))
                for line, item in zip(lines, items, strict=True) if line.number]  # fmt: skip
    service_no = ten_digits(_identified(customer, _SERVICE_NUMBERS))
    is_telecom = bool(charges or numbered or service_no) or any(t.code in _WIRELESS for t in taxes)
    printed = _printed(invoice, lines, taxes, is_telecom, _told(charges), said)
    totals = settle(printed)
    if said.unreadable:
        totals = replace(totals, review=(*totals.review, Review.NOTES_UNREADABLE))
    if not charges and numbered:
        charges = by_line(numbered, totals)
    elif not charges and service_no:
        charges = (of_customer(service_no, lines, totals),)
    tax_no = _identified(supplier, _TAX_NUMBERS)
    start, end = _period(invoice)
    return Bill(
        ettn=_text(invoice, f"{CBC}UUID")[:36].lower(),
        number=number,
        issue_date=_date(_text(invoice, f"{CBC}IssueDate")),
        supplier_tax_no=tax_no,
        supplier_name=_name(supplier),
        customer_tax_no=_identified(customer, _TAX_NUMBERS),
        totals=totals,
        period_start=start,
        period_end=end,
        due_date=_due(invoice),
        subscriber_no=_identified(customer, _SUBSCRIBERS),
        currency=_text(invoice, f"{CBC}DocumentCurrencyCode")[:3] or "TRY",
        type_code=_text(invoice, f"{CBC}InvoiceTypeCode")[:20] or "SATIS",
        profile=_text(invoice, f"{CBC}ProfileID")[:20],
        lines=lines,
        numbers=charges,
        campaigns_only=_only_campaigns(said),
        warnings=_warnings(number, tax_no),
        unreadable_notes=said.unreadable,
    )


def _only_campaigns(said: notes.Notes) -> dict[str, tuple[str, ...]]:
    charges = said.charges
    numbers = set(charges.numbers if isinstance(charges, Charges) else (c.number for c in charges))
    left = said.campaigns.keys() - numbers
    return {number: told for number, told in said.campaigns.items() if number in left}


def _told(charges: Sequence[NumberCharge]) -> Decimal | None:
    if not charges:
        return None
    if isinstance(charges, Charges):
        return charges.total
    return sum((one.amount for one in charges), ZERO)


def _printed(
    invoice: Element,
    lines: tuple[BillLine, ...],
    taxes: list[Tax],
    is_telecom: bool,
    told: Decimal | None,
    said: notes.Notes,
) -> Printed:
    total = invoice.find(f"{CAC}LegalMonetaryTotal")
    if total is None:
        raise UnreadableBill("FIELD_MISSING")
    printed_lines = _amount(total, "LineExtensionAmount")
    withheld = [_required(row, "TaxAmount") for row in invoice.findall(f"{CAC}WithholdingTaxTotal")]
    words = fold(" ".join(said.others[:200])[:20_000])
    return Printed(
        lines=sum((one.amount for one in lines), ZERO) if lines else (printed_lines or ZERO),
        taxes=tuple(taxes),
        tax_exclusive=_amount(total, "TaxExclusiveAmount"),
        tax_inclusive=_amount(total, "TaxInclusiveAmount"),
        payable=_amount(total, "PayableAmount"),
        rounding=_amount(total, "PayableRoundingAmount") or ZERO,
        withheld=sum(withheld, ZERO),
        numbers=told,
        is_telecom=is_telecom,
        mentions_balance=any(word in words for word in _BALANCE_WORDS),
    )


def _taxes(totals: Iterable[Element]) -> list[Tax]:
    return [_tax(row) for total in totals for row in total.findall(f"{CAC}TaxSubtotal")]


def _tax(row: Element) -> Tax:
    scheme = row.find(f"{CAC}TaxCategory/{CAC}TaxScheme")
    code = "" if scheme is None else _text(scheme, f"{CBC}TaxTypeCode")
    name = "" if scheme is None else _text(scheme, f"{CBC}Name")
    return completed(
        code[:10],
        name[:80],
        _amount(row, "Percent"),
        _amount(row, "TaxableAmount"),
        _required(row, "TaxAmount"),
    )


def _line(item: Element) -> BillLine:
    name = _text(item, f"{CAC}Item/{CBC}Name")[:200]
    amount = _required(item, "LineExtensionAmount")
    number = ""
    for tag in item.iter(f"{CBC}ID"):
        if tag.get("schemeID") in _SERVICE_NUMBERS:
            number = ten_digits(tag.text or "")
            break
    return BillLine(name, amount, number)


def _party(invoice: Element, role: str) -> Element | None:
    return invoice.find(f"{CAC}{role}/{CAC}Party")


def _identified(party: Element | None, schemes: tuple[str, ...]) -> str:
    """The first identification of these schemes, in their order; "" when there is none."""
    if party is None:
        return ""
    tags = party.findall(f"{CAC}PartyIdentification/{CBC}ID")
    for scheme in schemes:
        for tag in tags:
            if tag.get("schemeID") == scheme and (tag.text or "").strip():
                return (tag.text or "").strip()[:20]
    return ""


def _name(party: Element | None) -> str:
    if party is None:
        return ""
    name = _text(party, f"{CAC}PartyName/{CBC}Name")
    return (name or _text(party, f"{CAC}PartyLegalEntity/{CBC}RegistrationName"))[:200]


def _period(invoice: Element) -> tuple[date | None, date | None]:
    period = invoice.find(f"{CAC}InvoicePeriod")
    if period is None:
        return None, None
    start, end = (_text(period, f"{CBC}{side}Date") for side in ("Start", "End"))
    return (_date(start) if start else None), (_date(end) if end else None)


def _due(invoice: Element) -> date | None:
    for place in (f"{CAC}PaymentMeans", f"{CAC}PaymentTerms"):
        told = _text(invoice, f"{place}/{CBC}PaymentDueDate")
        if told:
            return _date(told)
    return None


def _warnings(number: str, tax_no: str) -> tuple[str, ...]:
    found = []
    if not _USUAL_NUMBER.match(number.upper()):
        found.append("NUMBER_FORM")
    if not is_vkn(tax_no):
        found.append("SUPPLIER_TAX_NO")
    return tuple(found)


def _text(parent: Element, path: str) -> str:
    return (parent.findtext(path) or "").strip()


def _required(parent: Element, name: str) -> Decimal:
    value = _amount(parent, name)
    if value is None:
        raise UnreadableBill("FIELD_MISSING")
    return value


def _amount(parent: Element, name: str) -> Decimal | None:
    text = _text(parent, f"{CBC}{name}")
    if not text:
        return None
    if not _SUM.match(text):
        raise UnreadableBill("AMOUNT")
    return Decimal(text)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise UnreadableBill("DATE") from None
