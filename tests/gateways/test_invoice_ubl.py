"""Reading an operator's bill: fields, numbers and what it is worth (B1–B4)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.support import bills
from turkcell_hub.fake_operator.bills import printing
from turkcell_hub.fake_operator.bills.shapes import SHAPES
from turkcell_hub.gateways.invoice import notes, reading, ubl, usage_csv
from turkcell_hub.gateways.invoice.bill import Bill, Carried, Review, Tax, UnreadableBill
from turkcell_hub.gateways.invoice.contract import CSV, Document
from turkcell_hub.gateways.invoice.numbers import ten_digits
from turkcell_hub.gateways.invoice.totals import Printed, settle

READY = sorted(set(SHAPES) - {"without_oiv"})


def parts(bill: Bill) -> Decimal:
    worth = bill.totals
    taxes = sum((tax.amount for tax in worth.taxes), Decimal(0))
    return worth.net + worth.third_party + worth.rounding + taxes - worth.withheld


@pytest.mark.parametrize("shape", READY)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_bill_is_worth_what_its_operator_says_and_its_parts_add_up(shape: str, seed: int) -> None:
    told = bills.sheet(shape, seed=seed, count=40)
    read = ubl.read(printing.ubl(told))
    assert (read.totals.amount, read.totals.payable) == (told.amount, told.payable)
    assert parts(read) == told.amount
    assert (read.number, read.ettn) == (told.number, told.ettn)


@pytest.mark.requirement("L-106")
def test_a_collective_bill_is_known_by_its_numbers_and_a_single_one_too() -> None:
    collective, alone = bills.bill("bulk", count=30), bills.bill("single")
    assert collective.is_collective
    assert len(collective.numbers) == 30
    assert not alone.is_collective
    assert [one.number for one in alone.numbers] == ["5320000001"]


def test_the_notes_of_a_bulk_bill_give_every_number_its_own_sums() -> None:
    told = bills.sheet("bulk", count=200)
    read = ubl.read(printing.ubl(told))
    expected = {one.number: (one.gross, one.kdv, one.oiv, one.tariff) for one in told.charged}
    assert {
        one.number: (one.amount, one.kdv, one.oiv, one.tariff) for one in read.numbers
    } == expected
    assert "5329999999" in read.campaigns_only
    assert read.unreadable_notes == 0


def test_sums_for_others_wireless_fees_and_rounding_of_a_bulk_bill_are_told_apart() -> None:
    told = bills.sheet("bulk", count=300)
    read = ubl.read(printing.ubl(told)).totals
    assert read.third_party == sum(one.third_party for one in told.charged)
    assert read.rounding == told.rounding
    assert [tax.code for tax in read.taxes] == ["0015", "4081", "8006"]
    assert read.taxes[2].amount == sum(one.wireless for one in told.charged)
    assert read.net == told.tax_exclusive


def test_a_fixed_line_bill_keeps_carried_kurus_out_of_its_amount() -> None:
    told = bills.sheet("fixed")
    read = ubl.read(printing.ubl(told))
    assert read.totals.amount == told.tax_inclusive
    assert read.totals.carried == told.payable - told.tax_inclusive
    assert [one.number for one in read.numbers] == ["2122220000"]
    assert read.numbers[0].amount == told.amount


def test_last_months_debt_is_shown_and_is_no_part_of_the_bill() -> None:
    read = bills.bill("old_balance").totals
    assert (read.carried, read.carried_kind, read.rule) == (
        Decimal("187.65"), Carried.BALANCE, "b",
    )  # fmt: skip


def test_rows_of_one_tax_and_rate_are_one_and_rates_stay_apart() -> None:
    taxes = bills.bill("many_rates").totals.taxes
    assert [(tax.code, tax.rate) for tax in taxes] == [
        ("0015", 10), ("0015", 20), ("4080", 10), ("4081", Decimal("7.5")), ("8006", 0),
        ("8007", 0),
    ]  # fmt: skip
    assert next(tax.amount for tax in taxes if tax.code == "8006") == Decimal("5.15")


def test_lines_that_name_a_number_give_its_sums_with_their_own_taxes() -> None:
    told = bills.sheet("itemised", count=3)
    read = ubl.read(printing.ubl(told))
    assert {one.number: one.amount for one in read.numbers} == {
        one.number: one.gross for one in told.charged
    }
    assert [one.net for one in read.numbers] == [one.net for one in told.charged]


def test_a_missing_communication_tax_is_proposed_and_waits_for_a_person() -> None:
    told = bills.sheet("without_oiv")
    read = ubl.read(printing.ubl(told)).totals
    assert (read.rule, read.review) == ("h", (Review.OIV_MISSING,))
    assert read.proposal is not None
    assert (read.proposal.code, read.proposal.rate) == ("4080", 10)
    assert read.amount + read.proposal.amount == told.amount


def test_totals_that_nothing_explains_wait_for_a_person() -> None:
    content = bills.printed("fixed").replace(b"412.30</cbc:TaxExcl", b"399.30</cbc:TaxExcl")
    read = ubl.read(content).totals
    assert Review.TOTALS_DISAGREE in read.review


KDV = Tax("0015", "KDV", Decimal(20), Decimal(100), Decimal(20))
LINES = Decimal(100)
FIELDS = ("tax_exclusive", "tax_inclusive", "payable", "rounding")


@pytest.mark.parametrize(
    ("fields", "rule", "amount"),
    [
        ("100 120 120 0", "a", "120"),
        ("100 120 320 0", "b", "120"),
        ("100 - 119.70 0.30", "c", "120"),
        ("100 - 119.70 -0.30", "c", "120"),
        ("100 120 120 120", "a", "120"),  # the rounding field repeats the gross
        ("120 120 120 0", "a", "120"),  # the net field does
        ("100 120.02 120.02 0", "a", "120.02"),
        ("100 120 120.02 0", "b", "120"),  # the exact field wins over the near one
        ("100 120.03 120.03 0", "i", "120"),
        ("100 - - 0", "net", "120"),
    ],
)
def test_the_ordered_rule_of_totals(fields: str, rule: str, amount: str) -> None:
    told = {k: Decimal(v) for k, v in zip(FIELDS, fields.split(), strict=True) if v != "-"}
    found = settle(Printed(LINES, (KDV,), **told))
    assert (found.rule, found.amount) == (rule, Decimal(amount))


def test_the_sum_of_the_numbers_decides_about_rounding_inside_a_bulk_bill() -> None:
    found = settle(
        Printed(LINES, (KDV,), tax_exclusive=LINES, tax_inclusive=Decimal(120),
                payable=Decimal("120.30"), rounding=Decimal("0.30"), numbers=Decimal("120.30"))
    )  # fmt: skip
    assert (found.amount, found.rounding, found.carried) == (
        Decimal("120.30"), Decimal("0.30"), Decimal(0),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("note", "tariff", "amount"),
    [
        ("F2-5321234567?Tarife A#12.5$12.5+1.9!0.95", "Tarife A", "12.5"),
        ("F2-5321234567?Saha #1 $ + ! hattı#7$7+1!.5", "Saha #1 $ + ! hattı", "7"),
        ("  F2-5321234567?İndirim#-3.4$-3.4+0!0 ", "İndirim", "-3.4"),
    ],
)
def test_a_note_of_a_number(note: str, tariff: str, amount: str) -> None:
    charge = notes.read([note]).charges[0]
    assert (charge.tariff, charge.amount) == (tariff, Decimal(amount))


@pytest.mark.parametrize(
    "note", ["F2-532?A#1$1+1!1", "F2-5321234567?A#1,5$1+1!1", "F2-" + "9" * 5000, "C2-x"]
)
def test_a_note_that_is_not_of_the_grammar_is_counted_and_asks_for_a_person(note: str) -> None:
    assert notes.read([note]).unreadable == 1


def test_a_bill_in_an_envelope_or_another_encoding_is_the_same_bill() -> None:
    content = bills.printed("bulk")
    plain = ubl.read(content)
    text = content.decode()
    turkish = text.replace("UTF-8", "windows-1254").encode("cp1254")
    wide = text.replace(' encoding="UTF-8"', "").encode("utf-16")
    for other in (printing.enveloped(content), turkish, wide, b"\xef\xbb\xbf" + content):
        assert ubl.read(other) == plain


@pytest.mark.parametrize(
    ("written", "read"),
    [("+90 532 123 45 67", "5321234567"), ("0212 222 00 00", "2122220000"), ("", ""),
     ("850 111 22 33", "8501112233"), ("88012345", "88012345")],
)  # fmt: skip
def test_a_service_number_is_kept_in_ten_digits(written: str, read: str) -> None:
    assert ten_digits(written) == read


def test_the_csv_of_the_operators_site_gives_the_same_numbers_and_the_same_amount() -> None:
    told = bills.sheet("bulk", count=50)
    (read,) = reading.read(Document(printing.csv_list(told), CSV))
    assert read.totals.amount == told.amount
    assert {one.number: one.amount for one in read.numbers} == {
        one.number: one.gross for one in told.charged
    }
    assert parts(read) == told.amount
    assert read.issue_date == date(2026, 11, 1)


def test_the_same_csv_twice_is_the_same_bill_and_a_changed_one_is_not() -> None:
    first, again = (usage_csv.read(printing.csv_list(bills.sheet("bulk")))[0] for _ in range(2))
    other = usage_csv.read(printing.csv_list(bills.sheet("bulk", seed=2)))[0]
    assert first.number == again.number != other.number
    assert len(first.number) <= 16


def test_a_csv_whose_rows_do_not_make_its_total_is_refused() -> None:
    content = printing.csv_list(bills.sheet("bulk"))
    head, _, _ = content.rpartition(b";")
    with pytest.raises(UnreadableBill, match="CSV_TOTAL"):
        usage_csv.read(head + b";1,00")


@pytest.mark.parametrize(
    ("heads", "cells", "reason"),
    [
        ("KDV %20;KDV %20 MATRAHI", "5,32E+09;01.11.2026;120,00;20,00;100,00", "NUMBER"),
        ("KDV %20;KDV %20 MATRAHI", "5321000001;01.11.2026;1,120.00;20,00;100,00", "AMOUNT"),
        ("KDV %20;KDV %20 MATRAHI", "5321000001;01.11.2026;1.2.0,00;20,00;100,00", "AMOUNT"),
        ("KDV %20", "5321000001;01.11.2026;120,00;20,00", "HEADINGS"),
        ("ADRES", "5321000001;01.11.2026;120,00;x", "HEADINGS"),
        ("KDV %20;KDV %20 MATRAHI", f'"{"9" * 140_000}', "HEADINGS"),
    ],
)
def test_a_list_that_excel_or_a_stranger_has_changed_is_refused_and_not_guessed_at(
    heads: str, cells: str, reason: str
) -> None:
    content = f"GSM NO;FATURA TARIHI;FATURA TOPLAM TUTARI;{heads}\n{cells}\n"
    with pytest.raises(UnreadableBill, match=reason):
        usage_csv.read(content.encode())
