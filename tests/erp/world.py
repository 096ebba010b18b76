"""Cards of a small firm, and bills on them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from turkcell_hub.erp.kinds import MirrorKind
from turkcell_hub.erp.models import Account, Project, ServiceCard
from turkcell_hub.erp.services import mirror
from turkcell_hub.erp.specs import DocumentSpec, LineSpec
from turkcell_hub.tenancy.actor import Actor, system
from turkcell_hub.tenancy.models import Firm

DAY = dt.date(2026, 11, 3)


def put(firm: Firm, kind: MirrorKind, *rows: dict[str, Any], by: Actor | None = None) -> Any:
    """The results of an upsert by the portal itself."""
    return mirror.upsert(firm, kind, rows, by or system(firm.pk, "ERP"))


def cards(firm: Firm) -> None:
    put(firm, MirrorKind.ACCOUNT, {"code": "320.01", "title": "Turkcell İletişim A.Ş."})
    put(
        firm,
        MirrorKind.SERVICE_CARD,
        {"code": "770.01", "name": "GSM gideri", "side": "RECEIVED", "vat_rate": "20"},
        {"code": "689.01", "name": "ÖİV", "side": "RECEIVED", "vat_rate": "0"},
        {"code": "600.01", "name": "Yansıtma", "side": "ISSUED", "vat_rate": "20"},
    )
    put(firm, MirrorKind.PROJECT, {"code": "P1", "name": "Saha"})


def line(card: str = "770.01", net: str = "100.00", vat: str = "20.00", **more: Any) -> LineSpec:
    row = ServiceCard.objects.get(code=card)
    given = {"vat_rate": row.vat_rate, **more}
    return LineSpec(service_card_id=row.pk, net=Decimal(net), vat=Decimal(vat), **given)


def bill(number: str = "TCL2026000000001", *lines: LineSpec, **more: Any) -> DocumentSpec:
    """100 + 20 of KDV and 10 of ÖİV."""
    booked = lines or (
        line(project_id=Project.objects.get(code="P1").pk),
        line("689.01", "10.00", "0.00"),
    )
    given = {
        "kind": "purchase_service",
        "source_key": f"turkcell:{number}",
        "account_id": Account.objects.get(code="320.01").pk,
        "date": DAY,
        "document_date": DAY,
        "document_number": number,
        "total": sum((each.net + each.vat for each in booked), Decimal(0)),
        **more,
    }
    return DocumentSpec(lines=booked, **given)
