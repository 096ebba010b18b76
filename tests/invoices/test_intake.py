"""Bills come in once, their files are kept, doubtful ones wait for a person."""

from __future__ import annotations

import zlib
from decimal import Decimal
from typing import Any

import pytest

from invoices.models import Bill, BillState, MatchingTable
from invoices.services import bills as deciding
from invoices.services import intake, transfers
from invoices.services.intake import Outcome
from tests.support import bills
from tests.support.firms import actor_for, client_for, make_member
from turkcell_hub.errors import Conflict, NotAllowed
from turkcell_hub.fake_operator.bills import printing
from turkcell_hub.jobs.services import jobs
from turkcell_hub.portal import cells
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, Membership, Role


def take(actor: Actor, content: bytes, name: str = "fatura.xml") -> dict[str, int]:
    return dict(intake.from_file(actor, content, name).counts)


def test_the_same_bill_is_taken_once_and_its_file_is_kept_byte_by_byte(actor: Actor) -> None:
    content = bills.printed("bulk", count=30)
    assert take(actor, content) == {Outcome.NEW: 1}
    assert take(actor, content) == {Outcome.SAME: 1}
    bill = Bill.objects.get()
    assert zlib.decompress(bytes(bill.document.content)) == content
    assert bill.is_collective
    assert bill.numbers.count() == bill.number_count == 30


def test_the_numbers_and_the_common_part_of_a_stored_bill_make_its_amount(actor: Actor) -> None:
    told = bills.sheet("bulk", count=40)
    take(actor, printing.ubl(told))
    bill = Bill.objects.get()
    assert bill.amount == told.amount
    assert sum(one.amount for one in bill.numbers.all()) == told.amount


def test_the_same_number_with_another_amount_is_a_conflict_for_a_person(actor: Actor) -> None:
    take(actor, bills.printed("bulk", seed=1))
    assert take(actor, bills.printed("bulk", seed=2)) == {Outcome.CONFLICT: 1}
    assert take(actor, bills.printed("bulk", seed=2)) == {Outcome.SAME: 1}
    first, conflict = Bill.objects.order_by("pk")
    assert (first.state, conflict.state) == (BillState.OPEN, BillState.CONFLICT)
    deciding.set_aside(actor, conflict, "operatör düzeltti")
    assert Bill.objects.get() == first


def test_the_same_ettn_is_one_bill_whatever_its_number_and_with_another_amount_a_conflict(
    actor: Actor,
) -> None:
    first, dearer = bills.sheet("bulk", count=5), bills.sheet("bulk", "TCL2026000000008", count=6)
    content = printing.ubl(first)
    take(actor, content)
    dearer.ettn = first.ettn
    assert dearer.amount != first.amount
    renumbered = content.replace(first.number.encode(), b"TCL2026000000009")
    assert take(actor, renumbered) == {Outcome.SAME: 1}
    assert take(actor, printing.ubl(dearer)) == {Outcome.CONFLICT: 1}
    assert take(actor, printing.ubl(dearer)) == {Outcome.SAME: 1}
    kept, doubtful = Bill.objects.order_by("pk")
    assert (kept.amount, kept.state) == (first.amount, BillState.OPEN)
    assert (doubtful.ettn, doubtful.state) == (kept.ettn, BillState.CONFLICT)
    with pytest.raises(Conflict):
        deciding.confirm(actor, doubtful)


def test_a_csv_list_of_a_bill_that_is_here_adds_no_second_bill(actor: Actor) -> None:
    told = bills.sheet("bulk", count=10)
    take(actor, printing.ubl(told))
    assert take(actor, printing.csv_list(told), "liste.csv") == {Outcome.SAME: 1}
    other = bills.sheet("bulk", "TCL2026000000002", count=10, seed=9)
    assert take(actor, printing.csv_list(other), "liste.csv") == {Outcome.NEW: 1}
    assert take(actor, printing.ubl(other)) == {Outcome.CONFLICT: 1}


def test_a_proposed_tax_is_added_only_when_a_person_confirms(actor: Actor) -> None:
    told = bills.sheet("without_oiv")
    take(actor, printing.ubl(told))
    bill = Bill.objects.get()
    assert bill.state == BillState.REVIEW
    confirmed = deciding.confirm(actor, bill)
    assert (confirmed.state, confirmed.amount) == (BillState.OPEN, told.amount)
    assert confirmed.carried == Decimal(0)


def test_a_bill_with_withholding_cannot_be_confirmed_but_set_aside_and_brought_back(
    actor: Actor,
) -> None:
    take(actor, bills.printed("withheld"))
    bill = Bill.objects.get()
    with pytest.raises(Conflict, match="elle"):
        deciding.confirm(actor, bill)
    deciding.set_aside(actor, bill, "elle işlendi")
    assert deciding.bring_back(actor, bill).state == BillState.REVIEW


