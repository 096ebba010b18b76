"""Matching tables: what a line may be, and rows pasted from Excel (L-091 … L-100)."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from invoices.models import MatchingTable
from invoices.selectors import tables as reading
from invoices.services import pasting, tables
from tests.support.firms import client_for
from turkcell_hub.erp.models import Side
from turkcell_hub.errors import Invalid
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Membership


@pytest.mark.requirement("L-093", "L-094")
def test_a_code_is_once_in_a_firm(actor: Actor, table: MatchingTable, erp: SimpleNamespace) -> None:
    with pytest.raises(Invalid) as refused:
        tables.save(actor, None, {"code": "TC1", "account": erp.account})
    assert (refused.value.code, refused.value.field) == ("table_code_taken", "code")
    for given, field in (({"code": "TC2"}, "account"), ({"code": " ", "account": 1}, "code")):
        account = {"account": erp.account} if "account" in given else {}
        with pytest.raises(Invalid) as refused:
            tables.save(actor, None, {**given, **account})
        assert refused.value.field == field


@pytest.mark.requirement("L-095", "L-097", "L-098", "L-099", "L-100")
@pytest.mark.parametrize(
    ("line", "field"),
    [
        ({"kind": "NUMBER", "number": "12", "card": "main"}, "number"),
        ({"kind": "TAX", "tax_code": "0015", "card": "oiv"}, "tax_code"),
        ({"kind": "TAX", "tax_code": "", "card": "oiv"}, "tax_code"),
        ({"kind": "TAX", "tax_code": "٤٠٨٠", "card": "oiv"}, "tax_code"),
        ({"kind": "TAX", "tax_code": "8007", "card": "main"}, "card"),
        ({"kind": "MAIN", "rate": 150, "card": "main"}, "rate"),
        ({"kind": "THIRD", "card": "own"}, "card"),
        ({"kind": "MAIN", "card": "issued"}, "card"),
        ({"kind": "TAX", "tax_code": "4080", "card": "oiv"}, "tax_code"),
        ({"kind": "NUMBER", "number": "5321000001", "card": "issued", "side": "ISSUED"}, "account"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_is_refused_beside_its_field(
    line: dict, field: str, actor: Actor, table: MatchingTable, erp: SimpleNamespace
) -> None:
    given = {"side": Side.RECEIVED, **line, "table": table, "card": getattr(erp, line["card"])}
    with pytest.raises(Invalid) as refused:
        tables.save_line(actor, None, given)
    assert refused.value.field == field


def test_flags_of_the_table_must_allow_number_and_rate_rows(
    actor: Actor, erp: SimpleNamespace
) -> None:
    plain = tables.save(actor, None, {"code": "TC2", "account": erp.account})
    number = {"table": plain, "kind": "NUMBER", "number": "5321000001", "card": erp.main}
    rate = {"table": plain, "kind": "TAX", "tax_code": "4080", "rate": 10, "card": erp.oiv}
    for line, code in ((number, "table_not_by_number"), (rate, "table_not_by_rate")):
        with pytest.raises(Invalid) as refused:
            tables.save_line(actor, None, line)
        assert refused.value.code == code


@pytest.mark.requirement("L-099")
def test_without_the_tick_the_grid_of_numbers_is_hidden_and_the_main_card_takes_all(
    actor: Actor, table: MatchingTable, erp: SimpleNamespace
) -> None:
    line = {"table": table, "side": Side.RECEIVED, "kind": "NUMBER", "card": erp.own}
    tables.save_line(actor, None, {**line, "number": "5321000001"})
    browser = client_for(Membership.objects.select_related("user").get(pk=actor.membership_id))
    page = f"/matching-tables/{table.pk}/"
    grid = {"5321000001", f"{page}paste/"}
    assert all(one in browser.get(page).content.decode() for one in grid)
    plain = tables.save(actor, table, {"by_number": False})
    assert not any(one in browser.get(page).content.decode() for one in grid)
    with pytest.raises(Invalid) as refused:
        tables.save_line(actor, None, {**line, "table": plain, "number": "5321000002"})
    assert refused.value.code == "table_not_by_number"
    told = reading.as_table(plain)
    assert (told.numbers, [row.card.code for row in told.main.values()]) == ({}, ["760.01"])


@pytest.mark.requirement("L-099")
def test_rows_from_excel_are_taken_changed_and_refused_with_their_reasons(
    actor: Actor, table: MatchingTable
) -> None:
    first = "Numara\tKart\n+90 532 100 00 01\t760.01\tP1\t1\tSAHA\n5321000002\t760.02\n"
    done = pasting.paste(actor, table, Side.RECEIVED, first)
    assert (done.added, done.changed, done.refused) == (2, 0, ())
    again = "5321000001\t760.02\n5321000003\tYOK\nabc\t760.01\n"
    done = pasting.paste(actor, table, Side.RECEIVED, again)
    assert (done.added, done.changed) == (0, 1)
    assert [place for place, _text in done.refused] == [2, 3]
    found = reading.as_table(table).numbers
    assert {number: row.card.code for number, row in found.items()} == {
        "5321000001": "760.02", "5321000002": "760.02",
    }  # fmt: skip


@pytest.mark.requirement("L-099")
def test_rows_are_pasted_into_the_page_and_what_was_refused_stays_to_be_mended(
    actor: Actor, table: MatchingTable
) -> None:
    browser = client_for(Membership.objects.select_related("user").get(pk=actor.membership_id))
    page = f"/matching-tables/{table.pk}/paste/"
    given = {"side": Side.RECEIVED, "rows": "5321000001\t760.01\n5321000002\tYOK"}
    answer = browser.post(page, given)
    shown = answer.content.decode()
    assert answer.status_code == 422
    for said in ("1 satır eklendi, 0 satır değişti", "YOK", "5321000002\tYOK</textarea>"):
        assert said in shown, said
    done = browser.post(page, {**given, "rows": "5321000002\t760.02"}, follow=True)
    assert done.redirect_chain[-1][0] == f"/matching-tables/{table.pk}/"
    assert "5321000002" in done.content.decode()
    assert set(reading.as_table(table).numbers) == {"5321000001", "5321000002"}
    assert browser.post(page, {**given, "rows": ""}).status_code == 422


@pytest.mark.parametrize(
    ("text", "added", "refused"),
    [
        # What Excel shows of a narrow column, and what it makes of a number.
        ("5,32E+09\tYOK", 0, {1: "5,32E+09"}),
        ("5321000001,00\t760.01\n0090 532 100 00 02\t760.01\n\ufeff", 2, {3: "numarası"}),
        ("5321000001\t760.01\n\n0532 100 00 01\t760.02", 1, {3: "yukarıda"}),
        ("5321000001\t760.01\n5321000001\t760.01", 1, {}),
        ("5321000001\t760.01\t\t\tONBIR HARF.", 0, {1: "Özel kod"}),
        ("5321000001\t760.01\t\t\t\t\t" + "x" * 61, 0, {1: "Kullanan cihaz"}),
        ("<b>5321000001</b>\t760.01\n5321000001;760.01", 0, {1: "numarası", 2: "numarası"}),
    ],
)
def test_what_a_paste_does_not_understand_is_refused_at_its_row(
    actor: Actor, table: MatchingTable, text: str, added: int, refused: dict[int, str]
) -> None:
    done = pasting.paste(actor, table, Side.RECEIVED, text)
    assert done.added == added
    assert [place for place, _text in done.refused] == list(refused)
    for (_place, said), wanted in zip(done.refused, refused.values(), strict=True):
        assert wanted in said


def test_an_issued_row_without_a_number_is_refused_like_any_other(
    actor: Actor, table: MatchingTable
) -> None:
    rows = "\t600.01\t\t\t\t120.01\nabc\t600.01\t\t\t\t120.01\n5321000001\t600.01\t\t\t\t120.01"
    done = pasting.paste(actor, table, Side.ISSUED, rows)
    assert (done.added, [place for place, _text in done.refused]) == (1, [2])


def test_a_machine_is_pasted_kept_by_shorter_rows_and_taken_back_by_an_empty_cell(
    actor: Actor, table: MatchingTable
) -> None:
    def paste(row: str) -> str:
        pasting.paste(actor, table, Side.RECEIVED, row)
        return table.lines.get(kind="NUMBER").used_for

    assert paste("5321000001\t760.01\t\t\t\t\t POS,  Alsancak ") == "POS, Alsancak"
    assert paste("5321000001\t760.02") == "POS, Alsancak"
    assert paste("5321000001\t760.02\t\t\t\t\t") == ""


def test_only_a_number_has_a_machine(
    actor: Actor, table: MatchingTable, erp: SimpleNamespace
) -> None:
    given = {"table": table, "card": erp.own, "used_for": "Modem", "side": Side.RECEIVED}
    number = tables.save_line(actor, None, {**given, "kind": "NUMBER", "number": "5321000001"})
    rate = tables.save_line(actor, None, {**given, "kind": "MAIN", "rate": 20})
    assert (number.used_for, rate.used_for) == ("Modem", "")


@pytest.mark.requirement("L-100")
def test_without_their_flags_rows_of_numbers_and_rates_take_no_part(
    actor: Actor, table: MatchingTable, erp: SimpleNamespace
) -> None:
    pasting.paste(actor, table, Side.RECEIVED, "5321000001\t760.02")
    ten = {"table": table, "kind": "TAX", "tax_code": "4080", "rate": 10, "card": erp.wireless}
    tables.save_line(actor, None, ten)
    assert ("4080", 10) in reading.as_table(table).taxes
    table = tables.save(actor, table, {"by_number": False, "by_rate": False})
    found = reading.as_table(table)
    assert (found.numbers, ("4080", 10) in found.taxes) == ({}, False)
    assert found.tax_row("4080", 10).card.code == "689.01"


@pytest.mark.requirement("L-092")
def test_lines_of_one_tab_are_never_used_for_the_other(
    actor: Actor, table: MatchingTable, erp: SimpleNamespace
) -> None:
    tables.save_line(
        actor, None, {"table": table, "side": "ISSUED", "kind": "NUMBER", "number": "5321000009",
                      "card": erp.issued, "account": erp.other},
    )  # fmt: skip
    assert "5321000009" not in reading.as_table(table).numbers
    issued = reading.as_table(table, Side.ISSUED)
    assert list(issued.numbers) == ["5321000009"]
    assert issued.main == {}
