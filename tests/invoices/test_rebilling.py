"""Verilen Hizmetler: numbers billed on to those who use them."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace

import pytest

from invoices import matching
from invoices.matching import Card, ProblemCode, Row, Table
from invoices.models import Bill as StoredBill
from invoices.models import BillState, MatchingTable, Taking
from invoices.services import intake, pasting, tables, transfers
from tests.support import bills
from tests.support.firms import client_for
from turkcell_hub.erp.models import Document, Side
from turkcell_hub.erp.services import documents, xml_files
from turkcell_hub.errors import Invalid
from turkcell_hub.gateways.invoice import ubl
from turkcell_hub.jobs.services import jobs
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Membership

NUMBERS = ("5321000001", "5321000002", "5321000003", "5321000004")
CARD = Card(9, "600.01", "Yansıtma", Decimal(20))
TAX = Row(Card(8, "600.02", "ÖİV yansıtma", Decimal(0)), 9)


def tab(accounts: dict[str, int | None]) -> Table:
    rows = {
        number: Row(CARD, place, account_id=account)
        for place, (number, account) in enumerate(accounts.items(), 1)
    }
    return Table("TC1", {}, rows, {("4080", None): TAX, ("4081", None): TAX})


def source(taken: frozenset[str] = frozenset()) -> matching.Source:
    content = bills.printed("bulk", "TCL2026000000001", numbers=NUMBERS)
    return matching.Source("1", ubl.read(content), taken)


@pytest.mark.parametrize(("merge", "documents"), [(True, 2), (False, 3)])
def test_named_numbers_go_to_their_accounts_with_what_they_owe_and_nothing_else(
    merge: bool, documents: int
) -> None:
    whole = source()
    issued = tab({NUMBERS[0]: 7, NUMBERS[1]: 7, NUMBERS[2]: 8})
    plan = matching.rebill([whole], issued, merge=merge)
    owed = {unit.number: unit.total for unit in matching.units(whole.bill)}
    assert len(plan.documents) == documents
    assert plan.total == Decimal(sum(owed[number] for number in NUMBERS[:3])).scaleb(-2)
    assert {one.account_id for one in plan.documents} == {7, 8}
    assert not plan.problems
    assert len({one.suffix for one in plan.documents}) == documents
    lines = [line for one in plan.documents for line in one.lines if line.number]
    assert sorted(line.number for line in lines) == list(NUMBERS[:3])


def test_a_number_is_billed_on_once_and_one_without_an_account_stops() -> None:
    issued = tab({NUMBERS[0]: 7, NUMBERS[1]: None})
    plan = matching.rebill([source(frozenset({NUMBERS[0]}))], issued, merge=True)
    assert [one.code for one in plan.problems] == [ProblemCode.NO_ACCOUNT]
    assert not plan.ready


@pytest.fixture
def issued(actor: Actor, table: MatchingTable, erp: SimpleNamespace) -> MatchingTable:
    free = type(erp.issued).objects.create(
        firm=erp.issued.firm, code="600.02", name="ÖİV", side=Side.ISSUED, vat_rate=Decimal(0),
        refreshed_at=erp.issued.refreshed_at, changed_at=erp.issued.changed_at,
    )  # fmt: skip
    for code in ("4080", "4081"):
        tables.save_line(actor, None, {"table": table, "side": Side.ISSUED, "kind": "TAX",
                                       "tax_code": code, "card": free})  # fmt: skip
    rows = [f"{number}\t600.01\t\t\t\t120.01" for number in NUMBERS[:2]]
    pasted = pasting.paste(actor, table, Side.ISSUED, "\n".join([*rows, "5321000003\t600.01"]))
    assert (pasted.added, len(pasted.refused)) == (2, 1)  # nobody to bill the third to
    table.refresh_from_db()
    return table


@pytest.mark.requirement("L-092")
def test_issued_documents_stand_beside_the_booked_bill_and_go_out_as_logo_xml(
    actor: Actor, issued: MatchingTable
) -> None:
    intake.from_file(actor, bills.printed("bulk", "TCL2026000000001", numbers=NUMBERS), "x.xml")
    for side, count in ((Side.RECEIVED, 1), (Side.ISSUED, 1), (Side.ISSUED, 0)):
        chosen = transfers.options(
            actor, {"table": issued, "side": side, "merge": True, "unmatched": "MAIN"}
        )
        if count:
            assert transfers.preview(actor, chosen).chosen.problems == ()
        row = transfers.start(actor, chosen)
        jobs.run(row.job_id)
        row.refresh_from_db()
        assert (row.documents, row.stopped) == (count, 0)
    made = Document.objects.get(kind="issued_service")
    assert made.account.code == "120.01"
    assert documents.problems_of(made) == []
    assert b"<SALES_INVOICES>" in xml_files.content([made])
    assert Taking.objects.filter(side=Side.ISSUED).count() == 2
    assert StoredBill.objects.get().state == BillState.BOOKED
    browser = client_for(Membership.objects.select_related("user").get(pk=actor.membership_id))
    page = browser.get(f"/bill-transfer/?table={issued.pk}&side=ISSUED&merge=1").content.decode()
    assert "carilere kesilecek" in page


def test_a_table_without_issued_numbers_says_what_to_do(actor: Actor, table: MatchingTable) -> None:
    with pytest.raises(Invalid) as refused:
        transfers.options(actor, {"table": table, "side": "ISSUED"})
    assert refused.value.code == "no_issued_numbers"
