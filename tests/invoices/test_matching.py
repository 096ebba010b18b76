"""The four merge cases and what holds in all of them (L-107 … L-114, C-matrix of B6)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from invoices.matching import Plan, ProblemCode, Source, Table, Unmatched, Why, plan, units
from invoices.matching.units import settle
from tests.invoices import tables
from tests.support import bills
from turkcell_hub.gateways.invoice.bill import Bill

CASES = list(product((False, True), (False, True)))
SHAPES = ("single", "bulk", "plain_bulk", "fixed", "itemised", "many_rates", "old_balance")
THREE = ("5321000001", "5321000002", "5321000003")


def planned(bill: Bill, table: Table, *, merge: bool, by_number: bool, **more: object) -> Plan:
    return plan([Source("1", bill)], table, merge=merge, by_number=by_number, **more)  # type: ignore[arg-type]


def lines_of(made: Plan) -> list[tuple[str, Decimal]]:
    return [(line.card.code, line.net + line.vat) for d in made.documents for line in d.lines]


@pytest.mark.requirement("L-114")
@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(SHAPES), st.integers(0, 10_000), st.integers(1, 30)),
             min_size=1, max_size=3),
    st.sampled_from(["20", "18", "10"]),
    st.data(),
)  # fmt: skip
def test_all_four_cases_come_to_what_the_operator_asks_to_the_kurus(
    wanted: list[tuple[str, int, int]], kdv: str, data: st.DataObject
) -> None:
    made = [
        bills.bill(shape, f"TCL2026{place:09}", seed=seed, count=count, kdv=kdv)
        for place, (shape, seed, count) in enumerate(wanted)
    ]
    numbers = [one.number for bill in made for one in bill.numbers]
    some = st.lists(st.sampled_from(numbers or ["x"]), unique=True)
    mapped = data.draw(st.just(list(dict.fromkeys(numbers))) | some)
    table = tables.table(mapped)
    owed = sum(bill.totals.amount for bill in made)
    sources = [Source(str(place), bill) for place, bill in enumerate(made)]
    for merge, by_number in CASES:
        found = plan(
            sources, table, merge=merge, by_number=by_number, unmatched=Unmatched.MAIN_CARD
        )
        assert found.total == owed
        assert found.line_count == sum(len(one.lines) for one in found.documents)
        assert found.total == sum(one.total for one in found.documents)
        assert [one.sources for one in found.stopped] == [
            one.sources for one in found.documents if one.problems
        ]
        for document in found.ready:
            assert document.total == sum(line.net + line.vat for line in document.lines)
            assert all(line.net >= 0 and line.vat >= 0 for line in document.lines)
        covered = [one for document in found.documents for one in document.sources]
        assert len(covered) == len(set(covered))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(-5_000, 50_000), min_size=1, max_size=40), st.integers(-9_999, 9_999))
def test_settled_amounts_make_the_target_and_stay_near(values: list[int], off: int) -> None:
    target = sum(values) + off
    assert sum(settle(values, target)) == target
    if abs(off) <= len(values):
        moved = settle(values, target)
        assert all(abs(a - b) <= 1 for a, b in zip(values, moved, strict=True))


@pytest.mark.parametrize("shape", SHAPES)
def test_what_is_left_after_some_numbers_are_booked_is_the_rest_of_the_bill(shape: str) -> None:
    bill, table = bills.bill(shape, count=9), tables.table()
    every = [unit.number for unit in units(bill)]
    for cut in range(len(every) + 1):
        first = Source("1", bill, frozenset(every[cut:]))
        rest = Source("1", bill, frozenset(every[:cut]))
        sums = [
            plan([source], table, merge=merge, by_number=False).total
            for source, merge in ((first, False), (rest, True))
        ]
        assert sum(sums) == bill.totals.amount


def test_kurus_that_were_rounded_off_never_stand_alone() -> None:
    bill = bills.bill("bulk", seed=69, count=3)
    assert bill.totals.rounding < 0
    made = planned(bill, tables.table(), merge=False, by_number=False)
    assert len(made.ready) == 3
    assert sum(document.total for document in made.ready) == bill.totals.amount


@pytest.mark.requirement("L-107", "L-109")
def test_three_numbers_unmerged_are_three_documents_with_the_same_card() -> None:
    bill = bills.bill("plain_bulk", numbers=THREE)
    made = planned(bill, tables.table(), merge=False, by_number=False)
    assert [d.lines[0].card.code for d in made.documents] == ["760.01"] * 3
    assert [d.sources for d in made.documents] == [((("1", number)),) for number in THREE]
    assert [d.suffix for d in made.documents] == [1, 2, 3]


@pytest.mark.requirement("L-107")
def test_bills_of_one_number_unmerged_stay_documents_of_their_own() -> None:
    sources = [
        Source(str(i), bills.bill("single", f"TCL2026{i:09}", numbers=(number,)))
        for i, number in enumerate(THREE)
    ]
    made = plan(sources, tables.table(), merge=False, by_number=False)
    assert [(d.bills, d.suffix) for d in made.documents] == [(("0",), 0), (("1",), 0), (("2",), 0)]


@pytest.mark.requirement("L-110", "L-113")
def test_merged_without_numbers_is_one_main_line_beside_the_tax_lines() -> None:
    bill = bills.bill("bulk", count=30)
    made = planned(bill, tables.table(), merge=True, by_number=False)
    (document,) = made.documents
    by_why = [line.why for line in document.lines]
    assert by_why.count(Why.MAIN) == 1
    assert {line.tax_code for line in document.lines if line.tax_code} == {"4081", "8006"}
    assert not document.problems


@pytest.mark.requirement("L-111")
def test_unmerged_by_number_gives_each_number_its_card_place_and_project() -> None:
    bill = bills.bill("plain_bulk", numbers=THREE)
    made = planned(bill, tables.table(THREE), merge=False, by_number=True)
    first = [d.lines[0] for d in made.documents[:3]]
    assert [line.card.code for line in first] == ["760.010", "760.011", "760.012"]
    assert {(line.project_id, line.workplace_id, line.special_code) for line in first} == {
        (7, 8, "SAHA")
    }
    assert {line.why for line in first} == {Why.NUMBER}


@pytest.mark.requirement("L-112")
def test_four_of_five_matched_numbers_are_four_lines_and_the_fifth_stops_the_document() -> None:
    bill = bills.bill("plain_bulk", count=5)
    numbers = [one.number for one in bill.numbers]
    table = tables.table(numbers[:4])
    stopped = planned(bill, table, merge=True, by_number=True)
    (document,) = stopped.documents
    assert [line.number for line in document.lines if line.number] == numbers[:4]
    assert [(p.code, p.number) for p in document.problems] == [
        (ProblemCode.UNMATCHED_NUMBER, numbers[4])
    ]
    assert stopped.unmatched == (("1", numbers[4]),)
    assert not stopped.ready
    chosen = planned(
        bill, table, merge=True, by_number=True, unmatched=Unmatched.MAIN_CARD
    ).documents[0]
    assert [line.why for line in chosen.lines].count(Why.UNMATCHED) == 1
    assert chosen.total == bill.totals.amount
    assert not chosen.problems


def test_lines_by_column_are_those_that_are_added_up_one_by_one() -> None:
    bill, other = (bills.bill("plain_bulk", f"TCL202600000000{n}", count=30) for n in (1, 2))
    numbers = [one.number for one in bill.numbers]
    table = tables.table(numbers)
    row = table.numbers[numbers[4]]
    off = row._replace(card=row.card._replace(is_active=False))
    odd = replace(table, numbers={**table.numbers, numbers[4]: off})
    (by_column,) = planned(bill, table, merge=True, by_number=True).documents
    (singly,) = planned(bill, odd, merge=True, by_number=True).documents
    told = [(x.number, x.net, x.vat, x.why, x.place) for x in by_column.lines if x.number]
    assert told == [(x.number, x.net, x.vat, x.why, x.place) for x in singly.lines if x.number]
    assert singly.problems[0].code == ProblemCode.CARD_OFF
    both = plan([Source("1", bill), Source("2", other)], table, merge=True, by_number=True)
    (twice,) = both.documents
    assert [x.number for x in twice.lines if x.number] == numbers
    assert twice.total == bill.totals.amount + other.totals.amount
    assert twice.lines[-1] == twice.lines[len(twice.lines) - 1]


def test_an_unmatched_number_stops_only_its_own_document_where_numbers_are_apart() -> None:
    bill = bills.bill("plain_bulk", numbers=THREE)
    made = planned(bill, tables.table(THREE[:2]), merge=False, by_number=True)
    stopped = [d.sources[0][1] for d in made.documents if d.problems]
    assert stopped == [THREE[2]]


@pytest.mark.requirement("L-100", "L-113")
def test_two_rates_of_one_tax_go_to_two_cards() -> None:
    bill = bills.bill("many_rates")
    own = replace(
        tables.table(),
        taxes={**tables.table().taxes, ("4081", Decimal("7.5")): tables.WIRELESS},
    )
    (document,) = planned(bill, own, merge=True, by_number=True,
                          unmatched=Unmatched.MAIN_CARD).documents  # fmt: skip
    cards = {(line.tax_code, line.card.code) for line in document.lines if line.tax_code}
    assert cards == {
        ("4080", "689.01"), ("4081", "760.09"), ("8006", "760.09"), ("8007", "760.09"),
    }  # fmt: skip


@pytest.mark.requirement("L-096")
def test_a_card_with_another_kdv_than_the_bills_stops_the_document_and_says_both() -> None:
    bill = bills.bill("single", kdv="18")
    (document,) = planned(bill, tables.table(), merge=True, by_number=False).documents
    assert [(p.code, p.detail) for p in document.problems] == [
        (ProblemCode.CARD_RATE, ("760.01", "20", "18"))
    ]


@pytest.mark.requirement("L-097")
@pytest.mark.parametrize(
    ("gone", "code"),
    [
        ({"taxes": {}}, ProblemCode.NO_TAX_CARD),
        ({"third_party": None}, ProblemCode.NO_THIRD_PARTY_CARD),
        ({"main": {}}, ProblemCode.NO_MAIN_CARD),
        ({"taxes": {("4081", None): tables.MAIN, ("8006", None): tables.MAIN}},
         ProblemCode.TAX_CARD_RATE),
    ],
)  # fmt: skip
def test_what_has_no_card_is_named_and_never_dropped(gone: dict, code: ProblemCode) -> None:
    bill = bills.bill("bulk", count=60)
    made = planned(bill, replace(tables.table(), **gone), merge=True, by_number=False)
    assert code in {p.code for p in made.problems}
    assert made.total == bill.totals.amount
    assert not made.ready


def test_shared_sums_of_a_split_bulk_bill_are_one_common_document_beside_the_numbers() -> None:
    bill = bills.bill("bulk", count=60)
    made = planned(bill, tables.table(), merge=False, by_number=False)
    assert len(made.documents) == 61
    common = made.documents[-1]
    assert common.sources == (("1", ""),)
    assert {line.why for line in common.lines} <= {
        Why.TAX, Why.TAX_OF_ANY_RATE, Why.THIRD_PARTY, Why.ROUNDING,
    }  # fmt: skip


def test_suppliers_years_and_returns_are_never_merged() -> None:
    one = bills.bill("single", "TCL2026000000001")
    other = replace(one, supplier_tax_no="1111111111")
    last_year = replace(one, issue_date=one.issue_date.replace(year=2025))
    returned = bills.bill("return", "TCL2026000000009")
    sources = [Source(str(i), b) for i, b in enumerate((one, other, last_year, returned, one))]
    made = plan(sources, tables.table(), merge=True, by_number=False)
    assert [d.bills for d in made.documents] == [("0", "4"), ("1",), ("2",), ("3",)]
    assert made.documents[3].problems[0].code == ProblemCode.RETURN_BILL


@pytest.mark.parametrize("shape", ["without_oiv", "withheld"])
def test_a_bill_that_waits_for_a_person_is_not_booked(shape: str) -> None:
    made = planned(bills.bill(shape), tables.table(), merge=True, by_number=False)
    assert not made.ready
    assert made.problems[0].code == ProblemCode.NEEDS_REVIEW


def test_kdv_of_the_documents_is_the_kdv_of_the_bill_in_every_case() -> None:
    bill = bills.bill("bulk", count=200, seed=5)
    kdv = sum(tax.amount for tax in bill.totals.taxes if tax.code == "0015")
    for merge, by_number in CASES:
        made = planned(bill, tables.table(one.number for one in bill.numbers),
                       merge=merge, by_number=by_number)  # fmt: skip
        assert sum(line.vat for d in made.documents for line in d.lines) == kdv