def test_a_file_that_is_no_bill_is_told_and_stops_no_other(actor: Actor) -> None:
    taken = intake.from_file(actor, b"<x/>", "bozuk.xml")
    assert taken.unreadable == [("bozuk.xml", "NO_INVOICE")]
    assert Bill.objects.count() == 0


def contradicted(actor: Actor) -> tuple[Bill, Bill]:
    """A bill and its correction by the operator: the same number, another ETTN and amount."""
    take(actor, bills.printed("bulk", seed=1, count=5))
    take(actor, bills.printed("bulk", seed=2, count=6))
    first, corrected = Bill.objects.order_by("pk")
    return first, corrected


def test_a_person_may_take_the_correction_in_place_of_the_bill_that_it_contradicts(
    actor: Actor, table: MatchingTable
) -> None:
    first, corrected = contradicted(actor)
    browser = client_for(Membership.objects.select_related("user").get(pk=actor.membership_id))
    page = browser.get(f"/bills/{corrected.pk}/").content.decode()
    for told in (f"/bills/{first.pk}/", first.ettn, cells.money(first.amount),
                 cells.money(corrected.amount - first.amount)):  # fmt: skip
        assert told in page
    answer = browser.post("/bills/actions/replace/", {"ids": corrected.pk, "count": 1})
    assert answer.status_code in (204, 302), answer.content.decode()
    first.refresh_from_db()
    corrected.refresh_from_db()
    assert (first.state, corrected.state) == (BillState.REPLACED, BillState.OPEN)
    assert cells.money(corrected.amount) in browser.get(f"/bills/{first.pk}/").content.decode()
    # Whichever of them comes again is known, and the older one never goes back by itself.
    assert take(actor, bills.printed("bulk", seed=1, count=5)) == {Outcome.SAME: 1}
    assert take(actor, bills.printed("bulk", seed=2, count=6)) == {Outcome.SAME: 1}
    assert take(actor, bills.printed("bulk", seed=3, count=5)) == {Outcome.CONFLICT: 1}
    row = transfers.start(actor, transfers.options(actor, {"table": table, "unmatched": "MAIN"}))
    jobs.run(row.job_id or 0)
    row.refresh_from_db()
    assert row.total == corrected.amount
    for forbidden in (deciding.replace, deciding.bring_back):
        with pytest.raises(Conflict):
            forbidden(actor, first)
    with pytest.raises(Conflict):
        deciding.set_aside(actor, first, "olmaz")


def test_a_correction_of_a_booked_bill_waits_until_its_transfer_is_taken_back(
    actor: Actor, table: MatchingTable
) -> None:
    first, corrected = contradicted(actor)
    row = transfers.start(actor, transfers.options(actor, {"table": table, "unmatched": "MAIN"}))
    jobs.run(row.job_id or 0)
    with pytest.raises(Conflict, match="önce aktarımını geri alın") as refused:
        deciding.replace(actor, corrected)
    assert refused.value.code == "bill_booked"
    first.refresh_from_db()
    assert first.state == BillState.BOOKED
    row.refresh_from_db()
    transfers.undo(actor, row, "operatör düzeltti")
    assert deciding.replace(actor, corrected).state == BillState.OPEN


def test_a_bill_whose_place_is_taken_while_a_run_books_is_not_booked_as_well(
    actor: Actor, table: MatchingTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, corrected = contradicted(actor)
    planned = transfers.planned

    def planned_before(*given: Any) -> Any:
        found = planned(*given)
        deciding.replace(actor, corrected)
        return found

    monkeypatch.setattr(transfers, "planned", planned_before)
    row = transfers.start(actor, transfers.options(actor, {"table": table, "unmatched": "MAIN"}))
    jobs.run(row.job_id or 0)
    row.refresh_from_db()
    assert (row.state, row.documents, row.total) == ("DONE", 0, 0)
    first.refresh_from_db()
    assert first.state == BillState.REPLACED
    assert not first.takings.exists()
    assert row.problems == [
        f"{first.number} bu arada kenara alınmış ya da yerine başkası geçmiş; aktarılmadı."
    ]


def test_the_bill_takes_the_place_of_the_list_that_came_before_it(actor: Actor) -> None:
    told = bills.sheet("bulk", count=10)
    take(actor, printing.csv_list(told), "liste.csv")
    take(actor, printing.ubl(told))
    listed, bill = Bill.objects.order_by("pk")
    assert deciding.replace(actor, bill).state == BillState.OPEN
    listed.refresh_from_db()
    assert listed.state == BillState.REPLACED


def test_only_who_decides_takes_one_in_place_of_another(actor: Actor, firm: Firm) -> None:
    _first, corrected = contradicted(actor)
    with pytest.raises(NotAllowed):
        deciding.replace(actor_for(make_member(firm, Role.STAFF)), corrected)
