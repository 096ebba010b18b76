"""A document to its bills, by what it is and not by what it is called."""

from __future__ import annotations

from turkcell_hub.gateways.invoice import archive, customer_bill, ubl, usage_csv
from turkcell_hub.gateways.invoice.bill import Bill, UnreadableBill
from turkcell_hub.gateways.invoice.contract import CSV, TMF678, UBL, Document


def read(document: Document) -> list[Bill]:
    """Every bill of the document: one of an XML file, several of a CSV list. Raises
    ``UnreadableBill``; an archive must be unpacked first (``unpacked``)."""
    if document.media_type == TMF678:
        return [customer_bill.read(document.content)]
    if document.media_type == CSV:
        return usage_csv.read(document.content)
    return [ubl.read(document.content)]


def unpacked(content: bytes, name: str) -> list[Document]:
    """The documents of an uploaded file: itself, or the members of a ZIP. Raises
    ``UnreadableBill``; a ZIP is all or nothing."""
    if not archive.is_archive(content):
        return [_document(content, name)]
    found = [_document(one.content, one.name) for one in archive.members(content)]
    if not found:
        raise UnreadableBill("EMPTY_ARCHIVE")
    return found


def _document(content: bytes, name: str) -> Document:
    kind = CSV if usage_csv.looks_like(content) else UBL
    return Document(content, kind, name)
