"""A document's rows as the gateways' slip."""

from __future__ import annotations

from turkcell_hub.erp.models import Document
from turkcell_hub.erp.states import DocumentKind
from turkcell_hub.gateways.erp.contract import Slip, SlipKind, SlipLine

_KINDS = {
    DocumentKind.PURCHASE_SERVICE: SlipKind.PURCHASE_SERVICE,
    DocumentKind.ISSUED_SERVICE: SlipKind.ISSUED_SERVICE,
}


def of(document: Document) -> Slip:
    """Prefetch ``lines`` with their cards where there are many documents."""
    lines = tuple(
        SlipLine(
            card=line.service_card.code,
            description=line.description,
            quantity=line.quantity,
            net=line.net,
            vat_rate=line.vat_rate,
            vat=line.vat,
            vat_difference=line.vat_difference,
            project=line.project.code if line.project else "",
            workplace=line.workplace.code if line.workplace else "",
            special_code=line.special_code,
        )
        for line in document.lines.all()
    )
    return Slip(
        kind=_KINDS[DocumentKind(document.kind)],
        account=document.account.code,
        number=document.number,
        document_number=document.document_number,
        date=document.date,
        document_date=document.document_date,
        note=document.note,
        currency=document.currency,
        total=document.total,
        lines=lines,
    )
