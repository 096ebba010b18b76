"""The operator's bills, a matching table and a transfer of the firm."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from invoices.models import (
    Bill,
    BillDocument,
    InvoiceRules,
    MatchingLine,
    MatchingTable,
    Transfer,
    TransferState,
)
from tests.isolation.cast import World
from tests.isolation.marks import NOW, OPEN, marked
from turkcell_hub.erp.models import Account, ServiceCard


def bills(world: World) -> None:
    seen = {"firm": world.firm, "refreshed_at": NOW, "changed_at": NOW}
    account = Account.objects.create(code="TC-320", title=marked(False, "operator"), **seen)
    card = ServiceCard.objects.create(
        code="TC-760", name=marked(False, "telefon"), vat_rate=20, **seen
    )
    table = MatchingTable.objects.create(
        firm=world.firm, code=f"{OPEN}T"[:20], name=marked(False, "tablo"), account=account
    )
    line = MatchingLine.objects.create(firm=world.firm, table=table, kind="MAIN", card=card)
    document = BillDocument.objects.create(
        firm=world.firm, sha256="a" * 64, media_type="application/xml", content=b"", size=0
    )
    nothing = Decimal(0)
    bill = Bill.objects.create(
        firm=world.firm, document=document, number="TCL2026000000777",
        supplier_name=marked(False, "operator"), type_code="SATIS",
        issue_date=dt.date(2026, 11, 1), period=dt.date(2026, 10, 1), net=100,
        third_party=nothing, rounding=nothing, withheld=nothing, amount=100, payable=100,
        carried=nothing, rule="a",
    )  # fmt: skip
    transfer = Transfer.objects.create(
        firm=world.firm, table=table, state=TransferState.DONE, date=dt.date(2026, 11, 5),
        started_by=marked(False, "aktaran"),
    )  # fmt: skip
    world.rows |= {
        "matching-tables": table,
        "matching-lines": line,
        "bills": bill,
        "bill-transfers": transfer,
        "invoice-rules": InvoiceRules.objects.create(
            firm=world.firm, valid_from=dt.date(2040, 1, 1), created_by=OPEN
        ),
    }
