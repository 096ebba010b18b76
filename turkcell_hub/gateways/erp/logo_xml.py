"""Logo's import file: root PURCHASE_INVOICES or SALES_INVOICES, one INVOICE each, with the field
names of Logo Objects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from turkcell_hub.gateways.erp import logo_slips
from turkcell_hub.gateways.erp.contract import Slip

_ROOTS = {"purchaseInvoices": "PURCHASE_INVOICES", "salesInvoices": "SALES_INVOICES"}


def render(slips: Sequence[Slip]) -> bytes:
    """UTF-8 XML of slips of one kind. Raises ``CannotSay``; ``ValueError`` for none."""
    if not slips:
        raise ValueError("no slips")
    root = Element(_ROOTS[logo_slips.path_of(slips[0].kind)])
    for slip in slips:
        invoice = SubElement(root, "INVOICE", {"DBOP": "INS"})
        _fill(invoice, logo_slips.fields(slip))
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _fill(parent: Element, fields: Mapping[str, object]) -> None:
    for name, value in fields.items():
        child = SubElement(parent, name)
        if isinstance(value, Mapping):
            for item in value["items"]:
                _fill(
                    SubElement(child, "TRANSACTION" if name == "TRANSACTIONS" else "PAYMENT"), item
                )
        else:
            child.text = str(value)
