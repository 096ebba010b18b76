"""Booking bills: filter, once only, undo (L-101 … L-114)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from unittest.mock import patch

import pytest
from django.db import OperationalError
from django.utils import timezone

from invoices.models import Bill, BillState, MatchingTable, Taking, Transfer, TransferState
from invoices.selectors import drilldown
from invoices.services import intake, pasting, runs, transfers
from tests.support import bills
from turkcell_hub.erp.models import Document, ServiceCard
from turkcell_hub.erp.services import documents
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.jobs import tasks as job_tasks
from turkcell_hub.jobs.services import jobs
from turkcell_hub.tenancy.actor import Actor

NUMBERS = ("5321000001", "5321000002", "5321000003")


def take(actor: Actor, shape: str, number: str, **more: object) -> None:
    intake.from_file(actor, bills.printed(shape, number, **more), "x.xml")


def run(actor: Actor, table: MatchingTable, **given: object) -> Transfer:
    chosen = transfers.options(actor, {"table": table, "by_number": False, **given})
    row = transfers.start(actor, chosen)
    jobs.run(row.job_id)
    row.refresh_from_db()
    return row


@pytest.mark.requirement("L-090", "L-105")
def test_fifty_bills_are_booked_in_one_run_and_a_second_run_books_none(
    actor: Actor, table: MatchingTable
) -> None:
    for place in range(50):
        take(actor, "single", f"TCL2026{place:09}", seed=place, numbers=(f"53210{place:05}",))
    row = run(actor, table, merge=True)
    assert (row.state, row.documents, row.stopped) == (TransferState.DONE, 1, 0)
    assert row.total == sum(bill.amount for bill in Bill.objects.all())
    assert set(Bill.objects.values_list("state", flat=True)) == {BillState.BOOKED}
    again = run(actor, table, merge=False)
    assert (again.documents, Document.objects.count()) == (0, 1)


def test_another_mode_takes_nothing_that_is_booked(actor: Actor, table: MatchingTable) -> None:
    take(actor, "bulk", "TCL2026000000001", count=12)
    run(actor, table, merge=True)
    for merge, by_number in ((False, True), (False, False), (True, True)):
        assert run(actor, table, merge=merge, by_number=by_number).documents == 0
    assert Document.objects.get().total == Bill.objects.get().amount


@pytest.mark.requirement("L-108")
def test_the_amounts_of_the_numbers_of_a_merged_document_make_its_total(
    actor: Actor, table: MatchingTable
) -> None:
    take(actor, "bulk", "TCL2026000000001", numbers=NUMBERS)
    run(actor, table, merge=True)
    document = Document.objects.get()
    found = drilldown.of(actor, Bill.objects.get())
    amounts = {row.number.number: row.number.amount for row in found.rows}
    assert set(amounts) == set(NUMBERS)
    assert {row.document for row in found.rows} == {document}
    assert sum(amounts.values()) == found.numbers_sum == document.total
    assert found.shared == 0


def test_numbers_that_stopped_are_booked_later_and_the_rest_stays(
    actor: Actor, table: MatchingTable
) -> None:
    take(actor, "bulk", "TCL2026000000001", numbers=NUMBERS)
    pasting.paste(actor, table, "RECEIVED", f"{NUMBERS[0]}\t760.02")
    first = run(actor, table, merge=False, by_number=True)
    assert first.stopped == 2
    assert Bill.objects.get().state == BillState.PARTLY
    assert any(NUMBERS[1] in text for text in first.problems)
    second = run(actor, table, merge=True, unmatched="MAIN")
    bill = Bill.objects.get()
    assert bill.state == BillState.BOOKED
    assert first.total + second.total == bill.amount
    assert sum(one.total for one in Document.objects.all()) == bill.amount


@pytest.mark.requirement("L-101", "L-102")
def test_only_the_chosen_month_and_year_are_booked(actor: Actor, table: MatchingTable) -> None:
    for month in (9, 10, 11):
        take(actor, "single", f"TCL2026{month:09}", issue_date=dt.date(2026, month, 1))
    take(actor, "single", "TCL2025000000001", issue_date=dt.date(2025, 11, 1), seed=4)
    assert run(actor, table, year=2026, month=9).documents == 1
    assert run(actor, table, year=2026, merge=False).documents == 2
    assert Bill.objects.get(state=BillState.OPEN).number == "TCL2025000000001"


@pytest.mark.requirement("L-091", "L-103", "L-104")
@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"table": None}, "table"),
        ({"month": 5}, "year"),
        ({"year": 26}, "year"),
        ({"date_choice": "TYPED"}, "date"),
        ({"date_choice": "TYPED", "date": dt.date(2099, 1, 1)}, "date"),
    ],
)
def test_a_filter_that_cannot_be_is_refused_beside_its_field(
    given: dict, field: str, actor: Actor, table: MatchingTable
) -> None:
    with pytest.raises(Invalid) as refused:
        transfers.options(actor, {"table": table, **given})
    assert refused.value.field == field


@pytest.mark.requirement("L-103", "L-104", "L-094")
def test_documents_carry_the_typed_date_the_account_and_the_bills_own_date(
    actor: Actor, table: MatchingTable
) -> None:
    take(actor, "single", "TCL2026000000001")
    typed = timezone.localdate() - dt.timedelta(days=3)
    run(actor, table, date_choice="TYPED", date=typed)
    document = Document.objects.get()
    assert (document.date, document.document_date) == (typed, dt.date(2026, 11, 1))
    assert document.account == table.account
    assert document.state == "READY"
    take(actor, "single", "TCL2026000000002", seed=2)
    run(actor, table)
    assert Document.objects.order_by("pk").last().date == timezone.localdate()


@pytest.mark.requirement("L-095", "L-098", "L-111")
def test_a_document_has_exactly_the_lines_of_its_table_with_project_and_workplace(
    actor: Actor, table: MatchingTable
) -> None:
    take(actor, "plain_bulk", "TCL2026000000042", numbers=NUMBERS[:2])
    rows = f"{NUMBERS[0]}\t760.02\tP1\t1\tSAHA\n{NUMBERS[1]}\t760.01"
    pasting.paste(actor, table, "RECEIVED", rows)
    run(actor, table, merge=True, by_number=True)
    document = Document.objects.get()
    names = ("number", "service_card__code", "project__code", "workplace__code", "special_code")
    lines = list(document.lines.order_by("position").values_list(*names))
    assert lines[:2] == [
        (NUMBERS[0], "760.02", "P1", "1", "SAHA"), (NUMBERS[1], "760.01", None, None, ""),
    ]  # fmt: skip
    assert {line[1] for line in lines[2:]} <= {"689.01", "760.09", "136.01", "659.01"}
    assert sum(one.net + one.vat for one in document.lines.all()) == Bill.objects.get().amount


@pytest.mark.requirement("L-096")
def test_a_cards_new_kdv_rate_changes_later_imports_alone(
    actor: Actor, table: MatchingTable
) -> None:
    take(actor, "single", "TCL2026000000001")
    run(actor, table)
    booked = Document.objects.get()
    rates = list(booked.lines.values_list("vat_rate", flat=True))
    ServiceCard.objects.filter(code="760.01").update(vat_rate=18)
    assert list(booked.lines.values_list("vat_rate", flat=True)) == rates
    take(actor, "single", "TCL2026000000002", seed=2)
    later = run(actor, table)
    assert (later.documents, later.stopped) == (0, 1)
    assert any("18" in text and "20" in text for text in later.problems)


def test_parts_of_a_bulk_bill_share_its_number_and_have_slips_of_their_own(
    actor: Actor, table: MatchingTable
) -> None:
    take(actor, "plain_bulk", "TCL2026000000042", numbers=NUMBERS)
    run(actor, table, merge=False)
    rows = Document.objects.order_by("pk")
    assert set(rows.values_list("document_number", flat=True)) == {"TCL2026000000042"}
    slips = list(rows.values_list("number", flat=True))
    assert slips[:2] == ["TCL260000042-001", "TCL260000042-002"]
    assert len(set(slips)) == len(slips)


def test_a_whole_run_is_taken_back_and_its_bills_are_free(
    actor: Actor, table: MatchingTable
) -> None:
    take(actor, "bulk", "TCL2026000000001", count=6)
    row = run(actor, table, merge=False)
    done, left = transfers.undo(actor, row, "yanlış tablo")
    assert (done, left) == (row.documents, 0)
    row.refresh_from_db()
    assert row.state == TransferState.UNDONE
    assert Bill.objects.get().state == BillState.OPEN
    assert not Taking.objects.filter(released_at=None).exists()
    again = run(actor, table, merge=True)
    assert again.total == Bill.objects.get().amount


def test_a_run_that_the_erp_has_booked_is_not_taken_back(
    actor: Actor, table: MatchingTable
) -> None:
    take(actor, "single", "TCL2026000000001")
    row = run(actor, table)
    Document.objects.update(state="POSTED", erp_ref="1")
    with pytest.raises(Conflict, match="ERP"):
        transfers.undo(actor, row, "geç")
    assert Bill.objects.get().state == BillState.BOOKED


def test_a_document_cancelled_elsewhere_frees_its_bill_only_by_an_explicit_act(
    actor: Actor, table: MatchingTable
) -> None:
    take(actor, "single", "TCL2026000000001")
    row = run(actor, table)
    documents.cancel(Document.objects.get(), actor, "elle")
    assert run(actor, table).documents == 0
    assert transfers.free(actor, row) == 1
    assert run(actor, table).documents == 1


def test_a_run_that_stumbles_over_the_database_goes_on_and_is_not_called_failed(
    actor: Actor, table: MatchingTable
) -> None:
    real, tries = runs._book_all, []

    def stumbles(*given: Any) -> None:
        tries.append(given)
        if len(tries) == 1:
            raise OperationalError("deadlock detected")
        real(*given)

    with patch.object(runs, "_book_all", stumbles):
        row = run(actor, table)
        assert row.state == TransferState.RUNNING
        job_tasks.sweep()
    row.refresh_from_db()
    assert (row.state, len(tries)) == (TransferState.DONE, 2)


def test_two_runs_at_once_are_one(actor: Actor, table: MatchingTable) -> None:
    chosen = transfers.options(actor, {"table": table})
    first = transfers.start(actor, chosen)
    with pytest.raises(Conflict) as refused:
        transfers.start(actor, chosen)
    assert (refused.value.code, refused.value.extra["job"]) == ("transfer_running", first.job_id)
    jobs.run(first.job_id)
    transfers.start(actor, chosen)


def test_a_bill_in_review_stops_and_says_why(actor: Actor, table: MatchingTable) -> None:
    take(actor, "without_oiv", "TCL2026000000001")
    row = run(actor, table)
    assert (row.documents, row.stopped) == (0, 1)
    assert "ÖİV" in row.problems[0]


def test_the_preview_shows_four_equal_totals_and_writes_nothing(
    actor: Actor, table: MatchingTable
) -> None:
    take(actor, "bulk", "TCL2026000000001", count=9)
    chosen = transfers.options(actor, {"table": table, "unmatched": "MAIN"})
    found = transfers.preview(actor, chosen)
    assert found.amounts == {"TRY": Bill.objects.get().amount}
    assert all(plan.totals == found.amounts for plan in found.plans.values())
    assert not Document.objects.exists()


def test_kdv_of_documents_is_the_bills_to_the_kurus(actor: Actor, table: MatchingTable) -> None:
    take(actor, "bulk", "TCL2026000000001", count=6)
    run(actor, table, merge=False)
    bill = Bill.objects.get()
    kdv = next(Decimal(tax["amount"]) for tax in bill.taxes if tax["code"] == "0015")
    booked = sum(line.vat for d in Document.objects.all() for line in d.lines.all())
    assert booked == kdv
