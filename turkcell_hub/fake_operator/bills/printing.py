"""Prints a sheet as UBL-TR, and as the CSV list of the operator's site (B1, B3)."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from turkcell_hub.fake_operator.bills.sheet import ZERO, Item, Sheet, TaxRow

_URN = "urn:oasis:names:specification:ubl:schema:xsd:"
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    f'<Invoice xmlns="{_URN}Invoice-2" xmlns:cac="{_URN}CommonAggregateComponents-2"'
    f' xmlns:cbc="{_URN}CommonBasicComponents-2">'
)


def ubl(sheet: Sheet) -> bytes:
    parts = [
        _HEAD,
        "<cbc:UBLVersionID>2.1</cbc:UBLVersionID><cbc:CustomizationID>TR1.2</cbc:CustomizationID>",
        _tag("ProfileID", "TICARIFATURA"),
        _tag("ID", sheet.number),
        "<cbc:CopyIndicator>false</cbc:CopyIndicator>",
        _tag("UUID", sheet.ettn.upper()),
        _tag("IssueDate", sheet.issue_date.isoformat()),
        _tag("InvoiceTypeCode", sheet.type_code),
        *(_tag("Note", note) for note in sheet.notes),
        _tag("DocumentCurrencyCode", "TRY"),
        _tag("LineCountNumeric", str(len(sheet.lines))),
        f"<cac:InvoicePeriod>{_tag('StartDate', sheet.period[0].isoformat())}"
        f"{_tag('EndDate', sheet.period[1].isoformat())}</cac:InvoicePeriod>",
        _stylesheet(sheet.stylesheet),
        _party("AccountingSupplierParty", sheet.supplier, {}),
        _party(
            "AccountingCustomerParty",
            sheet.customer,
            {"MUSTERINO": sheet.subscriber_no, "HIZMETNO": sheet.service_no},
        ),
        _allowance(sheet.allowance),
        _tax_total("TaxTotal", sheet.taxes),
        _tax_total("WithholdingTaxTotal", sheet.withheld) if sheet.withheld else "",
        _totals(sheet),
        *(_line(place, item) for place, item in enumerate(sheet.lines, 1)),
        "</Invoice>",
    ]
    return "".join(parts).encode()


def csv_list(sheet: Sheet) -> bytes:
    """GSM NO; …; TOPLAM, as the operator's site exports it."""
    rows = [
        "GSM NO;FATURA TARIHI;FATURA SON ODEME TARIHI;KDV-%0 MATRAHI;KDV-%0;KDV-%20 MATRAHI;"
        "KDV-%20;OIV-%10 MATRAHI;OIV-%10;FATURA TOPLAM TUTARI"
    ]
    day = sheet.issue_date.strftime("%d.%m.%Y")
    for one in sheet.charged:
        sums = (ZERO, ZERO, one.net, one.kdv, one.net, one.oiv, one.gross)
        rows.append(";".join([one.number, day, day, *map(_turkish, sums)]))
    total = sum((one.gross for one in sheet.charged), ZERO)
    rows.append(f"TOPLAM;;;;;;;;;{_turkish(total)}")
    return "\r\n".join(rows).encode("cp1254")


def enveloped(document: bytes) -> bytes:
    """The same bill inside an integrator's envelope."""
    body = document.split(b"?>", 1)[1]
    space = b"http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"
    return (
        b'<sh:StandardBusinessDocument xmlns:sh="'
        + space
        + b'">'
        + body
        + (b"</sh:StandardBusinessDocument>")
    )


def _turkish(amount: Decimal) -> str:
    return f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))


def _tag(name: str, text: str, attributes: str = "") -> str:
    return f"<cbc:{name}{attributes}>{escape(text)}</cbc:{name}>"


def _sum(name: str, amount: Decimal) -> str:
    return _tag(name, f"{amount:.2f}", ' currencyID="TRY"')


def _party(role: str, party: tuple[str, str], numbers: dict[str, str]) -> str:
    known = {"VKN": party[0], **numbers}
    ids = "".join(
        f"<cac:PartyIdentification>{_tag('ID', value, f' schemeID={quoteattr(scheme)}')}"
        "</cac:PartyIdentification>"
        for scheme, value in known.items()
        if value or scheme == "HIZMETNO"
    )
    name = f"<cac:PartyName>{_tag('Name', party[1])}</cac:PartyName>"
    return f"<cac:{role}><cac:Party>{ids}{name}</cac:Party></cac:{role}>"


def _stylesheet(content: bytes) -> str:
    if not content:
        return ""
    encoded = base64.b64encode(content).decode()
    embedded = (
        '<cbc:EmbeddedDocumentBinaryObject mimeCode="application/xml" filename="fatura.xslt">'
        f"{encoded}</cbc:EmbeddedDocumentBinaryObject>"
    )
    return (
        "<cac:AdditionalDocumentReference><cbc:ID>1</cbc:ID><cbc:DocumentType>XSLT"
        f"</cbc:DocumentType><cac:Attachment>{embedded}</cac:Attachment>"
        "</cac:AdditionalDocumentReference>"
    )


def _allowance(amount: Decimal) -> str:
    if not amount:
        return ""
    return (
        "<cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator>"
        f"{_sum('Amount', amount)}</cac:AllowanceCharge>"
    )


def _tax_total(role: str, rows: Iterable[TaxRow]) -> str:
    rows = list(rows)
    total = sum((row.amount for row in rows), ZERO)
    return f"<cac:{role}>{_sum('TaxAmount', total)}{''.join(map(_subtotal, rows))}</cac:{role}>"


def _subtotal(row: TaxRow) -> str:
    scheme = f"{_tag('Name', row.name)}{_tag('TaxTypeCode', row.code)}"
    return (
        f"<cac:TaxSubtotal>{_sum('TaxableAmount', row.base)}{_sum('TaxAmount', row.amount)}"
        f"{_tag('Percent', f'{row.rate:f}')}<cac:TaxCategory><cac:TaxScheme>{scheme}"
        "</cac:TaxScheme></cac:TaxCategory></cac:TaxSubtotal>"
    )


def _totals(sheet: Sheet) -> str:
    rounding = "" if sheet.rounding is None else _sum("PayableRoundingAmount", sheet.rounding)
    return (
        f"<cac:LegalMonetaryTotal>{_sum('LineExtensionAmount', sheet.line_extension)}"
        f"{_sum('TaxExclusiveAmount', sheet.tax_exclusive)}"
        f"{_sum('TaxInclusiveAmount', sheet.tax_inclusive)}"
        f"{_sum('AllowanceTotalAmount', sheet.allowance)}"
        f"{_sum('ChargeTotalAmount', sheet.charge_total)}{rounding}"
        f"{_sum('PayableAmount', sheet.payable)}</cac:LegalMonetaryTotal>"
    )


def _line(place: int, item: Item) -> str:
    taxes = _tax_total("TaxTotal", item.taxes) if item.taxes else ""
    number = ""
    if item.number:
        told = _tag("ID", item.number, ' schemeID="HIZMETNO"')
        number = f"<cac:AdditionalItemIdentification>{told}</cac:AdditionalItemIdentification>"
    return (
        f"<cac:InvoiceLine>{_tag('ID', str(place))}"
        '<cbc:InvoicedQuantity unitCode="T0">1</cbc:InvoicedQuantity>'
        f"{_sum('LineExtensionAmount', item.amount)}{taxes}"
        f"<cac:Item>{_tag('Name', item.name)}{number}</cac:Item>"
        f"<cac:Price>{_sum('PriceAmount', item.amount)}</cac:Price></cac:InvoiceLine>"
    )
